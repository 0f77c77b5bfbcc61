"""Routes on pay: what a job pays, and where an offer stands among like jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from core.api.access import MISSING, Ws
from core.errors import UserError
from core.models import Level, Period, Remote
from core.salary import Estimate, Job, Offer, SalaryModel, estimate, job, offer_card, storing
from core.workspace import Workspace

router = APIRouter(tags=["salary"])
LARGEST_AMOUNT = 1e12
Amount = Annotated[float, Field(ge=0, le=LARGEST_AMOUNT, allow_inf_nan=False)]
Currency = Annotated[str, Field(max_length=3, description="Three letters; empty: that of the country.")]
SkillName = Annotated[str, Field(max_length=80)]


class JobIn(BaseModel):
    """A job as people write it; what is left out counts as an average."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, max_length=200)
    location: str = Field(default="", max_length=200)
    skills: list[SkillName] = Field(default=[], max_length=60)
    level: Level | None = None
    years: float | None = Field(default=None, ge=0, le=70, allow_inf_nan=False)
    remote: Remote | None = None


class EstimateIn(JobIn):
    """A job, and the currency of the answer."""

    currency: Currency = ""


class OfferIn(BaseModel):
    """An offer for a job: `base` for each `period`, the rest a year; a profile adds the facts of its record."""

    model_config = ConfigDict(extra="forbid")
    job: JobIn
    base: Annotated[float, Field(gt=0, le=LARGEST_AMOUNT, allow_inf_nan=False)]
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    period: Period = "year"
    bonus: Amount = 0.0
    equity: Amount = 0.0
    benefits: Amount = 0.0
    profile_id: str | None = Field(default=None, max_length=64)


class EstimateOut(BaseModel):
    """Pay a year before tax; `n` paid rows of `group`; `coverage80` is the measured share of later rows inside the 80 % interval."""

    median: float
    lo80: float
    hi80: float
    lo90: float
    hi90: float
    currency: str
    n: int
    group: str
    coverage80: float | None
    basis: str


class FactOut(BaseModel):
    """A fact of the record (a JSON pointer says where), and what it goes with in pay a year, when that is known."""

    text: str
    pointer: str
    amount: float | None
    low: float | None
    high: float | None


class OfferOut(BaseModel):
    """An offer among like jobs: `place` is the share of them that pay less; sums a year in the offer's currency."""

    estimate: EstimateOut
    base: float
    total: float
    place: float
    facts: list[FactOut]
    notes: list[str]


@router.get("/salary/estimate")
def get_estimate(ws: Ws, asked: Annotated[EstimateIn, Query()]) -> EstimateOut:
    """What a job pays, with 80 and 90 % intervals; refused when fewer than thirty paid rows are like it."""
    return shown(estimate(model(ws), wanted(asked), asked.currency.upper()))


@router.post("/salary/offer", responses=MISSING)
def place_offer(ws: Ws, asked: OfferIn) -> OfferOut:
    """Where an offer's base pay stands among like jobs, its total, and what the record shows for the upper half."""
    profile = ws.records.profile(asked.profile_id) if asked.profile_id else None
    if asked.profile_id and profile is None:
        raise HTTPException(404, "There is no such profile.")
    offer = Offer(asked.base, asked.currency.upper(), asked.period, asked.bonus, asked.equity, asked.benefits)
    card = offer_card(model(ws), wanted(asked.job), offer, profile.resume if profile else None)
    facts = []
    for fact in card.facts:
        amounts = (fact.effect.amount, fact.effect.low, fact.effect.high) if fact.effect else (None, None, None)
        facts.append(FactOut(text=fact.text, pointer=fact.pointer, amount=amounts[0], low=amounts[1], high=amounts[2]))
    return OfferOut(estimate=shown(card.estimate), base=card.base, total=card.total, place=card.place, facts=facts, notes=list(card.notes))


def model(ws: Workspace) -> SalaryModel:
    """The stored model; a request does not wait for a fit."""
    found = storing.load(ws.settings.home)
    if found is None:
        raise UserError("There is no salary model yet; the task refit_salary fits one.")
    return found


def wanted(asked: JobIn) -> Job:
    """The job that is asked about; a place that nobody knows is told, because it would silently count as an average."""
    found = job(asked.title, asked.location, asked.skills, asked.level or "", asked.years, asked.remote or "")
    if asked.location.strip() and not found.country:
        raise UserError("The location is no place that is known; name the country too.")
    return found


def shown(found: Estimate) -> EstimateOut:
    """An estimate as it goes out."""
    coverage = found.quality.coverage80 if found.quality else None
    ends = {name: getattr(found, name) for name in ("median", "lo80", "hi80", "lo90", "hi90")}
    return EstimateOut(**ends, currency=found.currency, n=found.n, group=found.group, coverage80=coverage, basis=found.basis)
