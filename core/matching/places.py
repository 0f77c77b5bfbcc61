"""Where a posting is against where a person wants to work: one small table a person, by workplace and place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.matching.index import WORKPLACES
from core.matching.person import Candidate

CITY, COUNTRY, MAYBE, SAME, ELSEWHERE = 1.0, 0.9, 0.65, 0.45, 0.1
ABROAD = 0.6  # remote work for an employer of another country may be limited to that country
UNWANTED = {"remote": 0.6, "hybrid": 0.75, "onsite": 0.5, None: 0.7}


def place_values(candidate: Candidate, places: Sequence[tuple[str | None, str | None]]) -> np.ndarray:
    """Value 0-1 by code of the workplace (0 = not stated, then `WORKPLACES`) and code of the place; shape (4, places)."""
    near = np.array([_near(candidate, city, country) for city, country in places] or [0.0])
    inside = np.array([country is None or not candidate.area or country in candidate.area for _, country in places] or [True])
    rows = [near * _wish(candidate, None)]
    for workplace in WORKPLACES:
        if workplace == "remote":
            rows.append(np.where(inside, 1.0, ABROAD) if _welcome(candidate, "remote") else np.maximum(near, 0.5) * UNWANTED["remote"])
        else:
            rows.append(near * _wish(candidate, workplace))
    return np.array(rows, np.float32)


def _near(candidate: Candidate, city: str | None, country: str | None) -> float:
    if city and city in candidate.cities and (country is None or country in candidate.area):
        return CITY
    if country in candidate.countries:
        return COUNTRY
    if country in candidate.area:
        return MAYBE if city is None else SAME
    return ELSEWHERE


def _wish(candidate: Candidate, workplace: str | None) -> float:
    if workplace is None:
        return UNWANTED[None] if candidate.remote == {"remote"} else 1.0
    return 1.0 if _welcome(candidate, workplace) else UNWANTED[workplace]


def _welcome(candidate: Candidate, workplace: str) -> bool:
    return not candidate.remote or workplace in candidate.remote
