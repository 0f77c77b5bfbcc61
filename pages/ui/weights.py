"""How much each part of a match counts, set by the person."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from core import matching
from core.workspace import Workspace

NAMES = {"skills": "Skills", "experience": "Experience", "location": "Place", "salary": "Pay", "culture": "Culture"}


def edit_weights(ws: Workspace) -> None:
    """Five numbers; what counts is their share of the sum."""
    stored = asdict(matching.weights(ws))
    turn = st.session_state.get("settings_weights_turn", 0)
    with st.form("settings_weights"):
        columns = st.columns(len(NAMES))
        typed = {
            part: float(column.number_input(label, 0, 100, int(stored[part]), step=5, key=f"settings_weight_{part}_{turn}"))
            for column, (part, label) in zip(columns, NAMES.items(), strict=True)
        }
        saved = st.form_submit_button("Save the weights", type="primary")
    if saved and not any(typed.values()):
        st.error("All weights are 0, so nothing could be scored. Give at least one part a weight; the stored weights were kept.")
    elif saved:
        matching.set_weights(ws, matching.Weights(**typed))
        stored = typed
        st.toast("Weights saved; matches are scored with them from now on.")
    total = sum(stored.values())
    st.caption("In use: " + ", ".join(f"{NAMES[part]} {stored[part] / total:.0%}" for part in NAMES) + ".")
    if stored != asdict(matching.Weights()) and st.button("Back to the usual weights", key="settings_weights_usual"):
        matching.set_weights(ws, matching.Weights())
        st.session_state["settings_weights_turn"] = turn + 1
        st.rerun()
