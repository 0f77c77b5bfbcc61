"""Every source in the table reads its own fixture: two postings, made by us."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.jobs import read
from core.jobs.dialects import dialects
from core.models import Pay

FEEDS = sorted((Path(__file__).parent / "feeds").iterdir())
NO_LINK = ("personio",)
NO_PAY = ("weworkremotely", "personio", "teamtailor", "himalayas_rss", "arbeitnow", "workingnomads", "themuse", "greenhouse")
IN_DOLLARS = ("remoteok",)
NO_PLACE = ("generic.atom",)


def test_every_source_has_a_fixture() -> None:
    fixtures = {path.stem for path in FEEDS}
    assert {dialect.name or "generic" for dialect in dialects()} <= fixtures


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_fixture_is_read(path: Path) -> None:
    first, second = read(path.read_bytes(), path.name)
    assert (first.title, second.title) == ("Lighthouse Engineer", "Deck Manager")
    assert first.company.casefold().replace(" ", "") == "northwindharbours"
    assert second.company == "Fjord Ferries"
    assert (first.published, second.published) == (date(2024, 3, 5), date(2024, 3, 6))
    assert first.expires in (None, date(2024, 4, 5))
    assert "lamp" in first.description and "<" not in first.description
    assert path.stem in NO_LINK or (first.link.startswith("https://") and first.link != second.link)
    assert path.name in NO_PLACE or "Bergen" in first.location or "Norway" in first.location


@pytest.mark.parametrize("path", [path for path in FEEDS if path.suffix != ".atom" and path.stem not in NO_PAY], ids=lambda path: path.name)
def test_stated_pay(path: Path) -> None:
    first, second = read(path.read_bytes(), path.name)
    assert first.pay == Pay(min=40_000, max=52_000, currency="USD" if path.stem in IN_DOLLARS else "EUR", period="year")
    assert second.pay == Pay()


@pytest.mark.parametrize("path", [path for path in FEEDS if path.stem not in ("generic", "hiring")], ids=lambda path: path.name)
def test_fixture_is_recognised(path: Path) -> None:
    dialect = next(dialect for dialect in dialects() if dialect.name == path.stem)
    assert not dialect.label or read(path.read_bytes())[0].source == dialect.label


def test_ways_of_working() -> None:
    ways = {path.stem: read(path.read_bytes())[0].remote for path in FEEDS}
    assert ways["lever"] == ways["shortlist"] == ways["hiring"] == "hybrid"
    assert ways["remoteok"] == ways["jobicy"] == "remote"
    assert ways["ashby"] == "onsite"
    assert ways["arbeitnow"] is None  # "not remote" does not say where
