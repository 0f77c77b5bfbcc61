"""The `export` command: what a person takes along, written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from core.cli.console import emit
from core.cli.handover import workspace
from core.errors import UserError


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    what: Annotated[Literal["jobs"], typer.Option(help="What to export: jobs = the stored shortlist.")] = "jobs",
    format: Annotated[Literal["csv", "json"], typer.Option(help="The kind of file.")] = "csv",
) -> None:
    """Write the shortlist to a file. Example: python -m core export --what jobs --format csv --out shortlist.csv"""
    from core import shortlist

    with workspace(context.obj) as ws:
        rows = shortlist.rows(ws)
    write(out, shortlist.to_csv(rows) if format == "csv" else shortlist.to_json(rows))
    emit([{"ok": True, "what": what, "file": str(out), "rows": len(rows)}])


def write(file: Path, text: str) -> None:
    """Write a whole file; `UserError` when it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror}); choose another name with --out.") from None
