"""Two roles side by side: the salary card of each, and what lies between them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import UserError
from core.salary import Estimate, Job, SalaryModel, estimate, job
from pages.ui import charts
from pages.ui.asking import Unit, suggestions
from pages.ui.market import draw
from pages.ui.paying import coverage, heading, place
from pages.ui.proving import download
from pages.ui.safe import label, plain
from pages.ui.supposing import compared


def side_by_side(model: SalaryModel, wanted: Job, found: Estimate, unit: Unit) -> None:
    """The other role's fields, kept in the URL, and both cards."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input("Another role", key="beside", bind="query-params", width=230, placeholder="For example Data Analyst")
        where = st.text_input("Its place", key="beside_place", bind="query-params", width=190, placeholder="The same")
    if not title or not title.strip():
        st.markdown("Name another role to see both salary cards side by side, for the same level, years and skills.")
        return
    other = role(wanted, title, where)
    if where and not other.country:
        st.info(f"{plain(where, 80)} is no place that is known here; name the country too.")
        return
    try:
        second = estimate(model, other, unit.currency)
    except UserError as error:
        st.info(plain(str(error)))
        known = ", ".join(plain(f"{name} (n = {n:,})") for name, n in suggestions(model))
        st.markdown(f"Roles with many paid rows: {known}.")
        return
    pairs = ((wanted, found), (other, second))
    for column, (one, about) in zip(st.columns(2, border=True), pairs, strict=True):
        with column:
            card(one, about, unit)
    together(pairs, unit)
    changes = {name: getattr(other, name) for name in ("title", "country", "city", "region", "residence", "level")}
    st.markdown(compared(model, wanted, unit, f"**{plain(other.title, 80)}** against {plain(wanted.title, 80)}", changes))
    st.caption("Level, years and skills are the same in both, unless the title names another level; with an 80 % interval in brackets.")


def role(wanted: Job, title: str, where: str | None) -> Job:
    """The other job: its title says the level when it names one, its place is the same unless another is named."""
    named = job(title.strip()[:200], (where or "")[:200])
    level = named.level or wanted.level
    if where:
        return replace(wanted, title=named.title, level=level, country=named.country, city=named.city, region="", residence="")
    return replace(wanted, title=named.title, level=level)


def card(wanted: Job, found: Estimate, unit: Unit) -> None:
    """The salary card of one role."""
    st.markdown(heading(wanted))
    st.metric(f"Eight in ten pay, {unit.per}", unit.span(found.lo80, found.hi80))
    st.metric("Half pay more than", unit.said(found.median))
    st.markdown(f"Paid rows like it: **{found.n:,}** ({plain(found.group)}). Measured coverage: **{coverage(found)}**.")


def together(pairs: tuple[tuple[Job, Estimate], ...], unit: Unit) -> None:
    """Both intervals in one chart, with the data beside it."""
    names = [label(", ".join(part for part in (one.title, place(one)) if part), 60) for one, _ in pairs]
    if names[0] == names[1]:
        names[1] += " (second)"
    labels = [unit.span(found.lo80, found.hi80) for _, found in pairs]
    better = max(range(2), key=lambda number: pairs[number][1].median)
    figure = charts.ranges(names, [(found.lo80, found.median, found.hi80) for _, found in pairs], labels)
    draw(figure, f"Half of {names[better]} jobs pay more than {unit.said(pairs[better][1].median)} {unit.per}", names, labels)
    rows = [
        {
            "title": one.title,
            "place": place(one),
            "median": found.median,
            "lo80": found.lo80,
            "hi80": found.hi80,
            "currency": found.currency,
            "period": "year",
            "n": found.n,
        }
        for one, found in pairs
    ]
    download(rows, "salary-roles.csv")
