"""Qualities of a whole answer, each 0-100: relevance, specificity, evidence, structure, clarity; and what no answer should be.

Each is a share over sentences or a yes and no, so that neither a longer nor a shorter answer gains by its length.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.interview.clauses import Clause, Sentence
from core.interview.cues import pattern, phrases, plain, stems, words
from core.interview.quantities import quantities
from core.interview.story import Told, substance

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAMED = re.compile(r"(?<=[\w,] )(?!I\b|I'|I’)[A-ZÀ-Þ][\w&'’-]+")
_WHEN = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d{{1,2}}(?::\d\d)?\s?(?:am|pm|o'clock)\b|\b{pattern('weekdays')}\b|\b(?!may\b){pattern('months')}\b|\b{pattern('feasts')}\b"
    r"|\blast (?:year|month|week|summer|winter|spring|autumn|night)\b|\bhalf past\b"
)
_CONCRETE = 3  # words that name something in particular make a sentence specific without a number or a name
_ENOUGH = 1.5  # weight of shared words at which a sentence is wholly on the question
SHORTEST = 14  # words below which nothing can be told


@dataclass(frozen=True)
class Qualities:
    """The five qualities (0-100), and signs of an answer that is none: stuffed with keywords, off the question, too short."""

    relevance: float
    specificity: float
    evidence: float
    structure: float
    clarity: float
    stuffed: bool
    astray: bool
    words: int


def qualities(text: str, sentences: Sequence[Sentence], told: Told, wanted: Mapping[str, float]) -> Qualities:
    """The qualities of an answer whose story is `told`; `wanted` are the stems that an answer to the question would share."""
    said = [text[one.start : one.end] for one in sentences]
    numbers = [number.start for number in quantities(text)]
    shares = [_touches(one, wanted) for one in said]
    weights = [max(1.0, len(_WORD.findall(one)) ** 0.5) for one in said]
    mean = sum(s * w for s, w in zip(shares, weights, strict=True)) / sum(weights) if weights else 0.0
    aside = _aside(text, sentences)
    return Qualities(
        relevance=round(100 * min(1.0, max(0.0, 0.15 + 1.1 * mean - 0.6 * aside)), 1),
        specificity=_specific(text, sentences, numbers),
        evidence=_evidence(text, told, numbers),
        structure=_structure(told, sentences),
        clarity=_clarity(text, sentences),
        stuffed=_stuffed(text, sentences),
        astray=bool(text.strip()) and (aside >= 0.45 or (mean < 0.18 and (aside > 0 or _general(said) < 0.5))),
        words=len(_WORD.findall(text)),
    )


def _touches(sentence: str, wanted: Mapping[str, float]) -> float:
    """How far a sentence speaks of what was asked: three words of its field are enough."""
    return min(1.0, sum(wanted.get(one, 0.0) for one in stems(sentence)) / _ENOUGH)


def _general(said: Sequence[str]) -> float:
    """The share of sentences that speak of work in general terms."""
    known = words("plain", "nouns")
    return sum(sum(word in known for word in _WORD.findall(plain(one))) >= 2 for one in said) / max(1, len(said))


def _aside(text: str, sentences: Sequence[Sentence]) -> float:
    """The share of sentences that turn to private matters or another topic."""
    marks = {found.start() for found in phrases("plain", "aside").finditer(plain(text))}
    return sum(any(one.start <= mark < one.end for mark in marks) for one in sentences) / max(1, len(sentences))


def _specific(text: str, sentences: Sequence[Sentence], numbers: Sequence[int]) -> float:
    """The share of sentences with a number, a name or a time; a little for those that name several things."""
    strong = plainly = 0
    for one in sentences:
        said = text[one.start : one.end]
        low = plain(said)
        strong += any(one.start <= at < one.end for at in numbers) or bool(_WHEN.search(low) or _NAMED.search(said))
        plainly += substance(_WORD.findall(low)) >= _CONCRETE
    many = max(1, len(sentences))
    return round(80 * min(1.0, 1.3 * strong / many) + 20 * plainly / many, 1)


def _evidence(text: str, told: Told, numbers: Sequence[int]) -> float:
    """Measured outcomes, reasons, and what others said or did."""
    low = plain(text)
    reasons = bool(phrases("story", "causes").search(low))
    if not told.event:
        return round(25.0 * reasons + 25 * bool(numbers), 1)
    ends = [(one.start, one.end) for one in told.result]
    measured = any(start <= at < end for start, end in ends for at in numbers) or any(_WHEN.search(low, *end) for end in ends)
    others = any(one.subject == "other" for one in told.result)
    return round(50.0 * measured + 15 * reasons + 15 * bool(numbers) + 20 * others, 1)


def _structure(told: Told, sentences: Sequence[Sentence]) -> float:
    """Whether the parts stand in the order of a story; for other answers, whether steps are told in order."""
    if not told.event:
        return 30.0
    parts = [told.situation, told.task, told.acts, told.result]
    starts = [min(c.start for c in part) for part in parts if part]
    ordered = sum(one <= two for one, two in itertools.pairwise(starts))
    return round(100 * (0.25 * len(starts) / 1.0 * (0.5 + 0.5 * ordered / max(1, len(starts) - 1))), 1)


def _clarity(text: str, sentences: Sequence[Sentence]) -> float:
    """Sentences that can be followed by ear, without hedges and stock phrases; grammar does not count."""
    if not sentences:
        return 0.0
    long = sum(len(_WORD.findall(text[one.start : one.end])) > 45 for one in sentences) / len(sentences)
    low = plain(text)
    soft = len(phrases("plain", "hedges").findall(low)) + len(phrases("plain", "stock").findall(low))
    return round(max(0.0, 100 - 50 * long - 18 * soft / max(1.0, math.sqrt(len(sentences)))), 1)


def _stuffed(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether keywords stand where sentences should: few verbs and small words, or buzzwords all over."""
    low = plain(text)
    said = _WORD.findall(low)
    if len(said) < 8:
        return False
    buzz = sum(word in words("plain", "buzz") for word in said) / len(said)
    small = sum(word in words("plain", "stopwords") for word in said) / len(said)
    clauses: list[Clause] = [c for one in sentences for c in one.clauses]
    loose = sum(len(c.words) for c in clauses if c.at < 0) / len(said)
    commas = low.count(",") / len(said)
    return (
        buzz > 0.22
        or (small < 0.22 and (loose > 0.5 or commas > 0.2))
        or (loose > 0.6 and commas > 0.22 and buzz > 0.04)
        or (buzz > 0.13 and small < 0.36)
    )
