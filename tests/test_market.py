"""Market figures: openings counted once, nothing said under 30."""

from __future__ import annotations

from datetime import date

from core import market
from core.models import JobFacts, Pay, Posting
from core.workspace import Workspace
from tests.conftest import NOW

YEARLY = Pay(min=40_000, max=60_000, currency="EUR", period="year")
MONTHLY = Pay(min=4_000, max=4_000, currency="EUR", period="month")


def fill(ws: Workspace, n: int, pay: Pay = YEARLY, opening: str = "o{}", source: str = "one", sector: str = "health") -> None:
    facts = JobFacts(occupation="nurse", sector=sector, country="DE")
    posting = Posting(title="Nurse", published=date(2026, 10, 1), pay=pay, source=source)
    ws.market.add([(f"{source}{sector}{k}", opening.format(k) + sector, posting, facts) for k in range(n)], NOW)


def test_an_opening_counts_once_however_often_it_is_posted(ws: Workspace) -> None:
    fill(ws, 40)
    fill(ws, 40, source="two")
    basis = market.basis(ws.market, sample=False)
    assert (basis.openings, basis.repeats, basis.sources) == (40, 40, (("one", 40), ("two", 40)))
    assert market.demand(ws.market, sample=False) == [market.Demand("nurse", 40, 1.0)]


def test_pay_is_compared_a_year(ws: Workspace) -> None:
    fill(ws, 30)
    fill(ws, 30, pay=MONTHLY, sector="care")
    assert {(r.sector, r.median) for r in market.pay(ws.market, sample=False)} == {("health", 50_000.0), ("care", 48_000.0)}


def test_nothing_is_said_under_thirty(ws: Workspace) -> None:
    fill(ws, 29)
    assert market.pay(ws.market, sample=False) == []


def test_the_sample_market_never_mixes_with_own_postings(ws: Workspace) -> None:
    before = market.basis(ws.market, sample=True)
    fill(ws, 5)
    assert market.basis(ws.market, sample=True) == before and market.basis(ws.market, sample=False).openings == 5
