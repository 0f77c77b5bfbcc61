"""Commands that hold the data folder: the server, migrations, the sample, stored postings and matches."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.cli.console import emit, progress_on_stderr, read_bytes
from core.errors import UserError
from core.settings import ROOT, Settings
from core.workspace import Workspace

database = typer.Typer(no_args_is_help=True, help="The databases.")


@contextmanager
def workspace(owner: str) -> Iterator[Workspace]:
    """The data folder for the length of a command; `UserError` when the app has it."""
    from core import process

    try:
        yield process.current().workspace(owner)
    finally:
        process.release()


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
    env = {**os.environ, "SHORTLIST_HOME": str(settings.home), "SHORTLIST_ADDRESS": f"http://{host}:{port}"}
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
    files: Annotated[list[Path], typer.Argument(help="Feeds, tables, JSON files.")],
    as_json: Annotated[bool, typer.Option("--json", help="The summary as a JSON line (it always is one).")] = False,
) -> None:
    """Store the postings of files. Example: python -m core jobs add feed.xml postings.csv"""
    from core.postings import MAX_BYTES, Summary, add_file

    total = Summary(0, 0, 0, 0, 0, 0.0)
    with workspace(context.obj) as ws:
        for file in files:
            total += add_file(ws, read_bytes(file, MAX_BYTES), file.name, progress_on_stderr(file.name))
    emit([asdict(total)])


def demo(context: typer.Context) -> None:
    """Load the sample market and a sample profile. Example: python -m core demo"""
    from core.profiles import try_sample

    with workspace(context.obj) as ws:
        profile = try_sample(ws)
        emit([{"postings": ws.market.count(sample=True), "profile": profile.title, "sample": True}])
