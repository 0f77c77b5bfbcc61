"""Where practice begins: what is due, what is unfinished, and the set-up of an interview for a posting or for any role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from core import matching, profiles
from core.errors import UserError
from core.interview import history, sessions
from core.interview.choosing import Kind, Setup, Wanted
from core.interview.history import Line
from core.interview.repetition import Standing
from core.interview.shapes import Strictness
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from pages.ui import marks, words
from pages.ui.market import SAMPLE_NOTE
from pages.ui.navigation import path
from pages.ui.safe import label, plain

OFFERED = 10
LENGTHS = {
    3: "3 questions, about 15 minutes",
    5: "5 questions, about 25 minutes",
    8: "8 questions, about 40 minutes",
    12: "12, about an hour",
}
ROUNDS: dict[Kind, str] = {
    "mixed": "Mixed: a bit of everything",
    "screening": "Screening: the first call",
    "behavioural": "Behavioural: what you did",
    "knowledge": "Role knowledge: what you know",
    "case": "Case: what you would do",
    "pay": "Talking about pay",
}
LEVELS: dict[Wanted, str] = {"any": "Any level", "junior": "Junior", "senior": "Senior", "lead": "Lead"}
STRICT: dict[Strictness, str] = {"kind": "Kind: for the first tries", "normal": "Normal", "strict": "Strict: like a hard panel"}
_FREE = ""
_OFFERED = "interview_offered"
_LEVEL_OF: dict[str, Wanted] = {"intern": "junior", "junior": "junior", "senior": "senior", "lead": "lead", "executive": "lead"}


def go_to(interview_id: str) -> None:
    """Show one interview; the address names it, so that a reload or a closed laptop comes back to it."""
    for name in ("job", "view", "shown"):
        st.query_params.pop(name, None)
    st.query_params["session"] = interview_id
    st.rerun()


def waiting(ws: Workspace, unfinished: Line | None, due: Sequence[Standing]) -> None:
    """What to go on with, and what comes back today."""
    if unfinished is None and not due:
        return
    with st.container(border=True):
        if unfinished:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"You have begun **{plain(unfinished.title, 120)}**: {answered(unfinished)}.", width="content")
                if st.button("Go on with it", icon=":material/play_arrow:", key="interview_go_on"):
                    go_to(unfinished.id)
        if due:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(due_line(due), width="content")
                if st.button("Practise what is due", icon=":material/event_repeat:", key="interview_due"):
                    profile = profiles.current(ws)
                    _start(ws, history.due_setup(due, role_of(ws, profile)), profile, None)


def due_line(due: Sequence[Standing]) -> str:
    """What comes back today, the weakest first."""
    told = [f"{history.named(one.competency)} (last {one.score:.0f})" for one in due[:3]]
    more = f" and {len(due) - 3} more" if len(due) > 3 else ""
    return f"Due for practice: **{', '.join(told)}**{more}."


def answered(line: Line) -> str:
    """How far an interview got."""
    return f"{line.answered} of {words.count(line.questions, 'question')} answered"


def set_up(ws: Workspace, profile: StoredProfile | None) -> None:
    """The form; every choice has a sensible value, so that one click starts."""
    offered = _postings(ws, profile)
    chosen = _for_what(ws, offered)
    free = chosen is None
    if chosen:
        if chosen.sample:
            marks.sample_badge("Sample posting", SAMPLE_NOTE)
        if profile is None:
            st.caption("Without a profile the questions come from the role alone.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        role = st.text_input("Role", role_of(ws, profile), key="interview_role", width=260, max_chars=160) if free else ""
        kind = st.selectbox("Round", list(ROUNDS), format_func=ROUNDS.__getitem__, key="interview_round", width=230)
        length = st.selectbox("Length", list(LENGTHS), 1, LENGTHS.__getitem__, key="interview_length", width=270)
    with st.expander("Level and strictness", type="compact"), st.container(horizontal=True):
        level = st.selectbox("Level", list(LEVELS), _level(profile), LEVELS.__getitem__, key="interview_level", width=200)
        strict = st.selectbox("Strictness", get_args(Strictness), 1, STRICT.__getitem__, key="interview_strict", width=230)
    wishes = {"round": kind, "length": length, "level": level, "strictness": strict}
    if st.button("Start the interview", type="primary", icon=":material/play_arrow:", key="interview_start"):
        setup = Setup(role=role.strip(), **wishes) if chosen is None else sessions.setup_for(chosen, **wishes)
        _start(ws, setup, profile, chosen)


def first_profile() -> None:
    """Without a profile: what is missing, and that it works all the same."""
    st.info(
        "There is no profile yet, so no question can come from your own record. A free session works without one; with your resume the "
        "questions come from what you did, and answers are checked against it."
    )
    st.page_link(path("profile"), label="Bring your resume, or try a sample person", icon=":material/person:")


def role_of(ws: Workspace, profile: StoredProfile | None) -> str:
    """The role to offer: what was practised last, else what the profile names first."""
    if last := history.last_role(ws):
        return last
    if profile is None:
        return ""
    titles = [*profile.preferences.desired_roles, profile.resume.basics.label, *(role.position for role in profile.resume.work)]
    return next((title for title in titles if title), "")[:160]


def _start(ws: Workspace, setup: Setup, profile: StoredProfile | None, stored: StoredPosting | None) -> None:
    try:
        with st.spinner("Choosing the questions"):
            interview = sessions.start(ws, setup, profile, stored)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    go_to(interview.id)


def _for_what(ws: Workspace, offered: dict[str, StoredPosting]) -> StoredPosting | None:
    """A posting, or a free session; a link from the matches names its posting."""
    asked = st.query_params.get("job", "")
    if asked and asked not in offered:
        offered = {**ws.market.postings([asked]), **offered}
    names = {_FREE: "Any role, without a posting", **_names(offered)}
    ids = [*offered, _FREE]
    first = ids.index(asked) if asked and asked in ids else 0
    key = f"interview_for_{asked}_{len(ids)}"
    return offered.get(st.selectbox("Practise for", ids, first, names.__getitem__, key=key))


def _names(offered: dict[str, StoredPosting]) -> dict[str, str]:
    """Title, company and place of each; numbered where two read the same, because the browser tells a choice by its name."""
    found: dict[str, str] = {}
    for one in offered.values():
        title, company, place = (label(text, 80) for text in (one.posting.title, one.posting.company, one.posting.location))
        name = ", ".join(part for part in (f"{title} at {company}" if company else title, place) if part)
        same = sum(other == name or other.startswith(f"{name} (") for other in found.values())
        found[one.id] = f"{name} ({same + 1})" if same else name
    return found


def _postings(ws: Workspace, profile: StoredProfile | None) -> dict[str, StoredPosting]:
    """The postings to practise for: those marked, then the best matches; worked out anew only when something about them changed."""
    if profile is None:
        return {}
    actions = ws.records.actions()
    marked = frozenset(job for job, action in actions.items() if action.interested or action.applied)
    stamp = (profile.id, profile.version, matching.weights(ws), *map(ws.warehouse.generation, ws.market.layers), marked)
    kept = st.session_state.get(_OFFERED)
    if kept is None or kept[0] != stamp:
        with st.spinner("Looking up your matches"):
            best = {one.stored.id: one.stored for one in matching.matches(ws, profile, matching.Filters(limit=OFFERED))}
        kept = st.session_state[_OFFERED] = (stamp, {**ws.market.postings(sorted(marked)[:OFFERED]), **best})
    found: dict[str, StoredPosting] = kept[1]
    return found


def _level(profile: StoredProfile | None) -> int:
    told = profile.resume.meta.shortlist.level if profile else None
    return list(LEVELS).index(_LEVEL_OF.get(told or "", "any"))
