"""Scores beside a person's marks: shares and intervals, refusals, the fixed sample below the threshold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.matching import Filters, matches, quality
from core.matching.quality import EACH, ENOUGH, SAMPLE, Share, agreement, mean, share
from core.store import ActionChange, StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from tests.matching.making import full, stored
from tests.matching.test_listing import put

pytestmark = pytest.mark.usefixtures("no_sample")
judge = quality.quality


def market(ws: Workspace, good: int = 20, poor: int = 80) -> None:
    """Good matches and poor ones, each an opening of its own."""
    put(ws, *(full(f"good{number:03}") for number in range(good)))
    put(ws, *(welder(f"poor{number:03}") for number in range(poor)))


def welder(job_id: str) -> StoredPosting:
    return stored(
        job_id, title="Welder", required=["Welding"], occupation="welder", city="Chicago", country="US", description="Weld frames"
    )


def mark(ws: Workspace, change: ActionChange, *ids: str) -> None:
    for job_id in ids:
        ws.records.act(job_id, change)


def test_nothing_is_said_from_too_few_marks(ws: Workspace, person: StoredProfile) -> None:
    market(ws)
    mark(ws, {"interested": True}, "good000")
    found = judge(ws, person)
    assert found.marked == 1 and found.agreement is None and found.average.value is None and found.missed is None
    assert found.false_positives == Share(0, 1) and found.false_negatives == Share(0, 0) and found.below == 80


def test_marks_by_score(ws: Workspace, person: StoredProfile) -> None:
    market(ws)
    mark(ws, {"applied": True}, *(f"good{number:03}" for number in range(9)))
    mark(ws, {"hidden": True}, "good009", "good010", "good011")
    mark(ws, {"hidden": True}, *(f"poor{number:03}" for number in range(6)))
    found = judge(ws, person)
    assert found.marked == 18 and sum(one.liked.n for one in found.responses) == 18
    assert (found.false_positives.hits, found.false_positives.n) == (3, 12)
    assert found.agreement and found.agreement[0] == pytest.approx((9 * 6 + 9 * 3 / 2) / 81)
    assert found.liked.n == 9 and found.put_away.n == 9 and found.average.n == 18
    assert found.liked.value and found.put_away.value and found.liked.value > found.put_away.value
    assert found.false_positives.low and found.false_positives.low < 0.25 < (found.false_positives.high or 0)


def test_only_the_random_sample_tells_what_is_missed(ws: Workspace, person: StoredProfile) -> None:
    market(ws)
    matches(ws, person, Filters())
    drawn = quality.sample(ws, person)
    outside = [f"poor{number:03}" for number in range(80) if f"poor{number:03}" not in drawn]
    assert len(drawn) == SAMPLE and len(outside) == 30 and quality.sample(ws, person) == drawn
    mark(ws, {"interested": True}, *outside)
    mark(ws, {"hidden": True}, *drawn[:15])
    mark(ws, {"interested": True}, *drawn[15:20])
    found = judge(ws, person)
    assert (found.false_negatives.hits, found.false_negatives.n) == (5, 20)
    assert found.missed and found.missed[0] < 20 < found.missed[1] <= found.below == 80


def test_what_is_to_be_rated_shrinks_with_ratings(ws: Workspace, person: StoredProfile) -> None:
    market(ws)
    matches(ws, person, Filters())
    first = [one.id for one in quality.to_rate(ws, person)]
    assert first == quality.sample(ws, person)[:10]
    mark(ws, {"hidden": True}, *first[:4])
    assert [one.id for one in quality.to_rate(ws, person)][:6] == first[4:]


def test_an_empty_market_is_no_error(ws: Workspace, person: StoredProfile) -> None:
    assert judge(ws, person).marked == 0 and quality.to_rate(ws, person) == [] and quality.sample(ws, person) == []


@given(st.integers(0, 200), st.integers(0, 200))
def test_intervals_hold_their_share(hits: int, misses: int) -> None:
    found = share(hits, hits + misses)
    if hits + misses < ENOUGH:
        assert found.value is found.low is found.high is None
    else:
        assert found.value is not None and found.low is not None and found.high is not None
        assert 0 <= found.low <= found.value + 1e-9 and found.value <= found.high + 1e-9 <= 1 + 2e-9


@given(st.lists(st.floats(0, 100), max_size=30), st.lists(st.floats(0, 100), max_size=30))
def test_agreement_is_a_chance(liked: list[float], put_away: list[float]) -> None:
    found, turned = agreement(np.array(liked), np.array(put_away)), agreement(np.array(put_away), np.array(liked))
    if min(len(liked), len(put_away)) < EACH:
        assert found is None
    else:
        assert found and turned and 0 <= found[1] <= found[0] <= found[2] <= 1
        assert found[0] + turned[0] == pytest.approx(1)


def test_a_mean_stays_on_the_scale() -> None:
    found = mean(np.array([99.0, 100, 100, 98, 100]))
    assert found.value == pytest.approx(99.4) and found.high == 100 and mean(np.array([1.0])).value is None
