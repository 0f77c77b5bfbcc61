"""Settings: where the data lives, how matches are weighed, taking everything along, erasing everything."""

import streamlit as st

from core import process, profiles
from core.workspace import Workspace
from pages import ui
from pages.ui import meant, owner, words
from pages.ui.navigation import path
from pages.ui.token import show_token
from pages.ui.weights import edit_weights


def where_data_lives(ws: Workspace) -> None:
    """Folder, mode and key, in sentences."""
    st.header("Where your data lives", anchor=False)
    if ws.settings.mode == "local":
        st.markdown("On this computer alone, in this folder:")
        st.code(str(ws.settings.home), language=None, wrap_lines=True)
        st.markdown("Nobody else can open these pages: requests from other machines are refused. " + _sent(ws))
    elif owner.ends_with_tab(process.current()):
        st.markdown("On the server, for this visit: it lasts as long as this tab is open. Download what you want to keep.")
    else:
        st.markdown("On the server, under a key that only this browser has (a cookie).")
        st.markdown("Other visitors cannot see it. When the cookie is gone, your records can no longer be reached.")
    kept = "given to the server when it started" if ws.settings.keys else "in the file secret.key in the data folder"
    st.caption(
        f"Your records are encrypted; the key is {kept}. That protects a copy of the database without the key, not a computer "
        "that someone else can use. Back up the key with the data: without it the records cannot be read."
    )


def _sent(ws: Workspace) -> str:
    provider = ws.settings.embedding
    return f"Texts are sent to {ui.plain(provider.host)}, see below; nothing else is sent." if provider else "Nothing is sent anywhere."


def take_along(ws: Workspace) -> None:
    """Everything in one file."""
    st.header("Take it with you", anchor=False)
    st.markdown(
        "All profiles with their documents' texts, your wishes, what you marked on postings, your practice interviews, and your settings, "
        "as one JSON file."
    )
    st.download_button(
        "Download everything", lambda: profiles.export_all(ws), "shortlist.json", "application/json", icon=":material/download:",
        on_click="ignore", key="settings_export",
    )  # fmt: skip


@st.dialog("Erase everything?")
def erase(ws: Workspace) -> None:
    """Names what will be lost before it is."""
    st.markdown(f"This deletes {_what_is_there(ws)}, and your settings. It cannot be undone; download everything first if you may need it.")
    sure = st.checkbox("I want to erase all of it", key="settings_erase_sure")
    with st.container(horizontal=True):
        if st.button("Erase everything", type="primary", disabled=not sure, key="settings_erase_yes"):
            ws.erase()
            st.session_state.clear()
            st.switch_page(path("home"))
        if st.button("Keep it", key="settings_erase_no"):
            st.rerun()


def _what_is_there(ws: Workspace) -> str:
    stored = ws.records.profiles()
    documents = sum(len(ws.records.documents(profile.id)) for profile in stored)
    marked, practised = len(ws.records.actions()), len(ws.records.interviews.all())
    counts = {"profile": len(stored), "document text": documents, "marked posting": marked, "practice interview": practised}
    parts = [words.count(number, noun) for noun, number in counts.items() if number]
    return ", ".join([*parts, "the postings you added"])


ws = ui.begin("Settings", "Where your data is, how matches are weighed, and how to leave with everything.")
where_data_lives(ws)
st.header("What counts in a match", anchor=False)
edit_weights(ws)
st.header("How texts are compared", anchor=False)
meant.standing(ws)
take_along(ws)
st.header("For programs", anchor=False)
show_token(ws)
st.header("Erase everything", anchor=False)
st.markdown("Deletes all of your records from this " + ("computer." if ws.settings.mode == "local" else "server."))
if st.button("Erase everything", icon=":material/delete:", key="settings_erase"):
    erase(ws)
