"""Simulated markets whose truth is known: whether bands hold it, what the mix of feeds does, how near the test is to the best possible.

Outside the unit tests, because a rate takes a thousand markets to measure. Every market is invented here.
"""

from __future__ import annotations

import numpy as np

from benchmarks.figures import Figure
from core.trends import Counts, directions, shares
from core.trends.directions import FALSE_DISCOVERIES, adjusted

SIMULATIONS = 1_000
MONTHS = 24
LINE = np.linspace(-0.5, 0.5, MONTHS)


def run(simulations: int = SIMULATIONS) -> list[Figure]:
    """Rates of misses and false alarms; the share of the true trends that is found."""
    return [*coverage(simulations), *changes(simulations), *mix(simulations), *power(max(simulations // 5, 10))]


def named(n: np.ndarray, totals: np.ndarray) -> Counts:
    """Counts of shape (terms, months, sources) under names of no meaning."""
    months = tuple(f"{2020 + number // 12}-{number % 12 + 1:02d}" for number in range(len(totals)))
    sources = tuple(f"feed {number}" for number in range(totals.shape[1]))
    return Counts(tuple(f"term {k}" for k in range(len(n))), months, sources, n.astype(float), totals.astype(float))


def coverage(simulations: int) -> list[Figure]:
    """How often the true share lies in its band: pure chance, and months that vary three times as much."""
    figures = []
    for name, clump in (("months by chance", None), ("months varying beyond chance", 150.0)):
        rng, held = np.random.default_rng(2), []
        for _ in range(simulations):
            share = rng.uniform(0.02, 0.3, (20, 1)) * np.exp(rng.normal(0, 0.5, (20, 1)) * LINE)
            totals = rng.integers(150, 450, (MONTHS, 1))
            real = share if clump is None else rng.beta(share * clump, (1 - share) * clump)
            found = shares(named(rng.binomial(totals[None], real[:, :, None]), totals))
            held.append(((found.lo <= share) & (share <= found.hi)).mean())
        missed = 1 - float(np.mean(held))
        figures.append(Figure(f"95 % bands that miss the true share, {name}", missed, "", 0.055, f"{simulations:,} markets"))
    return figures


def changes(simulations: int) -> list[Figure]:
    """How often the interval of a change misses the true one, in two feeds whose mix moves."""
    rng, missed = np.random.default_rng(5), []
    for _ in range(simulations):
        totals = np.stack([np.linspace(400, 150, MONTHS), np.linspace(100, 300, MONTHS)], axis=1).astype(int)
        level, slope = rng.uniform(-3.5, -1.5, (20, 1, 2)), rng.normal(0, 0.8, (20, 1, 1))
        share = 1 / (1 + np.exp(-(level + slope * LINE[None, :, None])))
        way = directions(named(rng.binomial(totals[None], share), totals))
        usual = totals.sum(axis=0) / totals.sum()
        true = (share[:, -1] @ usual) / (share[:, 0] @ usual) - 1
        missed.append(((true < way.lo) | (true > way.hi))[way.tested].mean())
    return [Figure("95 % intervals that miss the true change", float(np.mean(missed)), "", 0.055, f"{simulations:,} markets")]


def mix(simulations: int) -> list[Figure]:
    """Two feeds with their own shares, one shrinking to a tenth, no true trend: how many terms are called moving."""
    rng, alarms, blind = np.random.default_rng(3), [], []
    totals = np.stack([np.linspace(1_000, 100, MONTHS), np.full(MONTHS, 400)], axis=1).astype(int)
    for _ in range(simulations):
        share = rng.uniform(0.02, 0.4, (50, 1, 2))
        made = named(rng.binomial(totals[None], np.repeat(share, MONTHS, axis=1)), totals)
        alarms.append(np.mean([one != "flat" for one in directions(made).direction]))
        pooled = named(made.n.sum(axis=2, keepdims=True), made.totals.sum(axis=1, keepdims=True))
        blind.append(np.mean([one != "flat" for one in directions(pooled).direction]))
    against = f"{np.mean(blind):.0%} without sources, {simulations:,} markets of 50 terms"
    return [Figure("called moving where one feed shrank", float(np.mean(alarms)), "", 0.01, against)]


def power(simulations: int) -> list[Figure]:
    """Half of the terms move two- to fivefold while openings fall to a third: found, falsely called, and what can be found at all.

    The best possible test knows the true shares, hence the noise of its slope, and that nothing varies beyond chance; it is corrected
    for the number of terms in the same way.
    """
    rng, found, false, best = np.random.default_rng(6), [], [], []
    totals = np.linspace(240, 80, MONTHS).astype(int)[:, None]
    for _ in range(simulations):
        moves = np.repeat([1, -1, 0, 0], 12)[:, None] * np.log(rng.uniform(2, 5, (48, 1)))
        share = np.clip(rng.uniform(0.015, 0.08, (48, 1)) * np.exp(moves * LINE), 0, 0.6)
        made = named(rng.binomial(totals[None], share[:, :, None]), totals)
        moving = np.array([one != "flat" for one in directions(made).direction])
        ideal = adjusted(_ideal(made.n[:, :, 0], share, totals[:, 0])) <= FALSE_DISCOVERIES
        truly = moves[:, 0] != 0
        found.append(moving[truly].mean())
        false.append(moving[~truly].mean())
        best.append(ideal[truly].mean())
    size = f"{simulations:,} markets of 48 terms"
    return [
        Figure("flat terms called moving, where half of all move", float(np.mean(false)), "", 0.05, size),
        Figure("moving terms not found", 1 - float(np.mean(found)), "", None, f"the best possible test: {1 - np.mean(best):.3f}"),
    ]


def _ideal(n: np.ndarray, share: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """P values of the slope by one step from the truth's own level, with the true noise."""
    from scipy.special import ndtr

    level = (share @ totals / totals.sum())[:, None]
    weight = totals * level * (1 - level)
    away = LINE - (weight @ LINE)[:, None] / weight.sum(axis=1, keepdims=True)
    score = ((n - totals * level) * away).sum(axis=1)
    error = np.sqrt((totals * share * (1 - share) * away**2).sum(axis=1))
    p: np.ndarray = 2 * ndtr(-np.abs(score) / error)
    return p
