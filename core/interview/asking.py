"""What a question wants: its kind, the competencies it is about, and the words that an answer to it would share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from core.interview.cues import competencies, phrases, plain, stems

Kind = Literal["behavioural", "knowledge", "case", "motivation", "pay"]
_YES_OR_NO = re.compile(r"(?:are|is|do|does|can|could|will|would) (?:you|your|it|this|that)\b")
_ROUNDS: Mapping[str, Kind] = {"behavioural": "behavioural", "knowledge": "knowledge", "case": "case", "pay": "pay"}
_ORDER: tuple[Kind, ...] = ("pay", "behavioural", "case", "motivation", "knowledge")


@lru_cache(maxsize=2_000)
def kind_of(question: str, round: str = "") -> Kind:
    """The kind of a question: what its session round says, else its words.

    A question of no known form wants a story; in a first call, which asks about the person more than about events, reasons.
    """
    if round in _ROUNDS:
        return _ROUNDS[round]
    low = plain(question)
    other: Kind = "motivation" if round == "screening" or _YES_OR_NO.match(low) else "behavioural"
    return next((kind for kind in _ORDER if phrases("asking", kind).search(low)), other)


def themes(question: str, competency: str = "") -> list[str]:
    """Ids of what a question is about: the one it is filed under, then the two whose words it uses most."""
    named = [competency] if competency in competencies() else []
    said = stems(question)
    known = competencies()
    counts = {key: len(said & one.stems) + 2 * len(said & one.named) for key, one in known.items()}
    first = sorted((key for key in known if counts[key]), key=lambda key: -counts[key])[:2]
    return list(dict.fromkeys([*named, *first]))


def vocabulary(question: str, competency: str = "", background: str = "") -> dict[str, float]:
    """Stems that an answer to the question would share, with weights: the question's own 1, its competencies' .6, the background's .35."""
    weights = dict.fromkeys(stems(background), 0.35)
    for key in themes(question, competency):
        weights |= dict.fromkeys(competencies()[key].stems, 0.6)
    return weights | dict.fromkeys(stems(question), 1.0)
