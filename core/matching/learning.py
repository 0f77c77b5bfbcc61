"""What learning a skill would change: the stored postings scored anew with each missing skill, as one matrix product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    """The chosen postings of some layers, side by side; `gain` is how many points a full skills part adds."""

    known: Taxonomy
    skills: csr_matrix
    score: np.ndarray
    gain: np.ndarray
    pay: np.ndarray
    published: np.ndarray
    opening: np.ndarray

    def only(self, rows: np.ndarray) -> Pool:
        """Some of the postings."""
        return Pool(
            self.known, self.skills[rows], self.score[rows], self.gain[rows], self.pay[rows], self.published[rows], self.opening[rows]
        )


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
    tried = _missing(pool, candidate, threshold)
    singles = _lessons(pool, candidate, [(name,) for name in tried], threshold)
    best = sorted(singles, key=_worth)
    if not pairs:
        return best[:limit]
    top = [lesson.skills[0] for lesson in best[:PAIRED]]
    alone = {lesson.skills[0]: lesson.gained for lesson in best}
    both = _lessons(pool, candidate, list(combinations(top, 2)), threshold)
    worth = [pair for pair in both if pair.gained > alone[pair.skills[0]] + alone[pair.skills[1]]]
    return best[:limit] + sorted(worth, key=_worth)[: max(1, limit // 2)]


def _worth(lesson: Lesson) -> tuple[int, int, tuple[str, ...]]:
    return -lesson.gained, -lesson.fresh, lesson.skills


def _pool(indexes: Sequence[Index], candidate: Candidate, weights: Weights, chosen: Sequence[np.ndarray] | None) -> Pool:
    parts = []
    for number, index in enumerate(indexes):
        wanted = prepare(index, candidate, weights)
        stated = np.concatenate([block.stated for block in index.blocks]) if index.blocks else np.zeros(0, np.uint16)
        pay = [(block.pay_low + block.pay_high) / 2 for block in index.blocks]
        pool = Pool(
            known=index.known,
            skills=vstack([block.skills for block in index.blocks], format="csr") if index.blocks else csr_matrix((0, len(wanted.skills))),
            score=score(index, candidate, weights).score,
            gain=wanted.joined.weight["skills"][stated & wanted.stated] * 100,
            pay=np.concatenate(pay) if pay else np.zeros(0, np.float32),
            published=index.published,
            opening=index.opening.astype(np.int64) * len(indexes) + number,
        )
        parts.append(pool.only(np.flatnonzero(chosen[number])) if chosen is not None else pool)
    return _side_by_side(parts)


def _side_by_side(parts: Sequence[Pool]) -> Pool:
    if len(parts) == 1:
        return parts[0]
    names = ("score", "gain", "pay", "published", "opening")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Pool(parts[0].known, vstack([part.skills for part in parts], format="csr"), **joined)


def _missing(pool: Pool, candidate: Candidate, threshold: float) -> list[str]:
    """The skills most asked for by postings below the threshold that one skill could lift; traits are nothing to learn."""
    near = pool.only(_in_reach(pool, credit(pool.known, candidate.skills), threshold))
    demand = np.asarray(near.skills.sum(axis=0)).ravel()
    known = pool.known.skills
    order = np.lexsort((np.arange(len(demand)), -demand))
    names = (known[column].name for column in order if demand[column] > 0 and known[column].category != "soft")
    return [name for name in names if name not in candidate.skills][:TRIED]


def _in_reach(pool: Pool, held: np.ndarray, threshold: float) -> np.ndarray:
    """Postings below the threshold that full skills would lift over it."""
    missing = pool.gain * (1 - skill_part(pool.skills @ held))
    rows: np.ndarray = np.flatnonzero((pool.score < threshold) & (pool.score + missing >= threshold))
    return rows


def _lessons(pool: Pool, candidate: Candidate, sets: Sequence[tuple[str, ...]], threshold: float) -> list[Lesson]:
    held = credit(pool.known, candidate.skills)
    more = [{name: candidate.knowing(name).skills[name] for name in names} for names in sets]
    added = [credit(pool.known, skills, held) - held for skills in more]
    reach = pool.only(_in_reach(pool, held, threshold))
    above = pool.only(np.flatnonzero(pool.score >= threshold))
    euros, openings = rates().get(candidate.currency, 1.0), len(np.unique(pool.opening))
    newest = int(pool.published.max(initial=0))
    return [
        _lesson(names, reach.only(rows), above, newest, (candidate.currency, euros, openings))
        for names, rows in zip(sets, _lifted(reach, held, added, threshold), strict=True)
    ]


def _lifted(reach: Pool, held: np.ndarray, added: Sequence[np.ndarray], threshold: float) -> list[np.ndarray]:
    """For each set of skills the rows that it lifts over the threshold: one product of postings and changes."""
    if not added:
        return []
    now = reach.skills @ held
    change = csc_matrix(reach.skills @ csc_matrix(np.array(added, np.float32).T))
    before, rows = skill_part(now), change.indices
    better = reach.score[rows] + reach.gain[rows] * (skill_part(now[rows] + change.data) - before[rows])
    return [rows[at:end][better[at:end] >= threshold] for at, end in zip(change.indptr, change.indptr[1:], strict=False)]


def _lesson(names: tuple[str, ...], gained: Pool, above: Pool, newest: int, basis: tuple[str, float, int]) -> Lesson:
    currency, euros, openings = basis
    fresh = np.unique(gained.opening[gained.published >= newest - FRESH_DAYS])
    new = np.setdiff1d(gained.opening, above.opening)
    before = _paid(above.opening, above.pay)
    after = _paid(np.concatenate([above.opening, gained.opening]), np.concatenate([above.pay, gained.pay]))
    enough = min(len(before), len(after)) >= FEWEST_PAID
    change = round(float(np.median(after) - np.median(before)) / euros, -2) if enough else None
    return Lesson(names, len(new), len(np.intersect1d(fresh, new)), change, len(after), currency, openings)


def _paid(opening: np.ndarray, pay: np.ndarray) -> np.ndarray:
    """The stated pay of each opening, once."""
    stated = pay > 0
    _, first = np.unique(opening[stated], return_index=True)
    once: np.ndarray = pay[stated][first]
    return once


__all__ = ["Lesson", "learn"]
