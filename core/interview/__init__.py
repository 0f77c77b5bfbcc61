"""Answers in an interview, judged: the parts of the story, what supports it, what the resume says otherwise, what to ask next.

Deterministic and without a model: the same answer always gets the same score. Hides how sentences are read.
"""

from __future__ import annotations

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

__all__ = [
    "Asked",
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
]
