"""The main way through the app in a real browser, under both entry scripts: from the first look to a shortlist in a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import belongings
from tests.e2e.running import Kind, Running
from tests.e2e.visitor import Visitor

Start = Callable[..., Running]
Visit = Callable[..., Any]
KINDS: tuple[Kind, ...] = ("server", "app")
TODAY = datetime.now(UTC).date()
SCORE = re.compile(r"\b\d{1,3} (?:very strong|strong|good|partial|weak), \d{1,3} to \d{1,3}\b")


@pytest.mark.parametrize("kind", KINDS)
def test_from_the_first_look_to_a_shortlist(kind: Kind, start: Start, visit: Visit, tmp_path: Path) -> None:
    visitor = Visitor(visit(), start(kind).url)
    first_look(visitor)
    sample_person(visitor)
    own_resume(visitor)
    correction(visitor)
    own_postings(visitor)
    filtering(visitor)
    looking_closer(visitor)
    side_by_side(visitor)
    marking(visitor)
    taking_along(visitor, tmp_path)
    coming_back(visitor)


def first_look(visitor: Visitor) -> None:
    """Numbers of the labelled sample market before any click."""
    text = visitor.open().reads(re.compile(r"asked for most")).text()
    assert re.search(r"Openings\s+4,\d{3}", text) and "Sample data" in text and re.search(r"n = 4,\d{3} openings", text)


def sample_person(visitor: Visitor) -> None:
    """One click to ten scored matches with the line on learning."""
    visitor.press("Try with a sample profile").page.get_by_role("heading", name="Matches", level=1).wait_for()
    text = visitor.settled().reads(re.compile(r"Learn .+: \+\d+ match")).text()
    assert len(SCORE.findall(text)) == 10 and text.count("Skills ") == 10 and "Sample postings" in text
    assert len(re.findall(r"in your record|your record says", text)) > 10


def own_resume(visitor: Visitor) -> None:
    """An upload, what was understood of it, and the top matches beside."""
    visitor.go("Home")
    if not visitor.page.locator("input[type=file]").count():
        visitor.go("Profile").press("New profile")
    visitor.upload(belongings.resume()).reads(belongings.EMPLOYER).settled()
    text = visitor.reads("Top matches").text()
    assert "Profile" in text and re.search(r"\d{1,3}, (?:very strong|strong|good), \d{1,3} to \d{1,3}", text)


def correction(visitor: Visitor) -> None:
    """A field is edited, saved at once, and there after a reload."""
    visitor.press("Contact", role="radio").type("Name", "Ottilie B. Brackwater").settled().reload()
    visitor.press("Contact", role="radio")
    assert visitor.page.get_by_label("Name", exact=True).input_value() == "Ottilie B. Brackwater"


def own_postings(visitor: Visitor) -> None:
    """A table and a feed, then a pasted text; the same table again adds nothing."""
    visitor.go("Postings").upload(belongings.table(TODAY), belongings.feed(TODAY)).press("Add postings")
    visitor.reads("8 read, 7 new, 1 known already").reads("2 read, 2 new, 0 known already").settled()
    visitor.upload(belongings.table(TODAY)).press("Add postings").reads("8 read, 0 new, 8 known already").settled()
    visitor.go("Paste a job").type("The text of one or several jobs", belongings.ADVERT)
    visitor.press("Read the jobs").reads("Welding Inspector").settled()
    visitor.press("Add to my postings").reads("This job is among your postings").settled()
    assert "You have 10 postings from 3 sources" in visitor.go("Postings").text()


def filtering(visitor: Visitor) -> None:
    """Own postings take the sample's place; filters change the list and stand in the address."""
    text = visitor.go("Matches").text()
    assert "Sample postings" not in text and "Cobblegate Works" in text and "nights" in text
    assert "<b>" not in text and "Hartmoor Rail" in text
    visitor.type("Place", "Leeds").settled().misses("Caldergate Frames")
    assert "place=Leeds" in visitor.page.url
    visitor.reload().misses("Caldergate Frames").reads("Bramblecote Steel")
    visitor.type("Least score", "100").reads(re.compile("No posting passes these filters"))
    visitor.press("Clear all filters").reads("Caldergate Frames").settled()


def looking_closer(visitor: Visitor) -> None:
    """Details of a match: the posting's words with marks, where the record says them, where the posting comes from."""
    visitor.page.get_by_text("Details", exact=True).first.click()
    visitor.reads("Where it comes from").settled()
    text = visitor.text()
    assert "✓ in your record" in text and "Your roles beside it" in text and re.search(r"\d+ of 100: ", text)
    visitor.page.get_by_text("Details", exact=True).first.click()
    visitor.misses("Where it comes from").settled()


def side_by_side(visitor: Visitor) -> None:
    """Two postings are chosen, stand in the address, and stay beside each other after a reload."""
    for number in range(2):
        visitor.choices("Compare").nth(number).click()
        visitor.settled().page.wait_for_url(re.compile(rf"compare=\w+(%2C\w+){{{number}}}"))
    visitor.press("Compare", role="radio").reads(re.compile("scores highest")).settled().reload()
    assert visitor.page.get_by_role("columnheader").count() == 3 and "Last seen" in visitor.text()
    visitor.press("Cards", role="radio").settled()
    for number in range(2):
        visitor.choices("Compare").nth(number).click()
        visitor.settled()


def marking(visitor: Visitor) -> None:
    """Interested, applied, hidden: kept at once; hiding is taken back by the same button."""
    visitor.type("Least score", "0").reads("Evensett Ltd").settled()
    visitor.choices("Interested").nth(0).click()
    visitor.choices("Applied").nth(1).click()
    visitor.settled().choices("Hide").nth(2).click()
    visitor.reads("is hidden from your list")


def taking_along(visitor: Visitor, folder: Path) -> None:
    """The shortlist as a file: the marked postings and no others, no formula."""
    visitor.press("Download").reads(re.compile("Your shortlist has"))
    rows = list(csv.DictReader(io.StringIO(visitor.download("Shortlist as CSV", folder))))
    assert sorted((row["interested"], row["applied"]) for row in rows) == [("False", "True"), ("True", "False")]
    assert all(0 <= float(row["score"]) <= 100 and row["link"].startswith("https://") for row in rows)
    shown = list(csv.DictReader(io.StringIO(visitor.download("Matches on this page as CSV", folder))))
    assert [row["title"] for row in shown if "HYPERLINK" in row["title"]] == ["'" + belongings.FORMULA]
    assert {row["pay_min"] for row in shown} > {"33000.0", ""}


def coming_back(visitor: Visitor) -> None:
    """After a reload everything is as it was left, and what was hidden stays away."""
    visitor.reload().reads("Evensett Ltd")
    marks = visitor.page.get_by_role("button", pressed=True)
    marks.first.wait_for()
    assert sorted(marks.all_inner_texts()) == ["Applied", "Interested"]
    assert "is hidden" not in visitor.text()
