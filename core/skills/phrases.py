"""Open extraction: phrases beyond the taxonomy that a cue or the shape of a requirement line marks as skills.

A line is cut into segments at breaks, conjunctions, clause words and cue words ("experience", "ability", "skills").
Each segment loses its lead-in and its tail; it is kept when a cue stands beside it, when it begins with what people do at work,
or when it goes on a kept list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from core.skills.cues import Cues, Runs
from core.skills.tokens import Tokens

Mode = Literal["line", "section", "running"]  # the text is one line; a line under a requirements heading; any other line
Role = Literal["", "start", "end", "cue", "clause", "list", "break"]
LONGEST = 9  # words of a phrase
LONGEST_ITEM = 4  # words of an item in a skills list
LONGEST_NEXT = {"line": 6, "section": 6, "running": 4}  # words of a phrase that only goes on a list
SHORT_LINE = 12  # tokens of a line that may be a bare list
_GOES_ON = frozenset(",;/&•|")


class Phrase(NamedTuple):
    """Tokens [first, last) that read like a skill; `action` when they begin with a verb, `trait` when they say how a person is."""

    first: int
    last: int
    action: bool = False
    trait: bool = False


class _Segment(NamedTuple):
    """Tokens [first, last) between two cutting words, and what those do."""

    first: int
    last: int
    opener: Role
    closer: Role


class _Line(NamedTuple):
    """Where the segments stand."""

    tokens: Tokens
    cues: Cues
    mode: Mode
    short: bool


def line_phrases(tokens: Tokens, first: int, last: int, cues: Cues, mode: Mode) -> Iterator[Phrase]:
    """Skill phrases of one line: every kind where it is the whole text, cued ones in a section, strongly cued ones in running text."""
    line = _Line(tokens, cues, mode, last - first <= SHORT_LINE)
    kept_before = False
    for segment in _segments(tokens.keys, first, last, cues):
        phrase = _trim(tokens, segment, cues)
        kept = not _empty(tokens.keys, phrase, cues) and _kept(line, segment, phrase, kept_before)
        if kept:
            yield phrase
        kept_before = kept or (kept_before and segment.first == segment.last)


def list_phrases(tokens: Tokens, first: int, last: int, cues: Cues) -> Iterator[Phrase]:
    """The items of a skills list: what stands between separators (or runs of blanks), when it is short."""
    begin = first
    for position in range(first, last + 1):
        cut = position == last or not _is_word(tokens.keys[position])
        gap = begin < position < last and tokens.starts[position] - tokens.ends[position - 1] > 1
        if cut or gap:
            phrase = _trim(tokens, _Segment(begin, position, "list", "list"), cues)
            if phrase.last - phrase.first <= LONGEST_ITEM and not _empty(tokens.keys, phrase, cues):
                yield phrase
            begin = position + 1 if cut else position


def traits(tokens: Tokens, first: int, last: int, cues: Cues) -> Iterator[Phrase]:
    """Words that say how a person is."""
    for start, end in _found(tokens, first, last, cues.traits):
        yield Phrase(start, end, trait=True)


def holds(tokens: Tokens, first: int, last: int, runs: Runs) -> bool:
    """True when one of these runs of words stands between two tokens."""
    return next(_found(tokens, first, last, runs), None) is not None


def _found(tokens: Tokens, first: int, last: int, runs: Runs) -> Iterator[tuple[int, int]]:
    for position in range(first, last):
        for run in runs.get(tokens.keys[position], ()):
            if tokens.keys[position : position + len(run)] == run:
                yield position, position + len(run)
                break


def _segments(keys: list[str], first: int, last: int, cues: Cues) -> Iterator[_Segment]:
    opener: Role = "start"
    begin = first
    for position in range(first, last):
        role = _role(keys, position, begin, cues)
        if role:
            yield _Segment(begin, position, opener, role)
            opener, begin = role, position + 1
    yield _Segment(begin, last, opener, "end")


def _role(keys: list[str], position: int, begin: int, cues: Cues) -> Role:
    """What a cutting word does, or "" for a word of a phrase; "lead and coach" is one task, not two."""
    key = keys[position]
    if key in cues.cue:
        return "cue"
    if key in cues.conjunction:
        joins = position == begin + 1 and position + 1 < len(keys) and _is_verb(keys[begin], cues) and _is_verb(keys[position + 1], cues)
        return "" if joins else "list"
    if not _is_word(key):
        return "list" if key in _GOES_ON else "break"
    return "clause" if key in cues.clause else ""


def _is_word(key: str) -> bool:
    return key[0].isalnum() or key == ".net"


def _is_verb(key: str, cues: Cues) -> bool:
    return key in cues.verbs or key in cues.gerunds


def _trim(tokens: Tokens, segment: _Segment, cues: Cues) -> Phrase:
    """The segment without its lead-in ("very good", "5+ years of") and its tail ("is a plus"); "serves", "plans" begin no task."""
    first, last, keys = segment.first, segment.last, tokens.keys
    while first < last and (keys[first] in cues.lead or keys[first].rstrip("+").isdigit()):
        first += 1
    last = min(last, first + LONGEST)
    while first < last and keys[last - 1] in cues.tail:
        last -= 1
    inflected = first < last and tokens.word(first)[-1] == "s" != keys[first][-1]
    return Phrase(first, last, first < last and not inflected and _is_verb(keys[first], cues))


def _empty(keys: list[str], phrase: Phrase, cues: Cues) -> bool:
    """True when no word of the phrase says anything."""
    words = keys[phrase.first : phrase.last]
    return (len(words) == 1 and len(words[0]) < 3) or all(word in cues.stop or word in cues.lead for word in words)


def _kept(line: _Line, segment: _Segment, phrase: Phrase, kept_before: bool) -> bool:
    """True when the words around the phrase, or its shape, mark it as a skill."""
    size = phrase.last - phrase.first
    task = phrase.action and size > 1
    if segment.opener == "list" and kept_before and size <= LONGEST_NEXT[line.mode] and not (task and line.mode == "section"):
        return True
    if line.mode == "running":
        return _strongly_cued(line, segment)
    if task:
        return line.mode == "line"
    if segment.opener == "cue" or (segment.closer == "cue" and size <= 5):
        return True
    return line.mode == "line" and line.short and segment.opener in ("start", "list") and segment.closer != "clause" and size <= 3


def _strongly_cued(line: _Line, segment: _Segment) -> bool:
    """True after "experience with" and the like."""
    if segment.opener != "cue" or segment.first >= segment.last:
        return False
    keys = line.tokens.keys
    return keys[segment.first - 1] in line.cues.strong and keys[segment.first] in line.cues.joint
