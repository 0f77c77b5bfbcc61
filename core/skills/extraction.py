"""Reads the skills out of a text: the taxonomy's names first, then phrases that a cue or a requirement line marks as skills."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from core.models import SkillMention
from core.skills.cues import Cues, cues
from core.skills.lookup import Hit, find_names
from core.skills.phrases import Phrase, line_phrases
from core.skills.catalogue import Taxonomy, taxonomy
from core.skills.tokens import Tokens, tokenize

Context = Literal["text", "resume", "posting"]
LONGEST_TEXT = 200_000
SHORT_TEXT = 600  # a text of one or two sentences is read as a requirement line


def extract(text: str, context: Context = "text") -> list[SkillMention]:
    """Skills in reading order; `text[m.start:m.end] == m.text` for each mention `m`."""
    tokens, known, words = tokenize(text[:LONGEST_TEXT]), taxonomy(), cues()
    hits = find_names(tokens, known, words)
    mentions = [_mention(hit, tokens, known) for hit in hits]
    short = len(text) <= SHORT_TEXT and text.count("\n") <= 1 and context != "resume"
    if short:
        covered = {n for hit in hits for n in range(hit.first, hit.last)}
        for phrase in line_phrases(tokens, 0, len(tokens.keys), words, actions=True):
            if not covered.intersection(range(phrase.first, phrase.last)):
                mentions.append(_phrase_mention(phrase, tokens))
                covered.update(range(phrase.first, phrase.last))
        mentions += [_phrase_mention(p, tokens, "soft") for p in _traits(tokens, words, covered)]
    return sorted(mentions, key=lambda m: m.start)


def _traits(tokens: Tokens, words: Cues, covered: set[int]) -> Iterator[Phrase]:
    for position, key in enumerate(tokens.keys):
        for run in words.traits.get(key, ()):
            if position not in covered and tokens.keys[position : position + len(run)] == run:
                yield Phrase(position, position + len(run))
                break


def _mention(hit: Hit, tokens: Tokens, known: Taxonomy) -> SkillMention:
    start, end = tokens.starts[hit.first], tokens.ends[hit.last - 1]
    skill = known.skills[hit.entry.column]
    return SkillMention(name=skill.name, text=tokens.text[start:end], start=start, end=end, category=skill.category)


def _phrase_mention(phrase: Phrase, tokens: Tokens, category: Literal["soft", "domain"] = "domain") -> SkillMention:
    start, end = tokens.starts[phrase.first], tokens.ends[phrase.last - 1]
    text = tokens.text[start:end]
    return SkillMention(name=" ".join(text.split()), text=text, start=start, end=end, category=category, known=False)
