"""Matches: the postings that fit the profile, best first, with reasons, gaps and the person's marks."""

import streamlit as st

from core import matching, profiles, sample
from core.matching import Filters, Found
from core.store import StoredProfile
from core.workspace import Workspace
from pages import ui
from pages.ui import cards, comparing, filters, found, lessons, meant, quality
from pages.ui.download import download
from pages.ui.market import SAMPLE_NOTE
from pages.ui.navigation import path

VIEWS = ["Cards", "Table", "Compare"]


def no_profile(ws: Workspace) -> None:
    """Without a profile there is nothing to match: the sample, or an own resume."""
    st.info("There is no profile yet, so nothing can be matched. Try a sample person, or bring your own resume.")
    with st.container(horizontal=True):
        if st.button("Try with a sample profile", type="primary", icon=":material/play_arrow:"):
            with st.spinner(f"Reading the resume of {sample.resumes()[0].name}, an invented person"):
                profiles.try_sample(ws)
            st.rerun()
        st.page_link(path("home"), label="Bring your own resume", icon=":material/upload_file:")


def standing(ws: Workspace, profile: StoredProfile, result: Found, chosen: Filters) -> None:
    """The answer in a line: how many, among how many, for whom."""
    if result.sample:
        ui.sample_badge("Sample postings", SAMPLE_NOTE)
    which = "sample openings" if result.sample else "openings"
    st.markdown(
        f"**{result.total:,}** of {result.scored:,} {which} score {chosen.minimum:.0f} or more and pass the filters, "
        f"for the profile **{ui.plain(profile.title, 80)}**."
    )
    meant.provenance(result)
    if result.left_out:
        most = f"{ws.settings.max_postings:,}"
        st.caption(f"The {result.left_out:,} oldest postings were not looked at: at most {most} are compared here, the newest ones.")


def nothing(ws: Workspace, profile: StoredProfile, chosen: Filters) -> None:
    """No match under these filters: what the best score is, and two ways on."""
    best = matching.matches(ws, profile, Filters(minimum=0, limit=1))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not best.total:
            st.info("There is nothing in the postings that this profile can be compared with. Add postings, or more of your record.")
            st.page_link(path("feeds"), label="Add postings", icon=":material/add:")
            return
        top = best.shown[0].match.score
        st.info(f"No posting passes these filters. Among all {best.scored:,} openings the best score is {top:.0f}.")
        least = max(0, int(min(top, chosen.minimum - 1)) // 10 * 10)
        if chosen.minimum > 0:
            st.button(f"Show scores from {least}", on_click=filters.lower, args=(least,), type="primary")
        st.button("Clear all filters", on_click=filters.clear)


def listing(ws: Workspace, profile: StoredProfile, result: Found, chosen: Filters) -> None:
    """The matches of this page as cards or as a table, or those that were chosen side by side."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        view = st.segmented_control(
            "View", VIEWS, default="Cards", required=True, key="view", bind="query-params", label_visibility="collapsed"
        )
        download(ws, [one.stored.id for one in result])
    if view == "Compare":
        comparing.beside(ws, profile)
    elif not result.total:
        nothing(ws, profile, chosen)
    elif view == "Table":
        cards.table(result.shown, found.notes(ws, result), ws.now().date())
    else:
        notes = found.notes(ws, result)
        for one in result:
            cards.card(ws, profile, one, notes[one.stored.id])
    if view != "Compare":
        filters.pages(result.total)


ws = ui.begin("Matches", "Which postings fit you, how well, and why.")
profile = profiles.current(ws)
if profile is None:
    no_profile(ws)
    st.stop()
cards.company_hidden(ws)
answer, learnable = st.container(), st.container()
person = matching.candidate(profile.resume, profile.preferences, ws.now().date())
chosen = filters.row(ws, person.currency)
result = found.find(ws, profile, chosen, filters.page())
with answer:
    standing(ws, profile, result, chosen)
with learnable:
    lessons.line(found.lessons(ws, profile), found.THRESHOLD)
if result.total or comparing.chosen():
    listing(ws, profile, result, chosen)
else:
    nothing(ws, profile, chosen)
quality.scores_and_marks(ws, profile)
st.caption("The same opening in two sources counts once. A score compares one record with one posting; it never depends on the others.")
if result.sample:
    st.page_link(path("feeds"), label="Add your own postings", icon=":material/add:")
