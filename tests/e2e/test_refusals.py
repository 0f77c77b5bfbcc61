"""What must not work in a real browser, in one clear sentence each: files that cannot be read, and two tabs that disagree."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.e2e import belongings
from tests.e2e.running import Running
from tests.e2e.visitor import Visitor

Start = Callable[..., Running]
Visit = Callable[..., Any]


def test_a_file_that_cannot_be_read_stores_nothing(start: Start, visit: Visit) -> None:
    visitor = Visitor(visit(), start("server").url)
    for sentence, bad in belongings.refused().items():
        visitor.open("profile").upload(bad)
        visitor.reads(re.compile(sentence, re.I)).settled()
        assert "There is no profile yet" in visitor.text(), bad["name"]
    visitor.go("Matches").reads("There is no profile yet")


def test_a_file_without_jobs_is_one_sentence_and_the_others_are_stored(start: Start, visit: Visit) -> None:
    visitor = Visitor(visit(), start("server").url).open("feeds")
    page = belongings.file("page.html", "<html><body>Careers</body></html>", "text/html")
    visitor.upload(page, belongings.table(belongings.date(2026, 10, 1))).press("Add postings")
    visitor.reads(re.compile("This is a web page, not a job feed")).reads("8 read, 7 new, 1 known already").settled()
    visitor.press("Remove its postings").reads(re.compile("will be removed, with their scores"))
    visitor.press(re.compile("^Remove$")).reads(re.compile("You have no postings of your own yet"))


def test_two_tabs_never_lose_an_edit(start: Start, visit: Visit) -> None:
    app = start("server")
    page = visit()
    one = Visitor(page, app.url).open("profile")
    one.upload(belongings.resume()).reads(belongings.EMPLOYER).settled()
    two = Visitor(page.context.new_page(), app.url).open("profile")
    for tab, name in ((one, "Ottilie One"), (two, "Ottilie Two")):
        tab.press("Contact", role="radio").type("Name", name)
    two.reads(re.compile("changed in another tab or window")).settled()
    assert two.page.get_by_label("Name", exact=True).input_value() == "Ottilie Two"
    two.press("Save my version").misses("Save my version").settled()
    one.reload().press("Contact", role="radio")
    assert one.page.get_by_label("Name", exact=True).input_value() == "Ottilie Two"
