"""Finds the taxonomy's names in a tokenised text: longest name first, whole words only, doubtful names only in context."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from core.skills.catalogue import Entry, Taxonomy
from core.skills.cues import Cues
from core.skills.tokens import Tokens

_LIST = frozenset(",;/|•●▪·*&:()\t\n") | {"and", "or", "und", "et", "y", "e", "en", "i", "ou", "oder"}

SHORT_ACRONYM = 4  # letters


class Hit(NamedTuple):
    """A name found at tokens [first, last)."""

    first: int
    last: int
    entry: Entry


def find_names(tokens: Tokens, known: Taxonomy, cues: Cues, listed: list[bool] | None = None) -> list[Hit]:
    """Names of the taxonomy in reading order, without overlaps; `listed` says of each token whether it stands in a list of skills."""
    hits = _candidates(tokens, known, cues)
    sure = {hit.first for hit in hits if not _doubtful(hit, tokens, known, cues)}
    if len(sure) == len(hits):
        return hits
    sure |= _runs(hits, tokens, sure)
    ends = {hit.last for hit in hits if hit.first in sure}
    for hit in (*hits, *reversed(hits)):
        if hit.first in sure or not _as_written(hit, tokens):
            continue
        if (listed and listed[hit.first]) or _in_context(hit, tokens, cues, sure, ends):
            sure.add(hit.first)
            ends.add(hit.last)
    return [hit for hit in hits if hit.first in sure]


def _candidates(tokens: Tokens, known: Taxonomy, cues: Cues) -> list[Hit]:
    hits: list[Hit] = []
    keys, index = tokens.keys, known.index
    position, size = 0, len(keys)
    while position < size:
        key = keys[position]
        starting = index.get(key)
        entry = None if starting is None else _longest(starting, keys, position)
        hit = None if entry is None else Hit(position, position + len(entry.keys), entry)
        if key in cues.nouns and (hit is None or hit.last == position + 1):
            hit = _turned(keys, position, cues.nouns[key], known, cues) or hit
        if hit is not None:
            hits.append(hit)
            position = hit.last - 1
        position += 1
    return hits


def _turned(keys: list[str], position: int, noun: str, known: Taxonomy, cues: Cues) -> Hit | None:
    """ "manage the projects", "management of projects": the name "project management", written the other way round."""
    first = position + 1
    while first < len(keys) and keys[first] in cues.between and first <= position + 2:
        first += 1
    for last in (first + 2, first + 1):
        wanted = [*keys[first:last], noun]
        goes_on = last < len(keys) and keys[last][0].isalnum() and keys[last] not in cues.tail and keys[last] not in cues.conjunction
        if len(wanted) == last - first + 1 and not goes_on:
            for entry in known.index.get(wanted[0], {}).get(wanted[1], ()):
                if entry.keys == wanted:
                    return Hit(position, last, entry)
    return None


def _longest(starting: dict[str, list[Entry]], keys: list[str], position: int) -> Entry | None:
    for entry in starting.get(keys[position + 1], ()) if position + 1 < len(keys) else ():
        if keys[position : position + len(entry.keys)] == entry.keys:
            return entry
    return starting[""][0] if "" in starting else None


def _doubtful(hit: Hit, tokens: Tokens, known: Taxonomy, cues: Cues) -> bool:
    """True for a guarded name, and for an acronym in small letters (it, safe, rams) unless the whole text is or it names a tool (sql)."""
    if hit.entry.guarded:
        return True
    written = hit.entry.written
    if hit.last - hit.first > 1 or written[1:] == written[1:].lower() or not tokens.word(hit.first)[1:].islower():
        return False
    if tokens.keys[hit.first] in cues.common:
        return True
    short = written.isupper() and len(written) <= SHORT_ACRONYM
    return short and known.skills[hit.entry.column].category not in ("tool", "language") and not tokens.text.islower()


def _runs(hits: list[Hit], tokens: Tokens, sure: set[int]) -> set[int]:
    """Where doubtful names with a capital stand side by side in a list ("Word, Excel"): each is the other's context."""
    found: set[int] = set()
    for one, other in pairwise(hits):
        beside = other.first == one.last + 1 and tokens.keys[one.last] in _LIST
        pair = {one.first, other.first}
        if beside and not pair & sure and all(_as_written(hit, tokens) and tokens.word(hit.first)[0].isupper() for hit in (one, other)):
            found |= pair
    return found


def _as_written(hit: Hit, tokens: Tokens) -> bool:
    """True for the very letters of the name, or those with a capital first one, as items of a list often have."""
    text, written = tokens.text[tokens.starts[hit.first] : tokens.ends[hit.last - 1]], hit.entry.written
    return text == written or text == written[:1].upper() + written[1:]


def _in_context(hit: Hit, tokens: Tokens, cues: Cues, sure: set[int], ends: set[int]) -> bool:
    """True beside a cue word ("in R", "Go developer") or in a run of skills."""
    keys = tokens.keys
    before, after = hit.first - 1, hit.last
    if before >= 0 and keys[before] in cues.before and not (after < len(keys) and keys[after] in cues.never_after):
        return True
    if after < len(keys) and keys[after] in cues.after:
        return True
    if hit.first in ends or after in sure:
        return True
    return (before > 0 and keys[before] in _LIST and before in ends) or (after < len(keys) and keys[after] in _LIST and after + 1 in sure)
