"""What waits for a person today: postings that came since the last visit, and what to check in the profile."""

from __future__ import annotations

import streamlit as st

from core import market
from core.interview import history
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import marks, practising, safe, words
from pages.ui.market import SAMPLE_NOTE
from pages.ui.navigation import path
from pages.ui.record_parts import DOUBTFUL
from pages.ui.understood import open_points
from pages.ui.visits import last_visit


def your_day(ws: Workspace, profile: StoredProfile) -> None:
    """A line for each thing that waits, each with the page it is done on."""
    if profile.sample:
        marks.sample_badge("Sample profile", SAMPLE_NOTE)
    st.markdown(f"You work with the profile **{safe.plain(profile.title)}**.")
    with st.container(border=True):
        _row(_news(ws), "matches", "See your matches", ":material/checklist:")
        _row(_to_check(profile), "profile", "Open your profile", ":material/person:")
        if practice := _practice(ws):
            _row(practice, "interview", "Practise", ":material/record_voice_over:")
        _row("Before you speak of money: what your role pays, and what an offer is worth.", "salary", "See the pay", ":material/payments:")
        if not ws.market.count(sample=False):
            _row("Matches come from the sample market until you add postings of your own.", "feeds", "Add postings", ":material/rss_feed:")


def _practice(ws: Workspace) -> str:
    """An interview to go on with and what comes back today; empty when nothing waits."""
    begun, due = history.unfinished(ws), history.due(ws)
    told = [f"You have begun **{safe.plain(begun.title, 100)}** ({practising.answered(begun)})."] if begun else []
    return " ".join([*told, practising.due_line(due)] if due else told)


def _row(text: str, page: str, label: str, icon: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(text, width="content")
        st.page_link(path(page), label=label, icon=icon)


def _news(ws: Workspace) -> str:
    before = last_visit(ws)
    if before is None:
        return "Your matches are ready."
    new = market.since(ws.market, before)
    said = f"**{words.count(new, 'new posting')}**" if new else "No new postings"
    return f"{said} since your last visit ({words.age(before.date(), ws.now().date())})."


def _to_check(profile: StoredProfile) -> str:
    facts = profile.resume.meta.shortlist
    doubtful = sum(source.confidence < DOUBTFUL for source in facts.sources.values())
    points = open_points(len(facts.unread), doubtful)
    return f"In your profile: **{points}**." if points else "Your profile was read without a doubt."
