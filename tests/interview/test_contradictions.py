"""What an answer says against the record, on the project's own cases; the second half was written after the rules."""

from __future__ import annotations

from functools import cache

import pytest

from core.interview.clauses import read
from core.interview.contradictions import contradictions
from core.interview.record import Record, read_record
from core.interview.shapes import Contradiction
from tests.interview.sets import TODAY, statements


@cache
def record(name: str) -> Record:
    return read_record(statements()["records"][name], TODAY)


def found(name: str, says: str) -> list[Contradiction]:
    return contradictions(says, read(says), record(name), TODAY)


@pytest.mark.parametrize(("half", "recall", "alarms"), [("half1", 0.98, 0.0), ("half2", 0.88, 0.08)])
def test_contradictions_are_found_and_look_alikes_left_alone(half: str, recall: float, alarms: float) -> None:
    cases = statements()["cases"][half]
    hits = [bool(found(name, says)) for name, kind, says in cases if kind]
    false = [says for name, kind, says in cases if not kind and found(name, says)]
    assert sum(hits) >= recall * len(hits), [says for name, kind, says in cases if kind and not found(name, says)]
    assert len(false) <= alarms * sum(not kind for _, kind, _ in cases), false


def test_a_contradiction_names_the_words_of_both_sides() -> None:
    says = "We were busy. When I was warehouse manager at Pelican Cold Stores, a freezer failed."
    (one,) = found("warehouse", says)
    assert one.kind == "title" and says[one.start : one.end] == one.quote
    assert one.record in statements()["records"]["warehouse"] and one.source_line == 1
    assert "Shift Supervisor" in one.sentence and "warehouse manager" in one.sentence


def test_without_a_record_nothing_is_contradicted() -> None:
    assert contradictions("I led 900 people.", read("I led 900 people."), Record(), TODAY) == []
