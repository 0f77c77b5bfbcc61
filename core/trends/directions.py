"""Rising, falling or flat: a logistic trend of monthly shares, tested for all terms at once.

Every source keeps a level of its own, so a term never rises because one feed shrank. A single odd month is set aside, a season is
taken out where there is one, variation beyond chance widens the test, and of all terms called moving at most one in twenty is
expected to be flat (Benjamini and Hochberg). A change must also be worth speaking of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.trends.counts import ENOUGH, Counts
from core.trends.shares import moderated

Direction = Literal["rising", "falling", "flat"]
FALSE_DISCOVERIES = 0.05
LEAST_CHANGE = 0.25
HOT_MONTHS = 6
SEASON_MONTHS = 24
ODD_MONTH = 3.0  # standard deviations
SEASONAL = 0.1  # p below which a season is taken out
FEWEST_MONTHS = 4
_BLOCK = 1_000
_ROUNDS, _CLOSE = 30, 1e-5


@dataclass(frozen=True)
class Directions:
    """One value a term: direction, relative change of the share over the range with its 95 % interval, adjusted p (`q`).

    `tested` is False where there are fewer than 30 openings: then the direction is flat and the figures are NaN (`q` 1).
    """

    terms: tuple[str, ...]
    direction: tuple[Direction, ...]
    change: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    q: np.ndarray
    tested: np.ndarray
    n: np.ndarray
    months: tuple[str, ...]

    def note(self, number: int) -> str:
        """What to say instead of figures about a term that was not tested; empty when it was."""
        if self.tested[number]:
            return ""
        return f"Not enough data: {int(self.n[number]):,} openings name it; a direction needs {ENOUGH} over {FEWEST_MONTHS} months or more."


@dataclass(frozen=True)
class _Fit:
    """Slope over the whole range (log odds), its variance, fitted share at both ends, and by month what is left over and its variance."""

    slope: np.ndarray
    variance: np.ndarray
    ends: np.ndarray
    left: np.ndarray
    weight: np.ndarray
    parameters: np.ndarray

    def pearson(self) -> np.ndarray:
        """Sum of squared standardised residuals, shape (terms,)."""
        total: np.ndarray = (self.left**2 / np.maximum(self.weight, 1e-9)).sum(axis=1)
        return total


def directions(counts: Counts, fdr: float = FALSE_DISCOVERIES, least: float = LEAST_CHANGE) -> Directions:
    """The direction of every term over the whole range; `least` is the smallest relative change that counts."""
    size = len(counts.terms)
    change, lo, hi, p = np.full(size, np.nan), np.full(size, np.nan), np.full(size, np.nan), np.ones(size)
    tested = (counts.of_term >= ENOUGH) & (counts.openings >= ENOUGH)
    if np.count_nonzero(counts.totals.sum(axis=1)) < FEWEST_MONTHS:
        tested[:] = False
    rows = np.flatnonzero(tested)
    if len(rows):
        change[rows], lo[rows], hi[rows], p[rows] = _test(counts.n[rows], counts.totals)
    q = np.ones(size)
    q[rows] = adjusted(p[rows])
    moving = tested & (q <= fdr) & (np.abs(np.log1p(np.nan_to_num(change))) >= np.log1p(least))
    said: tuple[Direction, ...] = tuple("flat" if not m else "rising" if c > 0 else "falling" for m, c in zip(moving, change, strict=True))
    return Directions(counts.terms, said, change, lo, hi, q, tested, counts.of_term, counts.months)


def hot(counts: Counts, months: int = HOT_MONTHS) -> Directions:
    """What moves now: the same test over the last months alone, so with wider intervals."""
    return directions(counts.last(months))


def adjusted(p: np.ndarray) -> np.ndarray:
    """P values adjusted for their number after Benjamini and Hochberg."""
    order = np.argsort(p)
    stepped = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1)
    return q


def _test(n: np.ndarray, totals: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Relative change with its interval, and p, of each term."""
    from scipy.special import stdtr, stdtrit

    parts = [_fitted(n[at : at + _BLOCK], totals) for at in range(0, len(n), _BLOCK)]
    slope, variance, raw, freedom, ends = (np.concatenate(column) for column in zip(*parts, strict=True))
    spread, freedom = moderated(raw, freedom)
    error = np.sqrt(variance * spread)
    p = 2 * stdtr(freedom, -np.abs(slope) / error)
    change = ends[:, 1] / ends[:, 0] - 1
    # on the scale of log shares the error shrinks as the log change does against the log odds
    scale = np.where(np.abs(slope) > 1e-9, np.log1p(change) / np.where(slope == 0, 1, slope), 1)
    margin = stdtrit(freedom, 0.975) * error * np.abs(scale)
    return change, np.expm1(np.log1p(change) - margin), np.expm1(np.log1p(change) + margin), p


def _fitted(n: np.ndarray, totals: np.ndarray) -> tuple[np.ndarray, ...]:
    """Slope, its variance, raw dispersion, degrees of freedom and fitted ends, odd months set aside and seasons taken out."""
    open_sources = totals.sum(axis=0) > 0
    n, totals = n[:, :, open_sources].astype(float), totals[:, open_sources].astype(float)
    months = len(totals)
    line = np.linspace(-0.5, 0.5, months)[:, None]
    use = np.repeat((totals.sum(axis=1) > 0)[None], len(n), axis=0).astype(float)
    fit = _newton(n, totals, line, use)
    odd = _odd_months(n.sum(axis=2), fit, line[:, 0])
    if odd.any():
        use = np.where(odd, 0.0, use)
        touched = np.asarray(odd.any(axis=1))
        fit = _merge(fit, _newton(n[touched], totals, line, use[touched]), touched)
    if months >= SEASON_MONTHS:
        angle = 2 * np.pi * np.arange(months)[:, None] / 12
        seasonal = _newton(n, totals, np.hstack([line, np.cos(angle), np.sin(angle)]), use)
        wave = _has_season(fit, seasonal, use)
        fit = _merge(fit, _taken(seasonal, wave), wave)
    freedom = np.maximum(use.sum(axis=1) - fit.parameters, 1)
    return fit.slope, fit.variance, fit.pearson() / freedom, freedom, fit.ends


def _newton(n: np.ndarray, totals: np.ndarray, design: np.ndarray, use: np.ndarray) -> _Fit:
    """Logistic regression with a level for each source and common slopes, all terms side by side; `use` is 0 for a month set aside.

    A weak pull of each source towards the term's overall level keeps sources without the term finite.
    """
    pull = 0.1
    size = totals[None] * use[:, :, None]
    n = n * use[:, :, None]
    hits, all_ = n.sum(axis=(1, 2)), size.sum(axis=(1, 2))
    common = np.log((hits + 0.5) / (all_ - hits + 0.5))
    level = np.repeat(common[:, None], totals.shape[1], axis=1)
    slopes = np.zeros((len(n), design.shape[1]))
    outer = design[:, :, None] * design[:, None, :]
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-(level[:, None, :] + (slopes @ design.T)[:, :, None])))
        expected = size * chance
        weight = expected * (1 - chance)
        left, by_month = (n - expected).sum(axis=2), weight.sum(axis=2)
        to_level = (n - expected).sum(axis=1) - pull * (level - common[:, None])
        own = weight.sum(axis=1) + pull
        cross = np.matmul(weight.transpose(0, 2, 1), design)
        inner = np.tensordot(by_month, outer, axes=1) + 1e-6 * np.eye(design.shape[1])
        inner -= np.matmul(cross.transpose(0, 2, 1), cross / own[:, :, None])
        gradient = left @ design - np.matmul((to_level / own)[:, None, :], cross)[:, 0]
        step = np.clip(np.linalg.solve(inner, gradient[:, :, None])[:, :, 0], -1, 1)
        shift = np.clip((to_level - np.matmul(cross, step[:, :, None])[:, :, 0]) / own, -1, 1)
        slopes, level = slopes + step, level + shift
        if max(np.abs(step).max(initial=0), np.abs(shift).max(initial=0)) < _CLOSE:
            break
    mix = totals.sum(axis=0) / totals.sum()
    ends = np.stack([(1 / (1 + np.exp(-(level + slopes[:, :1] * x)))) @ mix for x in design[[0, -1], 0]], axis=1)
    variance = np.linalg.inv(inner)[:, 0, 0]
    return _Fit(slopes[:, 0], variance, ends, left, by_month, np.full(len(n), 1 + design.shape[1]))


def _odd_months(n: np.ndarray, fit: _Fit, line: np.ndarray) -> np.ndarray:
    """The one month of a term, if any, that lies far from what the other months foretell; shape (terms, months)."""
    weight = np.maximum(fit.weight, 1e-9)
    every = weight.sum(axis=1, keepdims=True)
    away = line - (weight @ line)[:, None] / every
    pull = np.minimum(weight * (1 / every + away**2 / (weight * away**2).sum(axis=1, keepdims=True)), 0.9)
    foretold = np.maximum(n - fit.left / (1 - pull), 0.05)
    surprise = 2 * (np.where(n > 0, n * np.log(np.maximum(n, 1e-9) / foretold), 0) - (n - foretold))
    surprise = np.where(fit.weight > 0, np.maximum(surprise * (1 - pull), 0), 0)
    usual = np.maximum(np.median(surprise, axis=1) / 0.455, 1)  # the median of squared standard normals
    most = surprise.argmax(axis=1)
    odd = np.zeros(n.shape, bool)
    rows = np.flatnonzero(surprise.max(axis=1) > ODD_MONTH**2 * usual)
    odd[rows, most[rows]] = True
    return odd


def _has_season(plain: _Fit, seasonal: _Fit, use: np.ndarray) -> np.ndarray:
    """Whether a yearly wave explains clearly more than chance would."""
    from scipy.special import fdtrc

    freedom = use.sum(axis=1) - 4
    gain = (plain.pearson() - seasonal.pearson()) / 2
    waves: np.ndarray = fdtrc(2, freedom, np.maximum(gain, 0) / np.maximum(seasonal.pearson() / freedom, 1)) < SEASONAL
    return waves


def _taken(fit: _Fit, rows: np.ndarray) -> _Fit:
    return _Fit(*(getattr(fit, name)[rows] for name in _Fit.__dataclass_fields__))


def _merge(fit: _Fit, other: _Fit, rows: np.ndarray) -> _Fit:
    """`fit` with some rows from `other`."""
    columns = []
    for name in _Fit.__dataclass_fields__:
        column = getattr(fit, name).copy()
        column[rows] = getattr(other, name)
        columns.append(column)
    return _Fit(*columns)
