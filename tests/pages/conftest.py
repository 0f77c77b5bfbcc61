"""Pages run as a visitor sees them, through the frame, on a data folder of their own."""

from __future__ import annotations

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


@pytest.fixture
def running(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    """The process object that pages reach, local and already gated; nothing is warmed in the background."""
    monkeypatch.setattr(warming, "start", lambda: None)
    process.release()
    yield process.claim(Settings(home=home), gated=True).open()
    process.release()


@pytest.fixture
def here(running: Process) -> Workspace:
    """The local person's workspace, as the pages open it."""
    return running.workspace("local")


@pytest.fixture
def visit(running: Process) -> Open:
    """A new tab on a page."""

    def open_page(name: str) -> AppTest:
        tab = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
        return tab if name == "home" else tab.switch_page(str(ROOT / "pages" / f"{name}.py")).run()

    return open_page
