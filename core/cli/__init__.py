"""The command line: `python -m core COMMAND`; every command is a thin edge over the domain."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Shortlist from the command line.")


@app.callback()
def main() -> None:
    """Shortlist without a browser."""


@app.command()
def skills(as_json: Annotated[bool, typer.Option("--json", help="JSON lines in and out.")] = False) -> None:
    """Find skills in texts: JSON lines `{id, text}` on stdin. Example: echo '{"id": 1, "text": "Python and SQL"}' | python -m core skills --json"""
    from core.cli.skills import rows

    for row in rows(json.loads(line) for line in sys.stdin if line.strip()):
        print(json.dumps(row, ensure_ascii=False))
