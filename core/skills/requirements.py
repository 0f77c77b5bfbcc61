"""Which skills a posting asks for, and whether it requires or only prefers them.

The nearest mark in the same sentence decides ("must have", "is a plus", "von Vorteil"), else the heading that the sentence stands under.
"""

from __future__ import annotations

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


class _Mark(NamedTuple):
    """Words at characters [start, end) that say required or preferred of what stands before (`after` marks) or behind them."""

    start: int
    end: int
    required: bool
    side: str


def requirements(text: str) -> list[SkillMention]:
    """The skills that a posting asks for, in reading order; `required` is True, False (preferred) or None (not said)."""
    words = cues()
    tokens = tokenize(text[:LONGEST_TEXT])
    sections = find_sections(tokens.text, words)
    mentions = [m for m in find_mentions(tokens, sections, "posting") if sections.kind(m.start) not in _NOT_ASKED]
    marks = list(_marks(tokens, words))
    ends = [tokens.starts[n] for n, key in enumerate(tokens.keys) if key in _SENTENCE_ENDS] + [len(text)]
    decided = []
    for mention in mentions:
        said = _nearest(mention, marks, ends)
        decided.append(mention.model_copy(update={"required": _BY_SECTION.get(sections.kind(mention.start)) if said is None else said}))
    return decided


def _marks(tokens: Tokens, words: Cues) -> Iterator[_Mark]:
    for (required, side), runs in words.marks.items():
        for number, key in enumerate(tokens.keys):
            for run in runs.get(key, ()):
                if tokens.keys[number : number + len(run)] == run:
                    yield _Mark(tokens.starts[number], tokens.ends[number + len(run) - 1], required, side)
                    break


def _nearest(mention: SkillMention, marks: list[_Mark], ends: list[int]) -> bool | None:
    """What the closest mark of the mention's sentence says; a tie goes to "preferred"."""
    first = max((end for end in ends if end <= mention.start), default=0)
    last = min((end for end in ends if end >= mention.end), default=mention.end)
    found = []
    for mark in marks:
        if first <= mark.start and mark.end <= last:
            distance = mark.start - mention.end if mark.side == "after" else mention.start - mark.end
            if distance >= 0:
                found.append((distance, mark.required))
    return min(found)[1] if found else None
