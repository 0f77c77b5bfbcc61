"""Single values of a posting: dates, links, short texts, the way of working. What is not clear stays unknown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate
from functools import cache

from core import lexicon
from core.jobs.markup import plain
from core.jobs.unpack import undoubled
from core.jobs.wording import pattern
from core.models import Remote
from core.text import clean, fold

_FIRST_YEAR, _LAST_YEAR = 1995, 2100
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_NUMBERS = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+)?[\s-]?([^\W\d_]{3,12})\.?,?\s*(?:de[l]?\s+)?[\s-]?(\d{4})")
_WORD_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_HALF_DAY = re.compile(r"\d\s?[ap]m\b", re.I)


def line(value: str, limit: int = 300) -> str:
    """A short field as one line of plain text."""
    return " ".join(clean(plain(undoubled(value), 4 * limit), limit).split())


def paragraphs(value: str, limit: int = 50_000) -> str:
    """A long field as plain text with line breaks."""
    return clean(plain(undoubled(value), limit), limit)


def day(value: str, month_first: bool | None = None) -> date | None:
    """A date in any usual writing (ISO, RFC 822, epoch seconds or milliseconds, dd.mm.yyyy, words); None when unclear.

    12/05/2026 is unclear unless `month_first` is known.
    """
    value = value.strip()[:80]
    try:
        return sane(_epoch(value) or _iso(value) or _worded(value) or _numbered(value, month_first) or _mail(value))
    except (ValueError, OverflowError, OSError):
        return None


def slash_order(values: list[str]) -> bool | None:
    """Whether the slashed dates of one file put the month first; None when no date shows it."""
    for value in values:
        found = _NUMBERS.match(value.strip())
        if found and found.group(2) != ".":
            first, second = int(found.group(1)), int(found.group(3))
            if first > 12 >= second or second > 12 >= first:
                return second > 12
            if _HALF_DAY.search(value):
                return True
    return None


def way_of_working(value: str) -> Remote | None:
    """Remote, hybrid or on site as a field says it; a plain "no" only says that it is not fully remote: unknown."""
    word = fold(value).strip().replace("_", " ")
    if word in ("true", "yes", "1", "y", "fully", "full", "telecommute", "remote"):
        return "remote"
    if pattern("hybrid").search(word):
        return "hybrid"
    if pattern("onsite").search(word):
        return "onsite"
    return "remote" if pattern("remote").search(word) else None


def _epoch(value: str) -> date | None:
    if not re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", value):
        return None
    seconds = float(value) / (1000 if len(value.partition(".")[0]) > 11 else 1)
    return datetime.fromtimestamp(seconds, UTC).date()


def _iso(value: str) -> date | None:
    found = _ISO.match(value) or _COMPACT.fullmatch(value)
    return date(int(found.group(1)), int(found.group(2)), int(found.group(3))) if found else None


def _numbered(value: str, month_first: bool | None) -> date | None:
    found = _NUMBERS.match(value)
    if not found:
        return None
    first, second, year = int(found.group(1)), int(found.group(3)), int(found.group(4))
    year += 2000 if year < 100 else 0
    if found.group(2) == "." or first > 12:
        return date(year, second, first)
    if second > 12 or month_first or _HALF_DAY.search(value):
        return date(year, first, second)
    return date(year, second, first) if month_first is False or first == second else None


def _worded(value: str) -> date | None:
    if found := _DAY_WORD.search(value):
        number, word, year = found.group(1), found.group(2), found.group(3)
    elif found := _WORD_DAY.search(value):
        word, number, year = found.group(1), found.group(2), found.group(3)
    else:
        return None
    month = _months().get(lexicon.plain(word))
    return date(int(year), month, int(number)) if month else None


def _mail(value: str) -> date | None:
    parsed = parsedate(value) if re.search(r"[a-z]{3}", value, re.I) and re.search(r"\d{4}|\d\d:\d\d", value) else None
    return date(parsed[0], parsed[1], parsed[2]) if parsed else None


def sane(found: date | None) -> date | None:
    """A date in the years that a posting can come from, else None."""
    return found if found and _FIRST_YEAR <= found.year <= _LAST_YEAR else None


@cache
def _months() -> dict[str, int]:
    """Month names and abbreviations in several languages, as `lexicon.plain` writes them."""
    return {lexicon.plain(name): int(number) for number, names in lexicon.table("dates")["months"].items() for name in names}
