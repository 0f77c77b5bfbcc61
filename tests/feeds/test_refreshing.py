"""Feeds chosen and refreshed: health, waiting, one bad among good, owners apart, a process killed in the middle."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core import feeds, postings
from core.errors import UserError
from core.feeds import Fetcher
from core.feeds.refreshing import BUSY
from core.process import Process
from core.settings import ROOT, Settings
from core.workspace import Workspace
from tests.conftest import NOW
from tests.feeds.conftest import Site, rss, send


def later(ws: Workspace, **delta: float) -> Workspace:
    """The same workspace some time later."""
    return replace(ws, now=lambda: NOW + timedelta(**delta))


def titles(ws: Workspace) -> list[str]:
    return sorted(one.posting.title for one in postings.latest(ws, 1_000))


def test_a_feed_is_read_once_an_hour_and_tells_its_health(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    site.pages["/jobs"] = rss("Welder", "Baker")
    feed = feeds.add(ws, f"{site.address}/jobs", "My  feed")
    told: list[tuple[int, int, str]] = []
    report = feeds.refresh(ws, progress=lambda done, of, one: told.append((done, of, one.status)), fetcher=fetcher)
    assert told == [(1, 1, "read")] and report.summary.added == 2 and titles(ws) == ["Baker", "Welder"]
    (state,) = feeds.listed(ws)
    assert (state.id, state.name, state.items, state.error) == (feed.id, "My feed", 2, "")
    assert state.last_success == NOW and state.next_allowed == NOW + timedelta(hours=1)
    assert [source.name for source in postings.sources(ws)] == ["My feed"]

    waiting = feeds.refresh(later(ws, minutes=58), fetcher=fetcher)
    assert len(waiting.having("waiting")) == 1 and waiting.next_possible == state.next_allowed and len(site.asked) == 1
    again = feeds.refresh(later(ws, minutes=60), fetcher=fetcher)
    assert len(again.having("unchanged")) == 1 and again.outcomes[0].feed.items == 2 and len(site.asked) == 2


def test_what_the_site_says_is_unchanged_is_not_read(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    site.pages["/jobs"] = (200, {"ETag": '"one"'}, rss("Welder"))
    feeds.add(ws, f"{site.address}/jobs")
    feeds.refresh(ws, fetcher=fetcher)
    site.pages["/jobs"] = lambda handler: send(handler, 304, {}, b"")
    report = feeds.refresh(later(ws, hours=2), fetcher=fetcher)
    assert report.sentence() == "1 of 1 feeds read, 0 new postings." and site.asked[-1][1]["if-none-match"] == '"one"'


def test_bad_feeds_do_not_stop_the_good_ones(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "aaaaaaaaaa">{entities}]><rss><channel><title>&a12;</title></channel></rss>'
    script = rss("Cook").replace(b"<description>", b"<description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
    site.pages |= {
        "/good": rss("Welder"), "/script": script, "/bomb": bomb.encode(), "/page": b"<html><body>Our jobs</body></html>",
        "/wall": b"<html><title>Just a moment...</title>Checking your browser</html>", "/noise": bytes(range(256)) * 40,
        "/broken": rss("Baker", "Miller")[:-90], "/deep": b"[" * 100_000, "/other": rss("Tailor"),
        "/zip": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 80_000_000)),
    }  # fmt: skip
    for path in (*site.pages, "/missing"):
        feeds.add(ws, site.address + path, path)
    report = feeds.refresh(ws, fetcher=fetcher)
    status = {one.feed.name: one.status for one in report.outcomes}
    assert {name for name, one in status.items() if one == "read"} >= {"/good", "/script", "/broken", "/other"}
    failed = {one.feed.name: one.feed.error for one in report.having("failed")}
    assert set(failed) >= {"/page", "/wall", "/noise", "/deep", "/zip", "/missing"}
    assert all(error.endswith(".") and site.address not in error for error in failed.values())
    assert "bot check" in failed["/wall"] and "larger than 50 MB" in failed["/zip"] and "nothing at this address" in failed["/missing"]
    assert {"Welder", "Cook", "Tailor", "Baker"} <= set(titles(ws)) and site.most_at_once == 1
    (cook,) = [one.posting for one in postings.latest(ws, 100) if one.posting.title == "Cook"]
    assert "<script" not in cook.description and "onerror" not in cook.description


def test_a_failing_feed_is_asked_less_and_less(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    feeds.add(ws, f"{site.address}/missing")
    waits, when = [], NOW
    for _ in range(7):
        moment = when
        (one,) = feeds.refresh(replace(ws, now=lambda moment=moment: moment), fetcher=fetcher).outcomes
        assert one.status == "failed" and one.feed.next_allowed
        waits.append((one.feed.next_allowed - when) / timedelta(hours=1))
        when = one.feed.next_allowed
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    site.pages["/missing"] = rss("Welder")
    (one,) = feeds.refresh(replace(ws, now=lambda: when), fetcher=fetcher).outcomes
    assert (one.feed.failures, one.feed.error, one.status) == (0, "", "read")


def test_a_site_that_cannot_be_reached_may_be_asked_again_soon(ws: Workspace, fetcher: Fetcher) -> None:
    feeds.add(ws, "http://127.0.0.1:9/jobs")
    (one,) = feeds.refresh(ws, fetcher=fetcher).outcomes
    assert one.feed.next_allowed == NOW + timedelta(minutes=5) and "cannot be reached" in one.feed.error


def test_the_settings_decide_about_private_addresses(ws: Workspace, site: Site) -> None:
    site.pages["/jobs"] = rss("Welder")
    feeds.add(ws, f"{site.address}/jobs")
    assert "private network" in feeds.refresh(ws).outcomes[0].feed.error and not site.asked
    allowed = replace(later(ws, hours=2), settings=replace(ws.settings, allow_private_addresses=True))
    assert feeds.refresh(allowed).outcomes[0].status == "read"


def test_adding_twice_is_adding_once_and_names_stay_apart(ws: Workspace) -> None:
    first = feeds.add(ws, "https://www.jobs.example/a")
    feeds.switch(ws, first.id, False)
    assert feeds.add(ws, "https://www.jobs.example/a#top").id == first.id and feeds.listed(ws)[0].enabled
    second = feeds.add(ws, "feed:https://jobs.example/b")
    assert (first.name, second.name) == ("jobs.example", "jobs.example 2")
    assert feeds.remove(ws, first.id) == 0 and [one.id for one in feeds.listed(ws)] == [second.id]
    with pytest.raises(UserError, match="no longer there"):
        feeds.switch(ws, first.id, True)


def test_a_feed_that_is_off_is_not_read_and_goes_with_its_postings(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/one": rss("Welder"), "/two": rss("Baker")}
    one, two = (feeds.add(ws, site.address + path, path) for path in ("/one", "/two"))
    feeds.switch(ws, two.id, False)
    assert len(feeds.refresh(ws, fetcher=fetcher).outcomes) == 1 and titles(ws) == ["Welder"]
    assert feeds.refresh(ws, [two.id], fetcher=fetcher).sentence() == "No feed is switched on."
    assert feeds.remove(ws, one.id, with_postings=True) == 1 and titles(ws) == []


def test_an_address_is_not_readable_in_the_store(ws: Workspace) -> None:
    feeds.add(ws, "https://jobs.example/feed?key=very-private", "A personal name")
    ws.store.close()
    raw = b"".join(file.read_bytes() for file in ws.settings.home.glob("records.sqlite*"))
    assert b"very-private" not in raw and b"jobs.example" not in raw and b"A personal name" not in raw


def test_owners_keep_their_feeds_apart_and_the_operator_fills_the_market(
    hosted: Callable[[str], Workspace], site: Site, fetcher: Fetcher
) -> None:  # fmt: skip
    site.pages |= {"/mine": rss("Welder"), "/all": rss("Baker")}
    one, two, operator = hosted("one"), hosted("two"), hosted("")
    mine = feeds.add(one, f"{site.address}/mine")
    common = feeds.add(operator, f"{site.address}/all")
    for ws in (one, two, operator):
        feeds.refresh(ws, fetcher=fetcher)
    assert (titles(one), titles(two), titles(operator)) == (["Baker", "Welder"], ["Baker"], ["Baker"])
    assert [feed.id for feed in feeds.shared(two)] == [common.id] and feeds.shared(operator) == []
    with pytest.raises(UserError, match="no longer there"):
        feeds.remove(two, mine.id)
    with pytest.raises(UserError, match="operator of this site"):
        feeds.follow(one, "remotive")
    assert feeds.follow(operator, "remotive").name == "Remotive"
    one.erase()
    assert feeds.listed(one) == [] and titles(one) == ["Baker"] and len(feeds.listed(operator)) == 2


def test_feeds_are_limited(hosted: Callable[[str], Workspace]) -> None:
    for number in range(10):
        feeds.add(hosted("one"), f"https://jobs.example/{number}")
    with pytest.raises(UserError, match="already have 10 feeds"):
        feeds.add(hosted("one"), "https://jobs.example/more")


def test_two_refreshes_do_not_run_at_once(ws: Workspace) -> None:
    with ws.store.runs.lease(f"feeds {ws.owner}", 60) as held, pytest.raises(UserError) as caught:
        feeds.refresh(ws)
    assert held and str(caught.value) == BUSY
    assert feeds.refresh(ws).outcomes == ()


def test_a_person_who_switches_a_feed_off_while_it_is_read_is_heard(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    feed = feeds.add(ws, f"{site.address}/jobs")

    def off(handler: object) -> None:
        feeds.switch(ws, feed.id, False)
        send(handler, 200, {}, rss("Welder"))  # type: ignore[arg-type]

    site.pages["/jobs"] = off
    feeds.refresh(ws, fetcher=fetcher)
    (state,) = feeds.listed(ws)
    assert not state.enabled and state.items == 1


def test_hiring_threads_are_read_page_by_page_and_old_ones_once(
    ws: Workspace, site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def epoch(days: int) -> int:
        return int((NOW - timedelta(days=days)).timestamp())

    def comments(*numbers: int) -> bytes:
        text = "Ironleaf | Software Engineer | Berlin, Germany | Onsite | https://ironleaf.example<p>We build ovens."
        one = {"story_id": 1, "parent_id": 1, "comment_text": text, "created_at": "2026-11-01T08:00:00Z"}
        return json.dumps({"hits": [one | {"objectID": str(number)} for number in numbers]}).encode()

    opened = [("31", "Ask HN: Who is hiring? (November 2026)", 1), ("32", "Ask HN: Who wants to be hired?", 1)]
    opened += [("21", "Ask HN: Who is hiring? (September 2026)", 60), ("11", "Ask HN: Who is hiring? (August 2026)", 90)]
    hits = [{"objectID": name, "title": title, "created_at_i": epoch(days)} for name, title, days in opened]
    base = "/search?tags=comment,story_"
    site.pages |= {
        "/search?tags=story,author_whoishiring&hitsPerPage=9": json.dumps({"hits": hits}).encode(),
        f"{base}31&hitsPerPage=200&page=0": comments(1, 2), f"{base}31&hitsPerPage=200&page=1": comments(3),
        f"{base}31&hitsPerPage=200&page=2": comments(), f"{base}21&hitsPerPage=200&page=0": comments(4),
        f"{base}21&hitsPerPage=200&page=1": comments(),
    }  # fmt: skip
    search = replace(feeds.preset("hackernews"), url=f"{site.address}/search")
    monkeypatch.setattr("core.feeds.reading.preset", lambda _: search)
    feeds.follow(ws, "hackernews", "2")
    assert feeds.refresh(ws, fetcher=fetcher).summary.added == 4
    assert feeds.listed(ws)[0].done == ("21",)
    site.asked.clear()
    assert feeds.refresh(later(ws, hours=3), fetcher=fetcher).summary.updated == 3
    assert not [path for path, _ in site.asked if "story_21" in path]


def test_a_ready_made_source_that_is_gone_stops_no_other(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    site.pages["/jobs"] = rss("Welder")
    feeds.add(ws, f"{site.address}/jobs")
    ws.records.feeds.add(replace(feeds.listed(ws)[0], id="0" * 32, name="Old", url="", preset="closed"))
    report = feeds.refresh(ws, fetcher=fetcher)
    (failed,) = report.having("failed")
    assert len(report.having("read")) == 1 and "no ready-made source" in failed.feed.error


def test_more_months_are_the_same_feed(ws: Workspace) -> None:
    first, second = feeds.follow(ws, "hackernews", "2"), feeds.follow(ws, "hackernews", "6")
    assert first.id == second.id and [feed.parameter for feed in feeds.listed(ws)] == ["6"]


def test_boards_name_their_company_and_pages_end(ws: Workspace, site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    paged = replace(feeds.preset("personio"), url=f"{site.address}/{{company}}?page={{page}}", pages=5)
    monkeypatch.setattr("core.feeds.reading.preset", lambda _: paged)
    bare = [rss(title).replace(b"<author>Ironleaf Ltd</author>", b"") for title in ("Welder of frames", "Baker of bread")]
    site.pages |= {"/oak-mill?page=1": bare[0], "/oak-mill?page=2": bare[1], "/oak-mill?page=3": rss()}
    feed = feeds.follow(ws, "personio", "https://oak-mill.jobs.personio.de/job/1")
    assert (feed.name, feed.parameter) == ("Personio: oak-mill", "oak-mill")
    assert feeds.refresh(ws, fetcher=fetcher).summary.added == 2
    assert {one.posting.company for one in postings.latest(ws, 9)} == {"Oak Mill"} and len(site.asked) == 3


def test_a_feed_that_breaks_off_keeps_what_it_gave(ws: Workspace, site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    paged = replace(feeds.preset("arbeitnow"), url=f"{site.address}/jobs?page={{page}}")
    monkeypatch.setattr("core.feeds.reading.preset", lambda _: paged)
    site.pages["/jobs?page=1"] = rss("Welder")
    feeds.follow(ws, "arbeitnow")
    (one,) = feeds.refresh(ws, fetcher=fetcher).outcomes
    assert (one.status, one.summary.added, titles(ws)) == ("failed", 1, ["Welder"])


KILLED = """
import sys
from pathlib import Path
from core import feeds
from core.process import Process
from core.settings import Settings
process = Process(Settings(home=Path(sys.argv[1]), allow_private_addresses=True)).open()
print("open", flush=True)
feeds.refresh(process.workspace("local"), fetcher=feeds.Fetcher(allow_private=True, pause=0.0))
"""


def test_a_process_killed_in_the_middle_loses_and_repeats_nothing(home: Path, site: Site, fetcher: Fetcher) -> None:
    """Killed as soon as the site was asked n times; after that a refresh completes, and every posting is there once."""
    process = Process(Settings(home=home), now=lambda: NOW).open()
    for number in range(6):
        site.pages[f"/{number}"] = rss(*(f"Job {number} {n}" for n in range(20)), site=f"https://jobs.example/{number}")
        feeds.add(process.workspace("local"), f"{site.address}/{number}", f"feed {number}")
    process.close()
    for asked in (2, 4):
        site.asked.clear()
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        while child.poll() is None and len(site.asked) < asked:
            time.sleep(0.005)
        child.kill()
        child.communicate()
    process = Process(Settings(home=home), now=lambda: datetime.now(NOW.tzinfo)).open()
    ws = process.workspace("local")
    report = feeds.refresh(ws, fetcher=fetcher)
    stored = {feed.id for feed in feeds.listed(ws) if feed.last_success}
    assert len(stored) == 6 and not report.having("failed")
    assert len(titles(ws)) == 120 and len(set(titles(ws))) == 120
    process.close()
