"""What matches are made of, as columns: the taxonomy's skills and the table's occupations, on the person's and the posting's side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from core import occupations
from core.skills import taxonomy

SAYS = {"soft": 0.35, "spoken": 0.6, "domain": 0.9}  # how much a required skill of this category tells; others 1
ABOVE = (0.9, 0.75)  # who knows the narrow skill knows most of its parent and of the one above
LISTED, MENTIONS = 0.7, 3.0  # what a bare listing is worth, and how many mentions of a group bring most of the rest
_NOISE = 0.25  # titles of unrelated occupations are this alike by chance


def skill_column(name: str) -> int:
    """The column of a taxonomy name, or -1."""
    return taxonomy().columns.get(name, -1)


def skill_weights() -> np.ndarray:
    """How much each skill tells when a posting asks for it, by its category."""
    return np.array([SAYS.get(skill.category, 1.0) for skill in taxonomy().skills], np.float32)


@dataclass(frozen=True)
class Credit:
    """What a person's skills cover, by column: `cover` the closest skill (0-1), `depth` the mentions of the column's group."""

    cover: np.ndarray
    depth: np.ndarray

    @classmethod
    def of(cls, skills: Mapping[str, float]) -> Credit:
        """The credit for skills (taxonomy name to mentions)."""
        size = len(taxonomy())
        return cls(np.zeros(size, np.float32), np.zeros(size, np.float32)).adding(skills)

    def adding(self, skills: Mapping[str, float]) -> Credit:
        """The credit with more skills or mentions; no value ever falls."""
        known, cover, depth = taxonomy(), self.cover.copy(), self.depth.copy()
        for name, mentions in skills.items():
            near = known.neighbours(name) | dict(zip(known.ancestors(name), ABOVE, strict=False))
            columns = [known.columns[one] for one in near]
            cover[columns] = np.maximum(cover[columns], np.fromiter(near.values(), np.float32, len(near)))
            group = known.group(name)
            depth[[known.columns[one] for one in (group, *known.children(group)) if one in known]] += np.float32(mentions)
        return Credit(cover, depth)

    @property
    def values(self) -> np.ndarray:
        """How far each column is covered, 0-1; a skill whose group is named often counts in full."""
        full: np.ndarray = self.cover * (LISTED + (1 - LISTED) * (1 - np.exp(-self.depth / np.float32(MENTIONS))))
        return full


def credit(skills: Mapping[str, float]) -> np.ndarray:
    """How far a person's skills (name to mentions) cover each column of the taxonomy, 0-1."""
    return Credit.of(skills).values


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
