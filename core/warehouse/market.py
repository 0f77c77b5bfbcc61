"""The postings that one owner sees: the shared layer and the owner's private one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.models import JobFacts, Pay, Posting
from core.warehouse.warehouse import DIGEST, SHARED, Warehouse

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 5_000
Row = tuple[str, str, Posting, JobFacts]
Describe = Callable[["pa.Table"], "pa.Table"]
COLUMNS = [
    "id",
    "title",
    "company",
    "location",
    "link",
    "published",
    "expires",
    "pay_min",
    "pay_max",
    "currency",
    "period",
    "description",
    "source",
    "required",
    "preferred",
    "years",
    "level",
    "occupation",
    "sector",
    "remote",
    "city",
    "country",
    "education",
    "employment",
    "sponsorship",
    "language",
    "opening",
]

WORDS = ("words", "words_recipe")  # the text as packed words, and the recipe that they were made by
_KNOWN = (
    "SELECT id, p.content IS NOT DISTINCT FROM i.content AND coalesce(i.recipe, p.words_recipe) IS NOT DISTINCT FROM p.words_recipe "
    "AS same FROM (SELECT id, {content} AS content, {recipe} AS recipe FROM incoming) i JOIN posting p USING (id) WHERE p.layer = ?"
)


@dataclass(frozen=True)
class StoredPosting:
    """A posting with its id, facts and when it was seen."""

    id: str
    posting: Posting
    facts: JobFacts
    sample: bool
    opening: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True)
class Added:
    """What a load did: new rows, rows that were there before, repeats within the load."""

    added: int
    updated: int
    duplicates: int

    def __add__(self, other: Added) -> Added:
        return Added(self.added + other.added, self.updated + other.updated, self.duplicates + other.duplicates)


class Market:
    """The warehouse as one owner sees it; `private` tells whether what the owner adds stays in a layer of their own."""

    def __init__(self, warehouse: Warehouse, owner: str, private: bool, limit: int = 1_000_000) -> None:
        self.warehouse, self.owner, self.limit = warehouse, owner, limit
        self.layer = owner if private else SHARED

    def add(self, rows: Sequence[Row], seen: datetime, sample: bool = False, describe: Describe | None = None) -> Added:
        """Store (id, opening, posting, facts) rows; a known id is refreshed and keeps its first-seen time.

        `describe` puts the columns `WORDS` beside the others; rows without them get them later.
        """
        unique = {row[0]: row for row in rows}
        table = posting_table(list(unique.values()))
        table = describe(table) if describe else table
        done = [self.load(table.slice(at, CHUNK), seen, sample) for at in range(0, table.num_rows, CHUNK)]
        added = sum(done)
        return Added(added=added, updated=len(unique) - added, duplicates=len(rows) - len(unique))

    def load(self, table: pa.Table, seen: datetime, sample: bool = False) -> int:
        """Upsert one chunk of postings with the columns of `COLUMNS`, and those of `WORDS` where it has them; returns how many are new.

        A posting that says what it said before is only marked as seen: nothing that was made from it has to be made anew.
        """
        moment = seen.astimezone(UTC).replace(tzinfo=None)
        given = [name for name in (*COLUMNS, *WORDS) if name in table.column_names]
        names, content = ", ".join(given), f"(hash({', '.join(COLUMNS)}) >> 1)::BIGINT"
        refresh = ", ".join(f"{c} = excluded.{c}" for c in (*COLUMNS, *WORDS, "content", "revision", "last_seen") if c != "id")
        with self.warehouse.write(self.layer) as cursor:
            cursor.register("incoming", table)
            known = cursor.execute(_KNOWN.format(content=content, recipe=WORDS[1] if WORDS[1] in given else "NULL"), [self.layer])
            cursor.register("known", known.to_arrow_table())
            cursor.execute(
                "UPDATE posting SET last_seen = ? WHERE layer = ? AND id IN (SELECT id FROM known WHERE same)", [moment, self.layer]
            )
            cursor.execute("UPDATE revision SET last = last + 1")
            cursor.execute(
                f"INSERT INTO posting (layer, sample, first_seen, last_seen, content, revision, {names}) "
                f"SELECT ?, ?, ?, ?, {content}, (SELECT last FROM revision), {names} FROM incoming "
                "WHERE id NOT IN (SELECT id FROM known WHERE same) "
                f"ON CONFLICT (layer, id) DO UPDATE SET {refresh}",
                [self.layer, sample, moment, moment],
            )
            updated = _count(cursor.execute("SELECT count(*) FROM known").fetchone())
            cursor.unregister("known")
            cursor.unregister("incoming")
        return int(table.num_rows) - updated

    def load_sample(self, file: Path, seen: datetime) -> int:
        """Load the bundled sample market into the shared layer, once."""
        import pyarrow.parquet as pq

        if self.count(sample=True):
            return 0
        return Market(self.warehouse, self.owner, private=False).load(pq.read_table(file), seen, sample=True)

    def count(self, sample: bool | None = None) -> int:
        """How many postings are visible."""
        where, values = self.visible(sample)
        with self.warehouse.read() as cursor:
            return _count(cursor.execute(f"SELECT count(*) FROM posting WHERE {where}", values).fetchone())

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that the owner sees."""
        return (SHARED,) if self.layer == SHARED else (SHARED, self.layer)

    @property
    def state(self) -> tuple[int, ...]:
        """Differs whenever a visible posting has changed since this process started."""
        return tuple(self.warehouse.generation(layer) for layer in self.layers)

    def query(self, sql: str, values: Sequence[object] = (), sample: bool | None = None) -> list[tuple[Any, ...]]:
        """Rows of a query over `visible`, the postings that the owner sees (only the sample ones, or all others, on request)."""
        where, bound = self.visible(sample)
        rest = f", {sql.removeprefix('WITH ')}" if sql.startswith("WITH ") else f" {sql}"
        with self.warehouse.read() as cursor:
            rows: list[tuple[Any, ...]] = cursor.execute(
                f"WITH visible AS (SELECT * FROM posting WHERE {where}){rest}", [*bound, *values]
            ).fetchall()
        return rows

    def postings(self, ids: Sequence[str]) -> dict[str, StoredPosting]:
        """Visible postings by id."""
        if not ids:
            return {}
        names = ", ".join([*COLUMNS, "sample", "first_seen", "last_seen"])
        where, values = self.visible()
        by_id = f"SELECT * FROM posting WHERE id IN ({', '.join('?' * len(ids))})"  # alone, so that the index on ids is used
        sql = f"WITH found AS MATERIALIZED ({by_id}) SELECT {names} FROM found WHERE {where} ORDER BY layer DESC"
        with self.warehouse.read() as cursor:
            rows = cursor.execute(sql, [*ids, *values]).fetchall()
        return {row[0]: _stored(dict(zip(names.split(", "), row, strict=True))) for row in rows}

    def visible(self, sample: bool | None = None) -> tuple[str, list[object]]:
        """The condition that every query of this owner carries, and its values."""
        if sample is None:
            return "layer IN (?, ?)", [SHARED, self.layer]
        return "layer IN (?, ?) AND sample = ?", [SHARED, self.layer, sample]

    def remove(self, source: str) -> int:
        """Delete the postings that came from a source, with the owner's scores of them; returns how many. The sample market stays."""
        gone: list[str] = []
        with self.warehouse.write(self.layer, gone) as cursor:
            chosen = cursor.execute("SELECT id FROM posting WHERE layer = ? AND source = ? AND NOT sample", [self.layer, source])
            cursor.register("chosen", chosen.to_arrow_table())
            cursor.execute("DELETE FROM score WHERE owner = ? AND job_id IN (SELECT id FROM chosen)", [self.owner])
            cursor.execute("DELETE FROM posting WHERE layer = ? AND id IN (SELECT id FROM chosen)", [self.layer])
            gone += [job_id for (job_id,) in cursor.execute("SELECT id FROM chosen").fetchall()]
            cursor.unregister("chosen")
        return len(gone)

    def erase(self) -> None:
        """Delete the owner's scores and the postings of the layer they write to; the sample stays."""
        gone: list[str] = []
        with self.warehouse.write(self.layer, gone) as cursor:
            chosen = "layer = ? AND NOT sample"
            gone += [job_id for (job_id,) in cursor.execute(f"SELECT id FROM posting WHERE {chosen}", [self.layer]).fetchall()]
            for table in ("score", "scored"):
                cursor.execute(f"DELETE FROM {table} WHERE owner = ?", [self.owner])
            cursor.execute(f"DELETE FROM posting WHERE {chosen}", [self.layer])
            cursor.execute(f"DELETE FROM vector WHERE digest NOT IN (SELECT {DIGEST} FROM posting)")


def posting_table(rows: Sequence[Row]) -> pa.Table:
    """Rows of (id, opening, posting, facts) as an Arrow table with the columns of `COLUMNS`."""
    import pyarrow as pa

    values = [_row(*row) for row in rows]
    kinds = {
        "published": pa.date32(),
        "expires": pa.date32(),
        "pay_min": pa.float64(),
        "pay_max": pa.float64(),
        "years": pa.float64(),
        "sponsorship": pa.bool_(),
    }
    lists = pa.list_(pa.string())
    schema = pa.schema([(c, lists if c in ("required", "preferred") else kinds.get(c, pa.string())) for c in COLUMNS])
    return pa.Table.from_pylist(values, schema=schema)


def _row(job_id: str, opening: str, posting: Posting, facts: JobFacts) -> dict[str, Any]:
    pay = facts.pay if posting.pay == Pay() else posting.pay
    plain = posting.model_dump(include={"title", "company", "location", "link", "published", "expires", "description", "source"})
    known = facts.model_dump(exclude={"pay"})
    remote = posting.remote or facts.remote
    return {
        **plain, **known, "id": job_id, "opening": opening, "remote": remote,
        "pay_min": pay.min, "pay_max": pay.max, "currency": pay.currency, "period": pay.period,
    }  # fmt: skip


def _stored(row: dict[str, Any]) -> StoredPosting:
    pay = Pay(min=row["pay_min"], max=row["pay_max"], currency=row["currency"], period=row["period"])
    posting = Posting.model_validate({**{k: row[k] for k in Posting.model_fields if k in row}, "pay": pay})
    facts = JobFacts.model_validate({**{k: row[k] for k in JobFacts.model_fields if k in row}, "pay": pay})
    return StoredPosting(
        row["id"],
        posting,
        facts,
        row["sample"],
        row["opening"],
        row["first_seen"].replace(tzinfo=UTC),
        row["last_seen"].replace(tzinfo=UTC),
    )


def _count(row: tuple[Any, ...] | None) -> int:
    return int(row[0]) if row else 0
