"""CSV and Parquet tables become records with folded column names."""

from __future__ import annotations

import csv
import io
from typing import Any

from core.errors import UserError
from core.jobs.markup import Record, folded_key
from core.jobs.unpack import LIMIT

_SEPARATORS = ",;\t|"
_MAX_ROWS = 200_000


def csv_records(text: str) -> list[Record]:
    """Rows under the header line; the separator is the one that splits the header and the first rows most evenly."""
    separator = _separator(text)
    if separator is None:
        return []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        header = [folded_key(name) for name in next(reader, [])]
        return [dict(zip(header, row, strict=False)) for _, row in zip(range(_MAX_ROWS), reader, strict=False) if any(row)]
    except csv.Error as error:
        raise UserError(f"Line {reader.line_num} of the table cannot be read; check its quotes and separators.") from error


def parquet_records(data: bytes) -> list[Record]:
    """Rows of a Parquet file; its unpacked size is bounded before it is read."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
        if file.metadata.num_rows > _MAX_ROWS or sum(group.total_byte_size for group in groups) > 4 * LIMIT:
            raise UserError("The Parquet file is too large once unpacked; split it and add the parts one by one.")
        rows = file.read().to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise UserError("The Parquet file is damaged; make it again.") from error
    return [{folded_key(str(name)): _scalar(value) for name, value in row.items()} for row in rows]


def _scalar(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _separator(text: str) -> str | None:
    head = text[:20_000].splitlines()[:5]
    counts = {mark: [len(row) for row in csv.reader(head, delimiter=mark)] for mark in _SEPARATORS}
    usable = {mark: widths[0] for mark, widths in counts.items() if widths and widths[0] > 1}
    return max(usable, key=lambda mark: usable[mark], default=None)
