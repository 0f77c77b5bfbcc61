"""Trends: what postings ask for month by month, what rises and falls for sure, what pays, where, and which roles are near."""

import streamlit as st

from core.workspace import Workspace
from pages import ui
from pages.ui import alongside, trending
from pages.ui.market import SAMPLE_NOTE
from pages.ui.navigation import path

HOW_TO_READ = """
- **A share** is a part of the unique openings of a month. The same job on two sites, or posted again, counts once.
- **The band** holds the true share with 95 % certainty. Where the bands of two months overlap widely, do not speak of a difference.
- **Rising or falling** is said only if the whole range of months shows it, it remains after correcting for the number of names looked
  at, the share has changed by a quarter or more, and it does not come from a changed mix of sources.
- **No clear change** is not "no demand": what every third opening asks for may stay that way, and what is rare may be too rare to tell.
- **Hot now** looks at the last six months alone: it sees turns earlier and is much less certain.
- **These are postings, not all jobs**, and they describe the past: a direction is not a forecast.

More in the guide `docs/TRENDS.md` that comes with Shortlist.
"""


def month_by_month(ws: Workspace, asked: trending.Asked) -> None:
    """The answer, its lines, and what is hot now."""
    whole = trending.chart(ws, asked.what, asked.part, on_sample)
    trending.answer(asked, whole)
    terms = trending.chosen(asked, whole)
    if terms:
        trending.lines(asked, whole, terms)
    st.header("What is hot now", anchor=False)
    trending.hot_now(asked, whole, terms)


def figures(ws: Workspace, asked: trending.Asked) -> None:
    """The view that was chosen."""
    if asked.view == "months":
        month_by_month(ws, asked)
    elif asked.view == "place":
        alongside.by_place(ws, asked, on_sample)
    elif asked.view == "pay":
        alongside.paying(ws, asked, on_sample)
    elif asked.view == "together":
        alongside.together(ws, asked, on_sample)
    elif asked.view == "near":
        alongside.roles_near(ws, asked, on_sample)
    elif asked.view == "open":
        alongside.time_open(ws, asked, on_sample)
    else:
        alongside.not_known(ws, on_sample)


ws = ui.begin("Trends", "What postings ask for, what rises or falls for sure, what pays, and where.")
on_sample = trending.rests_on_sample(ws)
if on_sample:
    ui.sample_badge("Sample data", SAMPLE_NOTE)
asked = trending.row(ws, on_sample)
health = alongside.basis(ws, asked.part, on_sample)
if health.enough:
    figures(ws, asked)
    trending.rests_on(health)
else:
    trending.rests_on(health)
    st.info("Not enough data for these filters. Choose a larger part of the market, or add postings.")
    st.button("Clear the filters", on_click=trending.clear, type="primary")
with st.expander("How to read this", icon=":material/help:"):
    st.markdown(HOW_TO_READ)
if on_sample:
    st.caption(SAMPLE_NOTE)
st.page_link(path("feeds"), label="Add your own postings" if on_sample else "Add postings", icon=":material/add:")
