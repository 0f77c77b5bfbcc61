"""Ways to start a profile: the drop zone, pasted text, a sample person. Used wherever a page needs a profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from core import profiles, sample
from core.errors import UserError
from core.sample import SampleResume
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui.navigation import path

RESUME_TYPES = ["pdf", "docx", "doc", "odt", "rtf", "txt", "md", "html", "htm", "json"]
_BOUNDS = "PDF, Word, ODT, RTF, text, HTML or JSON Resume, up to 10 MB and 60 pages. Its text is kept; the file only if you say so below."
LANGUAGES = {"en": "", "de": "German"}
_NOTE = "profile_note"
_KNOWN = "This very document was read before; here is its profile, with your changes."


def own_resume(ws: Workspace, place: str) -> None:
    """The drop zone and a field for pasted text; what cannot be read is one sentence, and nothing is stored."""
    turn = st.session_state.get(f"{place}_turn", 0)
    file = st.file_uploader("Your resume", type=RESUME_TYPES, key=f"{place}_file_{turn}", max_upload_size=10, help=_BOUNDS)
    keep = st.checkbox("Keep the file itself, too (encrypted)", key=f"{place}_keep", help="Off: only its text and a fingerprint are kept.")
    if file is not None:
        _begin(ws, place, lambda: profiles.add_file(ws, file.getvalue(), file.name, keep))
    with st.expander("Paste its text instead"):
        text = st.text_area("Text of your resume", height=180, key=f"{place}_text_{turn}", max_chars=100_000)
        if st.button("Read this text", key=f"{place}_read", disabled=not text.strip()):
            _begin(ws, place, lambda: profiles.add_text(ws, text))


def sample_person(ws: Workspace, place: str, then: str, primary: bool = True) -> None:
    """One click to an invented person's profile, then on to the page `then`."""
    people = {person.name: _described(person) for person in sample.resumes()}
    person = st.selectbox("Sample person", list(people), format_func=people.__getitem__, key=f"{place}_person")
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    if st.button("Try with a sample profile", type=kind, icon=":material/play_arrow:", key=f"{place}_sample"):
        with st.spinner("Reading the sample resume"):
            profiles.try_sample(ws, person)
        st.switch_page(path(then))
    st.caption("An invented person; nothing of it mixes with your own data.")


def _described(person: SampleResume) -> str:
    language = LANGUAGES.get(person.language, person.language)
    return f"{person.field}, resume in {language}" if language else person.field


def note_once() -> None:
    """Say what the last upload brought, once."""
    note = st.session_state.pop(_NOTE, "")
    if note:
        st.info(note, icon=":material/info:")


def _begin(ws: Workspace, place: str, read: Callable[[], tuple[StoredProfile, bool]]) -> None:
    try:
        with st.spinner("Reading your resume"):
            _, is_new = read()
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.session_state[f"{place}_turn"] = st.session_state.get(f"{place}_turn", 0) + 1
    if not is_new:
        st.session_state[_NOTE] = _KNOWN
    st.switch_page(path("profile"))
