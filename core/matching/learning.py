"""What learning a skill would change: the stored postings scored anew with each missing skill, as one matrix product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, vstack

from core.matching.index import Index
from core.matching.money import rates
from core.matching.person import Candidate
from core.matching.scoring import Weights, prepare, score, skill_part
from core.matching.vocabulary import credit
from core.skills import Taxonomy

TRIED, PAIRED, FRESH_DAYS, FEWEST_PAID = 300, 10, 30, 10
_COLUMNS = ("score", "gain", "pay", "published", "opening")


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
    """The chosen postings of some layers, side by side; `gain` is how many points a full skills part adds.

    `opening` numbers the openings of all layers from 0 to `openings` - 1.
    """

    known: Taxonomy
    skills: csr_matrix
    score: np.ndarray
    gain: np.ndarray
    pay: np.ndarray
    published: np.ndarray
    opening: np.ndarray
    openings: int

    def only(self, rows: np.ndarray) -> Pool:
        """Some of the postings."""
        columns = {name: getattr(self, name)[rows] for name in ("skills", *_COLUMNS)}
        return replace(self, **columns)


def learn(
    indexes: Sequence[Index], candidate: Candidate, threshold: float = 60, limit: int = 10,
    chosen: Sequence[np.ndarray] | None = None, weights: Weights | None = None, pairs: bool = True,
) -> list[Lesson]:  # fmt: skip
    """The skills (and pairs of the best ones) that bring the most openings over the threshold, best first.

    `chosen` are masks of the postings to count, one an index; openings count once, however many postings they have.
    """
    if not any(map(len, indexes)):
        return []
    pool = _pool(indexes, candidate, weights or Weights(), chosen)
    trial = _Trial(pool, candidate, threshold)
    singles = sorted(trial.gains([(name,) for name in trial.missing()]), key=_worth)
    found = singles[:limit]
    if pairs:
        alone = {gain.skills: len(gain.new) for gain in singles}
        both = trial.gains(list(combinations([gain.skills[0] for gain in singles[:PAIRED]], 2)))
        adding = [gain for gain in both if len(gain.new) > sum(alone[(name,)] for name in gain.skills)]
        found += sorted(adding, key=_worth)[: max(1, limit // 2)]
    return [trial.lesson(gain) for gain in found]


@dataclass(frozen=True)
class _Gain:
    """Skills, the openings that they newly lift over the threshold, and the fresh ones among them."""

    skills: tuple[str, ...]
    new: np.ndarray
    fresh: np.ndarray


def _worth(gain: _Gain) -> tuple[int, int, tuple[str, ...]]:
    return -len(gain.new), -len(gain.fresh), gain.skills


class _Trial:
    """One person's postings, those above the threshold, and those that better skills could lift over it."""

    def __init__(self, pool: Pool, candidate: Candidate, threshold: float) -> None:
        self.pool, self.candidate, self.threshold = pool, candidate, threshold
        self.held = credit(pool.known, candidate.skills)
        self.above = np.zeros(pool.openings, bool)
        self.above[pool.opening[pool.score >= threshold]] = True
        self.newest = int(pool.published.max(initial=0))
        self.pay = _pay_of_openings(pool)
        self.counted = int(np.count_nonzero(np.bincount(pool.opening)))
        missing = pool.gain * (1 - skill_part(pool.skills @ self.held))
        self.reach = pool.only(np.flatnonzero((pool.score < threshold) & (pool.score + missing >= threshold)))

    def missing(self) -> list[str]:
        """The skills most asked for within reach that the person does not have; traits are nothing to learn."""
        demand = np.asarray(self.reach.skills.sum(axis=0)).ravel()
        known = self.pool.known.skills
        order = np.lexsort((np.arange(len(demand)), -demand))
        names = (known[column].name for column in order if demand[column] > 0 and known[column].category != "soft")
        return [name for name in names if name not in self.candidate.skills][:TRIED]

    def gains(self, sets: Sequence[tuple[str, ...]]) -> list[_Gain]:
        """What each set of skills lifts: one product of the postings within reach and the changes."""
        if not sets:
            return []
        more = [{name: self.candidate.knowing(name).skills[name] for name in names} for names in sets]
        added = csc_matrix(np.array([credit(self.pool.known, skills, self.held) - self.held for skills in more], np.float32).T)
        change = csc_matrix(self.reach.skills @ added)
        now, rows = self.reach.skills @ self.held, change.indices
        better = self.reach.score[rows] + self.reach.gain[rows] * (skill_part(now[rows] + change.data) - skill_part(now)[rows])
        ends = zip(sets, change.indptr, change.indptr[1:], strict=False)
        return [self._gain(names, rows[at:end][better[at:end] >= self.threshold]) for names, at, end in ends]

    def _gain(self, names: tuple[str, ...], rows: np.ndarray) -> _Gain:
        rows = rows[~self.above[self.reach.opening[rows]]]
        fresh = rows[self.reach.published[rows] >= self.newest - FRESH_DAYS]
        return _Gain(names, *(np.unique(self.reach.opening[one]) for one in (rows, fresh)))

    def lesson(self, gain: _Gain) -> Lesson:
        """The gain with what it does to the median stated pay."""
        currency, stated = self.candidate.currency, self.pay > 0
        after = self.above.copy()
        after[gain.new] = True
        paid = [self.pay[openings & stated] for openings in (self.above, after)]
        enough = min(map(len, paid)) >= FEWEST_PAID
        change = round(float(np.median(paid[1]) - np.median(paid[0])) / rates().get(currency, 1.0), -2) if enough else None
        return Lesson(gain.skills, len(gain.new), len(gain.fresh), change, len(paid[1]), currency, self.counted)


def _pay_of_openings(pool: Pool) -> np.ndarray:
    """The stated pay of each opening by its number, from its first posting that states one; 0 = none."""
    pay = np.zeros(pool.openings, np.float32)
    stated = np.flatnonzero(pool.pay > 0)[::-1]
    pay[pool.opening[stated]] = pool.pay[stated]
    return pay


def _pool(indexes: Sequence[Index], candidate: Candidate, weights: Weights, chosen: Sequence[np.ndarray] | None) -> Pool:
    """The postings of all indexes that are not empty, only those under the masks of `chosen`."""
    parts, openings = [], 0
    for number, index in enumerate(indexes):
        if len(index):
            pool = _one_pool(index, candidate, weights, openings)
            openings = pool.openings
            parts.append(pool.only(np.flatnonzero(chosen[number])) if chosen is not None else pool)
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    return Pool(parts[0].known, vstack([part.skills for part in parts], format="csr"), **joined, openings=openings)


def _one_pool(index: Index, candidate: Candidate, weights: Weights, first: int) -> Pool:
    """One index's postings; its openings are numbered from `first`."""
    wanted = prepare(index, candidate, weights)
    return Pool(
        known=index.known,
        skills=vstack([block.skills for block in index.blocks], format="csr"),
        score=score(index, candidate, weights).score,
        gain=wanted.joined.weight["skills"][index.column("stated") & wanted.stated] * 100,
        pay=(index.column("pay_low") + index.column("pay_high")) / 2,
        published=index.published,
        opening=index.opening.astype(np.int64) + first,
        openings=first + int(index.opening.max()) + 1,
    )


__all__ = ["Lesson", "learn"]
