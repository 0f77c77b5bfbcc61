"""Small markets with a known truth."""

from __future__ import annotations

import numpy as np

from core.trends import Counts

MONTHS = tuple(f"{2024 + number // 12}-{number % 12 + 1:02d}" for number in range(24))


def counts(n: np.ndarray, totals: np.ndarray) -> Counts:
    """Counts from one source; `n` of shape (terms, months)."""
    months = MONTHS[: len(totals)]
    names = tuple(f"term {number}" for number in range(len(n)))
    return Counts(names, months, ("feed",), np.asarray(n, float)[:, :, None], np.asarray(totals, float)[:, None])


def drawn(rng: np.random.Generator, share: np.ndarray, totals: np.ndarray) -> Counts:
    """Counts drawn at true shares (terms, months), the same in every source; `totals` of shape (months, sources)."""
    n = rng.binomial(totals[None].astype(int), share[:, :, None])
    names = tuple(f"term {number}" for number in range(len(share)))
    sources = tuple(f"feed {number}" for number in range(totals.shape[1]))
    return Counts(names, MONTHS[: len(totals)], sources, n.astype(float), totals.astype(float))
