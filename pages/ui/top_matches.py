"""The best postings for a profile in a few lines, re-ranked with every change of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core import matching
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import marks, safe, words
from pages.ui.market import SAMPLE_NOTE
from pages.ui.navigation import path

if TYPE_CHECKING:
    from core.matching import Found, Listed

SHOWN = 3
_KEPT = "profile_top_matches"


def top_matches(ws: Workspace, profile: StoredProfile) -> None:
    """The top of the list, how long it is, and the way to it."""
    with st.container(border=True):
        with st.spinner("Scoring the postings"):
            found = _found(ws, profile)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**Top matches** · {found.total:,} of {words.count(found.scored, 'opening')} score 60 or more", width="content")
            if found.sample:
                marks.sample_badge("Sample postings", SAMPLE_NOTE)
            st.page_link(path("matches"), label="See all matches", icon=":material/checklist:")
        if not found.shown:
            st.caption("No posting reaches 60 yet. More skills, or wishes that are less narrow, change that.")
        else:
            for column, one in zip(st.columns(SHOWN), found, strict=False):
                column.markdown(_lines(one))


def _found(ws: Workspace, profile: StoredProfile) -> Found:
    """Scored anew when the record, the wishes, the weights, the postings or what is hidden have changed, not on every click."""
    hidden = frozenset(job for job, action in ws.records.actions().items() if action.hidden)
    stamp = (
        profile.id,
        profile.version,
        matching.weights(ws),
        matching.hidden_companies(ws),
        matching.meaning_state(ws),
        *map(ws.warehouse.generation, ws.market.layers),
        hidden,
    )
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != stamp:
        kept = st.session_state[_KEPT] = (stamp, matching.matches(ws, profile, matching.Filters(limit=SHOWN)))
    found: Found = kept[1]
    return found


def _lines(one: Listed) -> str:
    posting = one.stored.posting
    at = " · ".join(safe.plain(part, 60) for part in (posting.company, posting.location) if part)
    return f"**{words.score(one.match.score, one.match.band)}**  \n{safe.plain(posting.title, 80)}  \n:gray[{at}]"
