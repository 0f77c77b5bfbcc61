"""The same posting keeps its id, the same opening its key, and reposts are told from city variants."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs import opening_key, posting_id, reposted
from core.models import Posting


def posting(**fields: object) -> Posting:
    return Posting(**{"title": "Deck Manager", "company": "Fjord Ferries", "location": "Oslo, Norway", **fields})


SAME_PAGE = [
    "https://jobs.example.org/deck/2",
    "http://www.jobs.example.org/deck/2/",
    "https://Jobs.Example.org/deck/2?utm_source=feed&ref=x",
    "https://jobs.example.org/deck/2#apply",
]


@pytest.mark.parametrize("link", SAME_PAGE)
def test_one_page_one_id(link: str) -> None:
    assert posting_id(posting(link=link, title="Deck manager (m/f/d)")) == posting_id(posting(link=SAME_PAGE[0]))


def test_pages_differ_by_path_and_query() -> None:
    links = ["https://a.example/1", "https://a.example/2", "https://a.example/?job=1", "https://a.example/?job=2"]
    assert len({posting_id(posting(link=link)) for link in links}) == 4


@given(st.text(max_size=40), st.text(max_size=40))
def test_ids_are_sixteen_hex_characters(title: str, link: str) -> None:
    found = posting_id(posting(title=title, link=link))
    assert len(found) == 16 and set(found) <= set("0123456789abcdef")


def test_without_link_the_words_decide() -> None:
    assert posting_id(posting()) == posting_id(posting(title="deck  manager", description="other words"))
    assert posting_id(posting()) != posting_id(posting(location="Bergen"))


def test_same_opening_in_two_sources() -> None:
    one = posting(link="https://a.example/1", company="Fjord Ferries GmbH", title="Deck Manager (m/w/d)", location="München")
    other = posting(link="https://b.example/x", company="Fjord Ferries", title="Deck Manager", location="Munich, Germany")
    assert opening_key(one) == opening_key(other)
    assert opening_key(one) != opening_key(posting(location="Berlin"))


def test_reposts_need_two_links_on_two_dates() -> None:
    first = posting(link="https://a.example/1", published=date(2024, 1, 5))
    again = posting(link="https://a.example/2", published=date(2024, 3, 5))
    elsewhere = posting(link="https://a.example/3", published=date(2024, 3, 5), location="Bergen")
    same_day = posting(link="https://a.example/4", published=date(2024, 1, 5))
    assert reposted([first, again, elsewhere]) == {opening_key(first): 2}
    assert reposted([first, elsewhere, same_day]) == {}
