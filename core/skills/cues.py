"""The words around skills: what leads in to them, what heads their sections, what is never one. Read from `data/skills/cues.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.skills.spelling import word_key
from core.skills.taxonomy import DATA


@dataclass(frozen=True)
class Cues:
    """Word lists as comparable keys."""

    before: frozenset[str]
    after: frozenset[str]
    never_after: frozenset[str]
    common: frozenset[str]
    data: dict[str, Any]


@cache
def cues() -> Cues:
    """The cue lists, read once."""
    data = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))

    def words(name: str) -> frozenset[str]:
        return frozenset(word_key(word) for word in data["names"][name].split())

    return Cues(words("before"), words("after"), words("never_after"), words("common"), data)
