"""Lines in, lines out: JSON lines on stdout and nothing else, progress and sentences on stderr."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
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


def lines_or_errors(stream: TextIO) -> Iterator[dict[str, Any] | str]:
    """JSON objects, one a line; for a line that is none, the sentence that says so, and reading goes on."""
    for number, line in enumerate(stream, 1):
        try:
            yield from read_lines(io.StringIO(line))
        except UserError:
            yield f"Line {number} is not a JSON object; give one object a line."


def read_bytes(file: Path, limit: int) -> bytes:
    """The content of a file that a person named."""
    try:
        if file.stat().st_size > limit:
            raise UserError(f"{file} is larger than {limit // 1_000_000} MB; split it or choose another.")
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror}); check the name.") from None


def progress_on_stderr(name: str, what: str = "postings") -> Callable[[int, int], None]:
    """A progress line on stderr, where that is a terminal."""

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= of else ""
            print(f"\r{name}: {done:,} of {of:,} {what}", end=end, file=sys.stderr, flush=True)

    return show
