"""Small marks that say where a value comes from."""

from __future__ import annotations

import streamlit as st

ESTIMATED = ":violet-badge[:material/calculate: Estimated]"  # in a line of Markdown


def sample_badge(text: str, note: str = "") -> None:
    """Marks sample data; the note says what that means."""
    st.badge(text, icon=":material/science:", color="orange", help=note or None)


def estimated_badge(note: str) -> None:
    """Marks a value that was worked out, not read."""
    st.badge("Estimated", icon=":material/calculate:", color="violet", help=note)
