"""The monthly "Who is hiring" threads: which there are, and the addresses of their comments."""

from __future__ import annotations

from core.errors import UserError
from core.jobs.objects import json_value

COMMENTS_A_PAGE = 200
SETTLED_DAYS = 45  # nobody adds a posting to an older thread


def threads_address(search: str, months: int) -> str:
    """The search for the newest threads; the same account opens three a month, one of which is about openings."""
    return f"{search}?tags=story,author_whoishiring&hitsPerPage={3 * months + 3}"


def comments_address(search: str, thread: str, page: int) -> str:
    """The search for one page of a thread's comments, newest first."""
    return f"{search}?tags=comment,story_{thread}&hitsPerPage={COMMENTS_A_PAGE}&page={page}"


def threads(data: bytes) -> list[tuple[str, int]]:
    """(id, opened at in epoch seconds) of the threads about openings in a search answer, newest first."""
    value = json_value(data.decode("utf-8", "replace"))
    hits = value.get("hits") if isinstance(value, dict) else None
    if not isinstance(hits, list):
        raise UserError("The search did not answer with a list of threads; it is asked again later.")
    return [(str(hit["objectID"]), int(hit["created_at_i"])) for hit in hits if _is_thread(hit)]


def _is_thread(hit: object) -> bool:
    return (
        isinstance(hit, dict)
        and "who is hiring" in str(hit.get("title")).casefold()
        and str(hit.get("objectID")).isdecimal()
        and isinstance(hit.get("created_at_i"), int)
    )
