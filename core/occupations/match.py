"""One title -> its occupation: exact titles first, then the closest one by words and characters."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from core.models import Level
from core.occupations import likeness
from core.occupations.table import Occupation, table
from core.occupations.words import level, role, segments, stem

_CERTAIN = 0.9  # the most that evidence short of a listed title may claim
_FLOOR = 0.5  # below this the closest occupation is a guess


@dataclass(frozen=True, slots=True)
class OccupationMatch:
    """What a title names: the occupation, its sector and family, the level told by the title, confidence 0-1."""

    id: str
    name: str
    sector: str
    family: str
    level: Level | None
    confidence: float


@functools.lru_cache(maxsize=20_000)
def find(title: str) -> OccupationMatch | None:
    """The occupation that a title names, whatever level, place, mark or number stands with it; None when nothing is close."""
    parts = segments(title)
    if not parts:
        return None
    for tokens, confidence in _readings(parts):
        found = table().by_key.get(" ".join(map(stem, tokens)))
        if found:
            return _match(table()[found], title, confidence)
    if not _names_a_role(parts):
        return None
    found, score = likeness.nearest(title)
    return _match(table()[found], title, round(min(score, 1.0) * _CERTAIN, 3)) if score >= _FLOOR else None


def _readings(parts: list[list[str]]) -> Iterator[tuple[list[str], float]]:
    """What may be the plain role in the parts of a title, the most literal reading first, with the confidence it deserves."""
    whole = [word for part in parts for word in part]
    yield whole, 1.0
    yield role(whole), 0.97
    if len(parts) > 1:
        turned = parts[1] + parts[0]
        yield turned, 0.95
        yield role(turned), 0.93
    yield parts[0], 0.95
    yield role(parts[0]), 0.93
    for part in parts[1:]:
        yield part, 0.85
        yield role(part), 0.8


def _names_a_role(parts: list[list[str]]) -> bool:
    """Whether any word is one that roles are called by, or tells a level: `Education` alone is no title."""
    whole = [word for part in parts for word in part]
    return len(role(whole)) < len(whole) or any(stem(word) in table().heads for word in whole)


def _match(one: Occupation, title: str, confidence: float) -> OccupationMatch:
    return OccupationMatch(one.id, one.name, one.sector, one.family, level(title) or one.level, confidence)
