"""Postings beside each other: ranked by the same scores as the list, with who asks for what the person has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import UserError
from core.matching import Candidate, Filters, compare, matches
from core.matching.comparing import MOST, scored, skills, sure
from core.matching.person import candidate
from core.models import JobFacts, Match, Parts
from core.store import StoredProfile
from core.workspace import Workspace
from tests.matching.making import TODAY, full, resume, stored, wishes
from tests.matching.test_listing import put, some

pytestmark = pytest.mark.usefixtures("no_sample")


def test_scores_and_order_are_those_of_the_list(ws: Workspace, person: StoredProfile) -> None:
    put(ws, *some())
    listed = {one.match.job_id: one.match for one in matches(ws, person, Filters(minimum=0))}
    compared = compare(ws, person, ["poor", "best", "rich", "remote"])
    assert [one.rank for one in compared] == [1, 2, 3, 4]
    assert [one.stored.id for one in compared] == sorted(
        (one.stored.id for one in compared), key=lambda job: (-listed[job].score, job)
    )  # fmt: skip
    for one in compared:
        assert (one.match.score, one.match.band, one.match.parts) == (
            listed[one.stored.id].score, listed[one.stored.id].band, listed[one.stored.id].parts,
        )  # fmt: skip


def test_repeats_count_once_and_unknown_ids_are_left_out(ws: Workspace, person: StoredProfile) -> None:
    put(ws, *some())
    ws.records.act("best", {"interested": True})
    compared = compare(ws, person, ["best", "best", "nothing"])
    assert [one.stored.id for one in compared] == ["best"]
    assert compared[0].action is not None and compared[0].action.interested
    assert compare(ws, person, ["nothing"]) == compare(ws, person, []) == []


def test_more_than_four_are_refused(ws: Workspace, person: StoredProfile) -> None:
    with pytest.raises(UserError, match="At most 4"):
        compare(ws, person, [str(number) for number in range(MOST + 1)])


def test_anothers_postings_are_not_there(ws: Workspace, person: StoredProfile) -> None:
    hosted = replace(ws, owner="someone", settings=replace(ws.settings, mode="hosted"))
    put(hosted, full("theirs"))
    assert compare(ws, person, ["theirs"]) == []


def test_skills_are_held_missing_or_a_plus() -> None:
    someone = candidate(resume(), wishes(), TODAY)
    facts = JobFacts(required=["Python", "Kubernetes"], preferred=["SQL", "Welding", "No such skill"])
    assert skills(someone, facts) == (("Python", "SQL"), ("Kubernetes",), ("Welding", "No such skill"))
    assert skills(someone, JobFacts()) == ((), (), ())
    assert skills(Candidate(skills={"Wound care": 7.0}), JobFacts(required=["Patient care"])) == (("Patient care",), (), ())


def test_the_order_is_sure_only_when_bands_do_not_meet() -> None:
    def match(low: float, high: float) -> Match:
        return Match(job_id="a", score=(low + high) / 2, band=(low, high), confidence=1, parts=Parts())

    assert sure(match(70, 80), match(50, 69)) and sure(match(50, 69), match(70, 80))
    assert not sure(match(70, 80), match(60, 70))


def test_nothing_to_score_is_no_error(ws: Workspace) -> None:
    assert scored(ws, candidate(resume(), wishes(), TODAY), []) == {}
    assert scored(ws, candidate(resume(), wishes(), TODAY), [stored("a")])["a"].job_id == "a"
