"""Which skills a posting asks for, and whether it requires or only prefers them.

The nearest mark in the same sentence decides ("must have", "is a plus", "von Vorteil"), else the heading that the sentence stands under.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
    """A mark that touches the skills on one side of it at the character `at`; places rise."""

    at: int
    required: bool


def requirements(text: str) -> list[SkillMention]:
    """The skills that a posting asks for, in reading order; `required` is True, False (preferred) or None (not said)."""
    words = cues()
    tokens = tokenize(text[:LONGEST_TEXT])
    sections = find_sections(tokens.text, words)
    mentions = [m for m in find_mentions(tokens, sections, "posting") if sections.kind(m.start) not in _NOT_ASKED]
    leading, trailing = _said(tokens, words)
    ends = [0, *(tokens.starts[n] for n, key in enumerate(tokens.keys) if key in _SENTENCE_ENDS), len(text)]
    for mention in mentions:
        nearest = _nearest(mention, leading, trailing, ends)
        mention.required = _BY_SECTION.get(sections.kind(mention.start)) if nearest is None else nearest
    return mentions


def _said(tokens: Tokens, words: Cues) -> tuple[list[_Said], list[_Said]]:
    """The marks that stand before the skills they speak of, and those that stand after."""
    keys, marks = tokens.keys, words.marks
    leading: list[_Said] = []
    trailing: list[_Said] = []
    for number in [number for number, key in enumerate(keys) if key in marks]:
        for mark in marks[keys[number]]:
            last = number + len(mark.keys)
            if keys[number:last] == mark.keys:
                side, at = (trailing, tokens.starts[number]) if mark.after else (leading, tokens.ends[last - 1])
                side.append(_Said(at, mark.required))
    return sorted(leading), sorted(trailing)


def _nearest(mention: SkillMention, leading: list[_Said], trailing: list[_Said], ends: list[int]) -> bool | None:
    """What the closest mark of the mention's sentence says; a tie goes to "preferred"."""
    first = ends[bisect_right(ends, mention.start) - 1]
    last = ends[min(bisect_left(ends, mention.end), len(ends) - 1)]
    before = bisect_right(leading, (mention.start, True)) - 1
    after = bisect_left(trailing, (mention.end, False))
    found = []
    if before >= 0 and leading[before].at > first:
        found.append((mention.start - leading[before].at, leading[before].required))
    if after < len(trailing) and trailing[after].at < last:
        found.append((trailing[after].at - mention.end, trailing[after].required))
    return min(found)[1] if found else None
