"""The market's figures as Home shows them, each with what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from core import market, occupations
from core.market import Basis, Demand, PayRange
from core.workspace import Workspace
from pages.ui import charts, safe, words

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

SAMPLE_NOTE = "Sample data: an invented market that ships with Shortlist, for a first look. It is never mixed with your own postings."


class Overview(NamedTuple):
    """The market's figures together."""

    basis: Basis
    demand: list[Demand]
    pay: list[PayRange]


def overview(ws: Workspace, sample: bool) -> Overview:
    """The figures of the postings that the owner sees, counted anew when those change."""
    layers = ws.market.layers
    return _overview(ws, (str(ws.settings.home), *layers), tuple(map(ws.warehouse.generation, layers)), sample)


@st.cache_data(max_entries=32, show_spinner=False)
def _overview(_ws: Workspace, layers: tuple[str, ...], generations: tuple[int, ...], sample: bool) -> Overview:
    return Overview(market.basis(_ws.market, sample), market.demand(_ws.market, sample), market.pay(_ws.market, sample))


def draw_market(whole: Overview, sample: bool) -> None:
    """Demand, pay and what they rest on."""
    if not whole.basis.openings:
        st.info("There are no postings yet. Add some on the Postings page to see your market here.")
        return
    left, right = st.columns(2)
    with left:
        demand_chart(whole.demand, whole.basis)
    with right:
        pay_chart(whole.pay)
    rests_on(whole.basis, sample)


def figures(basis: Basis) -> None:
    """Four numbers in a row."""
    with st.container(horizontal=True):
        st.metric("Openings", f"{basis.openings:,}", border=True)
        st.metric("Newest posting", words.day(basis.last), border=True)
        st.metric("Sectors", basis.sectors, border=True)
        st.metric("Countries", basis.countries, border=True)


def demand_chart(rows: list[Demand], basis: Basis) -> None:
    """The occupations asked for most."""
    if not rows or basis.openings < market.ENOUGH:
        st.info(f"Not enough data for demand: {words.count(basis.openings, 'opening')}, {market.ENOUGH} are needed.")
        return
    names = [name_of(row.occupation) for row in rows]
    labels = [f"{words.share(row.share)} (n = {row.openings:,})" for row in rows]
    title = f"{names[0]} is asked for most: {words.share(rows[0].share)} openings"
    draw(_bars(tuple(names), tuple(row.share for row in rows), tuple(labels)), title, names, labels)


def pay_chart(rows: list[PayRange]) -> None:
    """Stated pay a year: the middle half and the median."""
    if not rows:
        st.info(f"Not enough data for pay: no sector has {market.ENOUGH} openings with stated pay in one currency.")
        return
    currency, rows = rows[0].currency, sorted(rows, key=lambda row: -row.median)
    names = [row.sector.capitalize() for row in rows]
    labels = [f"{words.money(row.low, currency)} to {words.money(row.high, currency)} (n = {row.n:,})" for row in rows]
    title = f"{names[0]} pays most of these: half of it lies at {words.pay(rows[0].low, rows[0].high, currency, 'year')}"
    draw(_ranges(tuple(names), tuple((row.low, row.median, row.high) for row in rows), tuple(labels)), title, names, labels)


def draw(figure: Figure, title: str, names: list[str], labels: list[str]) -> None:
    """Show a chart under its title, with the same message as text for those who cannot see it."""
    st.markdown(f"**{safe.plain(title)}**")
    told = "; ".join(f"{name}: {label}" for name, label in zip(names, labels, strict=True))
    st.plotly_chart(figure, config={"displayModeBar": False}, alt=f"{title}. {told}")


@st.cache_resource(max_entries=16, show_spinner=False)
def _bars(names: tuple[str, ...], values: tuple[float, ...], labels: tuple[str, ...]) -> Figure:
    return charts.ranked_bars(names, values, labels)


@st.cache_resource(max_entries=16, show_spinner=False)
def _ranges(names: tuple[str, ...], spans: tuple[tuple[float, float, float], ...], labels: tuple[str, ...]) -> Figure:
    return charts.ranges(names, spans, labels)


def rests_on(basis: Basis, sample: bool) -> None:
    """n, dates, sources, repeats."""
    total = sum(n for _, n in basis.sources)
    sources = ", ".join(f"{safe.plain(name, 60)} {n / total:.0%}" for name, n in basis.sources[:5])
    dates = f"{words.day(basis.first)} to {words.day(basis.last)}"
    st.caption(f"n = {basis.openings:,} openings, {dates}; {basis.repeats:,} repeats removed. Sources: {sources}.")
    if sample:
        st.caption(SAMPLE_NOTE)


def name_of(occupation: str) -> str:
    """The name of an occupation id."""
    known = occupations.table().by_id.get(occupation)
    return known.name if known else occupation
