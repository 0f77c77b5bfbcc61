"""A job description pasted as text becomes a posting; title, employer and place only where the text says them clearly."""

from __future__ import annotations

from functools import cache

from core.errors import UserError
from core.jobs.analysis import stated_pay
from core.jobs.fields import line, paragraphs
from core.jobs.places import locate
from core.jobs.titles import role_share
from core.jobs.wording import pattern, table
from core.models import Posting
from core.text import fold, http_link

_FEWEST_CHARACTERS, _FEWEST_WORDS, _MOST_CHARACTERS = 100, 15, 50_000
_LONGEST_TITLE, _HEAD_LINES = 120, 12


def from_text(text: str) -> Posting:
    """The posting in a pasted description; a field that no clear pattern gives stays empty.

    UserError when the text is too short or too long to be one posting.
    """
    description = paragraphs(text, _MOST_CHARACTERS + 1)
    if len(description) < _FEWEST_CHARACTERS or len(description.split()) < _FEWEST_WORDS:
        raise UserError("This is too short to be a job description; paste the whole text of the posting.")
    if len(text) > 4 * _MOST_CHARACTERS or len(description) > _MOST_CHARACTERS:
        raise UserError(f"This is longer than {_MOST_CHARACTERS:,} characters; paste one job description at a time.")
    head = [one.strip(" #*•-") for one in description.splitlines() if one.strip()][:_HEAD_LINES]
    labelled = _labelled(head)
    title, company = _title(head, description)
    location = labelled.get("location") or _place(head[1:6])
    return Posting(
        title=line(labelled.get("title") or title),
        company=line(labelled.get("company") or company, 200),
        location=line(location),
        link=http_link(labelled.get("link", "")),
        pay=stated_pay(description),
        description=description,
        source="pasted",
    )


def _labelled(head: list[str]) -> dict[str, str]:
    """Fields that stand behind a label ("Company: Acme")."""
    found: dict[str, str] = {}
    for one in head:
        label, colon, value = one.partition(":")
        field = _labels().get(fold(label).strip(" *"))
        if colon and field and 0 < len(value.strip()) <= _LONGEST_TITLE:
            found.setdefault(field, value.strip(" *"))
    return found


def _title(head: list[str], description: str) -> tuple[str, str]:
    """Title and employer by the first line, else by the sentence that says who is sought."""
    first = head[0]
    for kind in ("hiring", "joined"):
        found = pattern(kind).match(first)
        if found and role_share([found["role"]]):
            return found["role"], found["company"]
    if len(first) <= _LONGEST_TITLE and not first.endswith((".", "!", "?", ":")) and role_share([first]):
        return first, ""
    sought = pattern("sought").search(description[:3_000])
    return (sought["role"].strip(), "") if sought and role_share([sought["role"]]) else ("", "")


def _place(lines: list[str]) -> str:
    """A short line near the top that names a known place."""
    return next((one for one in lines if len(one) <= 60 and not one.endswith(".") and locate(one) != (None, None)), "")


@cache
def _labels() -> dict[str, str]:
    return {fold(label): field for field, labels in table("labels").items() for label in labels}
