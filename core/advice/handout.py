"""The page of a client meeting as one sheet of paper: a PDF with its charts drawn from numbers."""

from __future__ import annotations

from datetime import date

from core.advice.meeting import Demand, Lever, Meeting, elsewhere
from core.documents.typesetting import pdf
from core.resume.signs import country_name
from core.trends import ENOUGH, Slice

SAMPLE = "Sample data: an invented market that ships with Shortlist. These are not real figures."


def handout(page: Meeting, today: date) -> bytes:
    """One A4 page to print and to hand over."""
    return pdf("handout", sheet(page, today))


def sheet(page: Meeting, today: date) -> dict[str, object]:
    """What the template is given: sentences, and the numbers that it draws."""
    return {
        "title": page.name,
        "subtitle": place_name(page.place).replace("all places", "All places"),
        "date": [today.year, today.month, today.day],
        "made": f"{today.day} {today:%B %Y}",
        "sample": SAMPLE if page.sample else "",
        "demand": {"told": demand_told(page.demand), "line": _line(page.demand)},
        "pay": _pay(page),
        "levers": [{"name": one.skill, "share": one.share, "told": lever_told(one)} for one in page.levers],
        "levers_note": _levers_note(page),
        "basis": page.health.sentence,
    }


def place_name(part: Slice) -> str:
    """A place in words, within a sentence."""
    named = country_name(part.country) if part.country else ""
    return ", ".join(one for one in (part.city, named) if one) or "all places"


def demand_told(demand: Demand) -> str:
    """Demand in a sentence or two."""
    if demand.n < ENOUGH:
        return f"Not enough data: {demand.n:,} openings here, and a figure needs {ENOUGH}."
    return f"{demand.n:,} of {demand.total:,} openings ({demand.share:.1%}) are for this role. {change_told(demand)}"


def change_told(demand: Demand) -> str:
    """The direction of the role's part of the market in a sentence."""
    if not demand.tested or demand.direction == "flat":
        return "Its part of the market shows no clear change."
    size = f"{1 + demand.change:.1f} times as large at the end" if demand.change >= 1 else f"{demand.change:+.0%} over the range"
    return f"Its part of the market is {demand.direction}: {size}."


def lever_told(one: Lever) -> str:
    """What speaks for a skill, in a sentence."""
    said = [f"Asked for in {one.share:.0%} of these openings (n = {one.n:,}), {one.times:.1f} times as often as elsewhere"]
    if one.direction == "rising":
        said.append("rising in the whole market")
    if one.premium and one.premium.clear and one.premium.premium > 0:
        said.append(f"openings with it pay {one.premium.lo:.0%} to {one.premium.hi:.0%} more than the same work without")
    return "; ".join(said) + "."


def _line(demand: Demand) -> list[dict[str, object]]:
    if demand.n < ENOUGH:
        return []
    rows = zip(demand.months, demand.shares, demand.lo, demand.hi, strict=True)
    return [{"month": month, "share": share, "lo": lo, "hi": hi} for month, share, lo, hi in rows]


def _pay(page: Meeting) -> dict[str, object]:
    pay = page.pay
    if pay is None:
        return {"told": f"Not enough data: fewer than {ENOUGH} openings for this role state their pay in one currency."}
    told = f"{pay.n:,} openings state their pay; half of them lie in this interval, the mark is the median."
    if elsewhere(page.place, pay.place):
        told += f" They are from {place_name(pay.place)}, because too few here state it."
    if pay.mixed:
        told += " Several currencies, in euros by a dated table of rates."
    return {"told": told, "currency": pay.currency, "low": pay.low, "median": pay.median, "high": pay.high}


def _levers_note(page: Meeting) -> str:
    if not page.levers:
        return f"Not enough data: no skill stands out in {ENOUGH} openings for this role."
    if elsewhere(page.place, page.levers_from):
        return f"From openings in {place_name(page.levers_from)}, because too few are here."
    return ""
