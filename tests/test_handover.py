"""Storing commands while a server has the data: the work is handed over, and done here when nothing has it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.cli.handover import running as running_server
from core.errors import UserError
from core.process import RUN_FILE, AlreadyRunning, Process
from tests.e2e.running import Running

Command = Callable[..., dict[str, Any]]
TABLE = "title,company,description\n" + "".join(f"Nurse {n},Ward {n},Care for the people of ward {n}\n" for n in range(100))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server in a process of its own."""
    app = Running("server", tmp_path_factory.mktemp("server"))
    yield app
    app.stop()


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command as another process would, and returns its JSON line; what it refuses is a `UserError`."""

    def run(home: Path, *words: str) -> dict[str, Any]:
        monkeypatch.setenv("SHORTLIST_HOME", str(home))
        done = CliRunner().invoke(app, ["--home", str(home), *words])
        if done.exception:
            assert done.stdout == ""
            raise done.exception
        row: dict[str, Any] = json.loads(done.stdout)
        return row

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
def test_the_run_file_is_for_its_user_alone(running: Running) -> None:
    assert (running.home / RUN_FILE).stat().st_mode & 0o777 == 0o600


def test_work_is_handed_to_the_running_server(running: Running, command: Command, tmp_path: Path) -> None:
    table, empty = tmp_path / "nurses.csv", tmp_path / "empty.csv"
    table.write_text(TABLE)
    empty.write_bytes(b"\0\1nothing")
    first = command(running.home, "jobs", "add", str(table))
    assert (first["read"], first["added"], first["updated"]) == (100, 100, 0)
    assert command(running.home, "jobs", "add", str(table), str(table))["updated"] == 200
    with pytest.raises(UserError, match="No jobs were found"):
        command(running.home, "jobs", "add", str(empty))
    with pytest.raises(UserError, match="no profile"):
        command(running.home, "--owner", "someone", "score")
    assert command(running.home, "demo")["postings"] > 5000
    scored = command(running.home, "score", "--job-limit", "20")
    assert scored["new"] == 100 and scored["scored"] == 20
    assert command(running.home, "jobs", "refresh")["sentence"] == "No feed is switched on."


def test_tasks_run_in_the_server(running: Running, command: Command) -> None:
    done = command(running.home, "tasks", "run", "clean_scores", "--everyone")
    assert done["ok"] and done["sentence"].endswith("old scores taken out.")
    assert command(running.home, "tasks", "status", "clean_scores")["sentence"] == done["sentence"]
    with pytest.raises(UserError, match="There is no task"):
        command(running.home, "tasks", "run", "../users")


def test_the_same_command_gives_the_same_without_a_server(running: Running, command: Command, home: Path, tmp_path: Path) -> None:
    table = tmp_path / "nurses.csv"
    table.write_text(TABLE)
    assert command(home, "jobs", "add", str(table))["added"] == 100
    assert command(home, "demo") == command(running.home, "demo")


def test_a_server_that_was_killed_leaves_nothing_in_the_way(running: Running, command: Command) -> None:
    running.process.kill()
    running.process.wait()
    assert (running.home / RUN_FILE).exists()
    assert command(running.home, "demo")["sample"] is True
    assert not (running.home / RUN_FILE).exists()


def test_a_server_that_ends_in_the_middle_is_told_from_one_that_never_answered(home: Path) -> None:
    def first_then_gone(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(202, json={"id": "1", "state": "running"})
        raise httpx.ConnectError("gone")

    home.mkdir()
    (home / RUN_FILE).write_text('{"address": "http://127.0.0.1:9", "token": "x"}')
    transport = httpx.MockTransport(first_then_gone)
    with (
        pytest.raises(UserError, match="What was stored by then stays"),
        running_server("local", AlreadyRunning(home), transport) as server,
    ):
        server.errand("/jobs")


LEFT_BEHIND = [None, "{", '{"address": "http://127.0.0.1:9", "token": "x"}', '{"address": 5}', "[]", '{"address": "", "token": ""}']


@pytest.mark.parametrize("left", LEFT_BEHIND)
def test_a_process_that_takes_no_work_is_named_in_one_sentence(opened: Process, command: Command, left: str | None) -> None:
    home = opened.settings.home
    if left is not None:
        (home / RUN_FILE).write_text(left)
    with pytest.raises(UserError, match="^Shortlist is already running on this data"):
        command(home, "demo")


def test_a_fit_is_handed_over(running: Running, command: Command, tmp_path: Path) -> None:
    table = tmp_path / "club.csv"
    table.write_text("title,country,salary\n" + "".join(f"Nurse,DE,{40_000 + 100 * n}\n" for n in range(60)), encoding="utf-8")
    done = command(running.home, "salary", "refit", "--file", str(table), "--name", "Club")
    assert done == {"sentence": "The salary model was fitted on 60 paid rows (version 1).", "version": 1}
    assert command(running.home, "salary", "estimate", "--title", "Nurse", "--location", "Germany")["n"] == 60


def test_interviews_are_started_and_listed_here_and_there(running: Running, command: Command, tmp_path: Path) -> None:
    for home in (running.home, tmp_path / "free"):
        started = command(home, "interview", "start", "--role", "Electrician", "--length", "2")
        assert started["title"] == "Electrician" and len(started["questions"]) == 2 and started["next_question"]
        assert command(home, "interview", "list", "--words", "electrician")["id"] == started["id"]
        with pytest.raises(UserError, match="no such job"):
            command(home, "interview", "start", "--job", "0" * 16)
