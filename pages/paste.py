"""Paste a job: what one or several job descriptions say, how sure that is, how they fit; kept only when the person adds them."""

import streamlit as st

from core import profiles
from core.matching import unstored
from pages import ui
from pages.ui import pasting
from pages.ui.navigation import path

ws = ui.begin("Paste a job", "What a job description asks for, how sure that is, and how it fits you. Nothing is stored until you add it.")
pasting.form(ws)
profile = profiles.current(ws)
looked_at = pasting.read()
if not looked_at:
    st.info("Paste the text of a job above, or choose a file. Several at once show beside each other.")
    st.page_link(path("feeds"), label="Add whole files or feeds of jobs", icon=":material/rss_feed:")
    st.stop()
considered = unstored.consider(ws, profile, looked_at)
if profile is None:
    st.info("There is no profile yet, so these jobs are read but not scored.")
    st.page_link(path("home"), label="Bring your resume or try a sample", icon=":material/upload_file:")
elif len(considered) > 1:
    st.header("Side by side", anchor=False)
    pasting.beside(ws, profile, considered)
for one in considered:
    pasting.job(ws, one)
