"""Hacker News "Who is hiring": postings out of comments, by the posts' own convention "Company | Role | Place | ...".

Reads answers of the public search interface (`hits`) and whole threads (`children`); replies and comments without the
convention are left out. The order of the parts varies, so each part is taken for what it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core.jobs.fields import day, line, paragraphs, way_of_working
from core.jobs.places import locate
from core.jobs.titles import role_share
from core.jobs.wages import pay
from core.jobs.wording import pattern
from core.models import Pay, Posting
from core.text import fold

_THREAD = re.compile(r"who is hiring|who's hiring", re.I)
_PAGE = "https://news.ycombinator.com/item?id="
_PART = re.compile(r"\s*(?:\||•|·)\s*")
_LINK = re.compile(r"\s*\((?:https?://|www\.)[^)]*\)|\s*https?://\S+")
_WAY = re.compile(r"\b(?:remote|hybrid|on-?site)\b", re.I)
_MONEY = re.compile(r"[$€£]\s?\d|\d\s?k\b", re.I)
_MAX_TITLE, _MAX_PART = 300, 90


def is_thread(value: Any) -> bool:
    """Whether a JSON document is an answer of the search interface or a whole thread."""
    if not isinstance(value, dict):
        return False
    hits = value.get("hits")
    if isinstance(hits, list):
        return any(isinstance(hit, dict) and "comment_text" in hit for hit in hits)
    return isinstance(value.get("children"), list) and bool(_THREAD.search(str(value.get("title") or "")))


def postings(value: dict[str, Any]) -> Iterator[Posting]:
    """The postings of a thread or of a search answer."""
    for comment in _comments(value):
        posting = _posting(comment)
        if posting:
            yield posting


def _comments(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in value.get("children") or []:
        if isinstance(child, dict):
            yield {"id": child.get("id"), "text": child.get("text"), "created": child.get("created_at")}
    for hit in value.get("hits") or []:
        if isinstance(hit, dict) and hit.get("parent_id") in (None, hit.get("story_id")):
            yield {"id": hit.get("objectID"), "text": hit.get("comment_text"), "created": hit.get("created_at")}


def _posting(comment: dict[str, Any]) -> Posting | None:
    text = paragraphs(str(comment["text"] or ""))
    head, _, body = text.partition("\n")
    head = head[: 2 * _MAX_TITLE]
    parts = [part.strip() for part in _PART.split(head) if part.strip()]
    company = next((_LINK.sub("", part) for part in parts[:2] if _is_name(part)), "")
    way = next((way_of_working(found.group()) for found in [_WAY.search(fold(head))] if found), None)
    others = [part for part in parts if _LINK.sub("", part) != company]
    place = next((part for part in others if locate(part) != (None, None)), "") or next((part for part in others if _is_place(part)), "")
    role = next((part for part in others if role_share([part]) and not _LINK.match(part)), "")
    if not company or len(company) > _MAX_PART or len(parts) < 2 or not (role or (len(parts) > 2 and (way or locate(place).country))):
        return None
    money = next((part for part in others if _MONEY.search(part)), "")
    return Posting(
        title=line(role or _role_in(body) or head),
        company=line(company, 200),
        location=line(place or ("Remote" if way == "remote" else "")),
        remote=way,
        link=f"{_PAGE}{comment['id']}" if str(comment["id"] or "").isdigit() else "",
        published=day(str(comment["created"] or "")),
        pay=pay(money) if money else Pay(),
        description=text,
        source="Hacker News",
    )


def _role_in(body: str) -> str:
    """The role that a sentence of the text says is sought, or a short line that names one; else empty."""
    sought = pattern("sought").search(body[:3_000])
    if sought and role_share([sought["role"]]):
        return sought["role"].strip()
    short = (one.strip(" *•-:") for one in body[:5_000].splitlines() if len(one) <= _MAX_PART and not one.endswith("."))
    return next((one for one in short if role_share([one]) and not _LINK.match(one)), "")


def _is_name(part: str) -> bool:
    """Whether a part can be an employer: no place, no role, no way of working."""
    return locate(part) == (None, None) and not role_share([part]) and not pattern("not_a_place").search(_LINK.sub("", part))


def _is_place(part: str) -> bool:
    return len(part) <= _MAX_PART and not pattern("not_a_place").search(part) and not role_share([part])
