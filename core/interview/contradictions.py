"""What an answer says against the person's own resume: sizes, teams, durations, dates, titles, employers, scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.interview import posts, scope, sizes, times
from core.interview.claiming import Case
from core.interview.clauses import Sentence
from core.interview.cues import plain
from core.interview.record import Record
from core.interview.shapes import Contradiction


def contradictions(text: str, sentences: Sequence[Sentence], record: Record, today: date) -> list[Contradiction]:
    """Every contradiction, in the order of the answer; one for the same words."""
    if not record:
        return []
    case = Case(text, plain(text), sentences, record, today)
    for check in (posts.check, times.check, sizes.check, scope.check):
        check(case)
    kept: list[Contradiction] = []
    for one in sorted(case.found, key=lambda found: (found.start, -found.end)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept
