"""Profile: what was understood of a resume, beside its text, open to correction."""

import streamlit as st

from core import profiles
from core.store import StoredProfile
from core.workspace import Workspace
from pages import ui
from pages.ui import bring, editing, findings, profile_bar, record_parts, top_matches, understood


def no_profile(ws: Workspace) -> None:
    """Three ways to begin."""
    st.markdown("There is no profile yet. Bring your resume and see what Shortlist reads in it, or look at a sample person's first.")
    left, right = st.columns(2, border=True)
    with left:
        st.markdown("**Bring your own**")
        bring.own_resume(ws, "profile_first")
    with right:
        st.markdown("**Try it first**")
        bring.sample_person(ws, "profile_first", then="profile")


@st.fragment
def record(ws: Workspace, state: editing.Editing) -> None:
    """One part of the record beside its text; choosing another draws this alone, a change of the record the whole page."""
    part = record_parts.choose_part(state)
    wide = st.container()
    left, right = st.columns([11, 9], gap="medium") if record_parts.stands_beside_text(part) else (wide, st.container())
    with wide if record_parts.is_wide(part) else left:
        record_parts.edit_table(ws, state, part)
    with left:
        record_parts.edit_fields(ws, state, part)
    if state.changed_since_drawn():
        st.rerun()
    with right:
        understood.original_text(ws, state.stored, part)


def show(ws: Workspace, profile: StoredProfile) -> None:
    """The parts are edited first, so that all above them is up to date in one run; what takes longest is drawn last."""
    state = editing.open_editing(profile)
    top, best = st.container(), st.container()
    with state.whole_page():
        record(ws, state)
    with top:
        profile_bar.profile_bar(ws, state, ws.records.profiles())
        editing.status(ws, state, profile)
        understood.figures(state.working.resume)
        understood.what_was_read(state.working.resume)
    st.header("What your record shows", anchor=False)
    findings.findings(ws, state.working)
    with best:
        top_matches.top_matches(ws, state.stored)


ws = ui.begin("Profile", "What Shortlist understood of your resume. Correct anything here; changes are saved as you make them.")
bring.note_once()
current = profiles.current(ws)
if current:
    show(ws, current)
else:
    no_profile(ws)
