"""Counts from a posting file (Parquet or CSV) that a person brings; nothing is stored.

Openings are counted once, in their first month: by employer, title and place where the file has them, else by the text itself where
it is long enough to be the text of one opening.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import UserError
from core.trends.counts import Counts, assemble
from core.trends.texts import LONGEST_TEXT, presence

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MAX_BYTES = 500_000_000
MAX_ROWS = 1_000_000
MAX_TERMS = 5_000
ONE_OPENING = 200  # characters; a shorter text may stand for many openings
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_COLUMNS = {
    "title": ("title", "job_title", "jobtitle", "position"),
    "company": ("company", "company_name", "employer", "organization"),
    "location": ("location", "place", "city"),
}


def read_table(file: Path, columns: Sequence[str]) -> pa.Table:
    """Some columns of a file, and those that tell openings apart; `UserError` when the file or a column is not there."""
    import pyarrow as pa

    try:
        if file.stat().st_size > MAX_BYTES:
            raise UserError(f"{file.name} is larger than {MAX_BYTES // 1_000_000} MB; split it by year.")
        table = _open(file)
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror or 'not a table'}); give a Parquet or CSV file.") from None
    except pa.ArrowException:
        raise UserError(f"{file.name} is no Parquet or CSV table that can be read; save it again as one of the two.") from None
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise UserError(f"{file.name} has no column {missing[0]}; it has {', '.join(table.column_names[:20])}.")
    if table.num_rows > MAX_ROWS:
        raise UserError(f"{file.name} has more than {MAX_ROWS:,} rows; split it by year.")
    return table


def _open(file: Path) -> pa.Table:
    from pyarrow import csv, parquet

    with file.open("rb") as stream:
        is_parquet = stream.read(4) == b"PAR1"
    if is_parquet:
        rows = parquet.read_metadata(file).num_rows
        if rows > MAX_ROWS:
            raise UserError(f"{file.name} has more than {MAX_ROWS:,} rows; split it by year.")
        return parquet.read_table(file, memory_map=False)
    return csv.read_csv(file, parse_options=csv.ParseOptions(newlines_in_values=True))


def counts_in_file(file: Path, text: str, month: str, terms: Sequence[str], source: str | None = None) -> Counts:
    """How many openings of a file name each term, by month (and source); `text`, `month` and `source` are names of columns."""
    if len(terms) > MAX_TERMS:
        raise UserError(f"{len(terms):,} terms are too many; give at most {MAX_TERMS:,}.")
    table = read_table(file, [text, month, *([source] if source else [])])
    return counts_in_table(table, text, month, terms, source)


def counts_in_table(table: pa.Table, text: str, month: str, terms: Sequence[str], source: str | None = None) -> Counts:
    """As `counts_in_file`, for an Arrow table."""
    import pandas as pd
    import pyarrow as pa

    frame = pd.DataFrame({"month": _months(table[month]), "source": _strings(table, source) if source else ""})
    frame["opening"] = _openings(table, text)
    dated = frame[frame["month"] != ""]
    if dated.empty:
        raise UserError(f"The column {month} holds no month or date such as 2026-03; name another column.")
    once = dated.sort_values("month", kind="stable").drop_duplicates("opening").sort_index()
    texts = pa.array(_strings(table, text).to_numpy()[once.index.to_numpy()], pa.string())
    row, term = presence(texts, terms)
    totals = once.groupby(["month", "source"], sort=True).size()
    every = (list(totals.index.get_level_values(0)), list(totals.index.get_level_values(1)), totals.to_numpy())
    cells = (term, once["month"].to_numpy()[row], once["source"].to_numpy()[row], np.ones(len(row)))
    return assemble(list(terms), every, cells, repeats=len(dated) - len(once))


def _strings(table: pa.Table, name: str) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    column = table[name]
    plain = column if pa.types.is_string(column.type) else column.cast(pa.string())
    return pd.Series(pc.fill_null(plain, "").to_pandas(), dtype="str")


def _months(column: pa.ChunkedArray) -> pd.Series[Any]:
    """YYYY-MM of each value; empty where there is none."""
    import pyarrow as pa

    start = _strings(pa.table({"month": column}), "month").str.strip().str.slice(0, 7)
    return start.where(start.map({one: bool(_MONTH.fullmatch(one)) for one in start.unique()}), "")


def _openings(table: pa.Table, text: str) -> pd.Series[Any]:
    """A key of the opening that a row is about; the row's own number where nothing tells."""
    import pandas as pd

    named = {part: next((name for name in table.column_names if name.casefold() in names), None) for part, names in _COLUMNS.items()}
    words = _strings(table, text)
    plain = words.str.slice(0, LONGEST_TEXT).str.casefold().str.replace(r"\W+", " ", regex=True).str.strip()
    alone = pd.Series(np.arange(len(words)), index=words.index).astype("str")
    key = ("text " + plain).where(plain.str.len() >= ONE_OPENING, "row " + alone)
    if named["title"] and named["company"]:
        parts = [_strings(table, name).str.casefold().str.split().str.join(" ") for name in named.values() if name]
        told = "job " + parts[0].str.cat(parts[1:], sep="|")
        key = told.where((parts[0] != "") & (parts[1] != ""), key)
    return key
