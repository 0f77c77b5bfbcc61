"""Postings: adding jobs from files or followed feeds, where the stored ones come from, the newest of them."""

import streamlit as st

from core import postings
from core.text import csv_cell
from core.workspace import Workspace
from pages import ui
from pages.ui import adding, following, posting, words
from pages.ui.market import SAMPLE_NOTE
from pages.ui.navigation import path

SHOWN = 100


def standing(ws: Workspace, own: list[postings.Source]) -> None:
    """What there is: own postings, or the sample market until there are any."""
    if own:
        newest = max((source.newest for source in own if source.newest), default=None)
        total = words.count(sum(source.postings for source in own), "posting")
        st.markdown(f"You have **{total}** from {words.count(len(own), 'source')}; the newest is from {words.day(newest)}.")
        return
    ui.sample_badge("Sample data", SAMPLE_NOTE)
    total = words.count(ws.market.count(sample=True), "invented posting")
    st.markdown(f"You have no postings of your own yet, so the sample market stands in: {total}. Your first own postings take its place.")


def source_table(sources: list[postings.Source]) -> None:
    """Where postings come from, how many, and how fresh they are."""
    today = ws.now().date()
    rows = [
        {
            "Source": csv_cell(source.name or words.UNKNOWN),
            "Postings": source.postings,
            "Newest": words.age(source.newest, today),
            "Last read": words.age(source.read_at.date(), today),
        }
        for source in sources
    ]
    st.dataframe(
        rows,
        hide_index=True,
        column_config={"Postings": st.column_config.NumberColumn(format="localized")},
        alt=f"Table of {words.count(len(rows), 'source')} with postings, newest date and when each was last read.",
    )


def removal(ws: Workspace, own: list[postings.Source]) -> None:
    """Taking a source's postings out, after a question."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {source.name: f"{source.name or words.UNKNOWN} ({source.postings:,})" for source in own}
        name = st.selectbox("Take out a source", list(names), format_func=names.__getitem__, key="feeds_remove", width=360)
        if st.button("Remove its postings", icon=":material/delete:"):
            ask_removal(ws, next(source for source in own if source.name == name))


@st.dialog("Remove these postings?")
def ask_removal(ws: Workspace, source: postings.Source) -> None:
    """Says what will be lost, and does it on a second click."""
    st.markdown(
        f"**{words.count(source.postings, 'posting')}** from {ui.plain(source.name, 80)} will be removed, with their scores. "
        "Your marks (interested, applied, hidden) stay, and show again when you add the file again."
    )
    with st.container(horizontal=True):
        if st.button("Remove", type="primary"):
            removed = ws.market.remove(source.name)
            st.toast(f"{words.count(removed, 'posting')} removed.", icon=":material/delete:")
            st.rerun()
        if st.button("Keep them"):
            st.rerun()


ws = ui.begin("Postings", "Which jobs you are matched with, where they come from, and how to add more.")
summary = st.container()
by_file, by_feed = st.tabs(["From files", "Follow a feed"])
with by_file:
    adding.from_files(ws)
    st.page_link(path("paste"), label="Paste a single job instead", icon=":material/content_paste:")
with by_feed:
    following.tab(ws)
mine = postings.sources(ws)
with summary:
    standing(ws, mine)
st.header("Your sources" if mine else "Sources of the sample market", anchor=False)
source_table(mine or postings.sources(ws, sample=True))
if mine:
    removal(ws, mine)
st.header("Newest postings", anchor=False)
shown = postings.latest(ws, SHOWN, sample=not mine)
posting.table(shown, ws.now().date())
st.caption(f"The {len(shown)} that came in last. Matches shows those that fit you.")
