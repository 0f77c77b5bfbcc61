"""Postings: files and pasted text come in, a source goes out after a question."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core import postings
from core.postings import Summary
from core.workspace import Workspace
from pages.ui import adding
from tests.pages.visiting import Open, said

CSV = b"title,company,url,date\nWelder,Ironleaf,https://jobs.example/1,2026-10-30\nBaker,Cobb,https://jobs.example/2,2026-10-12\n"
TEXT = "Hotel Manager\nCompany: The Heron\nYou plan the week, talk to guests, keep the accounts in order and know food hygiene. " * 2


def choose(tab: AppTest, *files: tuple[str, bytes]) -> AppTest:
    tab.file_uploader(key="feeds_file").set_value([(name, data, "text/csv") for name, data in files])
    return click(tab, "Add postings")


def click(tab: AppTest, label: str) -> AppTest:
    return next(button for button in tab.button if button.label == label).click().run()


def test_files_are_stored_and_a_bad_one_does_not_stop_the_others(here: Workspace, visit: Open) -> None:
    tab = choose(visit("feeds"), ("jobs.csv", CSV), ("broken.json", b"{"))
    assert [box.value for box in tab.success] == [r"jobs.csv: 2 read, 2 new, 0 known already."]
    assert len(tab.error) == 1 and "broken.json" in tab.error[0].value
    assert "**2 postings**" in said(tab) and [source.name for source in postings.sources(here)] == ["jobs.csv"]


def test_without_a_file_the_page_says_what_to_do(visit: Open) -> None:
    assert "Choose a file first" in said(click(visit("feeds"), "Add postings"))


def test_pasted_text_is_read_back(here: Workspace, visit: Open) -> None:
    tab = visit("feeds")
    tab.text_area(key="feeds_pasted").set_value(TEXT)
    tab = click(tab, "Add this job")
    assert "Hotel Manager" in said(tab) and "was added" in said(tab) and len(postings.latest(here, 5)) == 1
    tab.text_area(key="feeds_pasted").set_value("short")
    tab = click(tab, "Add this job")
    assert len(tab.error) == 1 and "too short" in tab.error[0].value and "was added" not in said(tab)


def test_a_source_goes_only_after_a_question(here: Workspace, visit: Open) -> None:
    postings.add_file(here, CSV, "jobs.csv")
    tab = click(visit("feeds"), "Remove its postings")
    assert "will be removed" in said(tab) and "**2 postings**" in said(tab)
    assert {"Remove", "Keep them"} <= {button.label for button in tab.button} and postings.sources(here)


def test_the_result_of_a_file_is_one_sentence() -> None:
    assert adding.told(Summary(412, 398, 10, 4, 0, 1.0)) == "412 read, 398 new, 14 known already."
    assert adding.told(Summary(3, 1, 0, 0, 2, 1.0)) == "3 read, 1 new, 0 known already, 2 left out because they have no title."
    assert adding.told(Summary(0, 0, 0, 0, 0, 0.1)) == "it holds no postings; nothing was stored."
