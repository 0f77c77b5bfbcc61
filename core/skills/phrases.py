"""Open extraction: phrases beyond the taxonomy that a cue or the shape of a requirement line marks as skills.

A line is cut into segments at breaks, conjunctions, clause words and cue words ("experience", "ability", "skills"); each segment loses
its lead-in and its tail, and is kept when a cue stands beside it, when it begins with what people do at work, or when it goes on a kept list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from core.skills.cues import Cues
from core.skills.tokens import Tokens

LONGEST = 9  # words of a phrase
SHORT_LINE = 12  # tokens of a line that may be a bare list
LONGEST_ITEM = 4  # words of an item in a skills list
Mode = Literal["line", "section", "running"]  # the text is one line; a line under a requirements heading; any other line
_GOES_ON = frozenset(",;/&•|")


class Phrase(NamedTuple):
    """Tokens [first, last) that read like a skill; `action` when they begin with a verb, `trait` when they say how a person is."""

    first: int
    last: int
    action: bool = False
    trait: bool = False


class _Segment(NamedTuple):
    first: int
    last: int
    opener: str  # "start", "cue", "clause", "list", "break"
    closer: str


def line_phrases(tokens: Tokens, first: int, last: int, cues: Cues, mode: Mode) -> Iterator[Phrase]:
    """Skill phrases of one line: every kind where it is the whole text, cued ones in a section, strongly cued ones in running text."""
    kept_before = False
    for segment in _segments(tokens, first, last, cues):
        trimmed = _trim(tokens, segment, cues)
        listlike = mode == "line" and last - first <= SHORT_LINE
        kept = _judge(tokens, segment, trimmed, cues, mode, kept_before, listlike)
        if kept is not None:
            yield kept
        kept_before = kept is not None or (kept_before and segment.first == segment.last)


def _segments(tokens: Tokens, first: int, last: int, cues: Cues) -> Iterator[_Segment]:
    keys, opener, begin = tokens.keys, "start", first
    for position in range(first, last):
        role = _role(keys, position, begin, cues)
        if role:
            yield _Segment(begin, position, opener, role)
            opener, begin = role, position + 1
    yield _Segment(begin, last, opener, "end")


def _role(keys: list[str], position: int, begin: int, cues: Cues) -> str:
    """What a cutting word does, or "" for a word of a phrase."""
    key = keys[position]
    if key in cues.cue:
        return "cue"
    if key in cues.conjunction:
        joined = position == begin + 1 and _is_verb(keys[begin], cues) and position + 1 < len(keys) and _is_verb(keys[position + 1], cues)
        return "" if joined else "list"
    if not key[0].isalnum() and key != ".net":
        return "list" if key in _GOES_ON else "break"
    return "clause" if key in cues.clause else ""


def _is_verb(key: str, cues: Cues) -> bool:
    return key in cues.verbs or key in cues.gerunds


def _trim(tokens: Tokens, segment: _Segment, cues: Cues) -> Phrase:
    first, last, keys = segment.first, segment.last, tokens.keys
    while first < last and (keys[first] in cues.lead or keys[first].isdigit()):
        first += 1
    last = min(last, first + LONGEST)
    while first < last and keys[last - 1] in cues.tail:
        last -= 1
    return Phrase(first, last, first < last and _is_verb(keys[first], cues))


def _judge(tokens: Tokens, segment: _Segment, phrase: Phrase, cues: Cues, mode: Mode, kept_before: bool, listlike: bool) -> Phrase | None:
    """The phrase when the words around it or its shape mark it as a skill."""
    size = phrase.last - phrase.first
    if size <= 0 or _empty(tokens, phrase, cues):
        return None
    goes_on = segment.opener == "list" and kept_before and size <= (4 if mode == "running" else 6)
    if mode == "running":
        return phrase if goes_on or _strongly_cued(tokens, segment, cues) else None
    if phrase.action and size > 1:
        return phrase if mode == "line" else None
    cued = segment.opener == "cue" or (segment.closer == "cue" and size <= 5)
    alone = listlike and segment.opener in ("start", "list") and segment.closer != "clause" and size <= 3
    return phrase if cued or goes_on or alone else None


def _strongly_cued(tokens: Tokens, segment: _Segment, cues: Cues) -> bool:
    """True after "experience with" and the like."""
    if segment.opener != "cue" or segment.first >= segment.last:
        return False
    return tokens.keys[segment.first - 1] in cues.strong and tokens.keys[segment.first] in cues.joint


def _empty(tokens: Tokens, phrase: Phrase, cues: Cues) -> bool:
    """True when no word of the phrase says anything."""
    keys = tokens.keys[phrase.first : phrase.last]
    return (len(keys) == 1 and len(keys[0]) < 3) or all(key in cues.stop or key in cues.lead for key in keys)


def list_phrases(tokens: Tokens, first: int, last: int, cues: Cues) -> Iterator[Phrase]:
    """The items of a skills list: what stands between separators (or runs of blanks), when it is short."""
    begin = first
    for position in range(first, last + 1):
        key = tokens.keys[position] if position < last else ","
        gap = begin < position < last and tokens.starts[position] - tokens.ends[position - 1] > 1
        cut = not key[0].isalnum() and key != ".net"
        if cut or gap:
            phrase = _trim(tokens, _Segment(begin, position, "list", "list"), cues)
            if 0 < phrase.last - phrase.first <= LONGEST_ITEM and not _empty(tokens, phrase, cues):
                yield phrase
            begin = position + 1 if cut else position


def traits(tokens: Tokens, first: int, last: int, cues: Cues) -> Iterator[Phrase]:
    """Words that say how a person is."""
    for position in range(first, last):
        for run in cues.traits.get(tokens.keys[position], ()):
            if tokens.keys[position : position + len(run)] == run:
                yield Phrase(position, position + len(run), trait=True)
                break
