"""Reads the skills out of a text: the taxonomy's names first, then phrases that a cue or a requirement line marks as skills.

How much is read depends on what the text is. A single sentence or bullet is taken for a requirement line and read phrase by phrase;
in a posting, phrases count beside a cue ("experience with") or under a requirements heading; in a resume, in its list of skills.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from core.models import SkillCategory, SkillMention
from core.skills.catalogue import Taxonomy, taxonomy
from core.skills.cues import Cues, cues
from core.skills.lookup import Hit, find_names
from core.skills.phrases import Phrase, holds, line_phrases, list_phrases, traits
from core.skills.sections import Sections, find_sections
from core.skills.tokens import Tokens, tokenize

Context = Literal["text", "resume", "posting"]
LONGEST_TEXT = 200_000
WANTED = frozenset({"skills", "required", "preferred"})
CUE_BEFORE, CUE_AFTER = 6, 2  # words between a general name and a cue that gives it sense
SHORT_TEXT = 600  # characters; a text of one or two sentences is read as a requirement line


def extract(text: str, context: Context = "text") -> list[SkillMention]:
    """Skills in reading order, without overlaps; `text[m.start:m.end] == m.text` for each mention `m`."""
    tokens = tokenize(text[:LONGEST_TEXT])
    return find_mentions(tokens, find_sections(tokens.text, cues()), context)


def find_mentions(tokens: Tokens, sections: Sections, context: Context) -> list[SkillMention]:
    """As `extract`, for a text that is already cut into tokens and sections."""
    known, words = taxonomy(), cues()
    hits = {hit.first: hit for hit in _hits(tokens, sections, known, words, context)}
    mentions = {first: _known(hit, tokens, known) for first, hit in hits.items()}
    owners = {number: first for first, hit in hits.items() for number in range(first, hit.last)}
    for phrase in _phrases(tokens, sections, words, context):
        place = range(phrase.first, phrase.last)
        inside = {owners[number] for number in place if number in owners}
        hit = hits.get(min(inside)) if len(inside) == 1 else None
        if not inside:
            mentions[phrase.first] = _open(phrase, tokens)
        elif hit and _widens(phrase, hit, known):
            mentions[hit.first] = _known(hit._replace(first=phrase.first, last=phrase.last), tokens, known)
        else:
            continue
        owners.update(dict.fromkeys(place, phrase.first))
    return sorted(mentions.values(), key=lambda mention: mention.start)


def _widens(phrase: Phrase, hit: Hit, known: Taxonomy) -> bool:
    """True when a phrase says more than the one-word field within it ("plan events"); tools and longer names stay as they are."""
    if hit.last - hit.first > 1 or phrase.trait or known.skills[hit.entry.column].category not in ("domain", "soft", "method"):
        return False
    return phrase.first <= hit.first and hit.last <= phrase.last


def _hits(tokens: Tokens, sections: Sections, known: Taxonomy, words: Cues, context: Context) -> list[Hit]:
    """Names of the taxonomy; in longer texts a heading is no skill, and general words and traits need a reason."""
    listed = [sections.kind(start) == "skills" for start in tokens.starts] if sections.has("skills") else None
    hits = find_names(tokens, known, words, listed)
    if context != "resume" and _is_line(tokens.text):
        return hits
    hits = [hit for hit in hits if not sections.in_heading(tokens.starts[hit.first])]
    return [hit for hit in hits if not _general(hit, known, words) or _has_reason(hit, tokens, sections, words)]


def _general(hit: Hit, known: Taxonomy, words: Cues) -> bool:
    return known.skills[hit.entry.column].category == "soft" or (len(hit.entry.keys) == 1 and hit.entry.keys[0] in words.general)


def _has_reason(hit: Hit, tokens: Tokens, sections: Sections, words: Cues) -> bool:
    """True under a heading of skills or requirements, and near a cue word."""
    if sections.kind(tokens.starts[hit.first]) in WANTED:
        return True
    near = tokens.keys[max(0, hit.first - CUE_BEFORE) : hit.first] + tokens.keys[hit.last : hit.last + CUE_AFTER]
    return not words.strong.isdisjoint(near)


def _phrases(tokens: Tokens, sections: Sections, words: Cues, context: Context) -> Iterator[Phrase]:
    """Phrases in the order of trust: what overlaps an earlier one is dropped."""
    if context != "resume" and _is_line(tokens.text):
        size = len(tokens.keys)
        yield from line_phrases(tokens, 0, size, words, "running" if holds(tokens, 0, size, words.idle) else "line")
        yield from traits(tokens, 0, size, words)
        return
    for first, last in _lines(tokens):
        kind = sections.kind(tokens.starts[first])
        if sections.in_heading(tokens.starts[first]):
            continue
        if kind == "skills":
            yield from list_phrases(tokens, first, last, words)
        elif context != "resume" and kind not in ("offer", "about"):
            yield from line_phrases(tokens, first, last, words, "section" if kind in WANTED else "running")


def _is_line(text: str) -> bool:
    return len(text) <= SHORT_TEXT and "\n" not in text.strip()


def _lines(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Token ranges between line breaks, empty ones left out."""
    first = 0
    for number, key in enumerate(tokens.keys):
        if key == "\n":
            if number > first:
                yield first, number
            first = number + 1
    if first < len(tokens.keys):
        yield first, len(tokens.keys)


def _known(hit: Hit, tokens: Tokens, known: Taxonomy) -> SkillMention:
    start, end = tokens.starts[hit.first], tokens.ends[hit.last - 1]
    skill = known.skills[hit.entry.column]
    return SkillMention.model_construct(
        name=skill.name, text=tokens.text[start:end], start=start, end=end, category=skill.category, known=True, required=None
    )


def _open(phrase: Phrase, tokens: Tokens) -> SkillMention:
    start, end = tokens.starts[phrase.first], tokens.ends[phrase.last - 1]
    text = tokens.text[start:end]
    category: SkillCategory = "soft" if phrase.trait else "domain"
    return SkillMention(name=" ".join(text.split()), text=text, start=start, end=end, category=category, known=False)
