"""The trends page: it opens without a profile, says what moves or that nothing does, and refuses on too little data."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import numpy as np
import pytest

from core.models import JobFacts, Posting
from core.store import StoredProfile
from core.trends import Slice, chart_of
from core.trends.counts import Counts
from core.workspace import Workspace
from pages.ui import charts, trending
from tests.pages.visiting import Open, said

ALL = trending.Asked("skill", Slice(), ())
MONTHS = tuple(f"2025-{number:02d}" for number in range(1, 13))


def counts(**shares: tuple[float, float]) -> Counts:
    """A year of 400 openings a month in one source; each share goes evenly from its first to its last value."""
    n = np.array([np.round(np.linspace(first, last, 12) * 400) for first, last in shares.values()])[:, :, None]
    return Counts(tuple(shares), MONTHS, ("here",), n, np.full((12, 1), 400.0))


def store(ws: Workspace, number: int) -> None:
    """Openings of our own invention, ten a month."""
    days = [date(2026, 1, 5) + timedelta(days=30 * (k // 10)) for k in range(number)]
    made = [Posting(title=f"Welder {k}", source="own", published=day) for k, day in enumerate(days)]
    facts = JobFacts(required=["Welding"], country="DE")
    ws.market.add([(f"{k:016x}", f"opening {k}", posting, facts) for k, posting in enumerate(made)], ws.now())


def test_it_opens_without_a_profile_on_labelled_sample_data(visit: Open) -> None:
    tab = visit("trends")
    told = said(tab)
    assert "Sample data" in told and "openings from" in told and "repeats left out" in told and "Northlight" in told
    assert "**Rising: " in told and "Generative AI" in told and "Data entry" in told
    assert len(tab.get("plotly_chart")) == 2 and len(tab.get("download_button")) == 2


@pytest.mark.parametrize("view, finding", [
    ("place", "has the most openings"), ("pay", "the same work without"), ("together", "times as often as by chance"),
    ("near", "prepares for"), ("open", "half of the postings are gone after"), ("new", "that the table of skills does not have"),
])  # fmt: skip
def test_every_view_has_a_finding_its_chart_its_data_and_what_it_rests_on(view: str, finding: str, visit: Open) -> None:
    tab = visit("trends")
    tab.segmented_control(key="view").set_value(view).run()
    if view == "near":
        assert "No better-paid role is near" in said(tab)
        tab.selectbox(key="from").set_value("maintenance-electrician").run()
    assert not tab.exception and not tab.error
    told = said(tab)
    assert finding in told and "openings from" in told and "Northlight" in told
    assert len(tab.get("plotly_chart")) == 1 and len(tab.get("download_button")) == 1


@pytest.mark.parametrize("view", list(trending.VIEWS))
def test_every_view_says_when_there_is_too_little(view: str, here: Workspace, visit: Open) -> None:
    store(here, 40)
    tab = visit("trends")
    tab.segmented_control(key="view").set_value(view).run()
    assert not tab.exception and not tab.error and "40 openings from" in said(tab)
    assert "Not enough data" in said(tab) or "No better-paid role" in said(tab) or "Nothing" in said(tab) or tab.get("plotly_chart")


def test_roles_near_start_from_the_profile_or_from_any_role(own: StoredProfile, visit: Open) -> None:
    tab = visit("trends")
    tab.segmented_control(key="view").set_value("near").run()
    assert "Your profile covers" in said(tab) and "% covered" in said(tab)
    tab.selectbox(key="from").set_value("nurse").run()
    assert not tab.exception and "Your profile" not in said(tab)


def test_filters_in_the_menu_are_named_and_cleared(visit: Open) -> None:
    tab = visit("trends")
    tab.selectbox(key="level").set_value("senior").run()
    assert "Also filtered by: Senior" in said(tab)
    tab.button(key="trends_clear").click().run()
    assert "Also filtered by" not in said(tab) and not tab.exception


def test_filters_and_search_change_what_is_drawn(visit: Open) -> None:
    tab = visit("trends")
    tab.selectbox(key="what").set_value("occupation").run()
    assert "occupations looked at" in said(tab) and not tab.exception and not tab.error
    tab.selectbox(key="country").set_value("DE")
    tab.selectbox(key="what").set_value("skill")
    tab.text_input(key="terms").set_value("python, Zorblatting").run()
    assert "Python" in said(tab) and "Not enough data for Zorblatting" in said(tab)
    tab.segmented_control(key="view").set_value("place").run()
    assert "in Germany" in said(tab) and not tab.error


def test_below_thirty_openings_nothing_is_drawn(here: Workspace, visit: Open) -> None:
    store(here, 29)
    tab = visit("trends")
    assert "29 openings, and a figure needs 30" in said(tab) and "Sample data" not in said(tab)
    assert not tab.get("plotly_chart") and any("Clear" in button.label for button in tab.button)


def test_new_postings_are_counted_at_once(here: Workspace, visit: Open) -> None:
    store(here, 40)
    assert "40 openings from" in said(visit("trends"))
    store(here, 60)
    assert "60 openings from" in said(visit("trends"))


def test_the_title_says_what_moves_and_how_much() -> None:
    whole = chart_of(counts(Rust=(0.05, 0.2), Excel=(0.3, 0.3), Fax=(0.2, 0.05)))
    assert set(whole.moving()) == {"Rust", "Fax"}
    assert trending.finding(ALL, whole, ["Rust"]).startswith("Rust rises: its share is ")
    assert " lower " in trending.finding(ALL, whole, ["Fax"])
    assert trending.finding(ALL, whole, ["Excel"]) == "Excel has no clear trend: 1 in 3 openings"
    assert trending.chosen(ALL, whole) == whole.moving()


def test_a_search_takes_the_exact_name_before_those_that_hold_it() -> None:
    whole = chart_of(counts(Java=(0.2, 0.2), JavaScript=(0.3, 0.3)))
    assert trending.chosen(ALL._replace(terms=("java",)), whole) == ["Java"]
    assert trending.chosen(ALL._replace(terms=("script",)), whole) == ["JavaScript"]


def test_lines_start_at_zero_and_their_labels_do_not_cover_each_other() -> None:
    same = [charts.Line(name, [0.2, None, 0.2], [0.1, None, 0.1], [0.3, None, 0.3], ["", "", ""]) for name in ("One", "Two <b>", "Three")]
    figure = charts.monthly(["2025-01", "2025-02", "2025-03"], same)
    heights = sorted(one.y for one in figure.layout.annotations)
    assert figure.layout.yaxis.range[0] == 0
    assert min(np.diff(heights)) >= charts.LABEL_STEP * figure.layout.yaxis.range[1] * 0.99
    assert "Two &lt;b&gt;" in figure.layout.annotations[1].text


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "@SUM(A1)"])
def test_the_data_is_harmless_in_a_spreadsheet(name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(trending.to_csv([{"term": name, "share": 0.5}])))
    assert row == {"term": f"'{name}", "share": "0.5"}
