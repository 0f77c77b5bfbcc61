"""Feeds in a real browser: followed, read from a site on this machine with progress, one of them failing, removed again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from core.process import Process
from core.settings import Settings
from core.tasks import TASKS
from tests.e2e import belongings
from tests.e2e.running import Running
from tests.e2e.visitor import Visitor

asked: list[str] = []


@pytest.fixture
def site() -> Iterator[str]:
    """A site with one feed; every other address is closed to programs."""
    content = belongings.feed(datetime.now(UTC).date())["buffer"]

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            found = self.path == "/jobs.rss"
            self.send_response(200 if found else 403)
            self.end_headers()
            self.wfile.write(content if found else b"")

        def log_message(self, *_: object) -> None:
            pass

    asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def nothing_due(home: Path) -> None:
    """Everything that runs by itself ran just now, so that the test alone reads feeds."""
    process = Process(Settings(home=home)).open()
    for task in TASKS:
        process.store.runs.finish(process.store.runs.start(task, None), True, "Done.")
    process.close()


def test_feeds_are_followed_read_and_removed(site: str, start: Callable[..., Running], visit: Callable[..., Any], tmp_path: Path) -> None:
    nothing_due(tmp_path / "server0" / "home")
    visitor = Visitor(visit(), start("server", SHORTLIST_ALLOW_PRIVATE="1").url).open("feeds")
    visitor.press("Follow a feed", role="tab").reads("nothing is fetched from anywhere")
    for path, name in (("jobs.rss", "Yard board"), ("closed", "Closed board")):
        follow(visitor, f"{site}/{path}", name)
    assert asked == []
    visitor.press("Read 2 feeds now").reads("1 of 2 feeds read, 2 new postings; 1 failed.").settled()
    text = visitor.text()
    assert sorted(asked) == ["/closed", "/jobs.rss"] and "You have 2 postings from 1 source" in text
    assert re.search(r"Read just now, 2 postings\. Next possible in 1 hour", text)
    assert re.search(r"Failed just now; never read so far\. The site does not let programs read this address", text)
    visitor.press("Remove Yard board").reads("Its 2 postings stay unless")
    visitor.page.get_by_text("Remove its 2 postings and their scores too").click()
    visitor.settled().press("Remove the feed").reads("You have no postings of your own yet").settled()
    visitor.misses("Remove Yard board").reads("Remove Closed board")


def follow(visitor: Visitor, address: str, name: str) -> None:
    """Follow an own address under a name."""
    visitor.page.get_by_role("combobox", name="Source", exact=True).click()
    visitor.page.keyboard.type("An address")
    visitor.page.keyboard.press("Enter")
    visitor.settled().type("Address of the feed", address).type("Name", name)
    visitor.press("Follow this feed").reads(f"You follow {name} now").settled()
