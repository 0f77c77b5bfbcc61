"""The matches of a profile as the page needs them, kept for the visit until the record, the postings, marks or filters change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from core import matching
from core.matching import Filters, Found, Lesson
from core.matching.listing import weights
from core.store import StoredProfile
from core.workspace import Workspace

T = TypeVar("T")
THRESHOLD = 60.0


def find(ws: Workspace, profile: StoredProfile, filters: Filters, page: int) -> Found:
    """One page of the matches; the last page when there are fewer."""
    marks = frozenset((row.job_id, row.interested, row.applied) for row in ws.records.actions().values()) if filters.only else None
    hidden = frozenset(job_id for job_id, row in ws.records.actions().items() if row.hidden)
    cut = replace(filters, skip=(page - 1) * filters.limit)
    found = _kept("matches_found", (*_basis(ws, profile), cut, hidden, marks), lambda: matching.matches(ws, profile, cut))
    return found if found.shown or not found.total else find(ws, profile, filters, -(-found.total // filters.limit))


def lessons(ws: Workspace, profile: StoredProfile) -> list[Lesson]:
    """What learning one skill more would change."""
    return _kept("matches_lessons_of", _basis(ws, profile), lambda: matching.lessons(ws, profile, THRESHOLD))


def _basis(ws: Workspace, profile: StoredProfile) -> tuple[object, ...]:
    return ws.owner, profile.id, profile.version, ws.market.state, ws.now().date(), weights(ws)


def _kept(name: str, key: tuple[object, ...], make: Callable[[], T]) -> T:
    """What was made for this key in this visit, else made now behind a placeholder."""
    kept = st.session_state.get(name)
    if kept is None or kept[0] != key:
        place = st.empty()
        with place.container():
            st.caption("Scoring the postings. After new ones came in, or a change of your profile, this takes a moment once.")
            st.skeleton(height=240)
        value = make()
        place.empty()
        kept = st.session_state[name] = (key, value)
    result: T = kept[1]
    return result
