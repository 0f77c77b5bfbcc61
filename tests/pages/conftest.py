"""Pages run as a visitor sees them, through the frame, on a data folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import process, warming
from core.models import Document, Resume
from core.process import Process
from core.resume import read_pasted
from core.settings import ROOT, Settings
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import found
from pages.ui.navigation import path
from tests.pages.visiting import OWN_RESUME, Open

DAY = date(2026, 11, 2)


@pytest.fixture(scope="session")
def reading() -> tuple[Document, Resume]:
    """The own resume as it is read, once for all tests."""
    return read_pasted(OWN_RESUME, DAY)


@pytest.fixture
def own(here: Workspace, reading: tuple[Document, Resume]) -> StoredProfile:
    """The person's own profile, stored."""
    document, resume = reading
    return here.records.add_profile("Own", resume, [document])


@pytest.fixture(scope="session")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a first start leaves it."""
    folder = tmp_path_factory.mktemp("fresh") / "home"
    Process(Settings(home=folder)).open().close()
    return folder


@pytest.fixture
def running(home: Path, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    """The process object that pages reach, local and already gated; nothing is warmed in the background."""
    monkeypatch.setattr(warming, "start", lambda: None)
    monkeypatch.setattr(found, "PATIENCE", 30.0)
    process.release()
    shutil.copytree(fresh_home, home)
    yield process.claim(Settings(home=home), gated=True).open()
    process.release()


@pytest.fixture
def here(running: Process) -> Workspace:
    """The local person's workspace, as the pages open it."""
    return running.workspace("local")


@pytest.fixture
def visit(running: Process, tmp_path: Path) -> Open:
    """A new tab on a page. The entry script is copied: beside a `pages` folder a test would run pages without it, and lose clicks."""
    script = tmp_path / "app.py"
    script.write_text((ROOT / "app.py").read_text(encoding="utf-8"), encoding="utf-8")

    def open_page(name: str) -> AppTest:
        tab = AppTest.from_file(str(script), default_timeout=30).run()
        return tab if name == "home" else tab.switch_page(path(name)).run()

    return open_page
