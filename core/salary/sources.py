"""Where pay comes from: stored postings that state it, and the tables that a person brought, each named and weighted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import money
from core.errors import UserError
from core.salary import files
from core.salary.facts import complete
from core.salary.storing import FOLDER
from core.text import clean
from core.warehouse import Market
from core.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

TABLES, INDEX = "tables", "tables.json"
_POSTINGS = (
    "SELECT title, level, country, city, remote, employment AS contract, years, published AS seen, "
    "list_concat(required, preferred) AS skills, source, pay_min, pay_max, currency, period "
    "FROM visible WHERE (pay_min > 0 OR pay_max > 0) QUALIFY row_number() OVER (PARTITION BY opening ORDER BY published, id) = 1"
)
_COLUMNS = (
    "title",
    "level",
    "country",
    "city",
    "remote",
    "contract",
    "years",
    "seen",
    "skills",
    "source",
    "low",
    "high",
    "currency",
    "period",
)


@dataclass(frozen=True)
class PayTable:
    """A table that a person brought: its name, what kind it is, its paid rows, and what each row counts against a posting's 1."""

    id: str
    name: str
    kind: str
    rows: int
    weight: float


def postings(market: Market, sample: bool = False) -> pd.DataFrame:
    """The openings that state a believable pay, in euros a year; a range counts with its middle."""
    import pandas as pd

    found = pd.DataFrame(market.query(_POSTINGS, sample=sample), columns=list(_COLUMNS))
    factors = [money.factor_to_euros(*pair) for pair in zip(found.pop("currency"), found.pop("period"), strict=True)]
    pay = found[["low", "high"]].astype(float).where(lambda stated: stated > 0).mean(axis=1) * pd.Series(factors, dtype=float)
    found["seen"] = pd.to_datetime(found["seen"], utc=True).astype("datetime64[us, UTC]")
    found["year"] = found["seen"].dt.year
    found["skills"] = [tuple(dict.fromkeys(names if names is not None else ())) for names in found["skills"]]
    out = complete(found.drop(columns=["low", "high"])).assign(pay=pay, weight=1.0)
    return out[out["pay"].between(*files.YEARLY_PAY)]


def add(home: Path, file: Path, name: str = "", weight: float = 1.0, mapping: Mapping[str, str] | None = None) -> PayTable:
    """Take a table of pay into the data folder; the same file replaces itself."""
    if not 0 < weight <= 10:
        raise UserError("The weight of a table is above 0 and at most 10; 1 counts a row like a posting.")
    table = files.read(file)
    rows = files.rows(table, mapping)
    if rows.empty:
        raise UserError(f"{file.name} holds no row with a title and a believable pay.")
    kind = files.recognise(table).name
    shown = clean(name or file.stem, 80)
    entry = PayTable(hashlib.sha256(shown.encode()).hexdigest()[:12], shown, kind, len(rows), weight)
    folder = home / FOLDER / TABLES
    folder.mkdir(parents=True, exist_ok=True)
    rows.assign(skills=rows["skills"].map(list)).to_parquet(folder / f"{entry.id}.parquet", index=False)
    _write(home, [*(one for one in tables(home) if one.id != entry.id), entry])
    return entry


def remove(home: Path, table: str) -> None:
    """Forget a table by its id."""
    kept = [one for one in tables(home) if one.id != table]
    if len(kept) == len(tables(home)):
        raise UserError("There is no such table of pay.")
    _write(home, kept)
    (home / FOLDER / TABLES / f"{table}.parquet").unlink(missing_ok=True)


def tables(home: Path) -> list[PayTable]:
    """The tables that a person brought, in the order of their coming."""
    index = home / FOLDER / INDEX
    if not index.exists():
        return []
    try:
        return [PayTable(**one) for one in json.loads(index.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise UserError(f"{INDEX} cannot be read ({error}); add the tables of pay again.") from None


def rows(ws: Workspace) -> pd.DataFrame:
    """All paid rows: shared postings (the sample's as long as there is nothing else) and the tables, each row with its source.

    One model serves everyone, so postings that a visitor keeps private stay out of it.
    """
    import pandas as pd

    market = Market(ws.warehouse, ws.owner, private=False, limit=ws.settings.max_postings)
    brought = [_table(ws.settings.home, one) for one in tables(ws.settings.home)]
    own = postings(market)
    found = [own, *brought] if len(own) or brought else [postings(market, sample=True)]
    return pd.concat([part for part in found if len(part)] or found, ignore_index=True)


def _table(home: Path, one: PayTable) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    try:
        found = pd.read_parquet(home / FOLDER / TABLES / f"{one.id}.parquet")
    except (OSError, pa.ArrowException) as error:
        raise UserError(f"The table {one.name} cannot be read ({error}); add it again.") from None
    skills = found["skills"].map(tuple)
    return found.assign(skills=skills, weight=found["weight"] * one.weight, source=one.name)


def _write(home: Path, listed: list[PayTable]) -> None:
    index = home / FOLDER / INDEX
    unfinished = index.with_suffix(".part")
    unfinished.write_text(json.dumps([asdict(one) for one in listed], indent=1), encoding="utf-8")
    unfinished.replace(index)
