"""One function a view of the salary pages: plain rows, each number with what it rests on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from core.salary import sources
from core.salary.backtesting import rolling
from core.salary.estimating import GROUP_NAMES
from core.salary.model import SalaryModel
from core.workspace import Workspace

Rows = list[dict[str, Any]]


def source_rows(model: SalaryModel) -> Rows:
    """Where the model's rows come from: `source`, `rows`, `share` of all, most first."""
    listed = sorted(model.sources.items(), key=lambda one: (-one[1], one[0]))
    return [{"source": name, "rows": count, "share": count / model.n} for name, count in listed]


def coverage_rows(model: SalaryModel) -> Rows:
    """What held-out rows of the newest quarter showed, over all and in each group of countries with enough rows."""
    names = {"": "all countries", **GROUP_NAMES}
    return [{"place": names[group], **asdict(one)} for group, one in model.quality.items()]


def backtest_rows(ws: Workspace, by: str, years: int = 3) -> Rows:
    """Backtests of the last years by `year`, `country` or `level`: for each tested year what models of the time would have done.

    Every line has `tested`, `n`, `median_error`, `mean_error`, both coverages, and the errors of the group's median and last year's model.
    """
    tests = rolling(sources.rows(ws), years)
    return [{"tested": test.tested, **line} for test in tests for line in test.by(by)]
