"""When this person was here before, and what came since."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.workspace import Workspace

_SETTING, _SESSION = "last_visit", "home_last_visit"


def last_visit(ws: Workspace) -> datetime | None:
    """The visit before this one; the first call of a session stores the time of this one."""
    if _SESSION not in st.session_state:
        before = ws.records.setting(_SETTING)
        st.session_state[_SESSION] = datetime.fromisoformat(before) if before else None
        ws.records.set(_SETTING, ws.now().isoformat())
    found: datetime | None = st.session_state[_SESSION]
    return found
