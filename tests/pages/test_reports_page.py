"""The reports page: none yet, one on demand, what has changed, files."""

from __future__ import annotations

from datetime import date

from core import reports
from core.models import JobFacts, Posting
from core.workspace import Workspace
from tests.pages.visiting import Open, said


def test_a_first_visit_offers_to_make_one(visit: Open) -> None:
    tab = visit("reports")
    assert "There is no report yet" in said(tab)
    tab.button(key="reports_make").click().run()
    told = said(tab)
    assert not tab.exception and "Sample data" in told and "This is the first report" in told and "Generative AI" in told
    assert len(tab.get("plotly_chart")) == 1 and len(tab.get("download_button")) == 3


def test_the_next_one_says_what_has_changed(here: Workspace, visit: Open) -> None:
    store(here, 0, 60)
    first = reports.make(here)
    store(here, 60, 40)
    tab = visit("reports")
    tab.button(key="reports_make").click().run()
    assert "40 openings more since the report of" in said(tab) and "Sample data" not in said(tab)
    tab.selectbox(key="report").set_value(first.id).run()
    assert "This is the first report" in said(tab) and not tab.exception


def test_too_few_openings_are_said(here: Workspace, visit: Open) -> None:
    store(here, 0, 12)
    tab = visit("reports")
    tab.button(key="reports_make").click().run()
    assert "There are 12 openings, and a report needs 30" in said(tab) and not reports.listed(here)


def store(ws: Workspace, start: int, size: int) -> None:
    facts = JobFacts(required=["Welding"], country="DE")
    numbers = range(start, start + size)
    days = {k: date(2026, 1 + k % 6, 1 + k % 20) for k in numbers}
    ws.market.add(
        [(f"{k:016x}", f"opening {k}", Posting(title="Welder", source="own", published=days[k]), facts) for k in numbers], ws.now()
    )
