"""A role and a place for a client: demand, pay from the smallest place that tells, levers, the sheet of paper."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from core.advice import cohort, handout, meeting, roles_near
from core.errors import UserError
from core.models import JobFacts, Pay, Posting, Resume
from core.trends import Slice
from core.workspace import Workspace
from tests.conftest import NOW


def add(
    ws: Workspace, size: int, role: str, skills: list[str], pay: int, country: str = "DE", city: str = "Berlin", start: int = 0
) -> None:
    """Openings of our own invention over eight months; pay spreads by a fifth around its middle."""
    rows = []
    for n in range(start, start + size):
        stated = Pay(min=pay * (0.9 + n % 5 / 20), currency="EUR", period="year")
        posting = Posting(title=role, published=date(2026, 1 + n % 8, 1 + n % 20), source=f"feed {n % 2}", pay=stated)
        facts = JobFacts(required=skills if n % 4 else skills[:1], occupation=role, country=country, city=city, level="mid")
        rows.append((f"{role[:4]}{n:012x}", f"{role} {n}", posting, facts))
    ws.market.add(rows, NOW)


@pytest.fixture
def market(ws: Workspace) -> Workspace:
    """Welders in Berlin and Munich, cooks in Berlin."""
    add(ws, 80, "welder", ["Welding", "Technical drawing"], 50_000)
    add(ws, 12, "welder", ["Welding", "Robotic welding"], 58_000, city="Munich", start=200)
    add(ws, 60, "cook", ["Cooking", "Food safety"], 30_000)
    return ws


def test_demand_pay_and_levers_of_a_role(market: Workspace) -> None:
    told = meeting(market, "welder", Slice(country="DE", city="Berlin"), False)
    assert (told.demand.n, told.demand.total) == (80, 140) and told.demand.direction == "flat"
    assert told.pay is not None and told.pay.low < told.pay.median == 50_000 < told.pay.high and told.pay.n == 80
    assert [one.skill for one in told.levers] == ["Welding", "Technical drawing"] and told.levers[0].times > 1.5
    assert told.levers[1].n == 60


def test_a_place_with_too_few_openings_borrows_from_around_and_says_so(market: Workspace) -> None:
    told = meeting(market, "welder", Slice(country="DE", city="Munich"), False)
    assert told.demand.n == 12 and told.pay is not None and told.pay.place == Slice(country="DE") and told.pay.n == 92
    assert told.levers_from == Slice(country="DE")
    text = words(handout(told, date(2026, 3, 1)))
    assert "Not enough data: 12 openings here" in text and "They are from Germany" in text and "From openings in Germany" in text


def test_a_month_without_openings_is_left_out_of_the_line(ws: Workspace) -> None:
    add(ws, 40, "welder", ["Welding"], 50_000)
    with ws.warehouse.write("") as cursor:
        cursor.execute("DELETE FROM posting WHERE NOT sample AND month(published) = 4")
    told = meeting(ws, "welder", Slice(), False).demand
    assert "2026-04" not in told.months and len(told.months) == len(told.shares) == 7 and min(told.shares) == 1


def test_levers_leave_out_what_a_person_has(market: Workspace) -> None:
    told = meeting(market, "welder", Slice(), False, has={"Welding"})
    assert [one.skill for one in told.levers] == ["Technical drawing"]


def test_currencies_are_mixed_only_where_no_single_one_tells(ws: Workspace) -> None:
    add(ws, 20, "welder", ["Welding"], 50_000)
    rows = []
    for n in range(20):
        stated = Pay(min=60_000, currency="USD", period="year")
        posting = Posting(title="welder", published=date(2026, 1, 1 + n), source="feed", pay=stated)
        rows.append((f"u{n:015x}", f"us {n}", posting, JobFacts(required=["Welding"], occupation="welder", country="US", level="mid")))
    ws.market.add(rows, NOW)
    told = meeting(ws, "welder", Slice(), False)
    assert told.pay is not None and told.pay.mixed and told.pay.currency == "EUR" and told.pay.n == 40
    assert meeting(ws, "welder", Slice(country="US"), False).pay == told.pay


def test_an_unknown_role_is_refused(ws: Workspace) -> None:
    with pytest.raises(UserError, match="choose one from the list"):
        meeting(ws, "nothing", Slice(), False)


def test_the_handout_is_one_tagged_page_with_everything(market: Workspace) -> None:
    made = handout(meeting(market, "welder", Slice(country="DE", city="Berlin"), False), date(2026, 11, 30))
    read = pypdf.PdfReader(io.BytesIO(made))
    assert len(read.pages) == 1 and read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = words(made)
    for part in (
        "Welder",
        "Berlin, Germany",
        "30 November 2026",
        "80 of 140 openings",
        "EUR 48,000 to EUR 53,000 a year",
        "2. Technical",
        "feed 0",
    ):
        assert part in text, (part, text)
    assert "Sample data" not in text


def test_a_handout_of_nothing_is_still_a_page(ws: Workspace) -> None:
    text = words(handout(meeting(ws, "welder", Slice(), False), date(2026, 11, 30)))
    assert text.count("Not enough data") >= 3 and "Sample data" not in text


def test_roles_near_a_profile_and_the_group(market: Workspace) -> None:
    resume = Resume.model_validate({"skills": [{"name": "Welding"}, {"name": "Technical drawing"}], "basics": {"label": "Cook"}})
    profile = market.records.add_profile("One", resume)
    assert "Sample data" in words(handout(meeting(market, "nurse", Slice(), True), date(2026, 11, 30)))
    (near,) = roles_near(market, profile)
    assert near.occupation == "welder" and near.covered >= 0.7 and not near.missing
    assert cohort(market, "welder", Slice(), False) is None
    for number in range(4):
        market.records.add_profile(f"Client {number}", Resume.model_validate({"skills": [{"name": "Cooking"}]}))
    found = cohort(market, "welder", Slice(), False)
    assert found is not None and (found.people, found.ready) == (5, 1) and ("Welding", 4) in found.missing


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())
