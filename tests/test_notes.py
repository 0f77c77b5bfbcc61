"""Notes on postings: what is odd, what they may pay, where else they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import matching, notes, profiles
from core.matching import Listed
from core.models import Pay
from core.notes import NO_MODEL, Note
from core.salary import SalaryModel, refit, storing
from core.workspace import Workspace


@pytest.fixture
def shown(ws: Workspace) -> list[Listed]:
    return list(matching.matches(ws, profiles.try_sample(ws), matching.Filters(limit=10)))


@pytest.fixture
def model(ws: Workspace) -> SalaryModel:
    refit(ws)
    found = storing.load(ws.settings.home)
    assert found
    return found


def test_pay_is_estimated_only_where_it_is_not_stated(ws: Workspace, shown: list[Listed], model: SalaryModel) -> None:
    stored = [one.stored for one in shown]
    made = notes.notes(ws, stored, model)
    assert set(made) == {one.id for one in stored}
    silent = {one.id for one in stored if not notes.states_pay(one)}
    assert 0 < len(silent) < len(stored)
    for job_id, note in made.items():
        assert bool(note.estimate or note.refusal) == (job_id in silent)
        if note.estimate:
            assert note.estimate.n >= 30 and note.estimate.lo80 < note.estimate.median < note.estimate.hi80
        assert ("pay missing" in {one.kind for one in note.findings}) == (job_id in silent)


def test_a_role_that_the_model_hardly_knows_is_refused(ws: Workspace, shown: list[Listed], model: SalaryModel) -> None:
    one = shown[0].stored
    odd = replace(one, posting=one.posting.model_copy(update={"title": "Glassblower", "pay": Pay(), "location": "Nuuk, Greenland"}),
                  facts=one.facts.model_copy(update={"pay": Pay(), "country": "GL", "city": "Nuuk"}))  # fmt: skip
    note = notes.notes(ws, [odd], model)[odd.id]
    assert note.estimate is None and "at least 30" in note.refusal
    assert notes.notes(ws, [odd])[odd.id].refusal == NO_MODEL


def test_copies_leave_the_posting_itself_out(ws: Workspace) -> None:
    sql = "SELECT opening FROM visible GROUP BY opening HAVING count(*) > 1 AND max(published) - min(published) > 30 LIMIT 5"
    openings = [opening for (opening,) in ws.market.query(sql)]
    ids = [job_id for (job_id,) in ws.market.query("SELECT id FROM visible WHERE list_contains(?, opening)", [openings])]
    made = notes.notes(ws, list(ws.market.postings(ids).values()))
    assert len(made) == len(ids) >= 10
    assert all(note.copies and job_id not in {copy.id for copy in note.copies} for job_id, note in made.items())
    assert all(note.repost and note.repost.rounds >= 2 for note in made.values())


def test_what_a_page_said_comes_along(ws: Workspace, shown: list[Listed]) -> None:
    one = shown[0].stored
    ws.records.checks.keep(one.id, "gone", "Its page is no longer there.")
    checked = notes.notes(ws, [one])[one.id].checked
    assert checked and checked.standing == "gone"


def test_nothing_shown_is_nothing_to_do(ws: Workspace) -> None:
    assert notes.notes(ws, []) == {} and Note().findings == ()
