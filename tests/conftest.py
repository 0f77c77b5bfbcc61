"""What every test gets: no network, a data folder of its own, a clock that stands still."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.process import Process
from core.settings import Settings
from core.workspace import Workspace
from tests import embedding_server

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
REQUIRE_ALL = os.environ.get("SHORTLIST_REQUIRE_ALL") == "1"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection beyond this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("", "127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where everything is required, a skipped test is a failed one."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"{item.nodeid} must run here, but was skipped: {report.longrepr}"
    return report


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "home"


@pytest.fixture
def opened(home: Path) -> Iterator[Process]:
    """A process with its databases open and the clock at `NOW`."""
    process = Process(Settings(home=home), now=lambda: NOW).open()
    yield process
    process.close()


@pytest.fixture
def ws(opened: Process) -> Workspace:
    """The local person's workspace."""
    return opened.workspace("local")


@pytest.fixture
def workspaces(opened: Process) -> Callable[[str], Workspace]:
    """Workspaces by owner."""
    return opened.workspace


@pytest.fixture
def server() -> Iterator[embedding_server.Server]:
    """A running server of embeddings."""
    served, http = embedding_server.start()
    yield served
    http.shutdown()
    http.server_close()
