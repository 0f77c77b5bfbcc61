"""One role in one place, as an adviser shows it to a client: demand, the interval of pay, and the three best levers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core import occupations, trends
from core.errors import UserError
from core.money import convert
from core.trends import ENOUGH, Direction, Health, Premium, Slice
from core.trends.adjacent import USUAL, covered_names
from core.trends.stored import openings, skill_matrix
from core.trends.together import yearly_pay
from core.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

LEVERS = 3
MORE_THAN_ELSEWHERE = 1.2  # times as often in this role as in all roles of the place
_PAY = ["pay_min", "pay_max", "currency", "period", "occupation"]


@dataclass(frozen=True)
class Demand:
    """Openings of the role in the place and their share of all openings there; by month, those without any left out, with a 95 % band."""

    n: int
    total: int
    share: float
    direction: Direction
    change: float
    months: tuple[str, ...]
    shares: tuple[float, ...]
    lo: tuple[float, ...]
    hi: tuple[float, ...]
    tested: bool


@dataclass(frozen=True)
class Pay:
    """The middle half and the median of stated pay a year in one currency; `place` is where its `n` openings are."""

    currency: str
    low: float
    median: float
    high: float
    n: int
    place: Slice
    mixed: bool = False  # several currencies, made comparable by the dated table of rates


@dataclass(frozen=True)
class Lever:
    """A skill that the role asks for: in how many of its openings, how much more often than elsewhere, its direction and its premium."""

    skill: str
    n: int
    share: float
    times: float
    direction: Direction
    premium: Premium | None


@dataclass(frozen=True)
class Meeting:
    """Everything on the page; `pay` is None and `levers` empty where fewer than 30 openings tell."""

    role: str
    place: Slice
    demand: Demand
    pay: Pay | None
    levers: tuple[Lever, ...]
    levers_from: Slice
    health: Health
    sample: bool

    @property
    def name(self) -> str:
        """The role's name."""
        return occupations.table()[self.role].name


def meeting(ws: Workspace, role: str, place: Slice, sample: bool, has: Collection[str] = ()) -> Meeting:
    """The page of a role (an occupation id) in a place (country, city); levers leave out the skills that a person `has`.

    Pay and levers come from the smallest part around the place with 30 openings: the city, its country, everywhere.
    """
    if role not in occupations.table().by_id:
        raise UserError("That role is not in the table of occupations; choose one from the list.")
    place = Slice(country=place.country, city=place.city)
    told = trends.chart(ws.market, "occupation", None if place == Slice() else place, None, sample)
    tables = [(part, openings(ws.market, _PAY, part, sample)) for part in _around(place)]
    levers, part = _levers(ws, tables, role, sample, has)
    return Meeting(
        role, place, _demand(told, role, _of(tables[0][1], role).num_rows), _pay(tables, role), levers, part, told.health, sample
    )


def _around(place: Slice) -> list[Slice]:
    """The place and what it lies in, the smallest first."""
    wider = [place, Slice(country=place.country), Slice()]
    return list(dict.fromkeys(wider))


def _demand(told: trends.Chart, role: str, n: int) -> Demand:
    shares, way = told.shares, told.directions
    if role not in shares.terms:
        share = n / max(told.health.openings, 1)
        return Demand(n, told.health.openings, share, "flat", float("nan"), shares.months, (), (), (), False)
    at = shares.terms.index(role)
    seen = np.flatnonzero(shares.total > 0)  # a month without openings has no share
    line, lo, hi = (tuple(map(float, part[at][seen])) for part in (shares.share, shares.lo, shares.hi))
    months = tuple(shares.months[k] for k in seen)
    n = int(way.n[at])
    share = n / max(told.health.openings, 1)
    return Demand(n, told.health.openings, share, way.direction[at], float(way.change[at]), months, line, lo, hi, bool(way.tested[at]))


def _pay(tables: list[tuple[Slice, pa.Table]], role: str) -> Pay | None:
    """Stated pay in the currency that most openings name, or else all of it in euros."""
    for part, table in tables:
        mine = _of(table, role)
        euros = yearly_pay(mine)
        named = np.array(mine["currency"].to_pylist(), dtype=object)[euros > 0]
        if not len(named):
            continue
        currency, most = Counter(named.tolist()).most_common(1)[0]
        chosen = euros[euros > 0][named == currency] if most >= ENOUGH else euros[euros > 0]
        if len(chosen) >= ENOUGH:
            unit = str(currency) if most >= ENOUGH else "EUR"
            low, median, high = (convert(float(amount), "EUR", unit) for amount in np.quantile(chosen, [0.25, 0.5, 0.75]))
            return Pay(unit, low, median, high, len(chosen), part, mixed=most < ENOUGH and len(set(named.tolist())) > 1)
    return None


def _levers(
    ws: Workspace, tables: list[tuple[Slice, pa.Table]], role: str, sample: bool, has: Collection[str]
) -> tuple[tuple[Lever, ...], Slice]:
    """The skills asked for most in the role, more than in other roles of the same part, that do not fall and are not there yet."""
    for part, table in tables:
        mine = _of(table, role)
        if mine.num_rows < ENOUGH:
            continue
        names, matrix = skill_matrix(mine, 1)
        every, whole = skill_matrix(table, 1)
        usual = dict(zip(every, np.asarray(whole.mean(axis=0)).ravel().tolist(), strict=True))
        share = dict(zip(names, np.asarray(matrix.mean(axis=0)).ravel().tolist(), strict=True))
        known = set(np.array(names)[covered_names(names, has)].tolist()) if has else set()
        way = trends.chart(ws.market, "skill", None, None, sample).directions
        direction = dict(zip(way.terms, way.direction, strict=True))
        paid = {one.skill: one for one in trends.premiums(ws.market, None, sample)}
        found = [
            Lever(name, round(part_of * mine.num_rows), part_of, part_of / usual[name], direction.get(name, "flat"), paid.get(name))
            for name, part_of in share.items()
            if part_of >= USUAL and part_of / usual[name] >= MORE_THAN_ELSEWHERE and name not in known
        ]
        rising = [one for one in found if one.direction != "falling"]
        return tuple(sorted(rising, key=lambda one: (-one.share, one.skill))[:LEVERS]), part
    return (), tables[-1][0]


def _of(table: pa.Table, role: str) -> pa.Table:
    import pyarrow.compute as pc

    return table.filter(pc.equal(table["occupation"], role))


def elsewhere(wanted: Slice, found: Slice) -> bool:
    """Whether a figure comes from a larger part than the one that was asked for."""
    return replace(wanted, occupation="") != replace(found, occupation="")
