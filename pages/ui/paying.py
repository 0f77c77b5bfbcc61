"""What the salary page answers about a job: its estimate with what it rests on, and what moves it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.resume.signs import country_name
from core.salary import Effect, Estimate, Job
from pages.ui import charts, marks
from pages.ui.asking import Unit
from pages.ui.market import SAMPLE_NOTE, draw
from pages.ui.proving import download
from pages.ui.safe import label, plain

SHOWN_EFFECTS = 8
ESTIMATED_NOTE = "Worked out by a model from openings that state their pay; this job's own pay is not known."
COVERAGE_HELP = "The share of later openings, held out from the model, whose pay really lay inside such an interval; 80 % would be exact."
PERIOD_NOTES = {
    "hour": " An hour counts as one of 1,800 a year.",
    "day": " A day counts as one of 230 a year.",
    "week": " A week counts as one of 52 a year.",
}


def badges(estimated: bool, sample: bool) -> None:
    """Where the number comes from."""
    with st.container(horizontal=True):
        if estimated:
            marks.estimated_badge(ESTIMATED_NOTE)
        if sample:
            marks.sample_badge("Sample data", SAMPLE_NOTE)


def heading(wanted: Job) -> str:
    """The job and its place."""
    return f"**{plain(wanted.title, 80)}**, {plain(place(wanted) or 'place not stated', 80)}"


def place(wanted: Job) -> str:
    """City and country as people write them; empty when not stated."""
    return ", ".join(part for part in (wanted.city, country_name(wanted.country)) if part)


def answer(found: Estimate, wanted: Job, unit: Unit) -> None:
    """The interval, its middle, what it rests on and how often such intervals were right."""
    st.markdown(f"{heading(wanted)}: pay {unit.per} in {unit.currency}, before tax.")
    with st.container(horizontal=True):
        st.metric("Eight in ten pay", unit.span(found.lo80, found.hi80), border=True, width="content")
        st.metric("Half pay more than", unit.said(found.median), border=True, width="content")
        st.metric("Paid rows like it", f"{found.n:,}", border=True, width="content")
        st.metric("Measured coverage", coverage(found), border=True, width="content", help=COVERAGE_HELP)
    wide = f"Nine in ten pay {unit.span(found.lo90, found.hi90)} {unit.per}."
    st.caption(f"{plain(found.basis)} {plain(wide)} What you leave out counts as an average.{PERIOD_NOTES.get(unit.period, '')}")


def coverage(found: Estimate) -> str:
    """How many of ten later rows lay inside, as measured."""
    return f"{found.quality.coverage80:.0%}" if found.quality else "not measured"


def moves(known: Sequence[Effect], unit: Unit) -> None:
    """What each input adds, against an average in its place, largest first."""
    if not known:
        st.info("Only the title is known so far. A place, a level or skills show what moves the pay.")
        return
    shown = known[:SHOWN_EFFECTS]
    names = [effect_name(one) for one in shown]
    labels = [unit.change(one.amount, one.low, one.high) for one in shown]
    figure = charts.differences(names, [(one.low, one.amount, one.high) for one in shown], [unit.signed(one.amount) for one in shown])
    clear = next((number for number, one in enumerate(shown) if one.low > 0 or one.high < 0), None)
    title = "Nothing stated here clearly moves it" if clear is None else f"{names[clear]} moves it most: {labels[clear]} {unit.per}"
    draw(figure, title, names, labels)
    st.caption(
        "Each input against an average in its place; the line is an 80 % interval. One that crosses zero may be no effect at all. "
        "Effects go together with pay; they do not show that a skill causes it."
    )
    rows = [{"input": one.name, "value": one.value, "amount": one.amount, "low": one.low, "high": one.high} for one in known]
    download([row | {"currency": unit.currency, "period": "year"} for row in rows], "salary-effects.csv")


def effect_name(one: Effect) -> str:
    """`Level: senior`."""
    return f"{one.name.capitalize()}: {label(one.value, 60)}"
