"""Answers in an interview, judged: the parts of the story, what supports it, what the resume says otherwise, what to ask next.

Deterministic and without a model: the same answer always gets the same score. Hides how sentences are read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.interview.shapes import (
    Asked,
    Contradicted,
    Contradiction,
    Evidence,
    Feedback,
    FollowUp,
    Outline,
    OutlineStep,
    Part,
    Parts,
    PartScore,
    Star,
    Stock,
    Strictness,
)

if TYPE_CHECKING:
    from core.interview.asking import kind_of, themes
    from core.interview.cues import Competency, competencies
    from core.interview.judging import LONGEST, VERSION, judge
    from core.interview.outlining import outline
    from core.interview.recipes import JUDGE, OUTLINE

_HOMES = {
    "judging": "LONGEST VERSION judge",
    "outlining": "outline",
    "recipes": "JUDGE OUTLINE",
    "asking": "kind_of themes",
    "cues": "Competency competencies",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "JUDGE",
    "LONGEST",
    "OUTLINE",
    "VERSION",
    "Asked",
    "Competency",
    "Contradicted",
    "Contradiction",
    "Evidence",
    "Feedback",
    "FollowUp",
    "Outline",
    "OutlineStep",
    "Part",
    "PartScore",
    "Parts",
    "Star",
    "Stock",
    "Strictness",
    "competencies",
    "judge",
    "kind_of",
    "outline",
    "themes",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    value = getattr(import_module(f"core.interview.{_HOME[name]}"), name)
    globals()[name] = value
    return value
