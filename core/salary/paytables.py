"""Tables of pay that a person brought: looked at before they are taken, named, weighted, removed and brought back.

Files of strangers are read in a child process that can be cut off. Hides the folder `salary/tables` of the data folder and its index.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.documents import worker
from core.errors import UserError
from core.salary import files
from core.salary.storing import FOLDER
from core.text import clean

if TYPE_CHECKING:
    import pandas as pd

TABLES, INDEX = "tables", "tables.json"
LIGHTEST, HEAVIEST = 0.05, 10.0
READ_SECONDS, READ_MB = 180.0, 4_000
SHOWN_ROWS, SHOWN_COLUMNS = 5, 200
TOO_MUCH = "The table took too long or too much memory to read; give CSV or Parquet with fewer rows or columns."


@dataclass(frozen=True)
class PayTable:
    """A table that a person brought: its name, what kind it is, its paid rows, what each counts against a posting's 1, its years."""

    id: str
    name: str
    kind: str
    rows: int
    weight: float
    years: str = ""


@dataclass(frozen=True)
class Look:
    """What a file would bring: its kind, all rows and the paid ones, its columns, which of them our fields are, the first paid rows.

    `trouble` says why no row can be used; `first` holds plain values by field, with `pay` in euros a year.
    """

    kind: str
    rows: int
    paid: int
    years: str
    columns: tuple[str, ...]
    fields: dict[str, list[str]]
    first: list[dict[str, Any]]
    trouble: str = ""


def look(file: Path, mapping: Mapping[str, str] | None = None) -> Look:
    """What a table would bring with these columns; nothing is stored. `UserError` when it is no table."""
    found: Look = _bounded(_look, file, dict(mapping or {}))
    return found


def add(home: Path, file: Path, name: str = "", weight: float = 1.0, mapping: Mapping[str, str] | None = None) -> PayTable:
    """Take a table of pay into the data folder; the same name replaces itself."""
    _check(weight)
    shown = clean(name or file.stem, 80).strip() or "table"
    key = hashlib.sha256(shown.encode()).hexdigest()[:12]
    target = _file(home, key)
    target.parent.mkdir(parents=True, exist_ok=True)
    kind, count, years = _bounded(_take, file, target, dict(mapping or {}))
    entry = PayTable(key, shown, kind, count, weight, years)
    _write(home, [*(one for one in tables(home) if one.id != key), entry])
    return entry


def remove(home: Path, table: str) -> PayTable:
    """Leave a table out from now on; the answer brings it back with `restore`, until the next one is removed."""
    listed = tables(home)
    gone = next((one for one in listed if one.id == table), None)
    if gone is None:
        raise UserError("There is no such table of pay.")
    kept = [one for one in listed if one.id != table]
    _write(home, kept)
    for file in (home / FOLDER / TABLES).glob("*.parquet"):
        if file.stem not in {gone.id, *(one.id for one in kept)}:
            file.unlink()
    return gone


def restore(home: Path, gone: PayTable) -> None:
    """Undo a removal."""
    if not _file(home, gone.id).exists():
        raise UserError(f"The table {gone.name} is gone for good; add its file again.")
    _write(home, [*(one for one in tables(home) if one.id != gone.id), gone])


def reweigh(home: Path, table: str, weight: float) -> None:
    """Let each row of a table count so much against a posting's 1."""
    _check(weight)
    _write(home, [replace(one, weight=weight) if one.id == table else one for one in tables(home)])


def tables(home: Path) -> list[PayTable]:
    """The tables that a person brought, in the order of their coming."""
    index = home / FOLDER / INDEX
    if not index.exists():
        return []
    try:
        return [PayTable(**one) for one in json.loads(index.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise UserError(f"{INDEX} cannot be read ({error}); add the tables of pay again.") from None


def rows_of(home: Path, one: PayTable) -> pd.DataFrame:
    """The paid rows of a table with its weight, its name as their source."""
    import pandas as pd
    import pyarrow as pa

    try:
        found = pd.read_parquet(_file(home, one.id))
    except (OSError, pa.ArrowException) as error:
        raise UserError(f"The table {one.name} cannot be read ({error}); add it again.") from None
    return found.assign(skills=found["skills"].map(tuple), weight=found["weight"] * one.weight, source=one.name)


def _look(file: Path, mapping: dict[str, str]) -> Look:
    head = files.head(file)
    table = files.read(file, files.needed(head, mapping))
    kind, fields, columns = files.recognise(head).name, files.fields(head, mapping), tuple(map(str, head.columns))[:SHOWN_COLUMNS]
    try:
        found = files.rows(table, mapping)
    except UserError as error:
        return Look(kind, len(table), 0, "", columns, fields, [], str(error))
    trouble = "" if len(found) else "No row has a title and a believable pay; say which columns hold them."
    return Look(kind, len(table), found.index.nunique(), _years(found), columns, fields, _first(found), trouble)


def _first(found: pd.DataFrame) -> list[dict[str, Any]]:
    """The first rows as they were understood, short."""
    shown = found.head(SHOWN_ROWS)
    texts = {name: shown[name].str.slice(0, 60).tolist() for name in ("title", "level", "country", "city")}
    texts["skills"] = [", ".join(names[:4]) for names in shown["skills"]]
    numbers = {name: [None if one != one else float(one) for one in shown[name]] for name in ("years", "year", "pay")}
    columns = texts | numbers
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _take(file: Path, target: Path, mapping: dict[str, str]) -> tuple[str, int, str]:
    """Write a table's paid rows, whole or not at all; its kind, how many they are, their years."""
    head = files.head(file)
    rows = files.rows(files.read(file, files.needed(head, mapping)), mapping)
    if rows.empty:
        raise UserError(f"{file.name} holds no row with a title and a believable pay.")
    unfinished = target.with_suffix(".part")
    rows.assign(skills=rows["skills"].map(list)).to_parquet(unfinished, index=False)
    unfinished.replace(target)
    return files.recognise(head).name, rows.index.nunique(), _years(rows)


def _years(rows: pd.DataFrame) -> str:
    """`2024`, `2021 to 2024`; empty when unknown."""
    known = rows["year"].dropna()
    return "" if known.empty else " to ".join(str(int(year)) for year in dict.fromkeys((known.min(), known.max())))


def _bounded(call: Callable[..., Any], *args: Any) -> Any:
    """A call in the child, with the sentences of tables."""
    try:
        return worker.run_alone(call, *args, seconds=READ_SECONDS, memory_mb=READ_MB)
    except UserError as error:
        stopped = str(error) in (worker.TOO_SLOW, worker.TOO_BIG, worker.CRASHED)
        raise UserError(TOO_MUCH if stopped else str(error)) from None


def _check(weight: float) -> None:
    if not LIGHTEST <= weight <= HEAVIEST:
        raise UserError(f"The weight of a table is {LIGHTEST} to {HEAVIEST:.0f}; 1 counts a row like a posting.")


def _file(home: Path, table: str) -> Path:
    return home / FOLDER / TABLES / f"{table}.parquet"


def _write(home: Path, listed: list[PayTable]) -> None:
    index = home / FOLDER / INDEX
    unfinished = index.with_suffix(".part")
    unfinished.write_text(json.dumps([asdict(one) for one in listed], indent=1), encoding="utf-8")
    unfinished.replace(index)
