"""The salary model: the fit as a ratio to a bare ridge on the same matrix, and coverage over simulated markets."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import Ridge

from benchmarks.figures import Figure, seconds
from core.salary.regressor import PayRegressor

ROWS = 35_000
FIELDS = ((400, 0.9), (300, 0.8), (300, 0.8), (150, 0.9), (80, 1.0), (60, 1.0), (30, 1.0), (12, 1.0), (6, 1.0), (4, 1.0), (3, 1.0))
SIMULATIONS, TRAINED, ASKED = 1_000, 1_500, 300  # so the smallest group calibrates on about 38 rows


def run() -> list[Figure]:
    """All figures; goals are the most that a figure should be."""
    X, y, codes = market(ROWS, np.random.default_rng(1))
    ours = seconds(lambda: PayRegressor().fit(X, y, groups=codes))
    bare = seconds(lambda: Ridge(alpha=10.0).fit(X, y))
    off = coverage(SIMULATIONS)
    return [
        Figure(f"fit on {ROWS:,} rows, {X.shape[1]:,} columns", ours / bare, "x", 3, "a bare ridge on the same matrix"),
        *[Figure(f"coverage missing to {name} over {SIMULATIONS:,} simulations", missing, "share", 0.01) for name, missing in off.items()],
    ]


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


def coverage(times: int) -> dict[str, float]:
    """How far below its rate each interval lies, over all rows and in the worst of three groups (0 = it holds).

    The groups are of 60, 30 and 10 % of the rows, with noise that is normal, skewed, and heavy-tailed; they have no column.
    """
    rng = np.random.default_rng(2)
    inside = np.array([_covered(rng) for _ in range(times)])
    found = np.nanmean(inside, axis=0)
    names = ("80 %", "90 %", "80 %, worst group", "90 %, worst group")
    values = (found[0, 0], found[1, 0], found[0, 1:].min(), found[1, 1:].min())
    return {name: max(0.0, float(rate - value)) for name, rate, value in zip(names, (0.8, 0.9, 0.8, 0.9), values, strict=True)}


def _covered(rng: np.random.Generator) -> list[list[float]]:
    """One simulation: the shares inside the 80 and the 90 % interval, over all and in each group."""
    X, y, codes = _simulated(rng, TRAINED)
    new, truth, asked = _simulated(rng, ASKED)
    ends = PayRegressor().fit(X, y, groups=codes).predict_interval(new, asked)
    out = []
    for low, high in ((1, 2), (0, 3)):
        hit = (truth >= ends[:, low]) & (truth <= ends[:, high])
        out.append([float(hit.mean()), *(float(hit[asked[:, 0] == group].mean()) for group in range(3))])
    return out


def _simulated(rng: np.random.Generator, rows: int) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    codes = np.searchsorted([0.6, 0.9], rng.random(rows))
    kinds = (0.2 * rng.standard_normal(rows), rng.exponential(0.6, rows) - 0.4, 0.3 * rng.standard_t(3, rows))
    columns = rng.integers(0, 2, (rows, 8)).astype(float)
    return csr_matrix(columns), columns @ np.linspace(-0.3, 0.3, 8) + np.choose(codes, kinds), codes[:, None]
