"""Salary: no model, a model of the sample, the answer with what it rests on, refusals, what-ifs, an offer, outside text."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import profiles
from core.jobs import locate
from core.process import Process
from core.salary import Job, SalaryModel, refit, refitting, storing
from core.settings import Settings
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import asking, besides, charts, fitting, proving, supposing
from pages.ui.navigation import path
from tests.pages.test_matches_page import HOSTILE, active
from tests.pages.visiting import Open, said


@pytest.fixture(scope="session")
def fitted(fresh_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model of the sample market, fitted once for all tests."""
    home = tmp_path_factory.mktemp("fitted") / "home"
    shutil.copytree(fresh_home, home)
    process = Process(Settings(home=home)).open()
    refit(process.workspace("local"))
    process.close()
    return home / storing.FOLDER


@pytest.fixture
def known(here: Workspace, fitted: Path) -> Workspace:
    """The local workspace with a model."""
    shutil.copytree(fitted, here.settings.home / storing.FOLDER, dirs_exist_ok=True)
    return here


def asked(visit: Open, known: Workspace, **values: str) -> AppTest:
    """The page with a job that has enough rows, and more fields."""
    title = asking.suggestions(stored(known))[0][0]
    tab = visit("salary")
    for name, value in {"title": title, **values}.items():
        tab.text_input(key=name).set_value(value)
    return tab.run()


def stored(known: Workspace) -> SalaryModel:
    model = storing.load(known.settings.home)
    assert model is not None
    return model


def test_without_a_model_the_button_says_what_it_takes(here: Workspace, visit: Open) -> None:
    tab = visit("salary")
    n = fitting.paid(here).rows
    assert n > 1_000 and f"on {n:,} rows with stated pay" in tab.button(key="salary_fit").label
    assert "invented openings" in said(tab) and storing.load(here.settings.home) is None


def test_a_click_fits_and_says_so(here: Workspace, visit: Open, fitted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copied(rows: object, home: Path) -> refitting.Refit:
        shutil.copytree(fitted, home / storing.FOLDER, dirs_exist_ok=True)
        return refitting.Refit(True, 1, 2_073, None, None)

    monkeypatch.setattr(refitting, "refit_on", copied)
    tab = visit("salary")
    tab.button(key="salary_fit").click().run()
    assert not tab.exception and not tab.error
    assert "was fitted on 2,073 paid rows" in said(tab) and "Jobs with many paid rows" in said(tab)
    assert here.store.runs.latest(fitting.TASK)[0].ok


@pytest.mark.parametrize("lease", ["salary model", f"task {fitting.TASK} "])
def test_a_fit_that_goes_on_is_not_begun_twice(here: Workspace, visit: Open, lease: str) -> None:
    here.store.runs.take(lease, 60)
    tab = visit("salary")
    tab.button(key="salary_fit").click().run()
    assert "already" in said(tab) and storing.load(here.settings.home) is None


def test_the_answer_comes_with_n_coverage_and_its_labels(known: Workspace, visit: Open) -> None:
    assert "Nothing stated here clearly moves it" in said(asked(visit, known))
    tab = asked(visit, known, skills="SQL")
    assert not tab.exception and not tab.error
    figures = {metric.label: metric.value for metric in tab.metric}
    assert int(figures["Paid rows like it"].replace(",", "")) >= 30
    assert figures["Measured coverage"].endswith("%") and " to " in next(iter(figures.values()))
    assert "a year" in said(tab) and "Sample data" in said(tab) and "Estimated" in said(tab)
    assert "SQL moves it most" in said(tab)


def test_too_few_rows_are_refused_in_a_sentence(known: Workspace, visit: Open) -> None:
    tab = asked(visit, known, title="Submarine Poet")
    assert "at least 30 are needed" in said(tab) and not tab.metric and not tab.error
    tab.button(key="salary_try_0").click().run()
    assert tab.metric and tab.text_input(key="title").value != "Submarine Poet"


def test_the_profile_fills_the_fields_and_the_address_wins(known: Workspace, visit: Open) -> None:
    profiles.try_sample(known, "Dario Velmonte")
    assert visit("salary").text_input(key="title").value
    tab = visit("home")
    tab.query_params["title"] = "Nurse"
    tab.switch_page(path("salary")).run()
    assert tab.text_input(key="title").value == "Nurse" and not tab.text_input(key="skills").value
    tab.button(key="salary_mine").click().run()
    assert tab.text_input(key="title").value != "Nurse" and tab.text_input(key="skills").value and not tab.exception


def seen(known: Workspace, visit: Open, view: str, **values: str) -> AppTest:
    """As `asked`, on one of the views."""
    tab = asked(visit, known, **values)
    tab.session_state["view"] = view
    return tab.run()


def test_what_ifs_are_money_with_an_interval(known: Workspace, visit: Open) -> None:
    tab = seen(known, visit, "What if", place="GB")
    assert "Change one of these" in said(tab)
    tab.text_input(key="other_place").set_value("Germany")
    tab.select_slider(key="other_level").set_value("senior")
    tab.select_slider(key="other_years").set_value("10")
    tab.text_input(key="more_skill").set_value("Qwertology").run()
    told = said(tab)
    assert not tab.exception and "In **Germany**" in told and "At the level **senior**" in told and "effect is unknown" in told
    assert "With **10 years**" in told and "All of it together" in told


def test_a_link_reproduces_the_view(known: Workspace, visit: Open) -> None:
    tab = visit("home")
    link = {"title": "Nurse", "place": "Germany", "view": "What if", "other_level": "lead", "currency": "USD", "period": "month"}
    for name, value in link.items():
        tab.query_params[name] = value
    tab.switch_page(path("salary")).run()
    assert not tab.exception and "At the level **lead**" in said(tab) and "pay a month in USD" in said(tab)


def test_a_link_to_a_job_is_read_back_as_that_job() -> None:
    for job_of in (Job("Nurse", country="GB", city="Leeds"), Job("Nurse", country="GE"), Job("Nurse", country="US"), Job("Nurse")):
        found = locate(asking.place_of(job_of))
        assert (found.country or "", found.city or "") == (job_of.country, job_of.city)


def test_two_roles_stand_side_by_side(known: Workspace, visit: Open) -> None:
    (one, _), (other, _) = asking.suggestions(stored(known))[:2]
    tab = seen(known, visit, "Two roles")
    assert "Name another role" in said(tab)
    tab.text_input(key="beside").set_value(other).run()
    assert not tab.exception and not tab.error
    told = said(tab)
    assert f"**{other}**, place not stated" in told and f"**{one}**, place not stated" in told
    assert f"**{other}** against {one}: " in told and told.count("Measured coverage: **") == 2
    tab.text_input(key="beside").set_value("Submarine Poet").run()
    assert "at least 30 are needed" in said(tab) and not tab.exception


def test_the_other_role_takes_over_what_it_does_not_say() -> None:
    mine = Job("Nurse", "senior", "DE", city="Bonn", skills=("Triage",), years=6.0)
    assert besides.role(mine, "Baker", "") == replace(mine, title="Baker")
    assert besides.role(mine, "Junior Baker", "Leeds, UK") == replace(
        mine, title="Junior Baker", level="junior", country="GB", city="Leeds"
    )


def test_a_what_if_that_changes_nothing_says_nothing(known: Workspace) -> None:
    mine = Job("Nurse", "senior", "DE", years=5.0)
    assert supposing.at_level(mine, "senior") == supposing.with_years(mine, "5") == supposing.in_place(stored(known), "") == ""
    assert "among the skills already" in str(supposing.with_skill(stored(known), replace(mine, skills=("SQL",)), "sql"))


def test_pay_is_shown_in_the_currency_and_period_of_the_person(known: Workspace, visit: Open) -> None:
    tab = asked(visit, known, place="Germany")
    tab.selectbox(key="currency").set_value("CHF")
    tab.selectbox(key="period").set_value("hour").run()
    figures = {metric.label: metric.value for metric in tab.metric}
    assert figures["Half pay more than"].startswith("CHF ") and float(figures["Half pay more than"][4:]) < 200
    assert "pay an hour in CHF" in said(tab) and "one of 1,800 a year" in said(tab)


def test_the_profiles_currency_and_period_come_first(known: Workspace, own: StoredProfile, visit: Open) -> None:
    wishes = own.preferences.model_copy(update={"currency": "PLN", "period": "month", "desired_roles": ["Nurse"]})
    profiles.edit(known, own, preferences=wishes)
    assert "pay a month in PLN" in said(visit("salary"))


def test_an_offer_gets_its_place_and_notes(known: Workspace, visit: Open) -> None:
    tab = seen(known, visit, "Your offer", place="Germany")
    tab.number_input(key="offer_base").set_value(1_000_000.0)
    tab.number_input(key="offer_bonus").set_value(5_000.0).run()
    told = said(tab)
    assert "above about **99%**" in told and "outside the 80 % interval" in told and "Notes for the negotiation" in told
    assert {metric.label: metric.value for metric in tab.metric}["Total a year"].endswith("1M")
    assert "offer_base" not in tab.query_params
    tab.number_input(key="offer_base").set_value(900.0)
    tab.selectbox(key="offer_period").set_value("month").run()
    assert "The upper half of the 80 % interval is" in said(tab) and "in the lower half" in said(tab)


def test_what_people_type_stays_text(known: Workspace, visit: Open) -> None:
    tab = asked(visit, known, title=f"Nurse {HOSTILE}", place=HOSTILE, skills=HOSTILE)
    assert not tab.exception and not tab.error
    assert not active("\n".join(block.value for kind in (tab.markdown, tab.info, tab.caption) for block in kind if "evil" in block.value))


def test_the_model_says_what_held_out_rows_showed(known: Workspace, visit: Open) -> None:
    tab = visit("salary")
    assert "which a first model had not seen" in said(tab) and tab.button(key="salary_test")
    shown = [list(frame.value.columns) for frame in tab.dataframe]
    assert any("Inside 80 % interval" in columns for columns in shown) and any("Source" in columns for columns in shown)
    tab.button(key="salary_test").click().run()
    assert not tab.exception and any("Error of the group's median" in frame.value.columns for frame in tab.dataframe)
    assert "half of the estimates missed by less than" in said(tab) and "the plain median of the group by" in said(tab)


def test_a_verdict_claims_what_was_measured_and_no_more() -> None:
    line = {"tested": "2025", "n": 1_200, "median_error": 0.271, "coverage80": 0.79, "coverage90": 0.9}
    assert proving.verdict(line | {"group_median_error": 0.3, "last_year_error": None}) == (
        "2025 (n = 1,200): half of the estimates missed by less than 27%, the plain median of the group by 30%. "
        "79% of the pay lay inside the 80 % interval, 90% inside the 90 % one."
    )


def test_amounts_are_signed_and_rounded_in_their_period() -> None:
    yearly, hourly = asking.Unit("GBP", "year"), asking.Unit("GBP", "hour")
    assert yearly.change(12_345.6, -432.1, 25_000) == "+£12k (−£430 to +£25k)"
    assert hourly.signed(-900) == "−£0.50" and hourly.said(45_678) == "£25.40" and hourly.per == "an hour"
    assert yearly.span(45_678, 1_234_567) == "£46k to £1.2M"


def test_differences_keep_zero_in_sight() -> None:
    figure = charts.differences(["a", "b"], [(100, 200, 300), (150, 250, 350)], ["x", "y"])
    low, high = figure.layout.xaxis.range
    assert low < 0 < 350 < high
