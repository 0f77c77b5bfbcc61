"""Commands that hold the data folder: the server, migrations, the sample, stored postings and matches."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.console import emit, progress_on_stderr
from core.cli.handover import Server, store, workspace
from core.errors import UserError
from core.settings import ROOT, Settings

if TYPE_CHECKING:
    from core.postings import Summary
    from core.workspace import Workspace

database = typer.Typer(no_args_is_help=True, help="The databases.")
tasks = typer.Typer(no_args_is_help=True, help="The scheduled tasks.")
Name = Annotated[str, typer.Argument(help="The name of a task, as `tasks list` shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines (they always are).")]


@database.command()
def upgrade(context: typer.Context) -> None:
    """Bring both databases to the newest schema. Example: python -m core db upgrade"""
    with workspace(context.obj) as ws:
        print(f"Both databases in {ws.settings.home} are up to date.")


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on; other machines need hosted mode.")] = "127.0.0.1",
) -> None:
    """Start the app. Example: python -m core serve --port 8600"""
    from core.gate import check_bind
    from core.process import DataLock

    settings = Settings.from_env()
    check_bind(settings.mode, host)
    DataLock(settings.home).close()
    check_port(host, port)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "server.py"), "--server.address", host, "--server.port", str(port)]
    env = {**os.environ, "SHORTLIST_HOME": str(settings.home)}
    if os.name == "posix":
        os.chdir(ROOT)
        os.execve(sys.executable, command, env)
    raise SystemExit(subprocess.call(command, cwd=ROOT, env=env))


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, in one sentence."""
    if not 1 <= port <= 65535:
        raise UserError(f"{port} is not a port; choose one from 1024 to 65535 with --port.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise UserError(f"Port {port} needs more rights; choose one above 1023 with --port.") from None
        except OSError:
            raise UserError(f"Port {port} on {host} is in use; name another with --port, or stop the program that has it.") from None


def add(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Feeds, tables, JSON files, or their addresses.")],
    as_json: AsJson = False,
) -> None:
    """Store the postings of files. Example: python -m core jobs add feed.xml postings.csv"""
    from core.cli.jobs import file_bytes, short_name
    from core.postings import Summary, add_file

    def here(ws: Workspace) -> Iterator[Summary]:
        return (add_file(ws, file_bytes(file), short_name(file), progress_on_stderr(short_name(file))) for file in files)

    def there(server: Server) -> Iterator[Summary]:
        sent = ((short_name(file), file_bytes(file)) for file in files)
        return (Summary(**server.errand("/jobs", progress=progress_on_stderr(name), file=(name, data))) for name, data in sent)

    nothing = Summary(0, 0, 0, 0, 0, 0.0)
    total = store(context.obj, lambda ws: sum(here(ws), nothing), lambda server: sum(there(server), nothing))
    emit([asdict(total)])


def demo(context: typer.Context) -> None:
    """Load the sample market and a sample profile. Example: python -m core demo"""

    def here(ws: Workspace) -> tuple[int, str]:
        from core.profiles import try_sample

        profile = try_sample(ws)
        return ws.market.count(sample=True), profile.title

    def there(server: Server) -> tuple[int, str]:
        profile = server.post("/profiles/sample")
        return server.get("/jobs", sample=True, limit=1)["total"], profile["title"]

    postings, title = store(context.obj, here, there)
    emit([{"postings": postings, "profile": title, "sample": True}])


def score(
    context: typer.Context,
    job_limit: Annotated[int, typer.Option(min=1, max=1000, help="Score at most so many.")] = 50,
    days_back: Annotated[int, typer.Option(min=0, max=3650, help="Postings that came in during so many days.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Score new postings for the profile in use. Example: python -m core score --days-back 7"""

    def here(ws: Workspace) -> dict[str, Any]:
        from core.shortlist import score_new

        return score_new(ws, job_limit, days_back)

    emit([store(context.obj, here, lambda server: server.errand("/score-jobs", {"job_limit": job_limit, "days_back": days_back}))])


def refresh(context: typer.Context, as_json: AsJson = False) -> None:
    """Read the feeds that are switched on. Example: python -m core jobs refresh"""
    shown = progress_on_stderr("feeds", "feeds")

    def here(ws: Workspace) -> dict[str, Any]:
        from core.api.results import refreshed

        return refreshed(ws, shown)

    emit([store(context.obj, here, lambda server: server.errand("/jobs/refresh", progress=shown))])


@tasks.command("list")
def list_tasks(context: typer.Context, as_json: AsJson = False) -> None:
    """What runs by itself, when it last ran, when it is due. Example: python -m core tasks list"""

    def here(_ws: Workspace) -> list[dict[str, Any]]:
        from core import process
        from core.api.results import task_row
        from core.tasks import standing

        return [task_row(one) for one in standing(process.current())]

    emit(store(context.obj, here, lambda server: server.get("/tasks")))


@tasks.command("run")
def run_task(
    context: typer.Context,
    name: Name,
    job_limit: Annotated[int | None, typer.Option(min=1, max=1000, help="At most so many postings, for tasks that take it.")] = None,
    days_back: Annotated[int | None, typer.Option(min=0, max=3650, help="Of so many days, for tasks that take it.")] = None,
    everyone: Annotated[bool, typer.Option("--everyone", help="For all owners of a hosted instance, as the schedule does.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a task now, from cron for instance. Example: python -m core tasks run refresh_feeds"""
    from core.tasks import known

    given = {key: value for key, value in {"job_limit": job_limit, "days_back": days_back}.items() if value is not None}
    known(name, given)

    def here(ws: Workspace) -> dict[str, Any]:
        from core import process
        from core.api.results import task_run

        return task_run(process.current(), name, None if everyone else ws.owner, given)

    emit([store(context.obj, here, lambda server: server.errand(f"/tasks/{name}/run", {"everyone": everyone, **given}))])


@tasks.command("status")
def task_status(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """The newest runs of a task. Example: python -m core tasks status refresh_feeds"""
    from core.tasks import known

    known(name)

    def here(ws: Workspace) -> list[dict[str, Any]]:
        from core import process
        from core.api.results import run_row

        return [run_row(run) for run in process.current().store.runs.latest(name, 20, ws.owner)]

    emit(store(context.obj, here, lambda server: server.get(f"/tasks/{name}")["runs"]))
