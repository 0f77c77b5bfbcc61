"""What comes back and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.interview import repetition
from core.interview.repetition import BOXES
from core.store import Result

DAY = date(2026, 11, 2)


def said(day: int, score: float, competency: str = "conflict", question: str = "", follow_up: bool = False) -> Result:
    """One judged answer so many days after the first."""
    at = datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(days=day)
    return Result(competency, score, at, question_id=question or f"{competency}{day}{score}", follow_up=follow_up)


def test_a_bad_answer_is_due_tomorrow_a_good_one_later() -> None:
    results = [said(0, 30), said(0, 80, "planning"), said(0, 60, "safety")]
    found = {one.competency: one for one in repetition.standing(results)}
    assert {name: (one.due - DAY).days for name, one in found.items()} == {"conflict": 1, "planning": 3, "safety": 1}
    assert [one.competency for one in repetition.due(results, DAY)] == []
    assert [one.competency for one in repetition.due(results, DAY + timedelta(days=1))] == ["conflict", "safety"]
    assert [one.competency for one in repetition.due(results, DAY + timedelta(days=3))] == ["conflict", "safety", "planning"]


def test_good_days_move_up_a_bad_one_to_the_start() -> None:
    days = [said(0, 75), said(3, 80), said(10, 72), said(26, 90), said(70, 71)]
    boxes = [repetition.standing(days[: n + 1])[0].box for n in range(5)]
    assert boxes == [1, 2, 3, 4, 4]
    assert repetition.standing([*days, said(105, 65)])[0].box == 4
    assert repetition.standing([*days, said(105, 20)])[0].box == 0


def test_a_day_counts_once_however_much_is_practised() -> None:
    found = repetition.standing([said(0, 90), said(0, 92), said(0, 94)])[0]
    assert (found.box, found.score, found.attempts) == (1, 92.0, 3)


def test_a_follow_up_replaces_the_score_of_its_answer() -> None:
    results = [said(0, 40, question="q"), said(0, 75, "results", question="q", follow_up=True), said(0, 50, "planning", question="p")]
    assert [(one.competency, one.score) for one in repetition.attempts(results)] == [("conflict", 75), ("planning", 50)]


def test_weak_ones_come_first() -> None:
    results = [said(0, 90, "planning"), said(0, 55, "safety"), said(0, 35, "conflict")]
    assert repetition.weak(results, DAY) == ["conflict", "safety"]
    assert repetition.weak(results, DAY + timedelta(days=3)) == ["conflict", "safety", "planning"]
    assert repetition.weak([], DAY) == [] and repetition.standing([]) == []


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 100)), min_size=1, max_size=30))
def test_an_item_is_due_after_its_last_day_within_the_widest_box(tried: list[tuple[int, float]]) -> None:
    results = [said(day, score, question=str(n)) for n, (day, score) in enumerate(sorted(tried))]
    (found,) = repetition.standing(results)
    assert timedelta(days=BOXES[0]) <= found.due - found.last <= timedelta(days=BOXES[-1])
    assert 0 <= found.score <= 100 and found.attempts == len(tried)
    assert repetition.standing(results) == [found]
