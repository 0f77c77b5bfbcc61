"""The parts of the client meeting page: role and place, demand, pay, levers, the adviser's group, the printed sheet."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from core import advice, occupations
from core.advice import Meeting
from core.advice.handout import change_told, demand_told, lever_told, place_name
from core.advice.meeting import elsewhere
from core.store import StoredProfile
from core.trends import ENOUGH, Slice
from core.workspace import Workspace
from pages.ui import charts, words
from pages.ui.market import draw, name_of
from pages.ui.safe import label, plain
from pages.ui.trending import chart, choose, download, month_told, state

NOBODY, YOURS = "nobody", "yours"
WHOSE = {NOBODY: "Anybody", YOURS: "My profile"}


class Asked(NamedTuple):
    """What the page is about."""

    role: str
    place: Slice
    whose: str


def row(ws: Workspace, sample: bool) -> Asked | None:
    """Role and place, kept in the URL; None when no role has enough openings."""
    known = sorted((one for one in chart(ws, "occupation", Slice(), sample).shares.terms if one in occupations.table().by_id), key=name_of)
    if not known:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        role = st.selectbox("Role", known, format_func=lambda one: label(name_of(one)), key="role", bind="query-params", width=300)
        country = choose(ws, sample, "country", "Country", "Every country", 200)
        city = choose(ws, sample, "city", "City", "Every city", 200)
        whose = NOBODY
        if ws.records.profiles():
            whose = st.selectbox("Levers for", list(WHOSE), format_func=WHOSE.__getitem__, key="whose", bind="query-params", width=160)
    return Asked(role, Slice(country=country, city=city), whose)


def about(ws: Workspace, asked: Asked, profile: StoredProfile | None, sample: bool) -> Meeting:
    """The figures of the page."""
    has = advice.skills_of(ws, profile) if profile else frozenset()
    return _about(ws, state(ws), asked.role, asked.place, sample, has)


@st.cache_data(max_entries=24, show_spinner="Counting openings")
def _about(_ws: Workspace, state: tuple[object, ...], role: str, place: Slice, sample: bool, has: frozenset[str]) -> Meeting:
    return advice.meeting(_ws, role, place, sample, has)


def demand(told: Meeting) -> None:
    """How much the role is asked for, month by month."""
    one = told.demand
    st.header("Demand", anchor=False)
    if one.n < ENOUGH:
        st.subheader(plain(demand_told(one)), anchor=False)
        return
    st.subheader(f"{plain(told.name)}, {plain(place_name(told.place))}: {one.n:,} openings, {words.share(one.share)}", anchor=False)
    points = [
        month_told(told.name, month, "", share, lo, hi) for month, share, lo, hi in zip(one.months, one.shares, one.lo, one.hi, strict=True)
    ]
    line = charts.Line(told.name, one.shares, one.lo, one.hi, points)
    draw(charts.monthly(one.months, [line]), change_told(one), [told.name], [demand_told(one)])
    rows = [
        {"month": month, "share": share, "lo": lo, "hi": hi}
        for month, share, lo, hi in zip(one.months, one.shares, one.lo, one.hi, strict=True)
    ]
    download(rows, "demand.csv")


def pay(told: Meeting) -> None:
    """The middle half of stated pay."""
    st.header("Pay", anchor=False)
    one = told.pay
    if one is None:
        st.info(f"Not enough data on pay: fewer than {ENOUGH} openings for this role state it.")
        return
    st.subheader(f"{words.money(one.low, one.currency)} to {words.money(one.high, one.currency)} a year", anchor=False)
    st.markdown(
        f"Half of the {one.n:,} openings that state their pay lie in this interval; the median is {words.money(one.median, one.currency)}."
    )
    if elsewhere(told.place, one.place):
        st.caption(f"From {plain(place_name(one.place))}, because too few in {plain(place_name(told.place))} state their pay.")
    if one.mixed:
        st.caption("Several currencies, in euros by a dated table of rates.")


def levers(told: Meeting, profile: StoredProfile | None) -> None:
    """The three skills that open most."""
    st.header("Three best levers", anchor=False)
    if not told.levers:
        st.info(
            f"Not enough data: no skill stands out in {ENOUGH} openings for this role{' beyond what the profile has' if profile else ''}."
        )
        return
    for number, one in enumerate(told.levers, 1):
        st.subheader(f"{number}. {plain(one.skill)}", anchor=False)
        st.markdown(plain(lever_told(one), 600))
    beyond = ", and the profile does not show" if profile else ""
    st.caption(f"Skills that openings for this role ask for most, more than other roles do, that do not fall{beyond}.")
    if elsewhere(told.place, told.levers_from):
        st.caption(f"From openings in {plain(place_name(told.levers_from))}, because too few are in {plain(place_name(told.place))}.")


def group(ws: Workspace, asked: Asked, sample: bool) -> None:
    """How the adviser's own group of profiles stands; nothing below five people."""
    found = advice.cohort(ws, asked.role, asked.place, sample)
    if found is None:
        return
    with st.expander(f"Your group of {found.people} people", icon=":material/groups:"):
        st.markdown(f"**{found.ready} of {found.people}** cover 70 % or more of what {plain(name_of(asked.role))} usually asks for.")
        st.markdown("\n".join(f"- {plain(name)} is missing in {n} of {found.people} profiles" for name, n in found.missing))
        st.caption(f"A group is shown from {advice.FEWEST_PEOPLE} people on, without names. It is not part of the handout.")


def handout(ws: Workspace, told: Meeting) -> None:
    """The one-page PDF, made when it is asked for."""
    name = f"{told.role}{'-' + told.place.city if told.place.city else ''}.pdf".replace(" ", "-").lower()
    st.download_button(
        "Handout as PDF", lambda: advice.handout(told, ws.now().date()), name, "application/pdf", on_click="ignore", type="primary",
        icon=":material/print:",
    )  # fmt: skip
