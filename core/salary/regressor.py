"""Pay from a design matrix: a ridge for the median, a second one for the spread, intervals calibrated on the newest rows.

A scikit-learn regressor; hides how they are solved. The median comes from reweighted
ridges, so a few wild rows do not move it. The spread is a ridge on log residuals. What newest rows miss an older fit by, in
units of their spread, sets the ends of the intervals: per group, drawn towards the coarser group by how few rows it has.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from scipy.linalg import cholesky, solve, solve_triangular
from scipy.sparse import diags_array, issparse
from scipy.sparse.linalg import LinearOperator, cg
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

LEVELS = (0.90, 0.95)  # one-sided levels of the 80 % and the 90 % interval
_NOISE_LOG = -0.635  # mean of log |z| for a standard normal z
_FEWEST = 20  # rows below which an older fit and newest rows would both be too few
_CAUTION = 0.3  # standard errors
_NARROWEST = 1e-9
_FEW_COLUMNS = 100  # solved at once
_TOLERANCE, _MOST_STEPS = 1e-5, 500


class PayRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Ridge regression of the median with conformal 80 and 90 % intervals.

    `alpha`: penalty of the median, `spread_alpha` of the spread; `newest`: share of rows (the last in order) that calibrate;
    `shrink`: rows at which a group's own quantiles weigh as much as those of the coarser group; `rounds` of reweighting.
    Fitted: `coef_`, `intercept_`, `spread_coef_`, `spread_intercept_`, `quantiles_` (a row of four ends a group, the pooled one
    first), `groups_`, `noise_`; after `learn_deviations` also `factor_` (Cholesky factor of the penalised Gram matrix, intercept first).
    """

    def __init__(
        self, alpha: float = 10.0, spread_alpha: float = 300.0, newest: float = 0.25, shrink: float = 30.0, rounds: int = 2
    ) -> None:
        self.alpha = alpha
        self.spread_alpha = spread_alpha
        self.newest = newest
        self.shrink = shrink
        self.rounds = rounds

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None, order: Any = None, groups: Any = None) -> Self:
        """Fit on (rows, columns) numbers and log pay; `order` says which rows are newer (default: the later ones).

        `groups` are non-negative codes of shape (rows, depth), coarse to fine, for the calibration.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", y_numeric=True, dtype=np.float64)
        weight = _check_sample_weight(sample_weight, X, dtype=np.float64)
        self.intercept_, self.coef_ = self._median(X, y, weight)
        residual = y - X @ self.coef_ - self.intercept_
        self.noise_ = float(np.sqrt(np.average(residual**2, weights=weight)))
        self.spread_intercept_, self.spread_coef_ = self._spread(X, residual, weight)
        self._calibrate(X, y, weight, order, groups)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The median of each row."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        return np.asarray(X @ self.coef_ + self.intercept_)

    def predict_interval(self, X: Any, groups: Any = None) -> np.ndarray:
        """(rows, 4): the ends lo90, lo80, hi80, hi90 of each row; always in this order around the median."""
        middle = self.predict(X)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        spread = np.exp(self._log_spread(X))
        return np.asarray(middle[:, None] + spread[:, None] * self.quantiles_[self._rows_of(groups, len(middle))])

    def learn_deviations(self, X: Any, sample_weight: Any = None) -> Self:
        """Prepare `deviation` from the rows of the fit; apart from it, because predictions and intervals do not need it."""
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        weight = _check_sample_weight(sample_weight, X, dtype=np.float64)
        self.factor_ = cholesky(_penalised(X, weight, self.alpha), lower=True)
        return self

    def deviation(self, direction: np.ndarray) -> float:
        """Standard error of `direction @ coef_`; a direction is a row or the difference of two rows."""
        check_is_fitted(self, "factor_")
        solved = solve_triangular(self.factor_, np.r_[0.0, direction], lower=True)
        return float(self.noise_ * np.linalg.norm(solved))

    def _median(self, X: Any, y: np.ndarray, weight: np.ndarray, start: np.ndarray | None = None) -> tuple[float, np.ndarray]:
        """Intercept and coefficients; rows far off count less with each round, so that the median is what is fitted."""
        solution = self._ridge(X, y, weight, self.alpha, start)
        for _ in range(self.rounds):
            used = _reweighted(weight, np.abs(y - X @ solution[1:] - solution[0]))
            solution = self._ridge(X, y, used, self.alpha, solution)
        return float(solution[0]), solution[1:]

    def _spread(self, X: Any, residual: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
        size = np.log(np.maximum(np.abs(residual), 0.05 * np.mean(np.abs(residual)) + _NARROWEST)) - _NOISE_LOG
        solution = self._ridge(X, size, weight, self.spread_alpha)
        return float(solution[0]), solution[1:]

    def _ridge(self, X: Any, y: np.ndarray, weight: np.ndarray, alpha: float, start: np.ndarray | None = None) -> np.ndarray:
        """A weighted ridge, intercept first, by conjugate gradients where the columns are many; from a near `start` few steps do."""

        def normal(solution: np.ndarray) -> np.ndarray:
            weighted = weight * (X @ solution[1:] + solution[0])
            return np.hstack([weighted.sum() + _NARROWEST * solution[0], X.T @ weighted + alpha * solution[1:]])

        moments = np.hstack([weight @ y, X.T @ (weight * y)])
        if X.shape[1] <= _FEW_COLUMNS:
            return np.asarray(solve(_penalised(X, weight, alpha), moments, assume_a="pos"))
        squares = X.multiply(X) if issparse(X) else X * X
        scale = 1 / np.hstack([weight.sum() + _NARROWEST, squares.T @ weight + alpha])
        shape = (len(scale), len(scale))
        operator, nearly = (LinearOperator(shape, matvec, dtype=float) for matvec in (normal, lambda one: scale * one))
        found, _ = cg(operator, moments, x0=start, rtol=_TOLERANCE, maxiter=_MOST_STEPS, M=nearly)
        return np.asarray(found)

    def _log_spread(self, X: Any) -> np.ndarray:
        return np.asarray(X @ self.spread_coef_ + self.spread_intercept_)

    def _calibrate(self, X: Any, y: np.ndarray, weight: np.ndarray, order: Any, groups: Any) -> None:
        """The quantiles of the newest rows' misses of a fit without them."""
        ranked = np.argsort(np.arange(len(y)) if order is None else np.asarray(order), kind="stable")
        ranked = ranked[weight[ranked] > 0]
        count = len(ranked)
        cut = count - int(count * self.newest)
        older, newer = (ranked[:cut], ranked[cut:]) if count - cut >= _FEWEST else (ranked, ranked)
        intercept, coef = self._median(X[older], y[older], weight[older], np.r_[self.intercept_, self.coef_])
        missed = y[newer] - X[newer] @ coef - intercept
        spread_intercept, spread_coef = self._spread(X[older], y[older] - X[older] @ coef - intercept, weight[older])
        misses = missed / np.exp(X[newer] @ spread_coef + spread_intercept)
        self._set_quantiles(misses, weight[newer], None if groups is None else np.asarray(groups)[newer])

    def _set_quantiles(self, misses: np.ndarray, weight: np.ndarray, groups: np.ndarray | None) -> None:
        pooled = _quantiles(misses, weight)
        found: dict[tuple[int, int], np.ndarray] = {}
        for depth, codes in enumerate(() if groups is None else groups.T):
            for code in np.unique(codes):
                inside = codes == code
                above = found[depth - 1, int(groups[inside][0, depth - 1])] if groups is not None and depth else pooled
                share = inside.sum() / (inside.sum() + self.shrink)
                found[depth, int(code)] = share * _quantiles(misses[inside], weight[inside]) + (1 - share) * above
        self.groups_ = np.array(list(found), dtype=np.int64).reshape(-1, 2)
        self.quantiles_ = _around_zero(np.array([pooled, *found.values()]))

    def _rows_of(self, groups: Any, count: int) -> np.ndarray:
        """For each row the finest group that the calibration saw, as a row of `quantiles_`."""
        rows = np.zeros(count, dtype=np.int64)
        for row, (depth, code) in enumerate(self.groups_ if groups is not None else (), 1):
            rows[np.asarray(groups)[:, depth] == code] = row
        return rows


def _penalised(X: Any, weight: np.ndarray, alpha: float) -> np.ndarray:
    """The weighted Gram matrix with the intercept first and the penalty on the rest."""
    weighted = diags_array(weight) @ X if issparse(X) else weight[:, None] * X
    inner = X.T @ weighted
    out = np.empty((X.shape[1] + 1, X.shape[1] + 1))
    out[1:, 1:] = inner.toarray() if issparse(inner) else inner
    out[0, 1:] = out[1:, 0] = X.T @ weight
    out[0, 0] = weight.sum() + _NARROWEST
    out[np.arange(1, len(out)), np.arange(1, len(out))] += alpha
    return out


def _reweighted(weight: np.ndarray, miss: np.ndarray) -> np.ndarray:
    """Weights 1/|miss|, bounded at the mean miss so that close rows do not rule, of the same sum as before."""
    floor = np.average(miss, weights=weight) + _NARROWEST
    used = weight * floor / np.maximum(miss, floor)
    return np.asarray(used * (weight.sum() / used.sum()))


def _quantiles(misses: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The four conformal ends: the outer ranks among one row more than there are, and a part of a standard error further out.

    The standard error is that of the share of rows beyond an end: the rows are a sample, and the next ones come later.
    """
    count = len(misses)
    reach = [min(1.0, level * (1 + 1 / count) + _CAUTION * np.sqrt(level * (1 - level) / count)) for level in LEVELS]
    high, low = (np.asarray(np.quantile(side, reach, weights=weight, method="inverted_cdf")) for side in (misses, -misses))
    return np.asarray([-low[1], -low[0], high[0], high[1]])


def _around_zero(ends: np.ndarray) -> np.ndarray:
    """The ends in their order with the median between them."""
    low = np.minimum(np.minimum.accumulate(ends[:, 1::-1], axis=1), 0)[:, ::-1]
    return np.hstack([low, np.maximum(np.maximum.accumulate(ends[:, 2:], axis=1), 0)])
