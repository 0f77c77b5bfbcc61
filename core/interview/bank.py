"""The bank of questions: written by us for each occupation, with what a good answer shows and an invented person's answer.

Hides the files `data/interview/questions/<sector>.toml`, their checks, and how near an occupation is to those of a question.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from core.occupations import table
from core.settings import ROOT

FOLDER = ROOT / "data" / "interview" / "questions"
ALIKE = 0.8
SAME, RELATED, FAMILY, EVERYBODY = 1.0, 0.8, 0.7, 0.5
Round = Literal["screening", "behavioural", "knowledge", "case", "pay"]
Level = Literal["any", "junior", "senior", "lead"]


class Question(BaseModel):
    """One question of the bank; without occupations it may be asked of anybody. `shows` says what a good answer shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=70)
    occupations: tuple[str, ...] = ()
    round: Round
    level: Level = "any"
    competency: str
    text: str = Field(min_length=15, max_length=400)
    shows: str = Field(min_length=15, max_length=400)
    follow_ups: tuple[str, ...] = ()
    sample: str = Field(min_length=100, max_length=1_500)
    why: str = Field(min_length=15, max_length=500)


@functools.cache
def bank() -> dict[str, Question]:
    """Every question by its id, in the order of the files; a mistake in a file is a `ValueError` (a bug, not the user's input)."""
    found: dict[str, Question] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in read(path):
            if found.setdefault(entry.id, entry) is not entry:
                raise ValueError(f"{path.name}: the id {entry.id} is taken")
    return found


def read(path: Path) -> list[Question]:
    """The questions of one file, checked one by one."""
    return [Question(**entry) for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("question", [])]


@functools.cache
def occupations_covered() -> frozenset[str]:
    """The occupations that have questions of their own."""
    return frozenset(name for question in bank().values() for name in question.occupations)


@functools.lru_cache(maxsize=100_000)
def nearness(occupation: str, asked_of: str) -> float:
    """How far a question for one occupation suits another: itself, a related one, one of its family, or (0) none of these."""
    if occupation == asked_of:
        return SAME
    one, other = (table().by_id.get(name) for name in (occupation, asked_of))
    if one is None or other is None:
        return 0.0
    if asked_of in one.related or occupation in other.related:
        return RELATED
    return FAMILY if one.family and one.family == other.family else 0.0


def suits(question: Question, occupation: str) -> float:
    """How far a question suits an occupation (0-1); a general one suits everybody by half."""
    if not question.occupations:
        return EVERYBODY
    return max(nearness(occupation, name) for name in question.occupations)


@functools.lru_cache(maxsize=20_000)
def trigrams(text: str) -> tuple[dict[str, int], float]:
    """How often each run of three characters stands in a text, and the length of that vector."""
    folded = f"  {' '.join(text.casefold().split())}  "
    counts = Counter(folded[at : at + 3] for at in range(len(folded) - 2))
    return dict(counts), math.sqrt(sum(number * number for number in counts.values()))


def likeness(one: str, other: str) -> float:
    """The cosine of the character trigrams of two texts, 0-1."""
    (first, length), (second, other_length) = trigrams(one), trigrams(other)
    if not length or not other_length:
        return 0.0
    small, large = (first, second) if len(first) <= len(second) else (second, first)
    return sum(number * large.get(run, 0) for run, number in small.items()) / (length * other_length)
