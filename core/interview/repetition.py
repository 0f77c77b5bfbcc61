"""What to practise again and when: a Leitner box a competency, worked out from the judged answers alone.

A day on which a competency went well moves it one box up, a day on which it went badly moves it down to the first; the boxes are 1, 3, 7,
16 and 35 days wide. Nothing is stored, so the same answers always give the same days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import fmean

from core.store import Result

BOXES = (1, 3, 7, 16, 35)  # days
GOOD, BAD = 70.0, 50.0


@dataclass(frozen=True)
class Attempt:
    """One answer with its follow-ups as one point of a curve: competency, score 0-100, when."""

    competency: str
    score: float
    at: datetime
    question_id: str = ""


@dataclass(frozen=True)
class Standing:
    """How a competency stands: mean score of its last day, that day, its box (from 0), the day it is due, attempts in all."""

    competency: str
    score: float
    last: date
    box: int
    due: date
    attempts: int


def attempts(results: Iterable[Result]) -> list[Attempt]:
    """The results with each follow-up folded into the answer that it belongs to, oldest first."""
    found: list[Attempt] = []
    place: dict[str, int] = {}
    for one in results:
        if one.follow_up and one.question_id in place:
            at = place[one.question_id]
            found[at] = Attempt(found[at].competency, one.score, one.at, one.question_id)
            continue
        place[one.question_id] = len(found)
        found.append(Attempt(one.competency, one.score, one.at, one.question_id))
    return found


def standing(results: Iterable[Result]) -> list[Standing]:
    """Every competency practised so far, the one due first in front, among equals the weakest."""
    by_competency: dict[str, list[Attempt]] = {}
    for one in attempts(results):
        by_competency.setdefault(one.competency, []).append(one)
    found = [_standing(name, tried) for name, tried in by_competency.items()]
    return sorted(found, key=lambda one: (one.due, one.score, one.competency))


def due(results: Iterable[Result], today: date) -> list[Standing]:
    """The competencies to practise today, the weakest first."""
    return sorted((one for one in standing(results) if one.due <= today), key=lambda one: (one.score, one.competency))


def weak(results: Iterable[Result], today: date) -> list[str]:
    """The competencies that should come back soonest: those due, then those that went badly, the weakest first."""
    found = [one for one in standing(results) if one.due <= today or one.score < GOOD]
    return [one.competency for one in sorted(found, key=lambda one: (one.due > today, one.score, one.competency))]


def _standing(competency: str, tried: Sequence[Attempt]) -> Standing:
    days = [(day, list(group)) for day, group in groupby(sorted(tried, key=lambda one: one.at), key=lambda one: one.at.date())]
    box, score = 0, 0.0
    for number, (_, of_day) in enumerate(days):
        score = fmean(one.score for one in of_day)
        box = moved(box, score, first=number == 0)
    last = days[-1][0]
    return Standing(competency, round(score, 1), last, box, last + timedelta(days=BOXES[box]), len(tried))


def moved(box: int, score: float, first: bool = False) -> int:
    """The box after a day with this mean score; the first good day starts in the second box."""
    if score >= GOOD:
        return 1 if first else min(box + 1, len(BOXES) - 1)
    return box if score >= BAD else 0
