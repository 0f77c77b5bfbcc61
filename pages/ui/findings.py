"""What a person's record shows about itself, as four short lists."""

from __future__ import annotations

import streamlit as st

from core import insights
from core.insights import Insight
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import safe

NO_ROLES = "The record holds no role yet."
GROUPS = {
    "strength": ("Strengths", "No strength stands out yet: results with numbers in your bullets would show some."),
    "missing": ("Missing in the record", "Nothing that employers usually look for is missing."),
    "time": ("Time without an entry", "No stretch of half a year or more is unexplained."),
    "improve": ("What would read better", "No sentence stands out as weak."),
}


def findings(ws: Workspace, profile: StoredProfile) -> None:
    """All findings with what they rest on."""
    found = insights.insights(profile.resume, profile.preferences, ws.now().date())
    summary = ws.ask(insights.SUMMARY, resume=profile.resume)
    if summary.value:
        st.markdown(safe.plain(summary.value))
    left, right = st.columns(2)
    for number, (kind, (title, none)) in enumerate(GROUPS.items()):
        with left if number % 2 == 0 else right:
            about_roles = kind in ("time", "improve") and not profile.resume.work
            _group(title, NO_ROLES if about_roles else none, [one for one in found if one.kind == kind])
    st.caption("Worked out by rule from this record alone.")


def _group(title: str, none: str, found: list[Insight]) -> None:
    st.markdown(f"**{title}**")
    if not found:
        st.caption(none)
        return
    st.markdown("\n".join(f"- {safe.plain(one.text)}{_because(one)}" for one in found))


def _because(one: Insight) -> str:
    return f"  \n  :gray[{safe.plain(one.evidence, 160)}]" if one.evidence else ""
