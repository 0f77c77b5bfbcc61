"""The API token in Settings: shown again to the local person, once to a visitor of a hosted instance."""

from __future__ import annotations

import streamlit as st

from core import process
from core.api import tokens
from core.workspace import Workspace
from pages.ui import words

NEW = "settings_token_new"


def show_token(ws: Workspace) -> None:
    """The token, a new one, none; only where the REST interface runs beside the pages."""
    if not process.current().gated:
        st.markdown("Programs can use your data through a REST interface when Shortlist is started with `python start.py`.")
        return
    st.markdown("Programs reach your data under `/api/v1` with this token; whoever has it can read and change all of it.")
    st.link_button("All routes", "/api/docs", icon=":material/list:")
    made = tokens.made(ws)
    known = tokens.token(ws) if made else None
    if known and st.toggle("Show the token", key="settings_token_show"):
        st.code(known, language=None)
    elif fresh := st.session_state.pop(NEW, None):
        st.code(fresh, language=None)
        st.caption("Copy it now: it is not shown again.")
    _change(ws, bool(made))
    if made:
        st.caption(f"Made {words.day(made.date())}.")


def _change(ws: Workspace, there: bool) -> None:
    with st.container(horizontal=True):
        if st.button("Make a new token" if there else "Make a token", key="settings_token_make"):
            fresh = tokens.make(ws)
            if tokens.token(ws) is None:
                st.session_state[NEW] = fresh
            st.rerun()
        if there and st.button("Take it back", key="settings_token_revoke", help="Programs that use it can do nothing any more."):
            tokens.revoke(ws)
            st.rerun()
