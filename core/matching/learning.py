"""What learning a skill would change: the stored postings scored anew with each missing skill, as one matrix product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations

import numpy as np
from scipy.sparse import csc_matrix

from core.matching.index import Index
from core.matching.money import rates
from core.matching.person import EVIDENCE, Candidate
from core.matching.scoring import Wanted, Weights, coverage_for, prepare, product, score, skill_part
from core.matching.vocabulary import strength

TRIED, PAIRED, FRESH_DAYS, FEWEST_PAID = 300, 10, 30, 10


@dataclass(frozen=True)
class Lesson:
    """One skill, or a pair: openings that newly reach the threshold, how many of them are fresh, and what they pay.

    `pay_change` is the change of the median stated pay a year over all openings above the threshold, in `currency`, None when fewer
    than ten state it; `paid` openings state it afterwards; `n` openings were scored.
    """

    skills: tuple[str, ...]
    gained: int
    fresh: int
    pay_change: float | None
    paid: int
    currency: str
    n: int


@dataclass(frozen=True)
class Pool:
    """The postings of some layers; arrays are side by side, `opening` numbers the openings of all layers from 0 to `openings` - 1.

    Only postings of `chosen` count; `pay` is in euros a year, 0 = not stated.
    """

    indexes: Sequence[Index]
    wanted: Sequence[Wanted]
    score: np.ndarray
    chosen: np.ndarray
    pay: np.ndarray
    published: np.ndarray
    opening: np.ndarray
    openings: int


@dataclass(frozen=True)
class Within:
    """One block's postings, which begin at row `start` of the pool: what they ask for, and which are within reach.

    `needed` is by how much the coverage of what is asked for must grow to reach the threshold, infinite out of reach.
    """

    start: int
    skills: csc_matrix
    near: np.ndarray
    needed: np.ndarray


def learn(
    indexes: Sequence[Index], candidate: Candidate, threshold: float = 60, limit: int = 10, chosen: Sequence[np.ndarray] | None = None,
    weights: Weights | None = None, pairs: bool = True, scores: Sequence[np.ndarray] | None = None,
) -> list[Lesson]:  # fmt: skip
    """The skills (and pairs of the best ones) that bring the most openings over the threshold, best first.

    `chosen` are masks of the postings to count, `scores` the person's scores where they are known, one an index; openings count once,
    however many postings they have.
    """
    if not any(map(len, indexes)):
        return []
    trial = _Trial(_pool(indexes, candidate, weights or Weights(), chosen, scores), candidate, threshold)
    singles = sorted(trial.gains([(name,) for name in trial.missing()]), key=_worth)
    found = singles[:limit]
    if pairs:
        alone = {gain.skills: gain.gained for gain in singles}
        both = trial.gains(list(combinations([gain.skills[0] for gain in singles[:PAIRED]], 2)))
        adding = [gain for gain in both if gain.gained > sum(alone[(name,)] for name in gain.skills)]
        found += sorted(adding, key=_worth)[: max(1, limit // 2)]
    return [trial.lesson(gain) for gain in found]


@dataclass(frozen=True)
class _Gain:
    """Skills, the openings that they newly lift over the threshold, and how many of them are fresh."""

    skills: tuple[str, ...]
    new: np.ndarray
    fresh: int

    @property
    def gained(self) -> int:
        """How many openings are new."""
        return len(self.new)


def _worth(gain: _Gain) -> tuple[int, int, tuple[str, ...]]:
    return -gain.gained, -gain.fresh, gain.skills


class _Trial:
    """One person's postings, those above the threshold, and those that better skills could lift over it."""

    def __init__(self, pool: Pool, candidate: Candidate, threshold: float) -> None:
        self.pool, self.candidate, self.threshold = pool, candidate, threshold
        self.known = pool.indexes[0].known
        self.held = pool.wanted[0].skills
        self.above = np.zeros(pool.openings, bool)
        self.above[pool.opening[pool.chosen & (pool.score >= threshold)]] = True
        self.newest = int(pool.published[pool.chosen].max(initial=0))
        self.within = list(self._within())

    def _within(self) -> Iterator[Within]:
        first = 0
        below = self.pool.chosen & (self.pool.score < self.threshold) & ~self.above[self.pool.opening]
        for index, wanted in zip(self.pool.indexes, self.pool.wanted, strict=True):
            for block in index.blocks:
                start = first + block.start
                rows = slice(start, start + len(block))
                now, gain = product(block.skills, self.held), wanted.kinds.total["skills"].take(block.kind)
                part = (self.threshold - self.pool.score[rows]) / np.maximum(gain, 1e-9) + skill_part(now)
                near = below[rows] & (part <= 1)
                yield Within(start, block.skills, near, np.where(near, coverage_for(part) - now, np.inf).astype(np.float32))
            first += len(index)

    def missing(self) -> list[str]:
        """The skills most asked for within reach that the person does not have; traits are nothing to learn."""
        demand = sum((part.skills.T @ part.near.astype(np.float32) for part in self.within), np.zeros(len(self.known)))
        demand[self.pool.indexes[0].traits] = 0
        demand[[self.known.columns[name] for name in self.candidate.skills if name in self.known]] = 0
        order = np.lexsort((np.arange(len(demand)), -demand))[:TRIED]
        return [self.known.skills[column].name for column in order if demand[column] > 0]

    def gains(self, sets: Sequence[tuple[str, ...]]) -> list[_Gain]:
        """What each set of skills lifts: one product of what postings ask for and the changes of coverage."""
        if not sets:
            return []
        changes = self._changes(sets)
        lifted = [_lifted(part, changes) for part in self.within]
        number, rows = (np.concatenate([one[at] for one in lifted] or [np.zeros(0, np.intp)]) for at in (0, 1))
        new = _distinct(number, self.pool.opening[rows], self.pool.openings)
        fresh = self.pool.published[rows] >= self.newest - FRESH_DAYS
        young = _distinct(number[fresh], self.pool.opening[rows[fresh]], self.pool.openings)
        gained, counts = (np.bincount(one[0], minlength=len(sets)) for one in (new, young))
        first = [0, *np.cumsum(gained).tolist()]
        return [_Gain(names, new[1][a:b], n) for names, a, b, n in zip(sets, first, first[1:], counts.tolist(), strict=False)]

    def _changes(self, sets: Sequence[tuple[str, ...]]) -> csc_matrix:
        """By how much each set of as many skills, listed too, raises what the person covers; shape (skills, sets)."""
        parts = [self._single_changes([names[place] for names in sets]) for place in range(len(sets[0]))]
        return reduce(lambda one, other: one.maximum(other), parts)

    def _single_changes(self, names: Sequence[str]) -> csc_matrix:
        columns = [self.known.columns[name] for name in names]
        listed = [strength(self.candidate.skills.get(name, 0.0) + EVIDENCE["listed"]) for name in names]
        changes = self.pool.indexes[0].near_skills[:, columns]
        worth = changes.data * np.repeat(np.array(listed, np.float32), np.diff(changes.indptr))
        changes.data = np.maximum(worth - self.held[changes.indices], 0)
        changes.eliminate_zeros()
        return changes

    def lesson(self, gain: _Gain) -> Lesson:
        """The gain with what it does to the median stated pay."""
        currency, before = self.candidate.currency, self._pay(np.flatnonzero(self.above))
        after = np.concatenate([before, self._pay(gain.new)])
        enough = len(before) >= FEWEST_PAID
        change = round(float(np.median(after) - np.median(before)) / rates().get(currency, 1.0), -2) if enough else None
        return Lesson(gain.skills, gain.gained, gain.fresh, change, len(after), currency, self._counted)

    def _pay(self, openings: np.ndarray) -> np.ndarray:
        """The stated pay of those openings that state one."""
        pay: np.ndarray = self._pay_of_openings[openings]
        return pay[pay > 0]

    @cached_property
    def _pay_of_openings(self) -> np.ndarray:
        """The stated pay of each opening by its number, from its first posting that states one; 0 = none."""
        pay = np.zeros(self.pool.openings, np.float32)
        stated = np.flatnonzero(self.pool.chosen & (self.pool.pay > 0))[::-1]
        pay[self.pool.opening[stated]] = self.pool.pay[stated]
        return pay

    @cached_property
    def _counted(self) -> int:
        """How many openings were looked at."""
        there = np.zeros(self.pool.openings, bool)
        there[self.pool.opening[self.pool.chosen]] = True
        return int(np.count_nonzero(there))


def _lifted(part: Within, changes: csc_matrix) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the sets and the rows of the pool for which they reach the threshold."""
    change = part.skills @ changes
    over = np.flatnonzero(change.data >= part.needed.take(change.indices))
    return np.searchsorted(change.indptr, over, side="right") - 1, part.start + change.indices[over].astype(np.intp)


def _distinct(number: np.ndarray, opening: np.ndarray, openings: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct pairs of a set's number and an opening, in order."""
    pairs = np.unique(number.astype(np.int64) * openings + opening)
    return pairs // openings, pairs % openings


def _pool(
    indexes: Sequence[Index], candidate: Candidate, weights: Weights,
    chosen: Sequence[np.ndarray] | None, scores: Sequence[np.ndarray] | None,
) -> Pool:  # fmt: skip
    """The postings of all indexes; openings of another index are other ones."""
    first = np.cumsum([0, *(index.openings for index in indexes)])
    counted = chosen or [index.alive for index in indexes]
    return Pool(
        indexes=indexes,
        wanted=[prepare(index, candidate, weights) for index in indexes],
        score=np.concatenate(scores or [score(index, candidate, weights).score for index in indexes]),
        chosen=np.concatenate(counted),
        pay=np.concatenate([(index.column("pay_low") + index.column("pay_high")) / 2 for index in indexes]),
        published=np.concatenate([index.published for index in indexes]),
        opening=np.concatenate([index.opening.astype(np.int64) + at for index, at in zip(indexes, first, strict=False)]),
        openings=int(first[-1]),
    )


__all__ = ["Lesson", "learn"]
