"""The matches of a profile as the page needs them, kept for the visit until the record, the postings, marks or filters change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from core import matching
from core.matching import Filters, Found, Lesson
from core.matching.listing import weights
from core.notes import Note
from core.notes import notes as about
from core.salary import storing
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from pages.ui import fitting

T = TypeVar("T")
THRESHOLD = 60.0
PATIENCE, LOOK = 0.6, 1.0  # seconds that the list waits for its notes, and between two looks whether they are there
_NOTES = "matches_notes"


def find(ws: Workspace, profile: StoredProfile, filters: Filters, page: int) -> Found:
    """One page of the matches; the last page when there are fewer."""
    marks = frozenset((row.job_id, row.interested, row.applied) for row in ws.records.actions().values()) if filters.only else None
    hidden = frozenset(job_id for job_id, row in ws.records.actions().items() if row.hidden)
    cut = replace(filters, skip=(page - 1) * filters.limit)
    found = _kept("matches_found", (*_basis(ws, profile), cut, hidden, marks), lambda: _matches(ws, profile, cut))
    return found if found.shown or not found.total else find(ws, profile, filters, -(-found.total // filters.limit))


def _matches(ws: Workspace, profile: StoredProfile, filters: Filters) -> Found:
    """The matches; where many texts have to be read before the first scoring, how far that is."""
    place = st.empty()
    matching.catch_up(ws, lambda done, of: place.progress(done / of, f"Reading the texts of your postings, once: {done:,} of {of:,}"))
    place.empty()
    return matching.matches(ws, profile, filters)


def lessons(ws: Workspace, profile: StoredProfile) -> list[Lesson]:
    """What learning one skill more would change."""
    return _kept("matches_lessons_of", _basis(ws, profile), lambda: matching.lessons(ws, profile, THRESHOLD))


def notes(ws: Workspace, found: Found) -> dict[str, Note]:
    """What to know about the postings that are shown; empty notes while that takes longer than a moment, and it is drawn when it is there.

    The list never waits for it: the first look at a large market, or the first load of the salary model, takes seconds.
    """
    shown = [one.stored for one in found]
    checked = frozenset((one.job_id, one.at) for one in ws.records.checks.of([one.id for one in shown]).values())
    basis = (ws.owner, *(one.id for one in shown), ws.market.state, ws.now().date())
    key = (*basis, *storing.versions(ws.settings.home)[-1:], checked)
    kept: tuple[object, Future[dict[str, Note]]] | None = st.session_state.get(_NOTES)
    if kept is None or kept[0] != key:
        kept = st.session_state[_NOTES] = (key, _behind(ws, shown))
    done, _ = wait([kept[1]], timeout=PATIENCE)
    if done:
        return kept[1].result()
    _when_there(kept[1])
    return {one.id: Note() for one in shown}


def _behind(ws: Workspace, shown: Sequence[StoredPosting]) -> Future[dict[str, Note]]:
    """The notes, made in a thread of their own."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="notes")
    future = pool.submit(lambda: about(ws, shown, fitting.stored(ws)))
    pool.shutdown(wait=False)
    return future


@st.fragment(run_every=LOOK)
def _when_there(future: Future[dict[str, Note]]) -> None:
    """Draws the page again once the notes are there."""
    if future.done():
        st.rerun()
    st.caption("Looking for odd things, copies and likely pay in these postings.")


def _basis(ws: Workspace, profile: StoredProfile) -> tuple[object, ...]:
    choices = weights(ws), matching.hidden_companies(ws)
    return ws.owner, profile.id, profile.version, ws.market.state, ws.now().date(), *choices, matching.meaning_state(ws)


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
