"""Roles near to what a person can do: better paid, and covered to most part already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core import occupations
from core.skills import taxonomy
from core.trends.counts import ENOUGH
from core.trends.stored import Slice, openings, skill_matrix
from core.trends.together import yearly_pay
from core.warehouse import Market

if TYPE_CHECKING:
    import pyarrow as pa

COVERED = 0.7
USUAL = 0.15  # share of a role's openings that ask for a skill, from which it belongs to the role
MOST_USUAL = 15
NEAR_ENOUGH = 0.7  # likeness of two skills from which one stands for the other


@dataclass(frozen=True)
class AdjacentRole:
    """A role, how much of what it asks for the person covers (0-1), the skills that are missing, and its pay.

    `low`, `median` and `high` are euros a year: the middle half of `paid` openings that state it (None below 30); `n` all openings.
    """

    occupation: str
    name: str
    covered: float
    missing: tuple[str, ...]
    n: int
    paid: int
    low: float | None
    median: float | None
    high: float | None


def adjacent(
    market: Market,
    skills: Collection[str],
    current: str | None,
    part: Slice | None = None,
    sample: bool = False,
    limit: int = 10,
    least: float = COVERED,
) -> list[AdjacentRole]:
    """Roles that a person with these skills (taxonomy names) covers to `least` (70 %) and that pay more than `current` (an occupation id).

    Without a current role, or without its pay, all covered roles with known pay; the best covered first.
    """
    table = openings(market, ["pay_min", "pay_max", "currency", "period", "occupation"], part, sample)
    return adjacent_in(table, skills, current, limit, least)


def near(
    market: Market, occupation: str, part: Slice | None = None, sample: bool = False, limit: int = 10, least: float = COVERED
) -> list[AdjacentRole]:
    """As `adjacent`, for somebody who has what openings of an occupation usually ask for; empty below 30 openings."""
    table = openings(market, ["pay_min", "pay_max", "currency", "period", "occupation"], part, sample)
    return adjacent_in(table, usual_skills(table, occupation), occupation, limit, least)


def usual_skills(table: pa.Table, occupation: str) -> tuple[str, ...]:
    """What openings of an occupation usually ask for, the most frequent first; empty below 30 openings."""
    import pyarrow.compute as pc

    names, matrix = skill_matrix(table.filter(pc.equal(table["occupation"], occupation)), 1)
    if matrix.shape[0] < ENOUGH:
        return ()
    share = np.asarray(matrix.mean(axis=0)).ravel()
    return tuple(names[place] for place in _usual(share))


def adjacent_in(
    table: pa.Table, skills: Collection[str], current: str | None, limit: int = 10, least: float = COVERED
) -> list[AdjacentRole]:
    """As `adjacent`, over a table of openings."""
    pay, role = yearly_pay(table), table["occupation"].to_pandas().fillna("").to_numpy(dtype=object)
    names, matrix = skill_matrix(table, 1)
    cover = covered_names(names, skills)
    roles, number, size = np.unique(role, return_inverse=True, return_counts=True)
    found = []
    for place in np.flatnonzero((size >= ENOUGH) & (roles != "") & (roles != (current or ""))):
        rows = np.flatnonzero(number == place)
        told = _role(str(roles[place]), np.asarray(matrix[rows].mean(axis=0)).ravel(), names, cover, pay[rows])
        if told and told.median is not None and told.covered >= least:
            found.append(told)
    mine = pay[(role == current) & (pay > 0)] if current else pay[:0]
    usual = float(np.median(mine)) if len(mine) >= ENOUGH else 0.0
    better = [one for one in found if (one.median or 0) > usual]
    return sorted(better, key=lambda one: (-one.covered, -(one.median or 0)))[:limit]


def covered_names(names: list[str], skills: Collection[str]) -> np.ndarray:
    """Which of the names a person with these skills has, under a name very like it or as something more special.

    Something more general does not count: who teaches need not know how to manage a classroom.
    """
    known = taxonomy()
    alike = set(skills)
    for skill in skills:
        below = set(known.children(skill))
        alike |= {name for name, how in known.neighbours(skill).items() if how >= NEAR_ENOUGH and name not in below}
    return np.array([name in alike for name in names], bool)


def _usual(share: np.ndarray) -> list[int]:
    return [int(place) for place in np.argsort(-share, kind="stable")[:MOST_USUAL] if share[place] >= USUAL]


def _role(occupation: str, share: np.ndarray, names: list[str], cover: np.ndarray, pay: np.ndarray) -> AdjacentRole | None:
    """A role against the person's skills, each skill weighted by how often the role asks for it."""
    usual = _usual(share)
    if not usual or occupation not in occupations.table().by_id:
        return None
    covered = float(share[usual] @ cover[usual] / share[usual].sum())
    missing = tuple(names[place] for place in usual if not cover[place])
    paid = pay[pay > 0]
    low, median, high = np.quantile(paid, [0.25, 0.5, 0.75]).tolist() if len(paid) >= ENOUGH else (None, None, None)
    name = occupations.table()[occupation].name
    return AdjacentRole(occupation, name, round(covered, 3), missing, len(pay), len(paid), low, median, high)
