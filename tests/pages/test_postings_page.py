"""Postings: files, pasted text and followed feeds come in, a source or a feed goes out after a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import feeds, postings
from core.feeds import Outcome
from core.postings import Summary
from core.process import Process
from core.settings import Settings
from core.store import StoredFeed
from core.workspace import Workspace
from pages.ui import adding, health, refreshing
from tests.pages.visiting import Open, said

CSV = b"title,company,url,date\nWelder,Ironleaf,https://jobs.example/1,2026-10-30\nBaker,Cobb,https://jobs.example/2,2026-10-12\n"


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


def test_a_source_goes_only_after_a_question(here: Workspace, visit: Open) -> None:
    postings.add_file(here, CSV, "jobs.csv")
    tab = click(visit("feeds"), "Remove its postings")
    assert "will be removed" in said(tab) and "**2 postings**" in said(tab)
    assert {"Remove", "Keep them"} <= {button.label for button in tab.button} and postings.sources(here)


def test_the_result_of_a_file_is_one_sentence() -> None:
    assert adding.told(Summary(412, 398, 10, 4, 0, 1.0)) == "412 read, 398 new, 14 known already."
    assert adding.told(Summary(3, 1, 0, 0, 2, 1.0)) == "3 read, 1 new, 0 known already, 2 left out because they have no title."
    assert adding.told(Summary(0, 0, 0, 0, 0, 0.1)) == "it holds no postings; nothing was stored."


# --- feeds -------------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PRIVATE_ADDRESS = "http://127.0.0.1:9/jobs.rss"


def chosen(tab: AppTest, source: str) -> AppTest:
    return tab.selectbox(key="feeds_source").set_value(source).run()


def test_nothing_is_followed_by_itself(here: Workspace, visit: Open) -> None:
    tab = visit("feeds")
    assert "nothing is fetched from anywhere" in said(tab) and feeds.listed(here) == []
    assert not [button for button in tab.button if button.label.startswith("Read ")]
    source = feeds.preset("remotive")
    text = said(chosen(tab, "remotive"))
    assert f"[{source.attribution}]({source.link})" in text and "Read at most every 6 hours" in text


def test_a_board_is_followed_and_switched_off(here: Workspace, visit: Open) -> None:
    tab = chosen(visit("feeds"), "greenhouse")
    tab = click(tab, "Follow this feed")
    assert "Greenhouse needs the company" in tab.error[0].value and feeds.listed(here) == []
    tab.text_input(key="feeds_parameter_greenhouse").set_value("https://boards.greenhouse.io/oakmill")
    tab = click(tab, "Follow this feed")
    [feed] = feeds.listed(here)
    assert feed.name == "Greenhouse: oakmill" and feed.enabled and tab.success and not tab.error
    assert tab.text_input(key="feeds_parameter_greenhouse").value == "" and "Not read yet" in said(tab)
    tab = next(box for box in tab.toggle if "oakmill" in box.label).set_value(False).run()
    assert not feeds.listed(here)[0].enabled and "all your feeds are off" in said(tab).lower()


def test_a_feed_that_fails_says_why_and_waits(here: Workspace, visit: Open) -> None:
    tab = chosen(visit("feeds"), "")
    tab.text_input(key="feeds_address").set_value(PRIVATE_ADDRESS)
    tab.text_input(key="feeds_name").set_value("*Yard*")
    tab = click(click(tab, "Follow this feed"), "Read 1 feed now")
    assert "0 of 1 feeds read, 0 new postings; 1 failed" in said(tab)
    assert "private network" in said(tab) and tab.toggle[0].label == "Yard"
    assert "Read 1 feed now" not in {button.label for button in tab.button} and "next may be read in" in said(tab)
    assert [(run.task, run.ok) for run in here.store.runs.latest(owner=here.owner) if run.owner] == [("refresh_feeds", True)]


def test_a_feed_goes_after_a_question_that_names_its_postings(here: Workspace, visit: Open) -> None:
    feed = feeds.add(here, "https://jobs.example/feed", "jobs.csv")
    postings.add_file(here, CSV, "jobs.csv")
    tab = click(visit("feeds"), "Remove jobs.csv")
    assert "Its 2 postings stay unless" in said(tab) and tab.checkbox(key="feeds_with_postings").value is False
    assert {"Remove the feed", "Keep the feed"} <= {button.label for button in tab.button} and feeds.listed(here) == [feed]


def test_health_in_words() -> None:
    feed = StoredFeed("1", "Yard")
    well = replace(feed, last_attempt=NOW, last_success=NOW - timedelta(minutes=5), items=1204, next_allowed=NOW + timedelta(minutes=55))
    failed = replace(well, failures=3, error="The *site* is away.", next_allowed=NOW + timedelta(hours=4))
    assert "Not read yet" in health.health(feed, NOW) and health.may_be_read(feed, NOW)
    assert health.health(well, NOW).endswith("Read 5 minutes ago, 1,204 postings. Next possible in 55 minutes.")
    assert not health.may_be_read(well, NOW) and health.may_be_read(well, NOW + timedelta(hours=1))
    assert r"Failed 3 times in a row; read 5 minutes ago, 1,204 postings. The \*site\* is away. Next possible in 4 hours." in health.health(
        failed, NOW
    )
    assert health.health(replace(well, enabled=False), NOW).endswith("Off; read 5 minutes ago, 1,204 postings.")


@pytest.mark.parametrize(
    ("minutes", "back", "ahead"),
    [(0, "just now", "now"), (1, "1 minute ago", "in 1 minute"), (59.8, "1 hour ago", "in 1 hour"), (90, "2 hours ago", "in 2 hours"),
     (60 * 72, "3 days ago", "on 5 November 2026"), (60 * 24 * 20, "13 October 2026", "on 22 November 2026")],
)  # fmt: skip
def test_moments(minutes: float, back: str, ahead: str) -> None:
    assert health.since(NOW - timedelta(minutes=minutes), NOW) == back
    assert health.until(NOW + timedelta(minutes=minutes), NOW) == ahead


def test_a_feed_that_ended_is_one_line() -> None:
    feed = StoredFeed("1", "Yard", error="The site is away.")
    assert refreshing.ended(Outcome(feed, "read", Summary(12, 10, 2, 0, 0, 0.1))).endswith("Yard: 12 read, 10 new.")
    assert refreshing.ended(Outcome(feed, "failed")) == ":material/warning: Yard: The site is away."


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Workspace]:
    """A visitor of a hosted instance whose operator follows a feed."""
    process = Process(Settings(home=tmp_path / "hosted", mode="hosted")).open()
    feeds.follow(process.workspace(""), "remotive")
    yield process.workspace("0" * 32)
    process.close()


def test_a_visitor_sees_the_operators_feeds_and_chooses_own_ones_only(visitor: Workspace) -> None:
    def part(ws):  # type: ignore[no-untyped-def]
        from pages.ui import following

        following.shared_feeds(ws)
        following.choosing(ws, first=True)

    tab = AppTest.from_function(part, kwargs={"ws": visitor}).run()
    assert "**Remotive**" in said(tab) and not tab.selectbox and not tab.toggle
    tab.text_input(key="feeds_address").set_value("https://jobs.example/feed")
    click(tab, "Follow this feed")
    assert [feed.name for feed in feeds.listed(visitor)] == ["jobs.example"]
