"""Which questions a session holds: from this match, nothing twice, what went badly back, the same for the same seed."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.interview.bank import bank, likeness, suits
from core.interview.choosing import TOO_ALIKE, Kind, Setup, choose, occupation_of
from core.interview.own import Ground, forms, own_questions
from core.matching import candidate, explain
from core.models import Pay, Resume
from tests.matching import making

NURSE = Setup(role="Registered Nurse", length=8)
RESUME = Resume.model_validate(
    {
        "work": [
            {
                "position": "Developer",
                "name": "Quorin Labs",
                "highlights": [
                    "Built a booking service in Python and SQL for 40 hotels",
                    "Led a team of 4 through a move to Docker {0} ${name} ![x](http://evil.example/p.png)",
                    "Short",
                    "Cut the nightly run from 5 hours to 40 minutes.",
                ],
            }
        ],
        "skills": [{"name": "Python"}, {"name": "SQL"}],
        "meta": {
            "shortlist": {
                "years": 2.0,
                "level": "junior",
                "skills": [{"name": "Python"}, {"name": "SQL"}, {"name": "Docker"}],
                "achievements": [{"text": "x", "numbers": ["5"], "pointer": "work/0/highlights/3"}],
            }
        },
    }
)


def ground() -> Ground:
    """A developer before a posting that asks for something more."""
    stored = making.full()
    person = candidate(RESUME, making.wishes(), making.TODAY)
    return Ground(RESUME, stored, explain(person, stored))


def test_the_same_seed_gives_the_same_questions() -> None:
    assert choose(NURSE, Ground(), "seed") == choose(NURSE, Ground(), "seed")
    assert choose(NURSE, Ground(), "seed") != choose(NURSE, Ground(), "another")


def test_a_match_brings_claims_gaps_and_strengths_in_their_own_words() -> None:
    setup = Setup(role="Software Developer", length=12)
    asks = choose(setup, ground(), "seed")
    by_kind = {kind: [ask for ask in asks if ask.kind == kind] for kind in ("claim", "gap", "strength", "bank")}
    assert all(by_kind.values()), {kind: len(found) for kind, found in by_kind.items()}
    assert any("Kubernetes" in ask.text for ask in by_kind["gap"])
    for ask in (*by_kind["claim"], *by_kind["strength"]):
        role, line = (int(part) for part in ask.pointer.split("/")[1::2])
        assert RESUME.work[role].highlights[line].rstrip(".") in ask.text
    assert all(ask.sample and ask.shows and ask.reason for ask in asks)
    assert all(ask.sample_of for ask in asks if ask.kind != "bank") and not any(ask.sample_of for ask in by_kind["bank"])


def test_a_lines_own_signs_stay_as_they_are() -> None:
    import random

    asks = own_questions(ground(), random.Random(1))
    hostile = next(ask for ask in asks if ask.kind == "claim" and ask.competency == "leadership")
    assert "{0} ${name} ![x](http://evil.example/p.png)" in hostile.text
    assert not any("Short" in ask.text for ask in asks)
    assert asks[0].pointer == "work/0/highlights/3" and asks[0].competency == "improvement"
    kinds = {ask.kind: ask for ask in asks}
    assert "4 years" in kinds["years"].text and "2" in kinds["years"].text and "senior" in kinds["level"].text
    assert "65,000 to 80,000 EUR a year" in kinds["pay"].text


def test_a_posting_without_pay_or_years_asks_nothing_about_them() -> None:
    import random

    stored = making.stored(pay=Pay())
    told = Ground(RESUME, stored, explain(candidate(RESUME, making.wishes(), making.TODAY), stored))
    assert {ask.kind for ask in own_questions(told, random.Random(1))} == {"claim"}
    assert own_questions(Ground(), random.Random(1)) == []


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("role", ["Registered Nurse", "Electrician", "Glider pilot of the ninth moon", ""])
def test_every_round_fills_for_any_role(kind: Kind, role: str) -> None:
    asks = choose(Setup(role=role, round=kind, length=5), Ground(), "seed")
    assert len(asks) == 5
    occupation = occupation_of(role)
    assert all(suits(bank()[ask.source], occupation) > 0 for ask in asks)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(get_args(Kind)), st.integers(1, 12), st.text(max_size=8), st.booleans())
def test_nothing_repeats_within_a_session(kind: Kind, length: int, seed: str, matched: bool) -> None:
    asks = choose(Setup(role="Software Developer", round=kind, length=length), ground() if matched else Ground(), seed)
    assert 1 <= len(asks) <= length
    assert len({ask.source for ask in asks}) == len(asks)
    assert not [(a.text, b.text) for a, b in combinations(asks, 2) if likeness(a.text, b.text) >= TOO_ALIKE]
    pointers = [ask.pointer for ask in asks if ask.pointer]
    assert len(set(pointers)) == len(pointers)


def test_what_was_asked_lately_is_left_out_as_long_as_there_is_more() -> None:
    first = choose(NURSE, Ground(), "seed")
    lately = {ask.source for ask in first}
    second = choose(NURSE, Ground(), "seed", lately=lately)
    assert len(second) == len(first) and not lately & {ask.source for ask in second}
    everything = choose(NURSE, Ground(), "seed", lately=set(bank()))
    assert len(everything) == len(first)


def test_weak_competencies_come_back() -> None:
    plain = [choose(NURSE, Ground(), f"s{n}") for n in range(12)]
    weak = [choose(NURSE, Ground(), f"s{n}", weak=["setbacks", "integrity"]) for n in range(12)]

    def share(sessions: list[list[object]]) -> int:
        return sum(getattr(ask, "competency") in ("setbacks", "integrity") for asks in sessions for ask in asks)  # noqa: B009

    assert share(weak) >= 2 * share(plain) > 0  # type: ignore[arg-type]


def test_a_session_on_what_is_due_holds_just_that() -> None:
    asks = choose(Setup(role="Registered Nurse", length=3, focus=["judgement", "safety"]), Ground(), "seed")
    assert {ask.competency for ask in asks} <= {"judgement", "safety"} and len(asks) == 3


def test_the_level_counts() -> None:
    for level, other in (("junior", "lead"), ("lead", "junior")):
        asks = [
            bank()[ask.source]
            for n in range(10)
            for ask in choose(Setup(role="Electrician", length=6, level=level), Ground(), f"s{n}")
            if ask.kind == "bank"
        ]
        assert sum(one.level == level for one in asks) >= sum(one.level == other for one in asks)


def test_every_form_can_be_filled() -> None:
    words = {"said", "at", "skill", "near", "line", "asked", "own"}
    for kind, listed in forms().items():
        assert not listed[-1].words, kind
        for form in listed:
            for sentence in form.ask:
                named = {part.split("}")[0] for part in sentence.split("{")[1:]}
                assert named <= words and sentence[-1] in "?." and form.shows
