"""Feeds that put the employer into the title: which part of "Acme: Nurse", "Nurse at Acme", "Nurse - Acme" is what.

Decided once for a whole file, never for a single entry: a mark counts only when nearly all titles carry it, and the side
with more words for roles is the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from core.jobs.wording import lines
from core.text import fold

_SHARE = 0.9
_MARKS = (" is hiring a ", " is hiring an ", " is hiring ", " @ ", " — ", " | ", ": ", " at ", " bei ", " chez ", " – ", " - ")
_COMPANY_FIRST_ONLY = (" is hiring a ", " is hiring an ", " is hiring ")
_COMPANY_LAST_ONLY = (" @ ", " at ", " bei ", " chez ")
_LONGEST_COMPANY = 80
_SHORTEST_INSIDE = 7  # longer words also count at the end of compounds


class Split(NamedTuple):
    """How a file writes its titles: the mark, and whether the employer stands before it."""

    mark: str
    company_first: bool

    def parts(self, title: str) -> tuple[str, str]:
        """Title and employer of one entry; the employer is empty when the mark is missing."""
        if self.mark not in title:
            return title, ""
        left, _, right = title.partition(self.mark) if self.company_first else title.rpartition(self.mark)
        role, company = (right, left) if self.company_first else (left, right)
        if not role.strip() or not company.strip() or len(company) > _LONGEST_COMPANY:
            return title, ""
        return role.strip(), company.strip()


def split_of(titles: Sequence[str]) -> Split | None:
    """How all these titles join role and employer, or None when they do not."""
    for mark in _MARKS:
        if titles and sum(mark in title for title in titles) >= _SHARE * len(titles):
            for split in _candidates(mark):
                if _holds(split, titles):
                    return split
    return None


def role_share(texts: Sequence[str]) -> float:
    """The share of texts that hold a word for a role."""
    return sum(bool(_role_pattern().search(fold(text))) for text in texts) / len(texts) if texts else 0.0


def _candidates(mark: str) -> list[Split]:
    if mark in _COMPANY_FIRST_ONLY:
        return [Split(mark, True)]
    return [Split(mark, False)] if mark in _COMPANY_LAST_ONLY else [Split(mark, False), Split(mark, True)]


def _holds(split: Split, titles: Sequence[str]) -> bool:
    parted = [split.parts(title) for title in titles]
    roles, companies = [role for role, _ in parted], [company for _, company in parted if company]
    return len(companies) >= _SHARE * len(titles) and role_share(roles) >= 0.5 and role_share(companies) <= 0.4 * role_share(roles)


@cache
def _role_pattern() -> re.Pattern[str]:
    words = [re.escape(word) for row in lines("role_words.txt") for word in fold(row[0]).split()]
    inside = "|".join(word for word in words if len(word) > _SHORTEST_INSIDE)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?:in|innen|e|s|es)?(?![^\W_])|(?:{inside})(?:in|s)?(?![^\W_])")
