"""Lines in, lines out: JSON lines on stdout and nothing else, progress and sentences on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from core.errors import UserError

MAX_LINE = 5_000_000


def emit(rows: Iterable[dict[str, Any]]) -> None:
    """Write one JSON line a row, as soon as it is there."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()


def read_lines(stream: TextIO) -> Iterator[dict[str, Any]]:
    """JSON objects, one a line; a line that is none is a `UserError` with its number."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line[:MAX_LINE])
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise UserError(f"Line {number} is not a JSON object; give one object a line.")
        yield row
