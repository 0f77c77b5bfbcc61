"""Links and dates that the syndication library alone can read."""

from __future__ import annotations

from datetime import date

from core.jobs import read

ATOM = """<?xml version="1.0"?><feed {old} xmlns="{space}" xml:base="https://jobs.invalid/list/"><title>Jobs</title>
<entry><title>Cook</title>
<link rel="alternate" href="{link}"/><{when}>2026-10-02T00:00:00Z</{when}><summary>Soup and bread</summary></entry></feed>"""


def test_a_relative_link_is_resolved() -> None:
    feed = ATOM.format(old="", space="http://www.w3.org/2005/Atom", link="cook-1", when="updated")
    assert [p.link for p in read(feed.encode())] == ["https://jobs.invalid/list/cook-1"]


def test_the_old_dialect_has_its_date() -> None:
    feed = ATOM.format(old='version="0.3"', space="http://purl.org/atom/ns#", link="https://jobs.invalid/2", when="issued")
    assert [p.published for p in read(feed.encode())] == [date(2026, 10, 2)]


def test_a_day_of_the_year_is_a_date_and_nonsense_is_none() -> None:
    item = "<item><title>{0}</title><link>https://jobs.invalid/{0}</link><pubDate>{1}</pubDate></item>"
    feed = f"<rss><channel><title>J</title>{item.format('a', '2026-274')}{item.format('b', 'soon')}</channel></rss>"
    assert [p.published for p in read(feed.encode())] == [date(2026, 10, 1), None]


def test_entries_of_one_title_are_not_mixed_up() -> None:
    item = "<item><title>Cook</title><description>{0} kitchen with a view</description><pubDate>{1}</pubDate></item>"
    feed = f"<rss><channel><title>J</title>{item.format('North', '2026-274')}{item.format('South', '2026-275')}</channel></rss>"
    assert [p.published for p in read(feed.encode())] == [None, None]
