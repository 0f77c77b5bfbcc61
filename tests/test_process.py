"""One process a data folder; what stands in the way is one sentence."""

from __future__ import annotations

import errno
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from core import process
from core.cli.storing import check_port
from core.errors import UserError
from core.process import Process
from core.settings import ROOT, Settings
from core.store.store import unreadable as store_unreadable
from core.warehouse.warehouse import unreadable as warehouse_unreadable


def command(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "core", "--home", str(home), *words]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_second_process_is_told_where_the_first_is(opened: Process, home: Path) -> None:
    opened.announce("http://127.0.0.1:8501")
    done = command("db", "upgrade", home=home)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("Shortlist is already running on this data") and "http://127.0.0.1:8501" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_folder_is_free_after_the_end(opened: Process, home: Path) -> None:
    opened.close()
    assert command("db", "upgrade", home=home).returncode == 0


@pytest.mark.parametrize("name", ["records.sqlite", "market.duckdb"])
def test_a_damaged_database_is_left_as_it_is(home: Path, name: str) -> None:
    home.mkdir()
    (home / name).write_bytes(b"not a database at all" * 400)
    done = command("db", "upgrade", home=home)
    assert done.returncode == 2 and name in done.stderr and "restore a backup" in done.stderr and "Traceback" not in done.stderr
    assert (home / name).read_bytes().startswith(b"not a database")


def test_a_full_disk_is_one_sentence(opened: Process) -> None:
    store = opened.store
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    full = sqlite3.connect(store.path)
    full.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(sqlite3.OperationalError) as caught:
        full.execute("INSERT INTO setting VALUES ('o', 'n', 1, zeroblob(1000000))")
    full.close()
    assert "disk is full" in str(store_unreadable(store.path, caught.value))
    no_space = OSError(errno.ENOSPC, "No space left on device")
    assert "disk is full" in str(warehouse_unreadable(Path("market.duckdb"), no_space))


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        Process(Settings(home=tmp_path / "file" / "home")).open()


def test_a_port_in_use_is_one_sentence(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UserError, match="is in use"):
            check_port("127.0.0.1", taken.getsockname()[1])


def test_local_mode_does_not_listen_for_others(home: Path) -> None:
    done = command("serve", "--host", "0.0.0.0", home=home)
    assert done.returncode == 2 and "SHORTLIST_MODE=hosted" in done.stderr


def test_the_process_object_survives_a_reload_of_its_module(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTLIST_HOME", str(home))
    first = process.current()
    monkeypatch.delitem(sys.modules, "core.process")
    from core import process as again

    assert again._anchor()["process"] is first
    process.release()
    assert not process.is_ready()


@pytest.mark.parametrize("env", [{"SHORTLIST_MODE": "open"}, {"SHORTLIST_MAX_POSTINGS": "many"}])
def test_a_setting_that_cannot_be_read_is_named(env: dict[str, str]) -> None:
    with pytest.raises(UserError, match=next(iter(env))):
        Settings.from_env(env)
