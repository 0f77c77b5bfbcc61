"""Profiles: reading, checking, editing with versions, merging documents, taking along."""

from __future__ import annotations

import json
from datetime import date

import pytest

from core import profiles
from core.errors import Conflict, UserError
from core.models import Basics, Education, JobFacts, Link, Posting, Preferences, Resume, Skill, Work
from core.resume import combine, read_pasted, restate
from core.workspace import Workspace

TODAY = date(2026, 11, 2)
FIRST = """Orla Fenwright
orla@example.com

Experience
Baker, Crumb & Co
2019-01 - Present
- Baked 400 loaves a day

Skills
Baking, Food safety
"""
SECOND = """Orla Fenwright
+44 113 496 0188

Experience
Shop Assistant, Tallow Stores
2015-03 - 2018-12
- Served 90 customers a day

Skills
Customer service, Baking
"""


def resume(**parts: object) -> Resume:
    """A resume of these parts."""
    return Resume.model_validate(parts)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (resume(basics=Basics(email="a@b")), "e-mail"),
        (resume(basics=Basics(url="javascript:alert(1)")), "web address"),
        (resume(basics=Basics(phone="12")), "phone"),
        (resume(basics=Basics(profiles=[Link(url="not a link")])), "web address"),
        (resume(work=[Work(start_date="03/2021")]), "Role 1: “03/2021” is not a date"),
        (resume(work=[Work(), Work(start_date="2021-05", end_date="2020")]), "Role 2: the end (2020) is before the start"),
        (resume(education=[Education(end_date="2021-13")]), "is not a date"),
    ],
)
def test_what_cannot_be_right_is_a_sentence(told: Resume, sentence: str) -> None:
    assert any(sentence in problem for problem in profiles.problems(told))


@pytest.mark.parametrize(
    "told",
    [
        Resume(),
        resume(basics=Basics(email="ä.b+c@uni.example.co.uk", url="example.com/me", phone="+353 1 234 5678")),
        resume(work=[Work(start_date="2021", end_date="2021-03"), Work(start_date="2021-03", end_date="2021")]),
    ],
)
def test_what_can_be_right_is_no_problem(told: Resume) -> None:
    assert not profiles.problems(told)


def test_the_pay_wish_is_checked() -> None:
    assert "above" in profiles.problems(Resume(), Preferences(salary_min=3, salary_max=2, currency="EUR"))[0]
    assert "currency" in profiles.problems(Resume(), Preferences(salary_min=3))[0]
    assert not profiles.problems(Resume(), Preferences(salary_min=3, currency="EUR"))


def test_an_edit_keeps_other_sources_and_works_the_rest_out_anew() -> None:
    _, old = read_pasted(FIRST, TODAY)
    new = old.model_copy(deep=True)
    new.work[0].start_date, new.skills = "2021-01", [*old.skills, Skill(name="Python")]
    told = restate(old, new, TODAY)
    facts = told.meta.shortlist
    assert "work/0/name" in facts.sources and "work/0/startDate" not in facts.sources
    assert facts.years is not None and old.meta.shortlist.years is not None and facts.years == old.meta.shortlist.years - 2
    assert "Python" in {skill.name for skill in facts.skills}
    assert old.work[0].start_date == "2019-01"


def test_an_edit_of_nothing_changes_nothing() -> None:
    _, old = read_pasted(FIRST, TODAY)
    assert restate(old, old, TODAY) == old


def test_a_second_document_adds_and_keeps_edits() -> None:
    _, one = read_pasted(FIRST, TODAY)
    document, two = read_pasted(SECOND, TODAY)
    one.basics.name = "Orla F."
    both = combine(one, two, 1, TODAY)
    assert both.basics.name == "Orla F." and both.basics.phone and both.basics.email
    assert {role.name for role in both.work} == {"Crumb & Co", "Tallow Stores"}
    assert [skill.name for skill in both.skills].count("Baking") == 1
    place = next(pointer for pointer, source in both.meta.shortlist.sources.items() if source.document == 1 and pointer.endswith("/name"))
    source = both.meta.shortlist.sources[place]
    assert document.text[source.start : source.end] in {"Tallow Stores", "Customer service"}
    assert both.meta.shortlist.counts["bullets"] == 2


def test_the_same_text_is_recognised(ws: Workspace) -> None:
    first, is_new = profiles.add_text(ws, FIRST)
    again, is_new_again = profiles.add_text(ws, FIRST)
    assert (is_new, is_new_again) == (True, False) and first.id == again.id
    with pytest.raises(UserError, match="part of this profile already"):
        document = ws.records.documents(first.id)[0]
        ws.records.save_profile(first, [])
        profiles.add_document(ws, first, FIRST.encode(), document.name or "a.txt")


def test_saves_name_their_version_and_undo_is_a_save(ws: Workspace) -> None:
    first = ws.records.add_profile("A", resume(basics=Basics(name="One")))
    second = profiles.edit(ws, first, resume(basics=Basics(name="Two")))
    with pytest.raises(Conflict) as met:
        profiles.edit(ws, first, resume(basics=Basics(name="Three")))
    assert met.value.current == ws.records.profile(first.id)
    third = profiles.restore(ws, second, first)
    assert third.version == 3 and third.resume.basics.name == "One"


def test_differences_are_said_value_by_value(ws: Workspace) -> None:
    first = ws.records.add_profile("A", resume(basics=Basics(name="One"), work=[Work(name="X")]))
    other = first.edited(resume=resume(basics=Basics(name="Two"), work=[Work(name="X")]), preferences=Preferences(locations=["Oslo"]))
    found = {tuple(one) for one in profiles.differences(first, other)}
    assert found == {("basics/name", "One", "Two"), ("preferences/locations/0", "", "Oslo")}


def test_deleting_goes_on_with_another_profile(ws: Workspace) -> None:
    one, two = ws.records.add_profile("A", Resume()), ws.records.add_profile("B", Resume())
    profiles.choose(ws, two.id)
    profiles.delete(ws, two)
    found = profiles.current(ws)
    assert found and found.id == one.id
    with pytest.raises(UserError, match="no longer there"):
        profiles.choose(ws, two.id)


def test_erasing_takes_own_postings_and_leaves_the_sample(ws: Workspace) -> None:
    profiles.add_text(ws, FIRST)
    ws.market.add([("own-1", "own-1", Posting(title="Baker"), JobFacts())], ws.now())
    sample = ws.market.count(sample=True)
    ws.erase()
    assert not ws.records.profiles() and ws.market.count(sample=False) == 0 and ws.market.count(sample=True) == sample


def test_everything_is_exported(ws: Workspace) -> None:
    profiles.add_text(ws, FIRST)
    ws.records.act("job-1", {"interested": True})
    told = json.loads(profiles.export_all(ws))
    assert told["profiles"][0]["resume"]["basics"]["name"] == "Orla Fenwright"
    assert "400 loaves" in told["profiles"][0]["documents"][0]["text"]
    assert told["actions"][0]["job_id"] == "job-1" and "owner" not in told["actions"][0]


def test_the_file_is_kept_only_on_request(ws: Workspace) -> None:
    text = b"Vela Marwick\nData Analyst, Quorin Labs\nMarch 2021 - Present\n- Built 14 dashboards in Python\n"
    plain, _ = profiles.add_file(ws, text, "plain.txt")
    kept, _ = profiles.add_file(ws, text + b"- Cut the report from 5 days to 1\n", "kept.txt", keep=True)
    assert ws.records.kept_files(plain.id) == []
    assert [(d.name, ws.records.kept_file(kept.id, d.sha256)) for d in ws.records.kept_files(kept.id)] == [
        ("kept.txt", text + b"- Cut the report from 5 days to 1\n")
    ]
