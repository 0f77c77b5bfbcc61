"""Which skills a posting asks for, and whether it requires or only prefers them.

The nearest mark in the same sentence decides ("must have", "is a plus", "von Vorteil"), else the heading that the sentence stands under.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from core.models import SkillMention
from core.skills.cues import Cues, cues
from core.skills.extraction import LONGEST_TEXT, find_mentions
from core.skills.sections import find_sections
from core.skills.tokens import Tokens, tokenize

_SENTENCE_ENDS = frozenset("\n;.!?•●▪·")
_BY_SECTION = {"required": True, "preferred": False}
_NOT_ASKED = frozenset({"offer", "about"})


class _Said(NamedTuple):
    """A mark at characters [start, end); `after` = it speaks of what stands before it."""

    start: int
    end: int
    required: bool
    after: bool


def requirements(text: str) -> list[SkillMention]:
    """The skills that a posting asks for, in reading order; `required` is True, False (preferred) or None (not said)."""
    words = cues()
    tokens = tokenize(text[:LONGEST_TEXT])
    sections = find_sections(tokens.text, words)
    mentions = [m for m in find_mentions(tokens, sections, "posting") if sections.kind(m.start) not in _NOT_ASKED]
    said = list(_said(tokens, words))
    ends = [0, *(tokens.starts[n] for n, key in enumerate(tokens.keys) if key in _SENTENCE_ENDS), len(text)]
    for mention in mentions:
        nearest = _nearest(mention, said, ends)
        mention.required = _BY_SECTION.get(sections.kind(mention.start)) if nearest is None else nearest
    return mentions


def _said(tokens: Tokens, words: Cues) -> Iterator[_Said]:
    for number, key in enumerate(tokens.keys):
        for mark in words.marks.get(key, ()):
            last = number + len(mark.keys)
            if tokens.keys[number:last] == mark.keys:
                yield _Said(tokens.starts[number], tokens.ends[last - 1], mark.required, mark.after)


def _nearest(mention: SkillMention, said: list[_Said], ends: list[int]) -> bool | None:
    """What the closest mark of the mention's sentence says; a tie goes to "preferred"."""
    first = ends[bisect_right(ends, mention.start) - 1]
    last = ends[min(bisect_left(ends, mention.end), len(ends) - 1)]
    found = []
    for mark in said[bisect_left(said, (first,)) : bisect_right(said, (last,))]:
        distance = mark.start - mention.end if mark.after else mention.start - mark.end
        if distance >= 0:
            found.append((distance, mark.required))
    return min(found)[1] if found else None
