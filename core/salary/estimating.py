"""What a job pays: the median with its intervals, what they rest on, what each input does to them, and what-ifs.

Nothing is said from fewer than thirty rows of the role in its country or the country's pay group, or of close roles in the country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core import money
from core.errors import UserError
from core.jobs import locate
from core.models import Preferences, Resume
from core.salary.design import INPUTS
from core.salary.facts import Job, frame
from core.salary.model import ENOUGH, Quality, SalaryModel, title_keys
from core.skills import taxonomy
from core.warehouse.market import StoredPosting

Z80 = 1.2816  # standard errors on each side of an 80 % interval
_GROUP_NAMES = {
    "states": "the United States",
    "high": "countries of high pay",
    "middle": "countries of middle pay",
    "low": "countries of low pay",
}


@dataclass(frozen=True)
class Estimate:
    """Pay a year in `currency`. `n` training rows are of `group`; `quality` is what held-out rows showed, if any."""

    median: float
    lo80: float
    hi80: float
    lo90: float
    hi90: float
    currency: str
    n: int
    group: str
    quality: Quality | None
    sources: tuple[tuple[str, int], ...]

    @property
    def basis(model: SalaryModel, wanted: Job) -> tuple[int, str]:
    """How many training rows are like a job, and which: the narrowest group of at least thirty, else the largest one."""
    role, *family = title_keys(wanted.title)
    place = wanted.country or "all countries"
    wide = _GROUP_NAMES.get(wanted.group, place)
    groups = [(f"{role}|{wanted.country}", f"this role in {place}"), (f"{role}|{wanted.group}", f"this role in {wide}")]
    groups += [(f"{key}|{wanted.country}", f"roles close to it in {place}") for key in family]
    counted = [(model.counts.get(key, 0), group) for key, group in groups if not key.endswith("|") or not wanted.country]
    return next((one for one in counted if one[0] >= ENOUGH), max(counted, key=lambda one: one[0]))


def effects(model: SalaryModel, wanted: Job, currency: str = "") -> list[Effect]:
    """What each stated input adds compared with the average of the training rows, largest first; skills one by one."""
    found = estimate(model, wanted, currency)
    row = _row(model, wanted)
    parts = [(name, _stated(wanted, name), model.design.of_input(name)) for name in INPUTS if name != "skills"]
    parts += [("skill", skill, model.design.of_token("skill", skill)) for skill in wanted.skills]
    listed = [
        _effect(model, found.median, name, value, np.where(mask, row - model.average, 0.0))
        for name, value, mask in parts
        if value and mask.any()
    ]
    return sorted(listed, key=lambda one: -abs(one.amount))


def what_if(model: SalaryModel, wanted: Job, currency: str = "", **changes: Any) -> Effect:
    """What changing fields of a job does to its median: `what_if(model, job, city="Berlin", country="DE")`."""
    found = estimate(model, wanted, currency)
    other = replace(wanted, **changes)
    direction = _row(model, other) - _row(model, wanted)
    change, error = float(direction @ model.regressor.coef_), Z80 * model.regressor.deviation(direction)
    amount, low, high = (found.median * (np.exp(one) - 1) for one in (change, change - error, change + error))
    told = ", ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in changes.values())
    return Effect(", ".join(changes), told, float(amount), float(low), float(high))


def _effect(model: SalaryModel, median: float, name: str, value: str, direction: np.ndarray) -> Effect:
    """The difference to the same job with an average in the place of this input."""
    change, error = float(direction @ model.regressor.coef_), Z80 * model.regressor.deviation(direction)
    amount, low, high = (float(median * (1 - np.exp(-one))) for one in (change, change - error, change + error))
    return Effect(name, value, amount, low, high)


def _row(model: SalaryModel, wanted: Job) -> np.ndarray:
    return np.asarray(model.design.matrix(frame([wanted])).toarray()[0])


def _stated(wanted: Job, name: str) -> str:
    """What a job says about an input; empty when nothing."""
    told: dict[str, Sequence[object]] = {
        "title": (wanted.title,), "level": (wanted.level,), "years": ("" if wanted.years is None else f"{wanted.years:g}",),
        "place": (wanted.city, wanted.region, wanted.country), "remote": (wanted.remote,), "company size": (wanted.size,),
        "contract": (wanted.contract,), "date": ("" if wanted.year is None else f"{wanted.year:g}",),
    }  # fmt: skip
    return ", ".join(str(part) for part in told[name] if part)


def _estimate(model: SalaryModel, wanted: Job, row: dict[str, float], currency: str) -> Estimate | None:
    n, group = basis(model, wanted)
    if n < ENOUGH:
        return None
    target = currency or money.currency_of(wanted.country or None) or model.currency
    rate = money.convert(1.0, model.currency, target)
    values = {name: _rounded(row[name] * rate) for name in ("lo80", "hi80", "lo90", "hi90")}
    measured = model.quality.get(wanted.group) or model.quality.get("")
    return Estimate(
        _rounded(row["pred"] * rate), **values, currency=target, n=n, group=group, quality=measured, sources=tuple(model.sources.items())
    )


def _rounded(amount: float) -> float:
    """Three meaningful digits: more would claim too much."""
    return float(f"{amount:.3g}")
