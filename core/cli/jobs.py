"""The `jobs` commands: postings out of files, pay out of texts; nothing is stored here."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.console import emit, read_lines
from core.errors import UserError

if TYPE_CHECKING:
    from core.models import Posting

jobs = typer.Typer(no_args_is_help=True, help="Job postings: read, add.")

Files = Annotated[list[str], typer.Argument(help="RSS, Atom, job XML, JSON, CSV or Parquet files, or addresses of such.")]
Columns = Annotated[list[str] | None, typer.Option("--map", help="FIELD=COLUMN, for a table whose columns are not recognised; repeatable.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines and nothing else on stdout.")]


@jobs.command("read")
def read_command(files: Files, columns: Columns = None, as_json: AsJson = False) -> None:
    """Show the postings in files or at addresses. Example: python -m core jobs read feed.xml --json"""
    emit(read_rows(files, mapped(columns or [])))


@jobs.command("pay")
def pay_command(as_json: AsJson = False) -> None:
    """Read free-text pay: JSON lines `{id, text}` on stdin. Example: python -m core jobs pay --json < texts.jsonl"""
    emit(pay_rows(read_lines(sys.stdin)))


def posting_row(posting: Posting, file: str) -> dict[str, Any]:
    """One posting in the fixed output format."""
    return {
        "file": file,
        "ok": True,
        **posting.model_dump(mode="json", include={"title", "company", "location", "remote", "link", "published", "expires"}),
        "salary_min": posting.pay.min,
        "salary_max": posting.pay.max,
        "currency": posting.pay.currency,
        "period": posting.pay.period,
        "description": posting.description,
    }


def read_rows(files: Iterable[str], mapping: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Rows of `jobs read`: a line a posting, and one line with the reason for a file that cannot be read."""
    from core.jobs import read

    for file in files:
        try:
            postings = read(file_bytes(file), short_name(file), mapping)
        except UserError as error:
            yield {"file": file, "ok": False, "error": str(error)}
            continue
        for posting in postings:
            yield posting_row(posting, file)


def pay_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of `jobs pay`: the pay that each text states."""
    from core.jobs import pay

    for row in rows:
        yield {"id": row.get("id"), **pay(str(row.get("text") or "")).model_dump()}


def is_address(file: str) -> bool:
    """Whether a person named an address rather than a file."""
    return file.casefold().startswith(("http://", "https://", "feed:"))


def short_name(file: str) -> str:
    """What to call the source: the file's name, or the site of an address."""
    from urllib.parse import urlsplit

    return urlsplit(file.removeprefix("feed:")).netloc.rpartition("@")[2] if is_address(file) else Path(file).name


def file_bytes(file: str) -> bytes:
    """The bytes of a job file or of an address; UserError when it cannot be had or is too large."""
    if is_address(file):
        from core.feeds import Fetcher
        from core.settings import Settings

        return Fetcher.of(Settings.from_env()).get(file.removeprefix("feed:")).data
    from core.jobs.unpack import LIMIT

    path = Path(file)
    try:
        if path.stat().st_size > LIMIT:
            raise UserError(f"The file is larger than {LIMIT // 1_000_000} MB; split it and add the parts one by one.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise UserError(f"The file {path.name!r} cannot be opened; check its name.") from error


def mapped(pairs: Iterable[str]) -> dict[str, str]:
    """`FIELD=COLUMN` pairs as a mapping."""
    split = [pair.partition("=") for pair in pairs]
    if any(not (field and column) for field, _, column in split):
        raise UserError("Write a column as FIELD=COLUMN, for instance title=Position.")
    return {field.strip(): column.strip() for field, _, column in split}
