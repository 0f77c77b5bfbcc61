"""Counts of stored postings: openings once, only changed months anew, always equal to counting from scratch."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from core.models import JobFacts, Pay, Posting
from core.trends import (
    Slice,
    adjacent,
    candidates,
    chart,
    lint,
    norms,
    pairs,
    premiums,
    ranking,
    refresh,
    sliced_counts,
    staying,
    stored_counts,
)
from core.trends.lint import Norms
from core.workspace import Workspace
from tests.conftest import NOW

Row = tuple[str, str, Posting, JobFacts]


def row(number: int, month: int, skills: list[str], opening: str = "", **facts: object) -> Row:
    pay = Pay(min=40_000 + 20_000 * ("Welding" in skills) + number % 7 * 500, currency="EUR", period="year")
    posting = Posting(title="Welder", published=date(2026, month, 1 + number % 20), source=f"feed {number % 2}", pay=pay)
    told = JobFacts(required=skills, occupation="welder", country="DE", level="mid").model_copy(update=facts)
    return f"{number:016x}", opening or f"opening {number}", posting, told


def market(ws: Workspace, size: int = 240) -> list[Row]:
    rows = [row(n, n % 8 + 1, ["Welding", "Mathematics"] if n % 3 else ["Cooking", "zither tuning"]) for n in range(size)]
    ws.market.add(rows, NOW)
    return rows


def scratch(ws: Workspace) -> np.ndarray:
    with ws.warehouse.write() as cursor:
        for table in ("counted_opening", "monthly_count", "monthly_state"):
            cursor.execute(f"DELETE FROM {table}")
    refresh(ws.market)
    return stored_counts(ws.market, terms=["Welding", "Cooking"]).n


def test_an_opening_counts_once_in_its_first_month(ws: Workspace) -> None:
    ws.market.add([row(1, 3, ["Welding"], "same"), row(2, 1, ["Welding"], "same"), row(4, 3, ["Cooking"])], NOW)
    counts = stored_counts(ws.market, least=1)
    assert counts.openings == 2 and counts.repeats == 1 and counts.months == ("2026-01", "2026-02", "2026-03")
    assert counts.only(["Welding"]).n[0].sum(axis=1).tolist() == [1, 0, 0]


def test_only_changed_months_are_counted_anew_and_nothing_is_lost(ws: Workspace) -> None:
    rows = market(ws)
    assert refresh(ws.market) >= 8 and refresh(ws.market) == 0
    later = NOW + timedelta(days=1)
    ws.market.add(rows[:50], later)
    assert refresh(ws.market) == 0
    ws.market.add([row(1_000, 5, ["Welding"]), row(0, 1, ["Welding"])], later + timedelta(days=1))
    assert refresh(ws.market) == 2
    told = stored_counts(ws.market, terms=["Welding", "Cooking"]).n
    assert np.array_equal(told, scratch(ws))


def test_postings_stored_by_an_older_clock_are_counted_too(ws: Workspace) -> None:
    market(ws)
    refresh(ws.market)
    ws.market.add([row(n, 5, ["Welding"]) for n in range(1_000, 1_040)], NOW - timedelta(days=400))
    assert refresh(ws.market) == 1 and stored_counts(ws.market).openings == 280
    ws.market.add([row(1_000, 6, ["Welding"])], NOW - timedelta(days=800))
    assert refresh(ws.market) == 2
    told = stored_counts(ws.market, terms=["Welding", "Cooking"]).n
    assert np.array_equal(told, scratch(ws))


def test_an_earlier_posting_moves_its_opening_and_a_removed_source_goes(ws: Workspace) -> None:
    rows = market(ws)
    refresh(ws.market)
    ws.market.add([row(2_001, 1, ["Welding"], rows[7][1])], NOW + timedelta(days=1))
    assert refresh(ws.market) == 2
    ws.market.remove("feed 0")
    told = stored_counts(ws.market, terms=["Welding", "Cooking"])
    assert told.sources == ("feed 1",) and told.openings == 120
    assert np.array_equal(told.n, scratch(ws))


def test_names_that_were_asked_for_come_back_in_their_order(ws: Workspace) -> None:
    market(ws)
    ws.market.add([("f" * 16, "o", Posting(title="Quarvex tuner", published=date(2026, 2, 2), source="feed 0"), JobFacts())], NOW)
    counts = stored_counts(ws.market, terms=["Quarvex", "Cooking", "Nothing at all"])
    assert counts.terms == ("Quarvex", "Cooking", "Nothing at all") and counts.of_term.tolist() == [1, 80, 0]


def test_a_part_of_the_market_and_the_other_dimensions(ws: Workspace) -> None:
    market(ws)
    ws.market.add([row(n, 2, ["Cooking"], country="FR", occupation="cook") for n in range(500, 540)], NOW)
    part = sliced_counts(ws.market, Slice(country="FR"))
    assert part.terms == ("Cooking",) and part.openings == 40
    bars, health = ranking(ws.market, "country")
    assert [(bar.term, bar.n) for bar in bars] == [("DE", 240), ("FR", 40)] and bars[0].lo < bars[0].share < bars[0].hi
    assert health.openings == 280 and "280 openings from 2026-01 to 2026-08" in health.sentence
    assert candidates(ws.market) == [("zither tuning", 80)]


def test_a_chart_has_lines_directions_and_its_data(ws: Workspace) -> None:
    market(ws)
    drawn = chart(ws.market)
    assert set(drawn.shares.terms) == {"Welding", "Mathematics", "Cooking"} and drawn.moving() == []
    rows = list(drawn.rows())
    assert len(rows) == 3 * 8 and set(rows[0]) >= {"term", "month", "openings", "of", "share", "lo", "hi", "adjusted"}
    assert chart(ws.market) is drawn


def test_a_market_too_small_says_so(ws: Workspace) -> None:
    ws.market.add([row(1, 1, ["Welding"])], NOW)
    drawn = chart(ws.market)
    assert not drawn.health.enough and "Not enough data: 1 openings" in drawn.health.sentence
    assert ranking(ws.market)[0] == [] and premiums(ws.market) == [] and pairs(ws.market) == [] and norms(ws.market) == Norms()


def test_one_source_with_most_openings_is_flagged(ws: Workspace) -> None:
    rows = market(ws)
    ws.market.add([row(n * 2, 3, ["Welding"]) for n in range(1_000, 1_200)], NOW)
    assert chart(ws.market).health.dominant == "feed 0" and len(rows) == 240


def test_pairs_premiums_and_time_open(ws: Workspace) -> None:
    market(ws, 360)
    (pair,) = pairs(ws.market)
    assert {pair.one, pair.other} == {"Welding", "Mathematics"} and pair.n == 240 and pair.lift == 1.5
    best = premiums(ws.market)[0]
    assert best.skill in ("Welding", "Mathematics") and best.lo < 20_000 / 41_500 < best.hi and best.clear
    (group,) = staying(ws.market, "occupation")
    assert group.n == 360 and group.closed == 0 and group.days is None


@pytest.mark.parametrize("skills, covered", [(["Welding"], 0.7), (["Cooking"], None)])
def test_adjacent_roles_are_covered_and_better_paid(ws: Workspace, skills: list[str], covered: float | None) -> None:
    rows = [row(n, 1, ["Welding"] if n % 4 else ["Welding", "Mathematics"], occupation="welder") for n in range(60)]
    rows += [row(n, 1, ["Cooking"], occupation="cook") for n in range(100, 160)]
    ws.market.add(rows, NOW)
    found = adjacent(ws.market, skills, "cook")
    assert [role.occupation for role in found] == (["welder"] if covered else [])
    assert not adjacent(ws.market, ["Cooking", "Welding"], "welder")


def test_postings_are_linted_with_their_evidence() -> None:
    today = NOW.date()
    text = "10 years of Kubernetes and Docker.\nYou work three days a week in our office.\n"
    posting = Posting(title="Senior developer", description=text, published=date(2020, 1, 1), remote="remote")
    skills = [f"skill {n}" for n in range(30)]
    facts = JobFacts(required=skills, occupation="software-developer", country="DE", remote="remote")
    usual = Norms({("software-developer", "DE"): 50_000.0}, 12.0)
    kinds = {finding.kind: finding for finding in lint(posting, facts, usual, today)}
    assert set(kinds) == {"pay missing", "more years than the tool has", "very long list", "remote contradicted"}
    assert "Kubernetes" in kinds["more years than the tool has"].evidence and "office" in kinds["remote contradicted"].evidence
    paid = posting.model_copy(update={"pay": Pay(max=40_000, currency="EUR", period="year"), "description": "5 years of Docker or SQL"})
    (cheap,) = lint(paid, facts.model_copy(update={"required": ["SQL"]}), usual, today)
    assert cheap.kind == "senior title, junior pay" and "20% below" in cheap.text
    fine = paid.model_copy(update={"title": "Developer"})
    assert not lint(fine, facts.model_copy(update={"required": ["SQL"]}), usual, today)
