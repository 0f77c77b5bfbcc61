"""Insights: what a record shows about itself, each with its evidence, none without."""

from __future__ import annotations

from datetime import date

from core.insights import Insight, insights, summary, unexplained
from core.models import Achievement, Basics, Education, Extension, Meta, Preferences, Resume, Skill, SkillEvidence, Work

TODAY = date(2026, 11, 2)


def found(resume: Resume, kind: str) -> list[Insight]:
    """Insights of one kind."""
    return [one for one in insights(resume, Preferences(desired_roles=["Cook"]), TODAY) if one.kind == kind]


def worked(*spans: tuple[str, str]) -> Resume:
    """A resume with roles over these spans."""
    roles = [Work(position="Cook", name="Inn", start_date=start, end_date=end, highlights=["Fed 40 guests"]) for start, end in spans]
    return Resume(work=roles)


def test_a_gap_of_half_a_year_is_named_with_its_months() -> None:
    gaps = list(unexplained(worked(("2020-01", "2020-06"), ("2021-02", "")), TODAY))
    assert [one.text for one in gaps] == ["Nothing is said about July 2020 to January 2021 (7 months)."]


def test_no_gap_is_claimed_that_may_not_be_one() -> None:
    assert not list(unexplained(worked(("2018", "2019"), ("2020-06", "")), TODAY))
    assert not list(unexplained(worked(("2020-01", "2020-06"), ("2020-11", "")), TODAY))
    studied = worked(("2015-01", "2016-01"), ("2020-02", ""))
    studied.education = [Education(end_date="2020-01")]
    assert not list(unexplained(studied, TODAY))
    assert not list(unexplained(Resume(), TODAY))


def test_time_until_today_counts() -> None:
    gaps = list(unexplained(worked(("2020-01", "2025-10")), TODAY))
    assert "November 2025 to now (1 year)" in gaps[0].text


def test_missing_facts_are_named_together() -> None:
    texts = " ".join(one.text for one in found(Resume(basics=Basics(name="A", email="a@b.example"), work=[Work(name="Inn")]), "missing"))
    assert "phone number" in texts and "1 role has no start date" in texts and "e-mail" not in texts


def test_strengths_quote_their_evidence() -> None:
    record = worked(("2020-01", ""))
    told = Extension(
        achievements=[Achievement(text="Fed 40 guests", numbers=["40"], pointer="work/0/highlights/0")],
        skills=[SkillEvidence(name="Cooking", evidence="achieved", mentions=2, last_used="2026-11")],
    )
    record.meta = Meta(shortlist=told)
    texts = {one.text: one.evidence for one in found(record, "strength")}
    assert texts["1 skill stands in results with a number."] == "Cooking"
    assert texts["1 of 1 bullet say how much."] == "Fed 40 guests"
    assert "Cooking" in summary(record)


def test_duties_and_idle_skills_are_pointed_out() -> None:
    record = Resume(work=[Work(position="Cook", highlights=["Responsible for the kitchen"])])
    record.skills = [Skill(name="Excel"), Skill(name="Baking")]
    record.meta = Meta(
        shortlist=Extension(
            skills=[
                SkillEvidence(name="Excel", category="tool", evidence="listed"),
                SkillEvidence(name="Baking", category="method", evidence="used", last_used="2018-01"),
            ]
        )
    )
    texts = {one.text: one.evidence for one in found(record, "improve")}
    assert texts["1 bullet opens with a duty; begin with what you did."] == "Responsible for the kitchen"
    assert texts["1 listed skill appears in no role; say where you used them."] == "Excel"
    assert any("Baking (2018)" in evidence for evidence in texts.values())
    assert summary(Resume()) == ""
