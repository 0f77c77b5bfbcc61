"""Where a posting is against where a person wants to work: one small table a person, by place and workplace."""

from __future__ import annotations

import numpy as np

from core.matching.index import Index, Spot
from core.matching.person import Candidate

CITY, COUNTRY, MAYBE, SAME, ELSEWHERE = 1.0, 0.9, 0.65, 0.45, 0.1
ABROAD = 0.6  # remote work for an employer of another country may be limited to that country
UNWANTED = {"remote": 0.6, "hybrid": 0.75, "onsite": 0.5}
DOUBTFUL = 0.7  # the workplace is not stated and the person wants remote work only


def place_values(candidate: Candidate, index: Index) -> np.ndarray:
    """Value 0-1 of each place of the index for the person; float32. A city that the person does not name is worth what any other is."""
    groups, group = index.place_groups
    values: np.ndarray = np.array([_value(candidate, one) for one in groups] or [0.0], np.float32)[group]
    for city in candidate.cities:
        codes = index.cities.get(city, [])
        values[codes] = [_value(candidate, index.places[code]) for code in codes]
    return values


def _value(candidate: Candidate, place: Spot) -> float:
    near = _near(candidate, place)
    if place.remote == "remote":
        inside = place.country is None or not candidate.area or place.country in candidate.area
        return (1.0 if inside else ABROAD) if _welcome(candidate, "remote") else max(near, 0.5) * UNWANTED["remote"]
    if place.remote is None:
        return near * (DOUBTFUL if candidate.remote == {"remote"} else 1.0)
    return near * (1.0 if _welcome(candidate, place.remote) else UNWANTED[place.remote])


def _near(candidate: Candidate, place: Spot) -> float:
    if place.city and place.city in candidate.cities and (place.country is None or place.country in candidate.area):
        return CITY
    if place.country in candidate.countries:
        return COUNTRY
    if place.country in candidate.area:
        return MAYBE if place.city is None else SAME
    return ELSEWHERE


def _welcome(candidate: Candidate, workplace: str) -> bool:
    return not candidate.remote or workplace in candidate.remote
