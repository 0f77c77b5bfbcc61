"""Finds the taxonomy's names in a tokenised text: longest name first, whole words only, doubtful names only in context."""

from __future__ import annotations

from typing import NamedTuple

from core.skills.cues import Cues
from core.skills.catalogue import Entry, Taxonomy
from core.skills.tokens import Tokens

_LIST = frozenset(",;/|•●▪·*&:()\t\n") | {"and", "or", "und", "et", "y", "e", "en", "i", "ou", "oder"}


class Hit(NamedTuple):
    """A name found at tokens [first, last)."""

    first: int
    last: int
    entry: Entry


def find_names(tokens: Tokens, known: Taxonomy, cues: Cues, listed: list[bool] | None = None) -> list[Hit]:
    """Names of the taxonomy in reading order, without overlaps; `listed` says of each token whether it stands in a list of skills."""
    hits = _candidates(tokens, known)
    sure = {hit.first for hit in hits if not _doubtful(hit, tokens, cues)}
    if len(sure) == len(hits):
        return hits
    ends = {hit.last for hit in hits if hit.first in sure}
    for hit in (*hits, *reversed(hits)):
        if hit.first not in sure and _as_written(hit, tokens) and ((listed and listed[hit.first]) or _in_context(hit, tokens, cues, sure, ends)):
            sure.add(hit.first)
            ends.add(hit.last)
    return [hit for hit in hits if hit.first in sure]


def _candidates(tokens: Tokens, known: Taxonomy) -> list[Hit]:
    hits: list[Hit] = []
    keys, index = tokens.keys, known.index
    position, size = 0, len(keys)
    while position < size:
        starting = index.get(keys[position])
        if starting is not None:
            entry = _longest(starting, keys, position)
            if entry is not None:
                hits.append(Hit(position, position + len(entry.keys), entry))
                position += len(entry.keys) - 1
        position += 1
    return hits


def _longest(starting: dict[str, list[Entry]], keys: list[str], position: int) -> Entry | None:
    for entry in starting.get(keys[position + 1], ()) if position + 1 < len(keys) else ():
        if keys[position : position + len(entry.keys)] == entry.keys:
            return entry
    return starting[""][0] if "" in starting else None


def _doubtful(hit: Hit, tokens: Tokens, cues: Cues) -> bool:
    """True for a guarded name, and for an acronym (IT, SAFe) that stands in small letters where it is a common word."""
    if hit.entry.guarded:
        return True
    if hit.last - hit.first > 1 or tokens.keys[hit.first] not in cues.common:
        return False
    return hit.entry.written[1:] != hit.entry.written[1:].lower() and tokens.word(hit.first)[1:].islower()


def _as_written(hit: Hit, tokens: Tokens) -> bool:
    return tokens.text[tokens.starts[hit.first] : tokens.ends[hit.last - 1]] == hit.entry.written


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
