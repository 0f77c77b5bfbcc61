"""Home: the market at a glance, the first steps, and, once there is a profile, what is new for it."""

import streamlit as st

from core import profiles, sample
from core.errors import UserError
from core.store import StoredProfile
from core.workspace import Workspace
from pages import ui
from pages.ui.market import SAMPLE_NOTE, overview
from pages.ui.navigation import path


def welcome(ws: Workspace) -> None:
    """The first minute: three steps, the sample, an own resume."""
    st.markdown(
        "**1.** Bring your resume, or try a sample person. **2.** See which jobs fit, and why. **3.** Keep a shortlist and take it with you."
    )
    left, right = st.columns(2, border=True)
    with left:
        st.subheader("Try it first", anchor=False)
        people = {person.name: f"{person.field} ({person.language})" for person in sample.resumes()}
        person = st.selectbox("Sample person", list(people), format_func=people.__getitem__, key="home_person")
        if st.button("Try with a sample profile", type="primary", icon=":material/play_arrow:"):
            with st.spinner("Reading the sample resume and scoring the sample market"):
                profiles.try_sample(ws, person)
            st.switch_page(path("matches"))
        st.caption("An invented person; nothing of it mixes with your own data.")
    with right:
        own_resume(ws)


def own_resume(ws: Workspace) -> None:
    """The drop zone; a file that cannot be read is one sentence, and nothing is stored."""
    st.subheader("Bring your own", anchor=False)
    file = st.file_uploader("Your resume", type=ui.RESUME_TYPES, help="Up to 10 MB and 60 pages. The file itself is not kept.")
    if file is None:
        return
    try:
        with st.spinner("Reading your resume"):
            profiles.add_file(ws, file.getvalue(), file.name)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.switch_page(path("profile"))


def your_day(ws: Workspace, profile: StoredProfile) -> None:
    """What waits for this profile."""
    if profile.sample:
        ui.sample_badge("Sample profile")
    st.markdown(f"You work with the profile **{ui.plain(profile.title)}**.")
    with st.container(horizontal=True):
        st.page_link(path("matches"), label="See your matches", icon=":material/checklist:")
        st.page_link(path("profile"), label="Check your profile", icon=":material/person:")
        st.page_link(path("feeds"), label="Add postings", icon=":material/rss_feed:")


ws = ui.begin("Home", "What the job market looks like, and what fits you.")
current = profiles.current(ws)
if current:
    your_day(ws, current)
else:
    welcome(ws)
own = ws.market.count(sample=False) > 0
st.subheader("Your market" if own else "The sample market", anchor=False)
if not own:
    ui.sample_badge("Sample data", SAMPLE_NOTE)
overview(ws, sample=not own)
