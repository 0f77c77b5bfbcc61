"""What the facts of a posting rest on: quotes that stand in the text, confidence that grows and shrinks with what is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs import analyse, confidence, read, statements
from core.models import Pay, Posting

TEXT = """About us
We are a small bank.

Requirements
- 5+ years of experience with Python
- SQL and dbt
- Bachelor's degree
- CISSP is a plus

This is a fully remote position, full-time.
Salary: €70,000 - €90,000 per year
We offer visa sponsorship."""
POSTING = Posting(title="Senior Data Engineer (remote)", location="Berlin, Germany", description=TEXT)
FEEDS = sorted((Path(__file__).parent / "feeds").iterdir())


def test_each_fact_names_its_words() -> None:
    found = statements(POSTING)
    said = {(one.fact, one.value, one.where): one.quote for one in found}
    assert said["years", "5", "text"] == "- 5+ years of experience with Python"
    assert said["pay", "70,000-90,000 EUR a year", "text"].startswith("Salary")
    assert said["remote", "remote", "text"] == "fully remote"
    assert said["education", "bachelor", "text"] == "Bachelor's"
    assert said["sponsorship", "yes", "text"] == "visa sponsorship"
    assert said["place", "Berlin, DE", "field"] == "Berlin, Germany"
    assert ("qualification", "CISSP", "text") in said and ("required", "Python", "text") in said


def test_a_second_agreeing_statement_makes_a_fact_surer() -> None:
    once = statements(POSTING.model_copy(update={"title": "Data Engineer"}))
    twice = statements(POSTING)
    assert confidence(once, "remote") == 0.85
    assert (confidence(twice, "remote") or 0) > 0.9
    assert (confidence(once, "level") or 0) < (confidence(twice, "level") or 0)


def test_a_disputed_pay_is_doubtful() -> None:
    agreed = POSTING.model_copy(update={"pay": Pay(min=70_000, max=90_000, currency="EUR", period="year")})
    disputed = POSTING.model_copy(update={"pay": Pay(min=20_000, max=30_000, currency="EUR", period="year")})
    assert (confidence(statements(agreed), "pay") or 0) > 0.95
    assert confidence(statements(disputed), "pay") == 0.5


def test_what_is_not_stated_has_no_confidence() -> None:
    assert statements(Posting(title="Zqxw")) == []
    assert confidence([], "pay") is None


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.name)
def test_facts_and_statements_agree(file: Path) -> None:
    for posting in read(file.read_bytes(), file.name):
        facts = analyse(posting)
        found = statements(posting, facts)
        told = {one.fact for one in found}
        for fact in ("years", "education", "level", "employment", "remote"):
            assert (getattr(facts, fact) is not None) == (fact in told), fact
        assert bool(facts.pay.min or facts.pay.max) == ("pay" in told)
        assert {one.value for one in found if one.fact in ("required", "preferred", "qualification")} >= set(facts.required)


@given(
    st.lists(st.sampled_from([*TEXT.splitlines(), "Straße №5 – zwei Tage home office", "ﬁve years", "İstanbul hybrid", ""]), max_size=12),
    st.text(max_size=200),
)
def test_quotes_stand_where_they_say(lines: list[str], noise: str) -> None:
    posting = Posting(title="Nurse", description="\n".join([*lines, noise, *lines]))
    for one in statements(posting):
        assert 0 <= one.confidence <= 1
        if one.where == "text":
            assert posting.description[one.start : one.end] == one.quote
