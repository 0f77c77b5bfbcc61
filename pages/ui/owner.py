"""Whose run this is: one function, so that tests can put another in its place."""

from __future__ import annotations

import streamlit as st

from core import gate
from core.process import Process


def current_owner(process: Process) -> str | None:
    """The owner of this run; None when a hosted visitor has no valid key yet and must reload the page."""
    if process.settings.mode == "local":
        return gate.LOCAL_OWNER
    if not process.gated:
        return gate.owner_of(st.session_state.setdefault("visitor_key", gate.new_key()))
    key = st.context.cookies.get(gate.COOKIE, "")
    owner = gate.owner_of(key) if key else ""
    return owner if owner and process.store.knows(owner) else None


def ends_with_tab(process: Process) -> bool:
    """Whether this visitor's records can be reached only as long as the tab is open."""
    return process.settings.mode == "hosted" and not process.gated


def request_refusal(process: Process) -> str | None:
    """Why this run is refused, under plain Streamlit, where no middleware has checked the request."""
    if process.gated:
        return None
    bound = st.get_option("server.address") or "0.0.0.0"
    return gate.refusal(process.settings.mode, host=st.context.headers.get("Host"), peer=st.context.ip_address, bound=bound)
