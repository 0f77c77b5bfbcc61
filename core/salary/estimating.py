"""What a job pays: the median with its intervals, what they rest on, what each input does to them, and what-ifs.

Nothing is said from fewer than thirty rows of the role in its country or the country's pay group, or of close roles in the country.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core import money, occupations
from core.errors import UserError
from core.jobs import locate
from core.models import Preferences, Resume
from core.resume.signs import country_name
from core.salary.design import INPUTS
from core.salary.facts import Job, frame
from core.salary.model import ENOUGH, Quality, SalaryModel, title_keys
from core.skills import taxonomy
from core.warehouse.market import StoredPosting

Z80 = 1.2816  # standard errors on each side of an 80 % interval
GROUP_NAMES = {
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
    def basis(self) -> str:
        """What the estimate rests on, in a sentence."""
        measured = self.quality
        told = f"{self.n:,} paid rows of {self.group}."
        if measured is None:
            return f"{told} The coverage could not be measured yet: there are too few later rows."
        return f"{told} Of {measured.n:,} later rows {measured.coverage80:.0%} lay inside the 80 % interval."


@dataclass(frozen=True)
class Effect:
    """What one input adds to the estimate, a year in the estimate's currency, with an 80 % interval; `value` is what was stated."""

    name: str
    value: str
    amount: float
    low: float
    high: float


def job(
    title: str,
    location: str = "",
    skills: Sequence[str] = (),
    level: str = "",
    years: float | None = None,
    remote: str = "",
    size: str = "",
    contract: str = "",
) -> Job:
    """A job as people write it: a location text, skills of any spelling, a level that may stand in the title."""
    place = locate(location)
    named = tuple(dict.fromkeys(taxonomy().canonical(skill) for skill in skills))
    told = level or occupations.level(title) or ""
    return Job(title, told, place.country or "", "", place.city or "", "", remote, size, contract, years, None, named)


def of_profile(resume: Resume, preferences: Preferences) -> Job:
    """The job that a person looks for, else the one they have now, where they want to work."""
    told = resume.meta.shortlist
    latest = resume.work[0].position if resume.work else ""
    title = next((one for one in (*preferences.desired_roles, resume.basics.label, latest) if one), "")
    if not title:
        raise UserError("The record names no role; add a desired role to the profile.")
    home = resume.basics.location
    place = preferences.locations[0] if preferences.locations else ", ".join(part for part in (home.city, home.country_code) if part)
    contract = preferences.job_types[0].casefold() if preferences.job_types else ""
    remote = preferences.remote[0] if preferences.remote else ""
    skills = [skill.name for skill in told.skills]
    return job(title, place, skills, told.level or "", told.years, remote, preferences.company_size.casefold(), contract)


def of_posting(stored: StoredPosting) -> Job:
    """The job that a posting offers."""
    facts, posting = stored.facts, stored.posting
    place = locate(posting.location)
    return Job(
        title=posting.title,
        level=facts.level or "",
        country=facts.country or place.country or "",
        city=facts.city or place.city or "",
        remote=posting.remote or facts.remote or "",
        contract=facts.employment or "",
        years=facts.years,
        year=float(posting.published.year) if posting.published else None,
        skills=tuple(dict.fromkeys((*facts.required, *facts.preferred))),
    )


def estimate(model: SalaryModel, wanted: Job, currency: str = "") -> Estimate:
    """What a job pays, by default in the currency of its country; `UserError` when fewer than thirty rows are like it."""
    found = estimates(model, [wanted], currency)[0]
    if found is None:
        n, group = basis(model, wanted)
        raise UserError(f"Only {n} paid rows of {group} ({wanted.title}); at least {ENOUGH} are needed for an estimate.")
    return found


def estimates(model: SalaryModel, wanted: Sequence[Job], currency: str = "") -> list[Estimate | None]:
    """An estimate for each job, None where too few rows are like it."""
    if not wanted:
        return []
    predicted = model.predict(frame(list(wanted)))
    return [_estimate(model, one, row, currency) for one, row in zip(wanted, predicted.to_dict("records"), strict=True)]


def estimate_postings(model: SalaryModel, postings: Iterable[StoredPosting], currency: str = "") -> dict[str, Estimate]:
    """An estimate for each posting that states no pay, by its id, in one pass; left out where too few rows are like it.

    Amounts are a year, in the currency of the posting's country unless another is asked for. Show them marked as estimated.
    """
    asked = [one for one in postings if not states_pay(one)]
    found = estimates(model, list(map(of_posting, asked)), currency)
    return {one.id: estimate for one, estimate in zip(asked, found, strict=True) if estimate}


def states_pay(stored: StoredPosting) -> bool:
    """Whether a posting says what it pays, in its own field or in its text."""
    return any((pay.min or 0) > 0 or (pay.max or 0) > 0 for pay in (stored.posting.pay, stored.facts.pay))


def basis(model: SalaryModel, wanted: Job) -> tuple[int, str]:
    """How many training rows are like a job, and which: the narrowest group of at least thirty, else the largest one."""
    role, *family = title_keys(wanted.title)
    place = _in_words(wanted.country) or "all countries"
    wide = GROUP_NAMES.get(wanted.group, place)
    groups = [(f"{role}|{wanted.country}", f"this role in {place}"), (f"{role}|{wanted.group}", f"this role in {wide}")]
    groups += [(f"{key}|{wanted.country}", f"roles close to it in {place}") for key in family]
    counted = [(model.counts.get(key, 0), group) for key, group in groups if not key.endswith("|") or not wanted.country]
    return next((one for one in counted if one[0] >= ENOUGH), max(counted, key=lambda one: one[0]))


def _in_words(country: str) -> str:
    name = country_name(country)
    return f"the {name}" if name.startswith(("United ", "Netherlands", "Philippines", "Czech ")) else name


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
    """What changing fields of a job does to its median: `what_if(model, job, country="DE", city="")`.

    `UserError` for a value that no training row had.
    """
    found = estimate(model, wanted, currency)
    for name, value in changes.items():
        if value and not model.design.knows(name, str(value)):
            raise UserError(f"No training row has the {name} {value}, so its effect is unknown.")
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
        "place": (wanted.city, wanted.region, country_name(wanted.country)), "remote": (wanted.remote,), "company size": (wanted.size,),
        "contract": (wanted.contract,), "date": ("" if wanted.year is None else f"{wanted.year:g}",),
    }  # fmt: skip
    return ", ".join(str(part) for part in told[name] if part)


def _estimate(model: SalaryModel, wanted: Job, row: dict[str, float], currency: str) -> Estimate | None:
    n, group = basis(model, wanted)
    if n < ENOUGH:
        return None
    target = currency or money.currency_of(wanted.country or None) or model.currency
    rate = model.worth(target)
    values = {name: _rounded(row[name] * rate) for name in ("lo80", "hi80", "lo90", "hi90")}
    measured = model.quality.get(wanted.group) or model.quality.get("")
    return Estimate(
        _rounded(row["pred"] * rate), **values, currency=target, n=n, group=group, quality=measured, sources=tuple(model.sources.items())
    )


def _rounded(amount: float) -> float:
    """Three meaningful digits: more would claim too much."""
    return float(f"{amount:.3g}")
