"""Job titles compared: how high one stands, and whether two may name the same post."""

from __future__ import annotations

import re
from functools import cache

from core import occupations
from core.interview.cues import plain, stem, table


def words_of(group: str, key: str) -> frozenset[str]:
    """The words under `group.key` of the table of records."""
    return frozenset(table("record")[group][key].split())


@cache
def ranked() -> dict[str, float]:
    return {word: float(rank) for rank, said in table("record")["ranks"].items() for word in said.split()}


def rank(title: str) -> float:
    """How high a title stands, 0 (intern) to 8; 2 is a plain post. The last word that names a post decides, the words before shift it."""
    tokens = re.findall(r"[^\W_]+(?:-[^\W_]+)*", plain(title))
    if not tokens:
        return 2.0
    core = tokens[: tokens.index("of")] if "of" in tokens else tokens
    known = ranked()
    base = known.get(core[-1], 2.0) if core else 2.0
    for before in core[:-1]:
        if before in words_of("modifiers", "lower"):
            base -= 1.0
        elif before in words_of("modifiers", "higher") or (before in ("ward", "charge") and core[-1] == "nurse" and before == "charge"):
            base = max(base + 1.0, 3.0 if before in ("senior", "lead") else 4.0 if before == "principal" else 5.0)
    if core and core[-1] == "chef" and any(word in known for word in core[:-1]):
        base = {"sous": 4.0, "head": 6.0, "executive": 6.0, "commis": 1.0, "junior": 1.0, "pastry": 3.0}.get(core[-2], base)
    return base


def same(claimed: str, recorded: str) -> bool:
    """Whether two titles may name one post, without a step up."""
    one, two = set(map(stem, re.findall(r"[^\W_]+", plain(claimed)))), set(map(stem, re.findall(r"[^\W_]+", plain(recorded))))
    if not one or not two:
        return False
    if one <= two or two <= one:
        return rank(claimed) <= rank(recorded) + 0.4
    if rank(claimed) > rank(recorded) + 0.4:
        return False
    a, b = occupations.find(claimed), occupations.find(recorded)
    close = bool(a and b and (a.id == b.id or (a.family == b.family and a.family)))
    heads = plain(claimed).split()[-1], plain(recorded).split()[-1]
    return close or heads[0] == heads[1]
