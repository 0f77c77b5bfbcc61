"""Which posting is which: an id that survives re-reading, a key of the same opening elsewhere, signs of reposting."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from core.jobs.places import locate
from core.jobs.wording import pattern
from core.models import Posting
from core.text import fold


def posting_id(posting: Posting) -> str:
    """16 hex characters from the link without tracking, or from title, company and place when there is no link."""
    content = address(posting.link) or "|".join(" ".join(_words(part)) for part in (posting.company, posting.title, posting.location))
    return sha256(content.encode("utf-8", "replace")).hexdigest()[:16]


def address(link: str) -> str:
    """A link made comparable: no scheme, `www`, fragment, tracking or trailing slash; the query sorted."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return link.strip()
    query = urlencode(sorted((name, value) for name, value in parse_qsl(parts.query) if not _is_tracking(name, value)))
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def _is_tracking(name: str, value: str) -> bool:
    sent = pattern("sender").fullmatch(name) and not any(map(str.isdigit, value))
    return bool(sent or pattern("tracking").fullmatch(name))


def company_key(name: str) -> str:
    """A company in any spelling: no case, accents, signs or legal form; empty when nothing is left."""
    return " ".join(_words(pattern("legal").sub(" ", fold(name))))


def opening_key(posting: Posting) -> str:
    """The same opening in any source: company without legal form, title without marks and numbers, city and country."""
    company = company_key(posting.company)
    title = " ".join(_words(pattern("marks").sub(" ", fold(posting.title))))
    city, country = locate(posting.location)
    place = city or country or " ".join(_words(pattern("marks").sub(" ", fold(posting.location))))
    return f"{company}|{title}|{place}"


def reposted(postings: Iterable[Posting]) -> dict[str, int]:
    """Openings seen under two or more links on two or more dates, with the number of dates; other cities are other openings."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    dates: defaultdict[str, set[object]] = defaultdict(set)
    for posting in postings:
        if posting.company and posting.link and posting.published:
            key = opening_key(posting)
            links[key].add(address(posting.link))
            dates[key].add(posting.published)
    return {key: len(dates[key]) for key in links if len(links[key]) > 1 and len(dates[key]) > 1}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+[+#]*", fold(text))
