"""What a syndication library knows better than a reader of elements: relative links, old dialects, exotic dates.

RSS and Atom are read element by element like any other XML, because real job feeds are broken; feedparser then gives the links and
dates that this left open.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from core.jobs.fields import line, sane
from core.models import Posting
from core.text import http_link

MAX_CHARACTERS = 5_000_000
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel)\b", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S)


def completed(postings: Sequence[Posting], text: str) -> list[Posting]:
    """The postings of a feed, with links and dates that only the library could read; other XML is left as it is."""
    open_ends = any(not posting.link or posting.published is None for posting in postings)
    if not open_ends or len(text) > MAX_CHARACTERS or not _FEED.search(text[:2_000]):
        return list(postings)
    entries = _entries(text)
    return [_filled(posting, entries.get(posting.title)) for posting in postings]


def _entries(text: str) -> dict[str, Any]:
    """Entries by title, of those whose title stands once."""
    import feedparser

    found: dict[str, Any] = {}
    for entry in feedparser.parse(io.BytesIO(_DOCTYPE.sub("", text).encode())).entries:
        title = line(entry.get("title", ""))
        found[title] = None if title in found else entry
    return found


def _filled(posting: Posting, entry: Any) -> Posting:
    if entry is None:
        return posting
    return posting.model_copy(
        update={"link": posting.link or http_link(entry.get("link", ""))[:2_000], "published": posting.published or _published(entry)}
    )


def _published(entry: Any) -> date | None:
    """The date, unless it is written with slashes: those are unclear, and the library takes a side."""
    name = next((name for name in ("published", "updated") if name in entry), None)
    moment = entry.get(f"{name}_parsed") if name else None
    if moment is None or "/" in entry[name]:
        return None
    return sane(date(moment.tm_year, moment.tm_mon, moment.tm_mday)) if moment.tm_year > 0 else None
