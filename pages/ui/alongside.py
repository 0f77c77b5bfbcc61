"""What stands beside the months on the trends page: demand by place, skills that pay or go together, roles near, time open, new names."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import advice, occupations, profiles, trends
from core.trends import ENOUGH, AdjacentRole, Dimension, Health, Pair, Premium, Rank, Slice, Staying
from core.trends.adjacent import COVERED
from core.trends.together import ENOUGH_PAID
from core.workspace import Workspace
from pages.ui import charts, words
from pages.ui.market import draw, name_of
from pages.ui.safe import plain
from pages.ui.trending import Asked, chart, download, said, state

SHOWN, PAYING, CLOSEST = 12, 8, 3
AT_LEAST = 0.25  # below this coverage a role is not worth naming as the closest one
YOURS = "yours"


def basis(ws: Workspace, part: Slice, sample: bool) -> Health:
    """What the figures of a part rest on."""
    return _basis(ws, state(ws), part, sample)


@st.cache_data(max_entries=64, show_spinner=False)
def _basis(_ws: Workspace, state: tuple[object, ...], part: Slice, sample: bool) -> Health:
    return trends.basis(_ws.market, part, sample)


# --- by place ------------------------------------------------------------------------------------------------------------


def by_place(ws: Workspace, asked: Asked, sample: bool) -> None:
    """Ranked bars of demand by country, or by city within one."""
    bars = [one for one in _places(ws, state(ws), asked.part, sample) if one.n >= ENOUGH]
    if not bars:
        st.info(f"Not enough data by place: no place has {ENOUGH} openings here.")
        return
    country = asked.part.country
    names = [said(one.term, "city" if country else "country") for one in bars]
    told = [f"{one.share:.0%} (n = {one.n:,})" for one in bars]
    inside = f" in {said(country, 'country')}" if country else ""
    title = f"{names[0]} has the most openings{inside}: {words.share(bars[0].share)}"
    draw(charts.ranked_bars(names, [one.share for one in bars], told), title, names, told)
    rows = [
        {"place": name, "openings": one.n, "share": one.share, "lo": one.lo, "hi": one.hi} for name, one in zip(names, bars, strict=True)
    ]
    download(rows, "demand-by-place.csv")


@st.cache_data(max_entries=24, show_spinner="Counting openings by place")
def _places(_ws: Workspace, state: tuple[object, ...], part: Slice, sample: bool) -> list[Rank]:
    bars, _ = trends.ranking(_ws.market, "city" if part.country else "country", None if part == Slice() else part, sample, SHOWN)
    return bars


# --- skills that pay, skills together ---------------------------------------------------------------------------------------


def paying(ws: Workspace, asked: Asked, sample: bool) -> None:
    """What openings with a skill pay beside others of the same occupation, level and country."""
    found = _premiums(ws, state(ws), asked.part, sample)
    if not found:
        st.info(f"Not enough data on pay: no skill is asked for in {ENOUGH_PAID} openings that state their pay and can be compared.")
        return
    clear = [one for one in found if one.clear]
    shown = found if len(found) <= 2 * PAYING else [*found[:PAYING], *found[-PAYING:]]
    names, told = [f"{one.skill}, n = {one.n:,}" for one in shown], [f"{one.lo:+.0%} to {one.hi:+.0%}" for one in shown]
    title = "No skill clearly pays more or less than the same work without it"
    if clear:
        most = max(clear, key=lambda one: abs(one.premium))
        title = (
            f"Openings with {most.skill} pay {abs(most.premium):.0%} {'more' if most.premium > 0 else 'less'} than the same work without"
        )
    draw(charts.differences(names, [(one.lo, one.premium, one.hi) for one in shown], told), title, names, told)
    st.caption(
        "Compared within one occupation, level and country, with the 95 % interval; n openings state their pay. "
        f"{words.count(len(clear), 'skill')} of {len(found):,} {'differs' if len(clear) == 1 else 'differ'} clearly, after correcting for "
        "their number. It is a difference between jobs, not what learning the skill earns you."
    )
    download([one.__dict__ for one in found], "skills-that-pay.csv")


@st.cache_data(max_entries=24, show_spinner="Comparing pay")
def _premiums(_ws: Workspace, state: tuple[object, ...], part: Slice, sample: bool) -> list[Premium]:
    return trends.premiums(_ws.market, part, sample)


def together(ws: Workspace, asked: Asked, sample: bool) -> None:
    """The pairs of skills that are most bound to each other."""
    found = _pairs(ws, state(ws), asked.part, sample)
    if not found:
        st.info(f"Not enough data on pairs: no two skills are asked for together in {ENOUGH} openings here.")
        return
    shown = found[:SHOWN]
    names = [f"{one.one} and {one.other}" for one in shown]
    told = [f"{one.lift:.1f} times (n = {one.n:,})" for one in shown]
    title = f"{names[0]} go together most: {shown[0].lift:.0f} times as often as by chance"
    draw(charts.ranked_bars(names, [float(one.n) for one in shown], told), title, names, told)
    st.caption(
        "The bars show openings that ask for both; the figure, how many times more often than if the two had nothing to do with each other."
    )
    download([one.__dict__ for one in found], "skills-together.csv")


@st.cache_data(max_entries=24, show_spinner="Looking for pairs")
def _pairs(_ws: Workspace, state: tuple[object, ...], part: Slice, sample: bool) -> list[Pair]:
    return trends.pairs(_ws.market, part, sample, 50)


# --- roles near ---------------------------------------------------------------------------------------------------------


def roles_near(ws: Workspace, asked: Asked, sample: bool) -> None:
    """Better-paid roles that a profile, or a role, covers to 70 %: pay, openings, what is missing."""
    profile = profiles.current(ws)
    known = [one for one in chart(ws, "occupation", Slice(), sample).shares.terms if one in occupations.table().by_id]
    start = st.selectbox(
        "Starting from", [*([YOURS] if profile else []), *known], format_func=lambda one: "Your profile" if one == YOURS else name_of(one),
        key="from", bind="query-params", width=300,
    )  # fmt: skip
    if not start:
        st.info("Not enough data: no occupation has 30 openings here. Add postings, or clear the filters.")
        return
    place = Slice(country=asked.part.country, city=asked.part.city)
    if start == YOURS and profile:
        found = _for_profile(ws, (*state(ws), profile.id, profile.version), place, sample)
    else:
        found = _near(ws, state(ws), start, place, sample)
    whose = "Your profile covers" if start == YOURS else f"{name_of(start)} prepares for"
    if found:
        _roles(found, whose)
    else:
        st.info(
            f"No better-paid role is near: none with {ENOUGH} openings that state their pay is covered to {AT_LEAST:.0%}. "
            "A larger part of the market may have one."
        )


def _roles(found: Sequence[AdjacentRole], whose: str) -> None:
    """The chart of pay and the list of what is missing."""
    near = [one for one in found if one.covered >= COVERED]
    shown = near or list(found[:CLOSEST])
    names = [one.name for one in shown]
    told = [f"{words.money(one.low, 'EUR')} to {words.money(one.high, 'EUR')} (n = {one.paid:,})" for one in shown]
    spans = [(one.low or 0.0, one.median or 0.0, one.high or 0.0) for one in shown]
    title = f"{whose} {words.count(len(near), 'better-paid role')} to 70 % or more; {names[0]} is the nearest"
    if not near:
        title = f"{whose} no better-paid role to 70 %; the closest is {names[0]}, at {shown[0].covered:.0%}"
    draw(charts.ranges(names, spans, told), title, names, told)
    lines = [
        f"- **{plain(one.name)}**: {one.covered:.0%} covered, {words.count(one.n, 'opening')}; "
        f"missing: {plain(', '.join(one.missing[:6]) or 'nothing usual')}."
        for one in shown
    ]
    st.markdown("\n".join(lines))
    st.caption("Pay is the middle half of what openings state, in euros a year by a dated table of rates; the dot is the median.")
    download([one.__dict__ | {"missing": "; ".join(one.missing)} for one in shown], "roles-near.csv")


@st.cache_data(max_entries=24, show_spinner="Comparing roles")
def _near(_ws: Workspace, state: tuple[object, ...], start: str, part: Slice, sample: bool) -> list[AdjacentRole]:
    return trends.near(_ws.market, start, part, sample, least=AT_LEAST)


@st.cache_data(max_entries=8, show_spinner="Comparing roles")
def _for_profile(_ws: Workspace, state: tuple[object, ...], part: Slice, sample: bool) -> list[AdjacentRole]:
    profile = profiles.current(_ws)
    return advice.roles_near(_ws, profile, part, sample, AT_LEAST) if profile else []


# --- time open, new names ---------------------------------------------------------------------------------------------------


def time_open(ws: Workspace, asked: Asked, sample: bool) -> None:
    """Days until half of the postings are gone, by the dimension that is asked for."""
    by: Dimension = "occupation" if asked.what == "skill" else asked.what
    found = _staying(ws, state(ws), by, asked.part, sample)
    timed = sorted([one for one in found if one.days is not None], key=lambda one: -one.n)[:SHOWN]
    if not timed:
        st.info(
            "Not enough data on time: fewer than half of the postings of any group have closed so far. Feeds that are read again tell it."
        )
        return
    timed.sort(key=lambda one: -(one.days or 0))
    names = [said(one.group, by) for one in timed]
    told = [f"{_span(one)} (n = {one.n:,}, {one.closed:,} closed)" for one in timed]
    title = f"{names[0]}: half of the postings are gone after {timed[0].days:.0f} days"
    brief = [f"{one.days:.0f} (n = {one.n:,})" for one in timed]
    draw(charts.ranked_bars(names, [one.days or 0.0 for one in timed], brief), title, names, told)
    st.caption(
        "A posting closes on its stated last day, or when its source was read again without it; those still open count as open so far. "
        f"Days; {len(timed):,} of {words.count(len(found), 'group')}, the largest in which half have closed. Intervals are in the data."
    )
    download([one.__dict__ for one in found], "time-open.csv")


def _span(one: Staying) -> str:
    if one.lo == one.hi:
        return f"{one.days:.0f} days"
    return f"{one.days:.0f} days ({one.lo or 0:.0f} to {'open' if one.hi is None else f'{one.hi:.0f}'})"


@st.cache_data(max_entries=24, show_spinner="Following postings")
def _staying(_ws: Workspace, state: tuple[object, ...], by: Dimension, part: Slice, sample: bool) -> list[Staying]:
    return trends.staying(_ws.market, by, part, sample)


def not_known(ws: Workspace, sample: bool) -> None:
    """Names that postings ask for and the table of skills does not have."""
    found = _candidates(ws, state(ws), sample)
    if not found:
        st.info(f"Nothing new: every name that {ENOUGH} openings ask for is in the table of skills.")
        return
    names, told = [name for name, _ in found], [f"n = {n:,}" for _, n in found]
    title = f"{words.count(len(found), 'name')} that the table of skills does not have, {names[0]} most often"
    draw(charts.ranked_bars(names[:SHOWN], [float(n) for _, n in found[:SHOWN]], told[:SHOWN]), title, names[:SHOWN], told[:SHOWN])
    st.caption("Candidates, not findings: words that stand where skills stand, in the whole market. Some are skills, some are not.")
    download([{"name": name, "openings": n} for name, n in found], "not-known-yet.csv")


@st.cache_data(max_entries=4, show_spinner=False)
def _candidates(_ws: Workspace, state: tuple[object, ...], sample: bool) -> list[tuple[str, int]]:
    return trends.candidates(_ws.market, sample)
