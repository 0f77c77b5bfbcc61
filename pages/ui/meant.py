"""What a model that compares meaning has to do with the scores, beside them and in the settings."""

from __future__ import annotations

import streamlit as st

from core import matching
from core.matching import Found
from core.workspace import Workspace
from pages.ui import words
from pages.ui.safe import plain

HALF = (
    "Texts are compared by their words and by what they mean, each for half. The model sees the postings, and of your record the titles, "
    "skills and duties: no name, contact, address or employer."
)


def provenance(found: Found) -> None:
    """Which model compared meaning, for how many postings; or why words alone were compared. Nothing without a model."""
    told = found.meaning
    if told is None:
        return
    if told.failure:
        st.caption(f":material/info: {plain(told.failure)} Words alone were compared.")
    elif told.compared:
        st.badge(f"Meaning compared by {plain(told.model, 60)}", icon=":material/neurology:", color="violet", help=HALF)
        st.caption(f"It has read {told.compared:,} of the postings; those that it has not read are compared by their words.")
    else:
        st.caption(f"Words alone are compared: {plain(told.model, 60)} reads the postings in the background, every hour.")


def standing(ws: Workspace) -> None:
    """Whether meaning is compared, by what, and what is sent for it."""
    told = matching.meaning_reader(ws)
    if told is None:
        st.markdown("By their words, on this machine. A model that compares what they mean can be named when Shortlist is started.")
        return
    st.markdown(
        f"By their words, and by what they mean: **{plain(told.model, 60)}** at {plain(told.host, 80)} compares that. "
        f"It has read {words.count(told.read, 'text')} of postings so far; new ones are read every hour."
    )
    st.caption(HALF + " It was named when Shortlist was started, and is changed there.")
    if told.failure:
        st.warning(f"{plain(told.failure)} Until it answers, words alone are compared.", icon=":material/warning:")
