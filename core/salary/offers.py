"""An offer seen against the estimate: its place among like jobs, its total, what in the record justifies the upper half.

Every sentence is built from the offer, the estimate and the record; nothing is advised that they do not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from core import money
from core.errors import UserError
from core.models import Period, Resume
from core.salary.estimating import Effect, Estimate, effects, estimate
from core.salary.facts import Job
from core.salary.model import SalaryModel

_KNOWN = (0.05, 0.10, 0.50, 0.90, 0.95)  # the shares of like jobs below lo90, lo80, median, hi80, hi90
MOST_FACTS = 6


@dataclass(frozen=True)
class Offer:
    """An offer: `base` for each `period`; `bonus`, `equity` and `benefits` are expected amounts a year."""

    base: float
    currency: str
    period: Period = "year"
    bonus: float = 0.0
    equity: float = 0.0
    benefits: float = 0.0

    @property
    def yearly(self) -> float:
        """Base pay a year."""
        return self.base * money.PER_YEAR[self.period]

    @property
    def total(self) -> float:
        """Everything a year."""
        return self.yearly + self.bonus + self.equity + self.benefits


@dataclass(frozen=True)
class SupportedFact:
    """A fact of the record (`pointer` says where it stands) and, where the model knows, what it goes with in pay a year."""

    text: str
    pointer: str
    effect: Effect | None = None


@dataclass(frozen=True)
class OfferCard:
    """An offer's base among like jobs: `place` is the share of them that pay less, 0.01-0.99; sums a year in the estimate's currency."""

    estimate: Estimate
    base: float
    total: float
    place: float
    facts: tuple[SupportedFact, ...]
    notes: tuple[str, ...]


def offer_card(model: SalaryModel, wanted: Job, offer: Offer, resume: Resume | None = None, period: Period = "year") -> OfferCard:
    """The card of an offer; the base pay is what is compared, because stated pay is base pay. The notes speak of `period`."""
    if min(offer.base, offer.total) <= 0 or min(offer.bonus, offer.equity, offer.benefits) < 0:
        raise UserError("An offer needs a base pay above 0, and no part may be negative.")
    found = estimate(model, wanted, offer.currency)
    place = share_below(found, offer.yearly)
    facts = tuple(supporting(effects(model, wanted, offer.currency), resume)) if resume else ()
    return OfferCard(found, offer.yearly, offer.total, place, facts, tuple(_notes(found, offer, place, facts, period)))


def share_below(found: Estimate, pay: float) -> float:
    """The share of like jobs that pay less than an amount a year, between 0.01 and 0.99."""
    normal = NormalDist()
    known = np.log([found.lo90, found.lo80, found.median, found.hi80, found.hi90]) + np.arange(5) * 1e-9
    scores = [normal.inv_cdf(share) for share in _KNOWN]
    at = int(np.clip(np.searchsorted(known, np.log(pay)), 1, 4))
    slope = (scores[at] - scores[at - 1]) / (known[at] - known[at - 1])
    return float(np.clip(normal.cdf(scores[at - 1] + slope * (np.log(pay) - known[at - 1])), 0.01, 0.99))


def supporting(known: list[Effect], resume: Resume) -> Iterator[SupportedFact]:
    """What the record shows that goes with more pay, or shows results: at most six facts."""
    facts: list[SupportedFact] = []
    proven = {skill.name: number for number, skill in enumerate(resume.meta.shortlist.skills) if skill.evidence != "listed"}
    for effect in known:
        if effect.name == "skill" and effect.value in proven and effect.low > 0:
            facts.append(SupportedFact(f"{effect.value}, used in a role", f"meta/shortlist/skills/{proven[effect.value]}", effect))
        if effect.name == "years" and effect.low > 0:
            facts.append(SupportedFact(f"{effect.value} years in dated roles", "meta/shortlist/years", effect))
    facts += [SupportedFact(one.text, one.pointer) for one in resume.meta.shortlist.achievements]
    facts += [
        SupportedFact(f"Certificate: {one.name}", f"certificates/{number}") for number, one in enumerate(resume.certificates) if one.name
    ]
    yield from facts[:MOST_FACTS]


def _notes(found: Estimate, offer: Offer, place: float, facts: tuple[SupportedFact, ...], period: Period) -> Iterator[str]:
    """The card in sentences, to take along."""

    def said(yearly: float) -> str:
        amount = yearly / money.PER_YEAR[period]
        return f"{amount:,.0f}" if abs(amount) >= 100 else f"{amount:,.2f}"

    def about(yearly: float) -> str:
        return said(float(f"{yearly / money.PER_YEAR[period]:.3g}") * money.PER_YEAR[period])

    unit = f"{found.currency} {'an' if period == 'hour' else 'a'} {period}"
    yield f"The base pay of {said(offer.yearly)} {unit} is above about {place:.0%} of like jobs."
    yield f"Half of them pay more than {about(found.median)}; eight in ten pay between {about(found.lo80)} and {about(found.hi80)}."
    yield found.basis
    parts = {"bonus": offer.bonus, "equity": offer.equity, "benefits": offer.benefits}
    named = [f"{said(amount)} {name}" for name, amount in parts.items() if amount]
    if named:
        extra = (offer.total - offer.yearly) / offer.total
        yield f"With {', '.join(named)} the total is {said(offer.total)} {unit}; {extra:.0%} of it is not base pay."
    if offer.yearly < found.median:
        yield f"The median is {about(found.median - offer.yearly)} above the offer ({found.median / offer.yearly - 1:.0%})."
    for fact in facts:
        if fact.effect:
            low, high = about(fact.effect.low), about(fact.effect.high)
            yield f"{fact.text}: goes with {about(fact.effect.amount)} more ({low} to {high})."
        else:
            yield f"The record shows: {fact.text}"
