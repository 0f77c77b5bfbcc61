"""Whether a posting is still there, asked of its own page when a person wants to know.

The page is asked like a feed: only public addresses, once an address and a while, bounded in time and size. What cannot be told is
said so: a page that asks for a human, or that shows nothing without a script, says nothing about the job.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

from core.errors import UserError
from core.feeds.fetching import SLOW, UNREACHABLE, Fetcher, Refused
from core.jobs.wording import pattern
from core.store import CheckedPosting, Standing
from core.text import fold, http_link
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

SECONDS, LIMIT, READ = 20.0, 5_000_000, 1_000_000
AGAIN = timedelta(minutes=10)
PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
_GONE = (404, 410)
_WHY = {
    SLOW: "Its page took too long to answer.",
    UNREACHABLE: "Its page cannot be reached; its site or your connection may be away.",
}
_WALLED = "Its site answers with a check for robots, so only a person can look."
_SCRIPT = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>", re.I | re.S)
_LINKED_DATA = re.compile(r"<script[^>]+application/ld\+json[^>]*>(.*?)</script\s*>", re.I | re.S)
_TAG = re.compile(r"<[^>]{0,2000}>")


def check(ws: Workspace, stored: StoredPosting, fetcher: Fetcher | None = None) -> CheckedPosting:
    """Ask the posting's page, and keep the answer; within ten minutes the kept answer is given again.

    `UserError` when there is nothing to ask: no address, or the invented sample, whose pages do not exist.
    """
    link = http_link(stored.posting.link)
    if stored.sample or not link:
        raise UserError("This posting has no page that could be asked; nothing was changed.")
    kept = ws.records.checks.of([stored.id]).get(stored.id)
    if kept and ws.now() - kept.at < AGAIN:
        return kept
    state, reason = _ask(fetcher or Fetcher.of(ws.settings), link, stored.posting.title, ws.now().date())
    return ws.records.checks.keep(stored.id, state, reason)


def _ask(fetcher: Fetcher, link: str, title: str, today: date) -> tuple[Standing, str]:
    try:
        page = replace(fetcher, seconds=min(fetcher.seconds, SECONDS), limit=LIMIT, accept=PAGE).get(link).data
    except Refused as refused:
        if refused.status in _GONE:
            return "gone", f"Its page is no longer there (the site answers {refused.status})."
        said = (
            f"Its site does not show the page to programs (it answers {refused.status})."
            if refused.status
            else "Its page could not be read."
        )
        return "unknown", _WHY.get(str(refused), said)
    except UserError:
        return "unknown", "Its address is not one that may be asked."
    return judge(page[:READ].decode("utf-8", "replace"), title, today)


def judge(page: str, title: str, today: date) -> tuple[Standing, str]:
    """What the HTML of a posting's page says about it: standing and the reason in a sentence."""
    until = _valid_through(page)
    if until and until < today:
        return "gone", f"Its page says that it was open until {until.day} {until:%B %Y}."
    text = fold(unescape(_TAG.sub(" ", _SCRIPT.sub(" ", page))))
    closed = pattern("closed").search(text)
    if closed:
        return "gone", f"Its page says “{' '.join(closed.group().split())}”."
    named = re.findall(r"[^\W_]{3,}", fold(title))
    if named and set(named) <= set(re.findall(r"[^\W_]{3,}", text)):
        return "alive", "Its page answers and names the job."
    if pattern("wall").search(page):
        return "unknown", _WALLED
    return "unknown", "Its page answers, but does not name the job where a program can read it; open it to see."


def _valid_through(page: str) -> date | None:
    """The date that the page's own structured data gives for the end of the posting."""
    for found in _LINKED_DATA.finditer(page):
        try:
            data = json.loads(found[1])
        except (ValueError, RecursionError):
            continue
        day = next((told for one in _listed(data) if (told := _day(one.get("validThrough")))), None)
        if day:
            return day
    return None


def _listed(data: Any) -> list[dict[str, Any]]:
    """The postings in a piece of structured data."""
    nodes = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    return [one for one in nodes if isinstance(one, dict) and one.get("@type") == "JobPosting"] if isinstance(nodes, list) else []


def _day(told: Any) -> date | None:
    try:
        return date.fromisoformat(str(told or "")[:10])
    except ValueError:
        return None
