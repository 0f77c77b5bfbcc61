"""The command line: `python -m core COMMAND`; every command is a thin edge over the domain.

Exit codes: 0 done, 2 the input is at fault (one sentence on stderr), 1 a bug.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.cli import feeds, matching, practice, storing
from core.cli import occupations as occupations_commands
from core.cli import skills as skills_commands
from core.cli.console import emit, read_lines
from core.cli.export import export
from core.cli.interview import interview
from core.cli.jobs import jobs
from core.cli.salary import salary
from core.cli.trends import trends
from core.errors import UserError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Shortlist from the command line.")
app.add_typer(storing.database, name="db")
app.add_typer(interview, name="interview")
interview.command()(practice.start)
interview.command("list")(practice.list_interviews)
app.add_typer(jobs, name="jobs")
app.add_typer(salary, name="salary")
app.command()(storing.serve)
app.command()(storing.demo)
app.command()(storing.score)
app.add_typer(storing.tasks, name="tasks")
jobs.command()(storing.refresh)
jobs.command("feeds")(feeds.list_feeds)
jobs.command()(feeds.follow)
jobs.command()(feeds.unfollow)
app.command()(export)
jobs.command()(storing.add)
app.command()(matching.match)
app.command()(matching.learn)
app.command()(matching.rank)
app.command()(trends)

app.command("import-occupations")(occupations_commands.import_occupations)
app.command("import-skills")(skills_commands.import_skills)
app.command("check-skills")(skills_commands.check_skills)

AsJson = Annotated[bool, typer.Option("--json", help="JSON lines and nothing else on stdout.")]


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="The data folder (default: SHORTLIST_HOME or data/local).")] = None,
    owner: Annotated[str, typer.Option(help="Whose records.")] = "local",
    debug: Annotated[bool, typer.Option(help="Say more on stderr.")] = False,
) -> None:
    """Shortlist without a browser."""
    if home:
        os.environ["SHORTLIST_HOME"] = str(home)
    logging.basicConfig(level=logging.DEBUG if debug else logging.WARNING, stream=sys.stderr)
    context.obj = owner


@app.command()
def skills(as_json: AsJson = False) -> None:
    """Find skills in texts: JSON lines `{id, text}` on stdin. Example: python -m core skills --json < texts.jsonl"""
    from core.cli.skills import rows

    emit(rows(read_lines(sys.stdin)))


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(help="Resume files: PDF, DOCX, DOC, ODT, RTF, TXT, MD, HTML, JSON Resume.")],
    as_json: AsJson = False,
    jobs: Annotated[int, typer.Option(min=0, help="Files read at the same time (0 = one a core).")] = 0,
) -> None:
    """Read resumes into JSON Resume. Example: python -m core parse resume.pdf --json"""
    from core.cli.parse import parse_files

    emit(parse_files(files, jobs))


def main() -> None:
    """Run the command line; a `UserError` is one sentence and exit code 2."""
    try:
        app()
    except UserError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


__all__ = ["app", "main"]
