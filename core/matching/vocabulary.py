"""What matches are made of, as columns: the taxonomy's skills and the table's occupations, on the person's and the posting's side."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from core import occupations
from core.skills import Taxonomy

SAYS = {"soft": 0.35, "spoken": 0.6, "domain": 0.9}  # how much a required skill of this category tells; others 1
ABOVE, BELOW, BESIDE = (0.5, 0.3), 0.3, 0.2  # what a skill says of its parent and the one above, of its parts, of related skills
NAMED, MENTIONS = 0.5, 10.0  # what one mention is worth, and how many bring most of the rest
_NOISE = 0.25  # titles of unrelated occupations are this alike by chance


def skill_weights(known: Taxonomy, columns: np.ndarray) -> np.ndarray:
    """How much each of these skills tells when a posting asks for it, by its category; parallel to `columns`."""
    distinct, place = np.unique(columns, return_inverse=True)
    tells = [SAYS.get(known.skills[column].category, 1.0) for column in distinct.tolist()]
    return np.array(tells, np.float32)[place]


def credit(known: Taxonomy, skills: Mapping[str, float], base: np.ndarray | None = None) -> np.ndarray:
    """How far a person's skills (name to mentions) cover each column of the taxonomy, 0-1; `base` is what others cover already.

    More skills or mentions never lower a value.
    """
    cover = np.zeros(len(known), np.float32) if base is None else base.copy()
    for name, mentions in skills.items():
        near = _near_skills(known, name)
        columns = [known.columns[one] for one in near]
        cover[columns] = np.maximum(cover[columns], np.fromiter(near.values(), np.float32, len(near)) * np.float32(strength(mentions)))
    return cover


def near_table(known: Taxonomy) -> csc_matrix:
    """What each skill (column) says of each other one and itself (row), 0-1; shape (skills, skills)."""
    near = [_near_skills(known, name) for name in known.ids]
    row = [known.columns[name] for one in near for name in one]
    column = np.repeat(np.arange(len(near)), [len(one) for one in near])
    value = np.array([worth for one in near for worth in one.values()], np.float32)
    return csc_matrix((value, (row, column)), shape=(len(near), len(near)))


def strength(mentions: float) -> float:
    """What so many mentions of a skill are worth, 0-1."""
    return NAMED + (1 - NAMED) * (1 - math.exp(-mentions / MENTIONS))


def _near_skills(known: Taxonomy, name: str) -> dict[str, float]:
    """The skills that `name` partly stands for; empty for a name that the taxonomy does not have."""
    if name not in known:
        return {}
    near = dict.fromkeys(known[name].related, BESIDE) | dict.fromkeys(known.children(name), BELOW)
    return near | dict(zip(known.ancestors(name), ABOVE, strict=False)) | {name: 1.0}


@cache
def occupation_columns() -> dict[str, int]:
    """Occupation id to column."""
    return {one.id: number for number, one in enumerate(occupations.table())}


def closeness(titles: Sequence[tuple[str, float]]) -> np.ndarray:
    """How close the titles (with weights 0-1) come to each occupation, 0-1; shape (occupations,)."""
    best = np.zeros(len(occupation_columns()), np.float32)
    for title, weight in titles:
        np.maximum(best, weight * _near(title), out=best)
    return best


@cache
def _names() -> csr_matrix:
    return occupations.vectors([one.name for one in occupations.table()]).T.tocsr()


@lru_cache(maxsize=2_000)
def _near(title: str) -> np.ndarray:
    alike = (occupations.vectors([title]) @ _names()).toarray()[0]
    near: np.ndarray = np.clip((alike - _NOISE) / (1 - _NOISE), 0, 1).astype(np.float32)
    found = occupations.find(title)
    if found:
        column = occupation_columns()[found.id]
        near[column] = max(near[column], found.confidence)
    return near
