"""A market without the sample, and a person in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import process
from core.store import StoredProfile
from core.workspace import Workspace
from tests.matching.making import resume, wishes


@pytest.fixture
def no_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Opened databases hold no invented market."""
    monkeypatch.setattr(process, "SAMPLE_MARKET", tmp_path / "none.parquet")


@pytest.fixture
def person(no_sample: None, ws: Workspace) -> StoredProfile:
    """A developer's stored profile."""
    return ws.records.add_profile("Developer", resume(), preferences=wishes())
