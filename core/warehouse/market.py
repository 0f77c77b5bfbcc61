"""The postings that one owner sees: the shared layer and the owner's private one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.models import JobFacts, Pay, Posting
from core.warehouse.warehouse import SHARED, Warehouse

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 5_000
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

    def add(self, rows: Sequence[tuple[str, str, Posting, JobFacts]], seen: datetime, sample: bool = False) -> Added:
        """Store (id, opening, posting, facts) rows; a known id is refreshed and keeps its first-seen time."""
        unique = {row[0]: row for row in rows}
        table = posting_table(list(unique.values()))
        done = [self.load(table.slice(at, CHUNK), seen, sample) for at in range(0, table.num_rows, CHUNK)]
        added = sum(done)
        return Added(added=added, updated=len(unique) - added, duplicates=len(rows) - len(unique))

    def load(self, table: pa.Table, seen: datetime, sample: bool = False) -> int:
        """Upsert one chunk of postings with the columns of `COLUMNS`; returns how many are new."""
        names, moment = ", ".join(COLUMNS), seen.astimezone(UTC).replace(tzinfo=None)
        refresh = ", ".join(f"{c} = excluded.{c}" for c in COLUMNS if c != "id")
        with self.warehouse.write(self.layer) as cursor:
            cursor.register("incoming", table)
            before = _count(cursor.execute("SELECT count(*) FROM posting WHERE layer = ?", [self.layer]).fetchone())
            cursor.execute(
                f"INSERT INTO posting (layer, sample, first_seen, last_seen, {names}) SELECT ?, ?, ?, ?, {names} FROM incoming "
                f"ON CONFLICT (layer, id) DO UPDATE SET last_seen = excluded.last_seen, {refresh}",
                [self.layer, sample, moment, moment],
            )
            after = _count(cursor.execute("SELECT count(*) FROM posting WHERE layer = ?", [self.layer]).fetchone())
            cursor.unregister("incoming")
        return after - before

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

    def table(self, columns: Sequence[str], layer: str) -> pa.Table:
        """One visible layer's postings as an Arrow table, newest first, at most as many as the settings hold in memory."""
        import pyarrow as pa

        return pa.concat_tables(self.tables(columns, layer))

    def tables(self, columns: Sequence[str], layer: str, rows: int = CHUNK) -> Iterator[pa.Table]:
        """As `table`, in pieces of so many rows of one moment, for what would not fit in memory at once; at least one piece."""
        import pyarrow as pa

        if layer not in self.layers:
            raise ValueError("not a layer of this owner")
        sql = f"SELECT {', '.join(columns)} FROM posting WHERE layer = ? ORDER BY published DESC NULLS LAST, id LIMIT ?"
        with self.warehouse.read() as cursor:
            reader = cursor.execute(sql, [layer, self.limit]).to_arrow_reader(rows)
            yield reader.schema.empty_table()
            for batch in reader:
                yield pa.Table.from_batches([batch])

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
        names = [*COLUMNS, "sample", "first_seen", "last_seen"]
        where, values = self.visible()
        with self.warehouse.read() as cursor:
            sql = f"SELECT {', '.join(names)} FROM posting WHERE {where} AND list_contains(?, id) ORDER BY layer DESC"
            rows = cursor.execute(sql, [*values, list(ids)]).fetchall()
        return {row[0]: _stored(dict(zip(names, row, strict=True))) for row in rows}

    def visible(self, sample: bool | None = None) -> tuple[str, list[object]]:
        """The condition that every query of this owner carries, and its values."""
        if sample is None:
            return "layer IN (?, ?)", [SHARED, self.layer]
        return "layer IN (?, ?) AND sample = ?", [SHARED, self.layer, sample]

    def remove(self, source: str) -> int:
        """Delete the postings that came from a source, with the owner's scores of them; returns how many. The sample market stays."""
        chosen = "layer = ? AND source = ? AND NOT sample"
        with self.warehouse.write(self.layer) as cursor:
            scored = f"DELETE FROM score WHERE owner = ? AND job_id IN (SELECT id FROM posting WHERE {chosen})"
            cursor.execute(scored, [self.owner, self.layer, source])
            return _count(cursor.execute(f"DELETE FROM posting WHERE {chosen}", [self.layer, source]).fetchone())

    def erase(self) -> None:
        """Delete the owner's scores and the postings of the layer they write to; the sample stays."""
        with self.warehouse.write(self.layer) as cursor:
            cursor.execute("DELETE FROM score WHERE owner = ?", [self.owner])
            cursor.execute("DELETE FROM posting WHERE layer = ? AND NOT sample", [self.layer])


def posting_table(rows: Sequence[tuple[str, str, Posting, JobFacts]]) -> pa.Table:
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
