"""Copies of an opening, and what makes a repost."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import openings, process
from core.jobs import opening_key, posting_id
from core.models import JobFacts, Posting
from core.openings import Copy, Repost, repost
from core.workspace import Workspace
from tests.conftest import NOW

DAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _no_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "SAMPLE_MARKET", tmp_path / "none.parquet")


def put(ws: Workspace, *changes: dict[str, object]) -> list[Posting]:
    """Postings of one welder's job, each with some changes."""
    made = [
        Posting(title="Welder", company="Ironleaf Ltd", location="Leeds, United Kingdom", source="a.csv").model_copy(update=change)
        for change in changes
    ]
    ws.market.add([(posting_id(one), opening_key(one), one, JobFacts()) for one in made], NOW)
    return made


def copy(number: int, days: int | None) -> Copy:
    return Copy(str(number), "a", f"https://jobs.example/{number}", DAY + timedelta(days) if days is not None else None, NOW, NOW)


def test_copies_are_found_by_opening_newest_first(ws: Workspace) -> None:
    made = put(
        ws,
        {"link": "https://jobs.example/1", "published": DAY},
        {"link": "https://other.example/1", "published": DAY + timedelta(2), "source": "b.csv"},
        {"link": "https://jobs.example/2", "published": DAY, "location": "York, United Kingdom"},
    )
    key = opening_key(made[0])
    found = openings.copies(ws, [key])
    assert [(one.source, one.published) for one in found[key]] == [("b.csv", DAY + timedelta(2)), ("a.csv", DAY)]
    assert found[key][0].first_seen == NOW and openings.copies(ws, []) == openings.copies(ws, ["nothing"]) == {}


def test_one_round_on_two_boards_is_no_repost() -> None:
    assert repost("ironleaf|welder|leeds", [copy(1, 0), copy(2, 4), copy(3, 7)]) is None


def test_a_later_round_is_one() -> None:
    found = repost("ironleaf|welder|leeds", [copy(1, 0), copy(2, 3), copy(3, 40), copy(4, 41), copy(5, 90)])
    assert found == Repost(3, 5, DAY, DAY + timedelta(90))


def test_other_cities_are_other_openings(ws: Workspace) -> None:
    made = put(
        ws,
        {"link": "https://jobs.example/1", "published": DAY},
        {"link": "https://jobs.example/2", "published": DAY + timedelta(60), "location": "York, United Kingdom"},
    )
    found = openings.copies(ws, [opening_key(one) for one in made])
    assert [repost(key, copies) for key, copies in found.items()] == [None, None]


def test_one_address_no_dates_or_no_company_say_nothing() -> None:
    same = [copy(1, 0), Copy("2", "b", "https://www.jobs.example/1?utm_source=x", DAY + timedelta(60), NOW, NOW)]
    assert repost("ironleaf|welder|leeds", same) is None
    assert repost("ironleaf|welder|leeds", [copy(1, None), copy(2, None)]) is None
    assert repost("|welder|leeds", [copy(1, 0), copy(2, 60)]) is None


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 200)), max_size=12))
def test_rounds_are_at_least_a_week_apart(drawn: list[tuple[int, int]]) -> None:
    found = repost("a|b|c", [copy(number, days) for number, days in drawn])
    days = sorted(days for _, days in drawn)
    assert (found is not None) == (len({number for number, _ in drawn}) > 1 and days[-1] - days[0] > 7)
    if found:
        assert 2 <= found.rounds <= (days[-1] - days[0]) // 7 + 1 and (found.last - found.first).days == days[-1] - days[0]
