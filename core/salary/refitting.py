"""Keeping the model fresh: a new fit replaces the stored one only when it is no worse on the newest quarter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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

LONGEST = 1_800  # seconds
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
    with _alone(ws):
        return refit_on(sources.rows(ws), ws.settings.home)


def refit_if_enough(ws: Workspace) -> str:
    """As `refit`, told in a sentence; too few rows are no fault when nobody asked."""
    with _alone(ws):
        rows = sources.rows(ws)
        if len(rows) < ENOUGH:
            return f"{len(rows)} rows state a pay and a salary model needs at least {ENOUGH}, so none was fitted."
        return refit_on(rows, ws.settings.home).sentence


@contextmanager
def _alone(ws: Workspace) -> Iterator[None]:
    """One fit at a time, whoever asked for it."""
    with ws.store.runs.lease("salary model", LONGEST) as alone:
        if not alone:
            raise UserError("The salary model is being fitted already; look again in a minute.")
        yield


def refit_on(rows: pd.DataFrame, home: Path) -> Refit:
    """Fit on these rows, compare with the stored model, keep the better one."""
    rows = ordered(rows[rows["pay"] > 0]).reset_index(drop=True)
    before = _stored(home)
    compared = _compare(rows, before) if before else None
    if compared and compared[2]:
        return Refit(False, storing.versions(home)[-1], len(rows), *compared[:2])
    new_error, old_error = compared[:2] if compared else (None, None)
    return Refit(True, storing.save(train(rows), home), len(rows), new_error, old_error)


def _compare(rows: pd.DataFrame, before: SalaryModel) -> tuple[float, float, bool] | None:
    """Typical errors of a new fit and of the stored model on later rows that neither has seen, and whether the new one is worse.

    Rows are judged that come from sources of both; a source that is new may well be harder to predict. With too few later rows, the
    new fit's error on the newest quarter stands against the one that the stored model had on its own. None: nothing to compare.
    """
    shared = rows[rows["source"].isin(list(before.sources))] if "source" in rows else rows
    if len(shared) < ENOUGH:
        return None
    newest = split_newest(shared)[1]
    older = rows.drop(newest.index)
    unseen = _later(newest, before.until)
    if len(unseen) >= ENOUGH:
        new, old = (misses(model, unseen) for model in (train(rows.drop(unseen.index), held_out=False), before))
        difference = new - old
        return float(np.median(new)), float(np.median(old)), bool(difference.mean() > DOUBT * difference.std() / len(unseen) ** 0.5)
    if "" not in before.quality or len(older) < ENOUGH or len(newest) < ENOUGH:
        return None
    new = misses(train(older, held_out=False), newest)
    doubt = DOUBT * float(new.std()) / len(new) ** 0.5
    old_error = before.quality[""].median_error
    return float(np.median(new)), old_error, float(np.median(new)) > old_error + doubt


def _later(newest: pd.DataFrame, until: str) -> pd.DataFrame:
    """The rows seen after a day; none when the stored model does not know its own."""
    import pandas as pd

    return newest[newest["seen"] >= pd.Timestamp(until, tz="UTC") + pd.Timedelta(days=1)] if until else newest.iloc[:0]


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
    """The error of each row as a share of its pay."""
    pay = rows["pay"].to_numpy(float)
    return np.asarray(np.abs(model.predict(rows)["pred"].to_numpy(float) - pay) / pay)


def _stored(home: Path) -> SalaryModel | None:
    """The current model; None when it is missing or damaged, so that a new one takes its place."""
    try:
        return storing.load(home)
    except UserError:
        return None
