"""Home: the market at a glance, the first steps, and, once there is a profile, what waits for it."""

import streamlit as st

from core import process, profiles
from core.workspace import Workspace
from pages import ui
from pages.ui import bring, owner
from pages.ui.market import SAMPLE_NOTE, draw_market, figures, overview
from pages.ui.today import your_day


def welcome(ws: Workspace) -> None:
    """The first minute: three steps, the sample, an own resume."""
    st.header("Three steps", anchor=False)
    st.markdown(
        "**1.** Bring your resume, or try a sample person. **2.** See which jobs fit you, and why. "
        "**3.** Keep a shortlist and take it with you."
    )
    left, right = st.columns(2, border=True)
    with left:
        st.markdown("**Try it first**")
        bring.sample_person(ws, "home", then="matches")
    with right:
        st.markdown("**Bring your own**")
        bring.own_resume(ws, "home")


ws = ui.begin("Home", "What the job market looks like, and what fits you.")
if owner.ends_with_tab(process.current()):
    st.info("Your visit lasts as long as this tab is open. Download what you want to keep before you close it.", icon=":material/schedule:")
current = profiles.current(ws)
sample = not ws.market.count(sample=False)
whole = overview(ws, sample)
if current:
    your_day(ws, current)
st.header("The sample market" if sample else "Your market", anchor=False)
if sample:
    ui.sample_badge("Sample data", SAMPLE_NOTE)
figures(whole.basis)
if not current:
    welcome(ws)
draw_market(whole, sample)
