"""The regressor: scikit-learn's own checks, intervals that hold on groups and never cross, outliers, weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge
from sklearn.utils.estimator_checks import parametrize_with_checks

from core.salary.regressor import PayRegressor


@parametrize_with_checks([PayRegressor()])
def test_it_is_a_scikit_learn_estimator(estimator: Any, check: Any) -> None:
    if check.func.__name__ != "check_array_api_input":  # a test of other array libraries, which is optional and skips itself
        check(estimator)


def simulated(rng: np.random.Generator, count: int) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Rows of two groups, the second one three times as noisy and not symmetric."""
    codes = (rng.random(count) < 0.3).astype(int)
    noise = np.where(codes, rng.exponential(0.6, count) - 0.4, 0.2 * rng.standard_normal(count))
    columns = rng.integers(0, 2, (count, 6)).astype(float)
    return csr_matrix(np.column_stack([columns, codes])), columns @ np.linspace(-0.3, 0.3, 6) + noise, codes[:, None]


def test_intervals_hold_in_each_group() -> None:
    inside: list[np.ndarray] = []
    rng = np.random.default_rng(3)
    for _ in range(40):
        X, y, codes = simulated(rng, 800)
        new, truth, asked = simulated(rng, 400)
        ends = PayRegressor().fit(X, y, groups=codes).predict_interval(new, asked)
        covers = [(truth >= ends[:, low]) & (truth <= ends[:, high]) for low, high in ((1, 2), (0, 3))]
        inside.append(np.array([[cover[asked[:, 0] == group].mean() for group in (0, 1)] for cover in covers]))
    eighty, ninety = np.mean(inside, axis=0)
    assert np.all((eighty > 0.78) & (eighty < 0.86)), eighty
    assert np.all((ninety > 0.88) & (ninety < 0.95)), ninety


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 80), st.integers(1, 5))
def test_ends_never_cross(seed: int, count: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((count, columns)), rng.standard_cauchy(count)
    codes = rng.integers(0, 3, (count, 2))
    model = PayRegressor().fit(X, y, groups=codes)
    asked = rng.integers(0, 5, (30, 2))
    new = rng.standard_normal((30, columns))
    ends = model.predict_interval(new, asked)
    assert np.isfinite(ends).all()
    assert (np.diff(ends, axis=1) >= 0).all()
    assert ((ends[:, 1] <= model.predict(new)) & (model.predict(new) <= ends[:, 2])).all()


def test_wild_rows_hardly_move_the_median() -> None:
    rng = np.random.default_rng(5)
    X = rng.integers(0, 2, (1_000, 4)).astype(float)
    y = X @ [0.1, 0.2, 0.3, 0.4] + 0.1 * rng.standard_normal(1_000)
    wild = y.copy()
    wild[:50] += 5
    moved = np.abs(PayRegressor(alpha=1).fit(X, wild).predict(X) - PayRegressor(alpha=1).fit(X, y).predict(X)).mean()
    assert moved < 0.1 < 0.05 * 5


def test_the_newest_rows_calibrate() -> None:
    rng = np.random.default_rng(6)
    X, noise = rng.integers(0, 2, (2_000, 3)).astype(float), rng.standard_normal(2_000)
    order = rng.permutation(2_000)
    y = noise * np.where(order >= 1_500, 0.5, 0.1)
    late = PayRegressor().fit(X, y, order=order).predict_interval(X)
    early = PayRegressor().fit(X, y, order=-order).predict_interval(X)
    assert np.diff(late[:, 1:3]).mean() > 2 * np.diff(early[:, 1:3]).mean()


def test_many_columns_are_solved_like_few() -> None:
    rng = np.random.default_rng(8)
    X = csr_matrix((rng.random((3_000, 150)) < 0.05).astype(float))
    y = X @ rng.standard_normal(150) + 0.1 * rng.standard_normal(3_000)
    found = PayRegressor(alpha=3, rounds=0).fit(X, y)
    bare = Ridge(alpha=3, solver="sparse_cg", tol=1e-10).fit(X, y)
    assert np.abs(found.predict(X) - bare.predict(X)).max() < 1e-3


@pytest.mark.parametrize("direction", [0, 1])
def test_a_rare_column_is_less_certain(direction: int) -> None:
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.random(2_000) < 0.5, rng.random(2_000) < 0.01]).astype(float)
    model = PayRegressor(alpha=1).fit(X, 0.3 * rng.standard_normal(2_000)).learn_deviations(X)
    common, rare = model.deviation(np.array([1.0, 0])), model.deviation(np.array([0, 1.0]))
    assert rare > 3 * common
    assert abs(model.coef_[direction]) < 4 * (common, rare)[direction]
