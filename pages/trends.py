"""Trends: what postings ask for month by month, what rises and falls for sure, what is hot now, and where the demand is."""

import streamlit as st

from core.workspace import Workspace
from pages import ui
from pages.ui import trending
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


def too_little(ws: Workspace, asked: trending.Asked) -> None:
    """Too few openings to draw anything: how many there are, and what would help."""
    trending.rests_on(trending.chart(ws, asked.what, asked.part, on_sample).health)
    st.info("Not enough data for these filters. Choose a larger part of the market, or add postings.")
    st.button("Clear the filters", on_click=trending.clear, type="primary")


def figures(ws: Workspace, asked: trending.Asked) -> None:
    """The answer, its lines, what is hot now and where."""
    whole = trending.chart(ws, asked.what, asked.part, on_sample)
    trending.answer(asked, whole)
    terms = trending.chosen(asked, whole)
    if terms:
        trending.lines(asked, whole, terms)
    trending.rests_on(whole.health)
    now, where = st.columns(2)
    with now:
        st.header("What is hot now", anchor=False)
        trending.hot_now(asked, whole, terms)
    with where:
        st.header("Demand by place", anchor=False)
        trending.by_place(trending.places(ws, asked.part, on_sample), asked.part)


ws = ui.begin("Trends", "What postings ask for, what rises or falls for sure, and where.")
on_sample = trending.rests_on_sample(ws)
if on_sample:
    ui.sample_badge("Sample data", SAMPLE_NOTE)
asked = trending.row(ws, on_sample)
with st.spinner("Counting openings by month"):
    enough = trending.chart(ws, asked.what, asked.part, on_sample).health.enough
if enough:
    figures(ws, asked)
else:
    too_little(ws, asked)
with st.expander("How to read this", icon=":material/help:"):
    st.markdown(HOW_TO_READ)
if on_sample:
    st.caption(SAMPLE_NOTE)
st.page_link(path("feeds"), label="Add your own postings" if on_sample else "Add postings", icon=":material/add:")
