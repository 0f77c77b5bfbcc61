"""A person's matches among stored postings: filters, owners, remembered scores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core import process
from core.matching import Filters, Weights, lessons, matches, search, set_weights
from core.matching.person import candidate
from core.models import Pay
from core.process import Process
from core.settings import Settings
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from tests.matching.making import TODAY, full, resume, stored, wishes

SEEN = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "SAMPLE_MARKET", tmp_path / "none.parquet")


def put(ws: Workspace, *postings: StoredPosting, sample: bool = False, seen: datetime = SEEN) -> None:
    ws.market.add([(one.id, one.opening, one.posting, one.facts) for one in postings], seen, sample)


def profile(ws: Workspace) -> StoredProfile:
    return ws.records.add_profile("Developer", resume(), preferences=wishes())


def some() -> list[StoredPosting]:
    """Six postings from a perfect one to a poor one."""
    return [
        full("best"),
        stored("remote", required=["Python", "SQL"], remote="remote", occupation="software-developer", published=date(2026, 6, 1)),
        stored("munich", required=["Python"], city="Munich", country="DE", occupation="software-developer", published=date(2026, 10, 20)),
        stored("rich", required=["SQL"], occupation="software-developer", pay=Pay(min=9_000, currency="EUR", period="month")),
        stored("poor", title="Welder", required=["Welding"], city="Chicago", country="US", description="Weld steel frames"),
    ]


def ids(ws: Workspace, one: StoredProfile, **filters: object) -> list[str]:
    return [listed.match.job_id for listed in matches(ws, one, Filters(**filters))]  # type: ignore[arg-type]


def test_best_first_with_everything_to_show(ws: Workspace) -> None:
    put(ws, *some())
    found = matches(ws, profile(ws))
    scores = [one.match.score for one in found]
    assert scores == sorted(scores, reverse=True) and min(scores) >= 60
    assert (found.total, found.scored, found.sample) == (len(found), 5, False)
    best = next(one for one in found if one.match.job_id == "best")
    assert best.match.band[0] <= best.match.score <= best.match.band[1]
    assert best.match.reasons and best.match.gaps == best.explanation.gaps
    assert best.stored.posting.location == "Berlin, Germany"


def test_filters(ws: Workspace) -> None:
    put(ws, *some())
    one = profile(ws)
    everything = ids(ws, one, minimum=0)
    assert set(everything) == {"best", "remote", "munich", "rich", "poor"}
    assert ids(ws, one, minimum=0, remote=("remote",)) == ["remote"]
    assert set(ids(ws, one, minimum=0, place="Germany")) == {"best", "munich"}
    assert ids(ws, one, minimum=0, place="muni") == ["munich"]
    assert "remote" not in ids(ws, one, minimum=0, days=30)
    assert ids(ws, one, minimum=0, pay_min=100_000) == ["rich"]
    assert ids(ws, one, minimum=0, limit=2) == everything[:2]


def test_filters_on_what_is_asked_and_offered(ws: Workspace) -> None:
    put(
        ws,
        stored("senior", required=["Python"], level="senior", employment="full-time", sponsorship=True),
        stored("junior", required=["Python"], level="junior", employment="internship", sponsorship=False),
        stored("silent", required=["Python"]),
    )
    one = profile(ws)
    assert ids(ws, one, minimum=0, levels=("senior", "lead")) == ["senior"]
    assert set(ids(ws, one, minimum=0, contracts=("full-time", "internship"))) == {"senior", "junior"}
    assert ids(ws, one, minimum=0, contracts=("freelance",)) == []
    assert ids(ws, one, minimum=0, permit="offered") == ["senior"]
    assert set(ids(ws, one, minimum=0, permit="not refused")) == {"senior", "silent"}


def test_actions_hide_and_select(ws: Workspace) -> None:
    put(ws, *some())
    one = profile(ws)
    ws.records.act("best", {"hidden": True})
    ws.records.act("munich", {"applied": True})
    assert "best" not in ids(ws, one)
    assert "best" in ids(ws, one, hidden=True)
    assert ids(ws, one, minimum=0, only="applied") == ["munich"]
    assert ids(ws, one, only="hidden") == ["best"]
    listed = next(item for item in matches(ws, one) if item.match.job_id == "munich")
    assert listed.action is not None and listed.action.applied


def test_one_posting_an_opening(ws: Workspace) -> None:
    twin = stored("twin", required=["Python"], occupation="software-developer")
    put(ws, twin, StoredPosting("copy", twin.posting, twin.facts, False, twin.opening, SEEN, SEEN))
    found = matches(ws, profile(ws), Filters(minimum=0))
    assert (len(found), found.total, found.scored, found.shown[0].copies) == (1, 1, 1, 1)


def test_the_sample_counts_only_for_a_person_without_own_postings(ws: Workspace) -> None:
    one = profile(ws)
    put(ws, full("sample"), sample=True)
    assert ids(ws, one) == ["sample"] and matches(ws, one).sample
    put(ws, *some())
    assert "sample" not in ids(ws, one) and not matches(ws, one).sample
    assert ids(ws, one, sample=True) == ["sample"]


def test_nothing_stored_is_no_error(ws: Workspace) -> None:
    one = profile(ws)
    assert (len(matches(ws, one)), matches(ws, one).total) == (0, 0)
    assert lessons(ws, one) == []


def test_new_postings_and_edits_change_the_list(ws: Workspace) -> None:
    put(ws, some()[-1])
    one = profile(ws)
    assert ids(ws, one) == []
    put(ws, full("best"))
    assert ids(ws, one) == ["best"]
    person = candidate(one.resume, one.preferences.model_copy(update={"locations": ["Chicago"]}), TODAY)
    moved = search(ws, person, Filters(minimum=0)).shown
    assert next(item for item in moved if item.match.job_id == "best").match.parts.location != 100


def rows(ws: Workspace) -> list[tuple[str, str, float, datetime]]:
    with ws.warehouse.read() as cursor:
        return cursor.execute("SELECT owner, job_id, score, scored_at FROM score ORDER BY job_id").fetchall()


def test_scores_are_remembered_once_and_replaced_when_something_changed(home: Path) -> None:
    clock = [datetime(2026, 11, 2, tzinfo=UTC)]
    process_ = Process(Settings(home=home), now=lambda: clock[0]).open()
    ws = process_.workspace("local")
    put(ws, *some())
    one = profile(ws)
    matches(ws, one)
    first = rows(ws)
    assert {job for _, job, _, _ in first} == {"best", "remote", "munich", "rich", "poor"}
    clock[0] += timedelta(hours=1)
    matches(ws, one)
    assert rows(ws) == first
    put(ws, full("newer"), seen=clock[0])
    clock[0] += timedelta(hours=1)
    matches(ws, one)
    assert "newer" in {job for _, job, _, _ in rows(ws)}
    set_weights(ws, Weights(location=0))
    matches(ws, one)
    assert {job: value for _, job, value, _ in rows(ws)} != {job: value for _, job, value, _ in first}
    process_.close()


def test_owners_do_not_see_each_other(home: Path) -> None:
    process_ = Process(Settings(home=home, mode="hosted", keys=()), now=lambda: SEEN).open()
    anna, ben = process_.workspace("anna"), process_.workspace("ben")
    put(anna, full("annas"))
    put(ben, stored("bens", required=["Python"], occupation="software-developer"))
    assert ids(anna, profile(anna), minimum=0) == ["annas"]
    assert ids(ben, profile(ben), minimum=0) == ["bens"]
    assert {(owner, job) for owner, job, _, _ in rows(anna)} == {("anna", "annas"), ("ben", "bens")}
    anna.erase()
    assert [owner for owner, *_ in rows(ben)] == ["ben"]
    process_.close()


def test_hostile_filters_are_plain_words(workspaces: Callable[[str], Workspace]) -> None:
    ws = workspaces("local")
    put(ws, full("best"))
    one = profile(ws)
    for words in ("' OR 1=1 --", "%", "\\", "(" * 500, "\x00"):
        assert ids(ws, one, place=words) == []
