"""Paste a job: read without storing, scored when there is a profile, beside each other, added only on request."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import postings, profiles
from core.jobs import statements
from core.models import Posting
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import pasting
from tests.pages.visiting import Open, said

TEXT = "Hotel Manager\nCompany: The Heron\nYou plan the week, talk to guests, keep the accounts in order and know food hygiene. " * 2
OTHER = (
    "Data Analyst\nCompany: Quorin Labs\nLocation: Berlin, Germany\nYou need 3+ years of experience with Python and SQL.\n"
    "Salary: €50,000 - €60,000 per year\nYou work with four colleagues in the team and report to the board."
)
UNNAMED = "We have many things to do here and there is always something going on with us. " * 3


def read(tab: AppTest, text: str) -> AppTest:
    tab.text_area(key="paste_text").set_value(text)
    return click(tab, "Read the jobs")


def click(tab: AppTest, label: str) -> AppTest:
    return next(button for button in tab.button if button.label == label).click().run()


def test_reading_stores_nothing_until_it_is_added(here: Workspace, visit: Open) -> None:
    tab = read(visit("paste"), OTHER)
    assert "Data Analyst" in [header.value for header in tab.header] and "not scored" in said(tab)
    table = tab.dataframe[0].value.set_index("Fact")
    assert table.loc["Years asked for", "Value"] == "3" and table.loc["Years asked for", "How sure"] == "85%"
    assert table.loc["Contract", "Value"] == "not stated"
    assert not postings.latest(here, 5)
    tab = click(tab, "Add to my postings")
    assert len(postings.latest(here, 5)) == 1 and "among your postings" in "".join(one.value for one in tab.success)


def test_two_jobs_stand_side_by_side(own: StoredProfile, visit: Open) -> None:
    tab = read(visit("paste"), f"{TEXT}\n---\n{OTHER}")
    assert [header.value for header in tab.header] == ["Side by side", "Hotel Manager", "Data Analyst"]
    assert "1\\. Data Analyst" in tab.table[0].value.columns


def test_one_bad_text_or_file_is_one_sentence(visit: Open) -> None:
    tab = visit("paste")
    tab.file_uploader(key="paste_files").set_value(
        [("job.txt", OTHER.encode(), "text/plain"), ("scan.pdf", b"%PDF-1.4", "application/pdf")]
    )
    tab = click(tab, "Read the jobs")
    assert len(tab.error) == 1 and "scan.pdf" in tab.error[0].value and "Data Analyst" in [header.value for header in tab.header]
    assert "too short" in read(tab, "short").error[0].value
    assert "Description 2" in read(tab, f"{OTHER}\n---\nshort").error[0].value


def test_a_job_without_a_title_asks_for_one(here: Workspace, visit: Open) -> None:
    tab = click(read(visit("paste"), UNNAMED), "Add to my postings")
    assert "title first" in tab.error[0].value and not postings.latest(here, 5)
    next(field for field in tab.text_input if field.label == "Job title").set_value(" Keeper  of bees ")
    click(tab, "Add to my postings")
    assert postings.latest(here, 5)[0].posting.title == "Keeper of bees"


def test_the_words_are_marked_and_never_markup() -> None:
    text = "Requirements\n- Python and <b>SQL</b> ![x](http://evil.example/p.png)\n- Docker"
    told = pasting.marked(text, statements(Posting(title="Developer", description=text)))
    assert "**Python**" in told and "**SQL**" in told and "**Docker**" in told
    assert "![" not in told and "<b>" not in told


def test_a_sample_person_gets_a_score(here: Workspace, visit: Open) -> None:
    profiles.try_sample(here)
    assert "badge" in said(read(visit("paste"), OTHER))


@pytest.mark.parametrize("text", ["", "\n---\n---\n"])
def test_nothing_pasted_is_a_sentence(text: str, visit: Open) -> None:
    assert "no text yet" in read(visit("paste"), text).error[0].value
