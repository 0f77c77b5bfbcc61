"""Kept scores follow what is new, and end as if all had been scored at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import process
from core.matching import Filters, matches, remembering
from core.process import Process
from core.settings import Settings
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.warehouse.scores import clean
from core.workspace import Workspace
from tests.matching.making import full, resume, stored, wishes

Row = tuple[str, float, datetime]


@pytest.fixture
def clock() -> list[datetime]:
    return [datetime(2026, 11, 2, tzinfo=UTC)]


@pytest.fixture
def ws(home: Path, clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(process, "SAMPLE_MARKET", home / "none.parquet")
    monkeypatch.setattr(remembering, "KEPT_BELOW", 5)
    opened = Process(Settings(home=home), now=lambda: clock[0]).open()
    yield opened.workspace("local")
    opened.close()


def put(ws: Workspace, *postings: StoredPosting) -> None:
    ws.market.add([(one.id, one.opening, one.posting, one.facts) for one in postings], ws.now())


def poor(number: int) -> StoredPosting:
    return stored(f"poor {number}", title="Welder", required=["Welding"], city="Chicago", country="US", description="Weld steel frames")


def seen(ws: Workspace, profile: StoredProfile) -> list[Row]:
    matches(ws, profile, Filters(limit=0))
    with ws.warehouse.read() as cursor:
        return cursor.execute("SELECT job_id, score, scored_at FROM score WHERE profile_id = ? ORDER BY job_id", [profile.id]).fetchall()


def test_only_what_is_new_is_scored_and_the_sample_below_stays_fixed(ws: Workspace, clock: list[datetime]) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, full("good"), *(poor(n) for n in range(10)))
    first = seen(ws, profile)
    assert len(first) == 6 and {row[2] for row in first} == {clock[0].replace(tzinfo=None)}
    clock[0] += timedelta(hours=1)
    put(ws, full("better"), *(poor(n) for n in range(10, 20)), stored("good", required=["Python"], occupation="software-developer"))
    later = {job: (score, at) for job, score, at in seen(ws, profile)}
    old = {job: (score, at) for job, score, at in first}
    assert {"good", "better"} <= set(later) and later["good"] != old["good"]
    assert all(later[job] == old[job] for job in set(old) & set(later) - {"good"})
    fresh = ws.records.add_profile("The same", resume(), preferences=wishes())
    assert [row[:2] for row in seen(ws, fresh)] == [(job, score) for job, (score, _) in sorted(later.items())]


def test_postings_acted_on_are_kept_whatever_their_score(ws: Workspace) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    for number in range(12):
        ws.records.act(f"poor {number}", {"interested": True})
    put(ws, *(poor(n) for n in range(12)))
    assert len(seen(ws, profile)) == 12
    put(ws, poor(20), poor(21))
    assert {f"poor {n}" for n in range(12)} <= {job for job, *_ in seen(ws, profile)}


def test_cleaned_scores_are_worked_out_anew(ws: Workspace, clock: list[datetime]) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, full("good"))
    seen(ws, profile)
    clock[0] += timedelta(days=100)
    assert clean(ws.warehouse, [(ws.owner, profile.id)], [], clock[0] - timedelta(days=90)) == 1
    assert [(job, at) for job, _, at in seen(ws, profile)] == [("good", clock[0].replace(tzinfo=None))]


def test_removed_postings_and_erased_owners_leave_no_score(ws: Workspace) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, full("good"), stored("other", required=["Python"], source="b"))
    seen(ws, profile)
    ws.market.remove("b")
    assert [job for job, *_ in seen(ws, profile)] == ["good"]
    ws.market.erase()
    with ws.warehouse.read() as cursor:
        assert cursor.execute("SELECT (SELECT count(*) FROM score), (SELECT count(*) FROM scored)").fetchone() == (0, 0)
