"""Keeping the model fresh: a new fit replaces the stored one only when it is no worse on the newest quarter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import UserError
from core.salary import sources, storing
from core.salary.model import ENOUGH, SalaryModel, ordered, split_newest, train
from core.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

DOUBT = 1.645  # standard errors by which a new fit must be worse before it is refused


@dataclass(frozen=True)
class Refit:
    """What a refit did: whether the new model is used, and both typical errors on the same newest rows (None: not compared)."""

    used: bool
    version: int
    n: int
    new_error: float | None
    old_error: float | None

    @property
    def sentence(self) -> str:
        """What happened, for the log."""
        if self.new_error is None or self.old_error is None:
            return f"The salary model was fitted on {self.n:,} paid rows (version {self.version})."
        errors = f"{self.new_error:.1%} against {self.old_error:.1%} on the newest quarter"
        if self.used:
            return f"The salary model was fitted again on {self.n:,} paid rows (version {self.version}; typical error {errors})."
        return f"The salary model stays at version {self.version}: a new fit was worse ({errors})."


def refit(ws: Workspace) -> Refit:
    """Fit on everything that states a pay, and store it if it is no worse; `UserError` when there are too few rows."""
    return refit_on(sources.rows(ws.settings.home, ws.market), ws.settings.home)


def refit_on(rows: pd.DataFrame, home: Path) -> Refit:
    """Fit on these rows, compare with the stored model on the newest quarter, keep the better one."""
    older, newest = split_newest(ordered(rows))
    before = _stored(home)
    new_error = old_error = None
    if before and len(older) >= ENOUGH and len(newest) >= ENOUGH:
        new, old = (misses(model, newest) for model in (train(older, held_out=False), before))
        new_error, old_error = (float(np.median(np.expm1(one))) for one in (new, old))
        worse = new - old
        if worse.mean() > DOUBT * worse.std() / len(worse) ** 0.5:
            return Refit(False, storing.versions(home)[-1], len(rows), new_error, old_error)
    return Refit(True, storing.save(train(rows), home), len(rows), new_error, old_error)


def current(ws: Workspace) -> SalaryModel:
    """The stored model, fitted now when there is none yet."""
    found = _stored(ws.settings.home)
    if found is None:
        refit(ws)
        found = storing.load(ws.settings.home)
    if found is None:
        raise UserError("There is no salary model yet; add postings that state a pay, or a table of pay.")
    return found


def misses(model: SalaryModel, rows: pd.DataFrame) -> np.ndarray:
    """Absolute log error of each row."""
    return np.asarray(np.abs(np.log(model.predict(rows)["pred"].to_numpy(float) / rows["pay"].to_numpy(float))))


def _stored(home: Path) -> SalaryModel | None:
    """The current model; None when it is missing or damaged, so that a new one takes its place."""
    try:
        return storing.load(home)
    except UserError:
        return None
