"""Reads the skills out of a text: the taxonomy's names first, then phrases that a cue or a requirement line marks as skills."""

from __future__ import annotations

from typing import Literal

from core.models import SkillMention
from core.skills.cues import cues
from core.skills.lookup import Hit, find_names
from core.skills.taxonomy import Taxonomy, taxonomy
from core.skills.tokens import Tokens, tokenize

Context = Literal["text", "resume", "posting"]
LONGEST_TEXT = 200_000


def extract(text: str, context: Context = "text") -> list[SkillMention]:
    """Skills in reading order; `text[m.start:m.end] == m.text` for each mention `m`."""
    tokens = tokenize(text[:LONGEST_TEXT])
    known = taxonomy()
    return [_mention(hit, tokens, known) for hit in find_names(tokens, known, cues())]


def _mention(hit: Hit, tokens: Tokens, known: Taxonomy) -> SkillMention:
    start, end = tokens.starts[hit.first], tokens.ends[hit.last - 1]
    skill = known.skills[hit.entry.column]
    return SkillMention(name=skill.name, text=tokens.text[start:end], start=start, end=end, category=skill.category)
