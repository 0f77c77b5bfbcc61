"""Taking the shortlist along as a file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import shortlist
from core.workspace import Workspace
from pages.ui import words


@st.fragment
def download(ws: Workspace, shown: Sequence[str]) -> None:
    """A menu with two files: the marked postings, and those that the page shows; made when it opens, so marks are never stale."""
    menu = st.popover("Download", icon=":material/download:", key="matches_download", on_change="rerun")
    if not menu.open:
        return
    with menu:
        marked = shortlist.rows(ws)
        st.markdown(f"Your shortlist has **{words.count(len(marked), 'posting')}** marked as interested or applied.")
        st.download_button(
            "Shortlist as CSV", shortlist.to_csv(marked), "shortlist.csv", "text/csv", disabled=not marked, on_click="ignore"
        )  # fmt: skip
        st.download_button(
            "Matches on this page as CSV", lambda: shortlist.to_csv(shortlist.rows(ws, shown)), "matches.csv", "text/csv", on_click="ignore"
        )  # fmt: skip
        st.caption("Text that a spreadsheet could run as a formula is made harmless.")
