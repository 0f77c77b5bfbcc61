"""Reports: the market as it was counted, week by week, what has changed, and files to take along."""

import streamlit as st

from core import reports
from pages import ui
from pages.ui import reporting
from pages.ui.navigation import path

ws = ui.begin("Reports", "The market as it was counted, what has changed since the report before, and files to take along.")
reporting.make(ws)
kept = reports.listed(ws)
if kept:
    report = reporting.choose(kept)
    reporting.show(ws, report)
else:
    st.info("There is no report yet. One is made every week while Shortlist runs, or now with the button above.")
st.page_link(path("trends"), label="The market now, month by month", icon=":material/trending_up:")
