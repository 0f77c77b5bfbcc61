"""The row above a profile: which one, undo, download, and what is done rarely (rename, more documents, another profile, delete)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core import profiles
from core.errors import Conflict, UserError
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import bring, marks, safe, words
from pages.ui.editing import Editing
from pages.ui.market import SAMPLE_NOTE

_TURN = "profile_menu_turn"


def profile_bar(ws: Workspace, editing: Editing, others: Sequence[StoredProfile]) -> None:
    """Everything that concerns the profile as a whole."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(others) > 1:
            _choose(ws, editing, others)
        st.button(
            "Undo", icon=":material/undo:", key="profile_undo", disabled=not editing.past or editing.conflict, on_click=editing.undo,
            args=(ws,), help="Goes back to the state before your last change on this page.",
        )  # fmt: skip
        st.download_button(
            "Download JSON Resume", profiles.as_json_resume(editing.working), file_name(editing.working), "application/json",
            icon=":material/download:", on_click="ignore", key="profile_download",
        )  # fmt: skip
        with st.popover("More", icon=":material/more_horiz:", key=f"profile_more_{editing.stored.id}_{_turn()}"):
            _rename(ws, editing)
            _add_document(ws, editing)
            _kept_files(ws, editing.stored)
            if st.button("Delete this profile", icon=":material/delete:", key="profile_delete", on_click=_close_menu):
                _delete(ws, editing.stored)
        with st.popover("New profile", icon=":material/add:", key=f"profile_add_{editing.stored.id}"):
            bring.own_resume(ws, "profile_new")
            bring.sample_person(ws, "profile_new", then="profile", primary=False)
    if len(others) == 1:
        st.markdown(f"**{safe.plain(editing.working.title)}**")
    if editing.working.sample:
        marks.sample_badge("Sample profile", SAMPLE_NOTE)


def file_name(profile: StoredProfile) -> str:
    """A plain file name from the profile's title."""
    return (re.sub(r"[^\w-]+", "-", profile.title).strip("-").lower() or "profile") + ".json"


def _turn() -> int:
    """How often the menu did its work in this visit; a new number closes it and empties its drop zone."""
    return int(st.session_state.get(_TURN, 0))


def _close_menu() -> None:
    st.session_state[_TURN] = _turn() + 1


def _choose(ws: Workspace, editing: Editing, others: Sequence[StoredProfile]) -> None:
    titles = {profile.id: profile.title for profile in others}
    ids = list(titles)
    here = editing.stored.id
    chosen = st.selectbox(
        "Profile", ids, index=ids.index(here) if here in ids else 0, format_func=lambda i: titles.get(i, ""), key=f"profile_chosen_{here}",
        width=200,
    )  # fmt: skip
    if chosen != here:
        profiles.choose(ws, chosen)
        st.rerun()


def _rename(ws: Workspace, editing: Editing) -> None:
    title = st.text_input("Name of this profile", editing.working.title, max_chars=profiles.MAX_TITLE, key=editing.key("title"))
    if title.strip() and title.strip() != editing.working.title and editing.save(ws, title=title.strip()):
        st.rerun()


def _add_document(ws: Workspace, editing: Editing) -> None:
    file = st.file_uploader(
        "Add a document to this profile", type=bring.RESUME_TYPES, key=f"profile_document_{_turn()}", max_upload_size=10,
        help="An older resume, a letter, certificates: facts are merged, and what stands here already stays.",
    )  # fmt: skip
    if file is None:
        return
    try:
        with st.spinner("Reading the document"):
            editing.take(profiles.add_document(ws, editing.stored, file.getvalue(), file.name))
    except Conflict:
        st.error("The profile was changed in another tab meanwhile; reload the page and add the document again.", icon=":material/error:")
        return
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    _close_menu()
    st.rerun()


def _kept_files(ws: Workspace, profile: StoredProfile) -> None:
    """The files that the person chose to keep: to take along, or to delete while the text stays."""
    for document in ws.records.kept_files(profile.id):
        name = safe.label(document.name) or "document"
        data = partial(_bytes_of, ws, profile.id, document.sha256)
        st.download_button(
            f"Download {name}", data, document.name, icon=":material/download:", on_click="ignore", key=f"kept_{document.sha256}"
        )
        if st.button(f"Delete the kept file {name}", icon=":material/delete:", key=f"unkeep_{document.sha256}", on_click=_close_menu):
            ws.records.keep_file(profile.id, document.sha256, None)
            st.rerun()


def _bytes_of(ws: Workspace, profile_id: str, sha256: str) -> bytes:
    return ws.records.kept_file(profile_id, sha256) or b""


@st.dialog("Delete this profile?")
def _delete(ws: Workspace, profile: StoredProfile) -> None:
    """Names what will be lost before it is."""
    documents = len(ws.records.documents(profile.id))
    st.markdown(
        f"**{safe.plain(profile.title)}** and {words.count(documents, 'document text')} it was read from will be deleted, "
        "with your edits and wishes. Postings and your other profiles stay. This cannot be undone."
    )
    with st.container(horizontal=True):
        if st.button("Delete the profile", type="primary", key="profile_delete_yes"):
            profiles.delete(ws, profile)
            st.rerun()
        if st.button("Keep it", key="profile_delete_no"):
            st.rerun()
