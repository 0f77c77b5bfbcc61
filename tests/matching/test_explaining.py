"""Reasons, gaps and facts: verbatim, ordered, true to the score."""

from __future__ import annotations

import re
from dataclasses import replace

from core.matching import Candidate, candidate, explain, relevance, score
from core.models import Pay
from core.skills import requirements
from tests.matching.making import DEVELOPER, TODAY, full, index, resume, stored, wishes

QUOTED = re.compile(r"“([^”]+)”")


def person() -> Candidate:
    return candidate(resume(), wishes(), TODAY)


def test_every_quotation_stands_in_the_posting_or_the_record() -> None:
    posting, someone = full(), person()
    told = explain(someone, posting)
    texts = "\n".join((posting.posting.title, posting.posting.location, posting.posting.description, someone.text, *someone.skills))
    quotes = [quote for line in (*told.reasons, *told.gaps) for quote in QUOTED.findall(line)]
    assert quotes and all(quote in texts for quote in quotes)
    assert any("Built a booking service in Python" in line for line in told.reasons)


def test_what_is_missing_is_a_gap_with_required_first() -> None:
    posting = stored(
        description="Required: Welding.\n\nNice to have: Kubernetes.", required=["Welding"], preferred=["Kubernetes"], years=10.0
    )
    told = explain(person(), posting)
    assert "Welding" in told.gaps[0] and "required" in told.gaps[0]
    assert "10 years" in told.gaps[1]
    assert not any("Welding" in line for line in told.reasons)


def test_phrases_mark_the_posting_verbatim() -> None:
    posting = full()
    told = explain(person(), posting)
    held = {phrase.skill: phrase.held for phrase in told.phrases}
    assert all(posting.posting.description[one.start : one.end] == one.text for one in told.phrases)
    assert held["Python"] == 1.0 and held["Kubernetes"] < 0.65
    assert len(held) == len({one.name for one in requirements(posting.posting.description) if one.known} & {"Python", "SQL", "Kubernetes"})


def test_unstated_facts_are_named_with_what_they_could_move() -> None:
    silent = replace(full(), posting=full().posting.model_copy(update={"pay": Pay()}))
    silent = replace(silent, facts=silent.facts.model_copy(update={"pay": Pay(), "city": None, "country": None, "remote": None}))
    facts = explain(person(), silent).facts
    assert facts[0].what == "where the job is" and facts[0].whose == "posting"
    assert len(facts) <= 3 and all(fact.down >= 0 and fact.up >= 0 for fact in facts)
    quiet = explain(replace(person(), cities=frozenset(), area=frozenset(), countries=frozenset()), full()).facts
    assert ("where you want to work", "you") in [(fact.what, fact.whose) for fact in quiet]


def test_what_a_missing_skill_would_add_is_what_scoring_says() -> None:
    someone = person()
    fact = next(one for one in explain(someone, full()).facts if "Kubernetes" in one.what)
    gain = score(index(full()), someone.knowing("Kubernetes")).score[0] - score(index(full()), someone).score[0]
    assert abs(fact.up - gain) <= 0.1


def test_relevance_of_past_roles() -> None:
    developer, barista = relevance(resume().work, full())
    assert 100 >= developer > barista >= 0


def test_a_bare_posting_can_be_explained() -> None:
    told = explain(Candidate(), stored(title="Odd job", description=""))
    assert told.reasons == [] and told.gaps == [] and told.phrases == []
    assert explain(DEVELOPER, stored(title="Odd job", description="")).facts
