"""The parts of the reports page: making one, choosing one, what it says, its files."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import reports
from core.errors import UserError
from core.reports import Report
from core.reports.report import name_of
from core.reports.writing import READING
from core.workspace import Workspace
from pages.ui import charts, words
from pages.ui.market import SAMPLE_NOTE, draw
from pages.ui.marks import sample_badge
from pages.ui.safe import plain

SHOWN = 10


def make(ws: Workspace) -> None:
    """The button for a report on demand."""
    if st.button("Make a report now", type="primary", icon=":material/note_add:", key="reports_make"):
        try:
            with st.spinner("Counting the market"):
                made = reports.make(ws)
        except UserError as error:
            st.info(plain(str(error)))
            return
        st.session_state["report"] = made.id
        st.toast(f"The report on {made.openings:,} openings is made.")


def choose(kept: Sequence[Report]) -> Report:
    """The list of reports, the newest first; the chosen one stands in the URL."""
    told = {one.id: f"{words.day(one.made_at.date())}, {one.made_at:%H:%M}: {one.openings:,} openings" for one in kept}
    if st.session_state.get("report") not in told:
        st.session_state.pop("report", None)
    chosen = st.selectbox("Report", list(told), format_func=told.__getitem__, key="report", bind="query-params", width=420)
    return next((one for one in kept if one.id == chosen), kept[0])


def show(ws: Workspace, report: Report) -> None:
    """What has changed, what moves, what is asked for most, what it rests on, and the files."""
    if report.sample:
        sample_badge("Sample data", SAMPLE_NOTE)
    older = reports.before(ws, report)
    changes = reports.compared(report, older) if older else []
    st.header("What has changed", anchor=False)
    if changes:
        st.markdown("\n".join(f"- {plain(one)}" for one in changes))
    else:
        st.markdown("This is the first report; the next one says what has changed.")
    moving(report)
    most(report)
    st.caption(plain(report.basis, 1000))
    if report.dominant:
        st.warning(f"{plain(report.dominant, 80)} gives most of these openings: read this as that source's part of the market.")
    st.caption(plain(READING, 1000))
    files(report, changes)


def moving(report: Report) -> None:
    """The skills that rise and fall for sure."""
    for direction, column in zip(("rising", "falling"), st.columns(2), strict=True):
        lines = sorted((line for line in report.lines if line.kind == "skill" and line.direction == direction), key=lambda line: line.q)
        with column:
            st.markdown(f"**{direction.capitalize()}: {len(lines):,}**")
            told = [
                f"- {plain(line.term)}: {words.change(line.change or 0, line.change_lo or 0, line.change_hi or 0)}, n = {line.n:,}"
                for line in lines[:SHOWN]
            ]
            st.markdown("\n".join(told) or "- None for sure.")


def most(report: Report) -> None:
    """The skills asked for most in the last three months."""
    lines = report.of("skill")[:SHOWN]
    if not lines:
        st.info("Not enough data: no skill is asked for in 30 openings.")
        return
    names, told = [name_of(line) for line in lines], [f"{line.share:.0%} (n = {line.recent:,})" for line in lines]
    title = f"{names[0]} is asked for most: {words.share(lines[0].share)} openings of the last {words.count(len(report.recent), 'month')}"
    draw(charts.ranked_bars(names, [line.share for line in lines], told), title, names, told)


def files(report: Report, changes: Sequence[str]) -> None:
    """The report as files, made when they are asked for."""
    name = f"market-report-{report.made_at.date().isoformat()}"
    with st.container(horizontal=True):
        st.download_button("As PDF", lambda: reports.as_pdf(report, changes), f"{name}.pdf", "application/pdf", on_click="ignore")
        st.download_button("Data as CSV", lambda: reports.as_csv(report), f"{name}.csv", "text/csv", on_click="ignore")
        st.download_button("As Markdown", lambda: reports.as_markdown(report, changes), f"{name}.md", "text/markdown", on_click="ignore")
