"""Pay intervals on simulated markets, where the truth is known: how often they hold it, over all and in each group."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.figures import Figure
from core.salary.regressor import PayRegressor

SIMULATIONS, TRAINED, ASKED = 1_000, 1_500, 300  # so the smallest group calibrates on about 38 rows


def run(simulations: int = SIMULATIONS) -> list[Figure]:
    """All figures; goals are the most that a figure should be."""
    markets = f"{simulations:,} simulated markets"
    return [Figure(f"coverage missing to {name}", missing, "share", 0.01, markets) for name, missing in coverage(simulations).items()]


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
