"""Hidden companies: recognised in any spelling, gone from every list, undone, kept sealed, two tabs at once."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from core import shortlist
from core.errors import UserError
from core.jobs import opening_key
from core.matching import Filters, Lesson, hidden_companies, hide_company, lessons, matches, search, show_company
from core.matching.companies import MOST, SETTING
from core.matching.person import candidate
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from tests.matching.making import TODAY, full, resume, stored, wishes
from tests.matching.test_listing import put

pytestmark = pytest.mark.usefixtures("no_sample")


def of(company: str, job_id: str) -> StoredPosting:
    """A good match at a company, under the key that it would be stored with."""
    one = full(job_id)
    posting = one.posting.model_copy(update={"company": company})
    return replace(one, posting=posting, opening=f"{opening_key(posting)} {job_id}")


def ids(ws: Workspace, person: StoredProfile) -> set[str]:
    return {one.match.job_id for one in matches(ws, person, Filters(minimum=0))}


def test_any_spelling_is_hidden_everywhere_and_comes_back(ws: Workspace, person: StoredProfile) -> None:
    put(ws, of("Müller & Söhne GmbH", "one"), of("MULLER SOHNE", "two"), of("Müllerei", "three"), of("", "four"))
    assert hide_company(ws, " Muller  & Sohne ") == ("Muller & Sohne",)
    assert hide_company(ws, "MÜLLER & SÖHNE AG") == ("Muller & Sohne",)
    assert ids(ws, person) == {"three", "four"}
    someone = candidate(resume(), wishes(), TODAY)
    assert {one.match.job_id for one in search(ws, someone, Filters(minimum=0))} == {"three", "four"}
    assert matches(ws, person, Filters(minimum=0, hidden=True)).total == 2
    assert {row["job_id"] for row in shortlist.score_new(ws, days_back=30)["matches"]} <= {"three", "four"}
    assert show_company(ws, "müller söhne") == () and ids(ws, person) == {"one", "two", "three", "four"}


def test_what_was_hidden_alone_is_no_news(ws: Workspace, person: StoredProfile) -> None:
    put(ws, of("A", "one"), of("B", "two"))
    ws.records.act("one", {"hidden": True})
    news = shortlist.score_new(ws, days_back=30)
    assert [row["job_id"] for row in news["matches"]] == ["two"] and news["scored"] == 1


def test_learning_counts_other_companies_only(ws: Workspace, person: StoredProfile) -> None:
    wanting = [
        replace(stored(f"{company}{n}", required=["Python", "Kubernetes"], occupation="software-developer"), opening=f"{company}|{n}|")
        for company in ("cobb", "heron")
        for n in range(3)
    ]
    put(ws, *wanting)

    best = matches(ws, person, Filters(minimum=0)).shown[0].match.score + 1

    def counted(found: list[Lesson]) -> set[int]:
        return {one.n for one in found}

    assert counted(lessons(ws, person, threshold=best)) == {6}
    hide_company(ws, "Cobb Ltd")
    assert counted(lessons(ws, person, threshold=best)) == {3}


def test_a_name_of_nothing_and_a_list_too_long_are_refused(ws: Workspace) -> None:
    for name in ("", "  ", "!?", "GmbH"):
        with pytest.raises(UserError, match="Name the company"):
            hide_company(ws, name)
    ws.records.set(SETTING, [f"Company {number}" for number in range(MOST)])
    with pytest.raises(UserError, match="500 companies"):
        hide_company(ws, "One more")
    assert len(hidden_companies(ws)) == MOST and hide_company(ws, "Company 7") == hidden_companies(ws)


def test_another_owner_sees_everything(ws: Workspace, person: StoredProfile) -> None:
    hide_company(ws, "Cobb")
    assert hidden_companies(replace(ws, owner="someone")) == ()


def test_the_names_are_sealed(ws: Workspace, home: Path) -> None:
    hide_company(ws, "Cobblestone Works")
    assert not any(b"Cobblestone" in file.read_bytes() for file in home.glob("records.sqlite*"))


def test_two_tabs_at_once_lose_nothing(ws: Workspace) -> None:
    names = [f"Company {number}" for number in range(12)]
    threads = [threading.Thread(target=hide_company, args=(ws, name)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(hidden_companies(ws)) == set(names)
