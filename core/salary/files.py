"""Pay tables that a person brings: CSV or Parquet, public survey and statistics formats recognised by their columns.

Hides the formats (`data/salary/files.toml`), their codes, and how pay in any currency and period becomes euros a year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import money, occupations
from core.errors import UserError
from core.jobs import locate
from core.salary.facts import COLUMNS, DATA, NUMBERS, TEXTS, complete
from core.skills import taxonomy
from core.text import clean, fold

if TYPE_CHECKING:
    import pandas as pd

LARGEST_FILE = 500_000_000  # bytes
LARGEST_CELL = 500  # characters
MOST_ROWS = 1_000_000
MOST_SKILLS = 60  # a row
YEARLY_PAY = (1_000.0, 3_000_000.0)  # euros: outside of it a pay is a slip or another unit
FIELDS = (*COLUMNS, "location", "seen", "currency", "period", "low", "high")
HEAD_ROWS = 20
_COMMA_DECIMAL = r"\d{1,3}(\.\d{3})+(,\d{1,2})?|\d+,\d{1,2}"
_POINT_DECIMAL = r"\d{1,3}(,\d{3})+(\.\d{1,2})?|\d+\.\d{1,2}"
_NOTHING = ("", "na", "n/a", "nan", "none", "null", "-", "*", "**", "#")


@dataclass(frozen=True)
class Format:
    """A kind of table: the columns that tell it, which of our fields a column is, what its codes mean."""

    name: str
    needs: tuple[str, ...]
    columns: Mapping[str, Any]
    target: tuple[str, ...] = ()
    currency: str = ""
    country: str = ""
    separator: str = ","
    spread: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read(file: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """The table of a CSV or Parquet file (or some columns), all cells as they stand; `UserError` when it cannot be read or is too large."""
    import pandas as pd
    from pyarrow import parquet

    with _told(file):
        if file.stat().st_size > LARGEST_FILE:
            raise UserError(f"{file.name} is larger than {LARGEST_FILE // 1_000_000} MB; split it.")
        if _is_parquet(file):
            _bounded(parquet.read_metadata(file), file.name)
            return pd.read_parquet(file, columns=columns).reset_index(drop=True)
        return _csv(file, MOST_ROWS, columns)


def head(file: Path) -> pd.DataFrame:
    """The columns of a file, with a few rows or none; `UserError` when it cannot be read."""
    from pyarrow import parquet

    with _told(file):
        return parquet.read_schema(file).empty_table().to_pandas() if _is_parquet(file) else _csv(file, HEAD_ROWS, None)


def needed(head: pd.DataFrame, mapping: Mapping[str, str] | None = None) -> list[str]:
    """The columns of a table that its rows are made of, in their order."""
    chosen = mapping or {}
    kind = recognise(head)
    names = {_plain(name): name for name in reversed(head.columns)}
    marked = (*kind.needs, *kind.target, *kind.spread, *formats()[-1].target)
    used = {column for several in fields(head, chosen).values() for column in several} | {names[one] for one in marked if one in names}
    return [name for name in head.columns if name in used or name in chosen.values()]


def fields(head: pd.DataFrame, mapping: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Which columns each of our fields comes from, the pay among them."""
    chosen = mapping or {}
    kind = recognise(head)
    found = _columns(head, kind, chosen)
    pay = _pay_column(head, kind, chosen.get("pay"))
    return found | ({"pay": [pay]} if pay else {})


def rows(table: pd.DataFrame, mapping: Mapping[str, str] | None = None, target: str | None = None) -> pd.DataFrame:
    """Jobs with their pay: the columns of `facts.COLUMNS`, `seen`, `weight`, `pay`; the index is the table's.

    With a `target` column its numbers are the pay, in whatever unit they are, and every row stays; without one the pay is in euros
    a year and rows without a believable pay are left out.
    """
    import pandas as pd

    chosen = mapping or {}
    unknown = [name for name in chosen if name not in (*FIELDS, "pay")] + [c for c in chosen.values() if c and c not in table.columns]
    if unknown:
        raise UserError(f"{unknown[0]} is neither one of our fields ({', '.join((*FIELDS, 'pay'))}) nor a column of the table.")
    kind = recognise(table)
    source = _columns(table, kind, chosen)
    found = _placed(_values(table, source, kind), kind)
    out = complete(found)[[*COLUMNS, "seen"]]
    out["weight"] = 1.0
    if target is not None:
        out["pay"] = pd.to_numeric(table[_named(table, target)], errors="coerce")
        return out
    return _paid(out, table, found, kind, chosen.get("pay"))


def recognise(table: pd.DataFrame) -> Format:
    """The format of a table."""
    names = {_plain(name) for name in table.columns}
    return next(kind for kind in formats() if names.issuperset(kind.needs))


@cache
def formats() -> tuple[Format, ...]:
    """All formats, the most special first; the last one takes any table."""
    listed = tomllib.loads((DATA / "files.toml").read_text(encoding="utf-8"))
    return tuple(
        Format(**{**one, **{key: _several(one[key]) for key in ("needs", "target", "spread") if key in one}}) for one in listed.values()
    )


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What is wrong with a file, in a sentence."""
    import pyarrow as pa

    try:
        yield
    except (OSError, ValueError, pa.ArrowException) as error:  # pandas' parser errors are ValueErrors
        raise UserError(f"{file.name} cannot be read as a table ({str(error)[:200]}); give CSV or Parquet.") from None


def _csv(file: Path, most: int, columns: Sequence[str] | None) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(file, dtype=str, keep_default_na=False, sep=_separator(file), nrows=most, encoding="utf-8-sig", usecols=columns)


def _is_parquet(file: Path) -> bool:
    return file.suffix.lower() in (".parquet", ".pq")


def _pay_column(table: pd.DataFrame, kind: Format, named: str | None) -> str | None:
    """The column with the pay: what the person says, then the format's, then what it is usually called; a name of nothing: none."""
    names = {_plain(name): name for name in reversed(table.columns)}
    usual = next((names[one] for one in (*kind.target, *formats()[-1].target) if one in names), None)
    return usual if named is None else named or None


def _columns(table: pd.DataFrame, kind: Format, chosen: Mapping[str, str]) -> dict[str, list[str]]:
    """Our fields to the table's columns: what the person says, then the format's, then what such columns are usually called.

    A field that the person gives an empty name comes from no column.
    """
    names = {_plain(name): name for name in reversed(table.columns)}
    found: dict[str, list[str]] = {}
    for wanted in (kind.columns, formats()[-1].columns):
        for name, candidates in wanted.items():
            there = [names[one] for one in _several(candidates) if one in names]
            if there and name not in found:
                found[name] = there if name == "skills" else there[:1]
    found |= {name: [column] for name, column in chosen.items() if name in FIELDS}
    return {name: columns for name, columns in found.items() if columns != [""]}


def _values(table: pd.DataFrame, source: Mapping[str, list[str]], kind: Format) -> pd.DataFrame:
    """Our fields as clean text, numbers and dates."""
    import pandas as pd

    out = pd.DataFrame(index=table.index)
    for name in (*TEXTS, "location", "currency", "period"):
        cells = table[source[name][0]] if name in source else pd.Series("", index=table.index)
        out[name] = _mapped(cells, lambda cell, name=name: _meaning(name, cell, kind))
    for name in (*NUMBERS, "low", "high"):
        cells = table[source[name][0]] if name in source else pd.Series(float("nan"), index=table.index)
        out[name] = _number(_mapped(cells, lambda cell, name=name: kind.values.get(name, {}).get(str(cell), cell)))
    seen = pd.to_datetime(table[source["seen"][0]], errors="coerce", utc=True) if "seen" in source else pd.NaT
    out["seen"] = pd.Series(seen, index=table.index, dtype="datetime64[us, UTC]")
    out["year"] = out["year"].fillna(out["seen"].dt.year) if "seen" in source else out["year"]
    parts = [_mapped(table[column], _list) for column in source.get("skills", ())]
    out["skills"] = (
        [tuple(dict.fromkeys(sum(several, ())))[:MOST_SKILLS] for several in zip(*parts, strict=True)] if parts else [()] * len(out)
    )
    return out


def _meaning(name: str, cell: object, kind: Format) -> str:
    """A cell in our words."""
    text = "" if cell is None or cell != cell else clean(str(cell), LARGEST_CELL)
    if fold(text) in _NOTHING:
        return ""
    known = kind.values.get(name, {}).get(text, formats()[-1].values.get(name, {}).get(_words(text)))
    if known is not None:
        return known
    if name in ("country", "residence"):
        return text.upper() if len(text) == 2 and text.isalpha() else locate(text).country or ""
    if name == "level":
        return occupations.level(f"{text} worker") or ""
    return text if name in ("title", "region", "city", "location") else text[:3].upper() if name == "currency" else _words(text)


def _words(text: str) -> str:
    return " ".join(fold(text).replace("-", " ").replace("_", " ").replace("/", " ").split())


def _placed(found: pd.DataFrame, kind: Format) -> pd.DataFrame:
    """City and country out of a location text where they are not stated apart."""
    places = {text: locate(text) for text in found["location"].unique()}
    for name in ("city", "country"):
        told = found["location"].map({text: getattr(place, name) or "" for text, place in places.items()})
        found[name] = found[name].where(found[name] != "", told)
    if kind.country:
        found["country"] = found["country"].where(found["country"] != "", kind.country)
    return found


def _paid(out: pd.DataFrame, table: pd.DataFrame, found: pd.DataFrame, kind: Format, named: str | None) -> pd.DataFrame:
    """The rows with a believable pay in euros a year; a statistics row becomes one row for each stated point of its spread."""
    import pandas as pd

    names = {_plain(name): name for name in table.columns}
    points = [names[one] for one in kind.spread if one in names]
    if points:
        several = [out.assign(pay=_number(table[point]) * money.rates()[kind.currency], weight=1 / len(points)) for point in points]
        paid = pd.concat(several)
    else:
        column = _pay_column(table, kind, named)
        if column is None and found["low"].isna().all():
            raise UserError("No column of the table states a pay; say which one does.")
        stated = _number(table[column]) if column else found[["low", "high"]].mean(axis=1)
        paid = out.assign(pay=stated * _to_euros(found, kind, column))
    return paid[paid["pay"].between(*YEARLY_PAY) & (paid["title"] != "")]


def _to_euros(found: pd.DataFrame, kind: Format, column: str | None) -> pd.Series:
    """What the pay of each row is multiplied with; a missing currency is that of the country, a missing period a year."""
    import pandas as pd

    if column and _plain(column) in kind.target and kind.currency:
        return pd.Series(money.rates()[kind.currency], index=found.index)
    own = found["country"].map(lambda country: money.currency_of(country) or "")
    pairs = pd.Series(
        zip(found["currency"].where(found["currency"] != "", own), found["period"].where(found["period"] != "", "year"), strict=True)
    )
    return _mapped(pairs, lambda pair: money.factor_to_euros(*pair)).astype(float).set_axis(found.index)


def _mapped(cells: pd.Series, meaning: Any) -> pd.Series:
    """Each distinct cell read once."""
    known = {cell: meaning(cell) for cell in cells.unique()}
    return cells.map(known)


def _number(cells: pd.Series) -> pd.Series:
    """Cells as numbers; whether a comma or a point marks the decimals is told by the column as a whole."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(cells):
        return cells.astype(float)
    plain = cells.astype(str).str.replace(r"[\s$€£']", "", regex=True)
    comma = plain.str.fullmatch(_COMMA_DECIMAL).any() and not plain.str.fullmatch(_POINT_DECIMAL).any()
    plain = plain.str.replace(".", "").str.replace(",", ".") if comma else plain.str.replace(",", "")
    return pd.to_numeric(plain, errors="coerce").astype(float)


def _list(cell: object) -> tuple[str, ...]:
    text = "" if cell is None or cell != cell else clean(str(cell), 10 * LARGEST_CELL)
    return tuple(_skill(part) for raw in text.replace("|", ";").replace(",", ";").split(";") if fold(part := raw.strip()) not in _NOTHING)


@lru_cache(maxsize=20_000)
def _skill(written: str) -> str:
    """A skill by its name in the taxonomy."""
    return taxonomy().canonical(written)


def _named(table: pd.DataFrame, column: str) -> str:
    if column not in table.columns:
        raise UserError(f"The table has no column {column}; it has {', '.join(map(str, table.columns[:30]))}.")
    return column


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _plain(name: object) -> str:
    return "".join(filter(str.isalnum, fold(str(name))))


def _separator(file: Path) -> str:
    with file.open(encoding="utf-8-sig", errors="replace") as stream:
        head = stream.readline(100_000)
    return max(",;\t|", key=head.count)


def _bounded(metadata: Any, name: str) -> None:
    size = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if metadata.num_rows > MOST_ROWS or size > 4 * LARGEST_FILE:
        raise UserError(f"{name} is too large once unpacked; split it.")
