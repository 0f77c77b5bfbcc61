"""Client meeting: one role in one place on one page, in large type, with a handout to print; it needs no profile."""

import streamlit as st

from core import profiles
from core.workspace import Workspace
from pages import ui
from pages.ui import advising, trending
from pages.ui.market import SAMPLE_NOTE
from pages.ui.navigation import path


def page(ws: Workspace, asked: advising.Asked) -> None:
    """Demand, pay and levers, what they rest on, and the sheet to take home."""
    profile = profiles.current(ws) if asked.whose == advising.YOURS else None
    told = advising.about(ws, asked, profile, on_sample)
    advising.demand(told)
    advising.pay(told)
    advising.levers(told, profile)
    advising.group(ws, asked, on_sample)
    trending.rests_on(told.health)
    advising.handout(ws, told)


ws = ui.begin("Client meeting", "What one role is worth in one place: demand, pay, and what to learn for it. No profile is needed.")
on_sample = trending.rests_on_sample(ws)
if on_sample:
    ui.sample_badge("Sample data", SAMPLE_NOTE)
asked = advising.row(ws, on_sample)
if asked:
    page(ws, asked)
else:
    st.info("Not enough data: no role has 30 openings yet. Add postings to see what your market asks for.")
st.page_link(path("feeds"), label="Add your own postings" if on_sample else "Add postings", icon=":material/add:")
