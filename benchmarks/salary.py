"""The salary model: the fit as a ratio to a bare ridge on the same matrix."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import Ridge

from benchmarks.figures import Figure, seconds
from core.salary.regressor import PayRegressor

ROWS = 35_000
FIELDS = ((400, 0.9), (300, 0.8), (300, 0.8), (150, 0.9), (80, 1.0), (60, 1.0), (30, 1.0), (12, 1.0), (6, 1.0), (4, 1.0), (3, 1.0))


def run() -> list[Figure]:
    """All figures; goals are the most that a figure should be."""
    X, y, codes = market(ROWS, np.random.default_rng(1))
    ours = seconds(lambda: PayRegressor().fit(X, y, groups=codes))
    bare = seconds(lambda: Ridge(alpha=10.0).fit(X, y))
    return [Figure(f"fit on {ROWS:,} rows, {X.shape[1]:,} columns", ours / bare, "x", 3, "a bare ridge on the same matrix")]


def market(rows: int, rng: np.random.Generator) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Rows with one column of each field set, the first ones of a field far more often; log pay; groups of the calibration."""
    blocks, pay = [], np.zeros(rows)
    for size, filled in FIELDS:
        value = (size * rng.random(rows) ** 3).astype(np.int64)
        kept = np.flatnonzero(rng.random(rows) < filled)
        blocks.append(csr_matrix((np.ones(len(kept)), (kept, value[kept])), shape=(rows, size)))
        pay += blocks[-1] @ (0.1 * rng.standard_normal(size))
    codes = (2 * rng.random((rows, 1)) ** 2).astype(np.int64)
    return hstack(blocks, format="csr"), pay + (0.3 + 0.2 * codes[:, 0]) * rng.standard_normal(rows), codes
