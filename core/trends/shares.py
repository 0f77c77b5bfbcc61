"""Monthly shares with a band on every point.

A share is the openings with a term out of all openings of the month. Months differ by more than chance in drawing postings (an
employer posts ten at once, a feed adds a section), so how much more is estimated from the jumps between neighbouring months,
which neither a trend nor a season disturbs, and every band is widened by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.trends.counts import Counts

LEVEL = 0.95
FEW_TERMS = 8  # below this a term's spread is judged by itself alone


@dataclass(frozen=True)
class Shares:
    """`share`, `lo`, `hi` and `n` have the shape (terms, months), `total` (months,); a month without openings is NaN."""

    terms: tuple[str, ...]
    months: tuple[str, ...]
    share: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    n: np.ndarray
    total: np.ndarray
    adjusted: np.ndarray  # as if the mix of sources had been the same in every month
    level: float


def shares(counts: Counts, level: float = LEVEL) -> Shares:
    """The share of each term in each month and the band that holds the true share with probability `level` (0-1)."""
    from scipy.special import stdtrit

    n, total = counts.monthly, counts.totals.sum(axis=1)
    spread, freedom = dispersion(n, total)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = n / total
    z = stdtrit(freedom, (1 + level) / 2)[:, None]
    lo, hi = _wilson(share, total / spread[:, None], z)
    return Shares(counts.terms, counts.months, share, lo, hi, n, total, _adjusted(counts, share), level)


def whole_range(counts: Counts, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The share of each term over all months together, and its band; shape (terms,) each."""
    from scipy.special import stdtrit

    spread, freedom = dispersion(counts.monthly, counts.totals.sum(axis=1))
    share = counts.of_term / max(counts.openings, 1)
    lo, hi = _wilson(share, max(counts.openings, 1) / spread, stdtrit(freedom, (1 + level) / 2))
    return share, lo, hi


def dispersion(n: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many times a term's monthly counts vary more than by pure chance (1 at least), and the degrees of freedom of that."""
    seen = total > 0
    n, total = n[:, seen], total[seen]
    if len(total) < 3:
        return np.ones(len(n)), np.full(len(n), 1e6)
    weight = total[1:] * total[:-1] / (total[1:] + total[:-1])
    pooled = (n[:, 1:] + n[:, :-1]) / (total[1:] + total[:-1])
    jumps = (np.diff(n / total, axis=1) ** 2 * weight**2).sum(axis=1)
    by_chance = (pooled * (1 - pooled) * weight).sum(axis=1)
    raw = jumps / np.maximum(by_chance, 1e-12)
    return moderated(raw, np.full(len(n), (len(total) - 1) * 2 / 3))


def moderated(raw: np.ndarray, freedom: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each term's estimate drawn towards what is usual among the terms, as far as their differences look like chance; 1 at least."""
    if len(raw) < FEW_TERMS:
        return np.maximum(raw, 1.0), freedom
    usual, mean = float(np.median(raw)), float(raw.mean())
    excess = float(np.var(raw)) - 2 * mean**2 / float(freedom.mean())
    prior = min(2 * mean**2 / excess, 60.0) if excess > 0 else 60.0
    return np.maximum((prior * usual + freedom * raw) / (prior + freedom), 1.0), prior + freedom


def _wilson(share: np.ndarray, size: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval of a share seen in `size` (effective) openings."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
        half = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
    return np.clip(np.minimum(middle - half, share), 0, 1), np.clip(np.maximum(middle + half, share), 0, 1)


def _adjusted(counts: Counts, share: np.ndarray) -> np.ndarray:
    """Shares with the mix of sources taken out: the month's count against what its sources would give at their usual shares."""
    if len(counts.sources) == 1:
        return share
    usual = counts.n.sum(axis=1) / np.maximum(counts.totals.sum(axis=0), 1)
    expected = usual @ counts.totals.T
    overall = counts.of_term / max(counts.openings, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(counts.totals.sum(axis=1) > 0, np.clip(overall[:, None] * counts.monthly / expected, 0, 1), np.nan)
