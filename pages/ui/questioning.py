"""One question at a time: the clock, the answer as it is typed, what is spoken, hint, skip and pause."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import Conflict, UserError
from core.interview import sessions
from core.interview.history import named
from core.interview.sessions import LONGEST_ANSWER, Interview, Item
from core.store import StoredQuestion
from core.workspace import Workspace
from pages.ui import keeping, words
from pages.ui.safe import label, plain, plain_lines

TICK_SECONDS = 5
MINUTES = {"screening": 3, "behavioural": 5, "knowledge": 4, "case": 6, "pay": 3}
_SEEN, _OTHER, _NOTE, _AT = "interview_seen", "interview_other", "interview_note", "interview_at"


def at_hand(interview: Interview) -> Item | None:
    """The question that this tab is on: the open one, unless what was typed here to another is still unsent.

    Another tab may have answered that one meanwhile; what stands in this tab's field must not vanish because of it.
    """
    at, seen = st.session_state.get(_AT, ("", 0))
    item = interview.item(at)
    if item and len(item.attempts) > seen:
        mine = replace(item, attempts=item.attempts[:seen])
        if str(st.session_state.get(field_of(mine)) or "").strip():
            return mine
    return interview.current


def screen(ws: Workspace, interview: Interview, item: Item) -> None:
    """The question that is open, or the pause."""
    st.session_state[_AT] = (item.id, len(item.attempts))
    place(interview, item)
    if interview.stored.state == "paused":
        _paused(ws, interview, item)
        return
    st.markdown(f"## {plain(item.ask.text, 700)}", anchors=False)
    st.caption(_about(item))
    _clock(ws, item.id, item.ask.round)
    _answering(ws, interview, item)


def place(interview: Interview, item: Item, done: bool = False) -> None:
    """Where in the interview this question stands."""
    asked = next((n for n, one in enumerate(interview.questions, 1) if one.id in (item.id, item.stored.follows)), 1)
    told = f"Question {asked} of {len(interview.questions)}"
    st.progress((asked if done else asked - 1) / len(interview.questions), text=f"{told}, a follow-up" if item.stored.follows else told)


def _about(item: Item) -> str:
    parts = [named(item.ask.competency), plain(item.ask.reason, 300)]
    return " · ".join(part for part in parts if part)


@st.fragment(run_every=TICK_SECONDS)
def _clock(ws: Workspace, question_id: str, kind: str) -> None:
    """The time spent on this question; it stands still while the page is closed or the interview is paused."""
    spent = ws.records.interviews.tick(question_id)
    st.caption(f":material/timer: {minutes(spent)}, of about {words.count(MINUTES.get(kind, 4), 'minute')} that a typed answer takes")


def minutes(seconds: float) -> str:
    """`1:20`, in steps of the clock."""
    whole = int(seconds) // TICK_SECONDS * TICK_SECONDS
    return f"{whole // 60}:{whole % 60:02d}"


# --- typing ----------------------------------------------------------------------------------------------------------


def field_of(item: Item) -> str:
    """The key of the field for the next attempt at a question."""
    return f"interview_answer_{item.id}_{len(item.attempts)}"


@st.fragment
def _answering(ws: Workspace, interview: Interview, item: Item) -> None:
    """The field and what can be done with it; a click in here draws nothing but this again, unless it leads on."""
    field = field_of(item)
    seen = _seen(item)
    st.session_state.setdefault(field, seen.draft)
    st.text_area(
        f"Your answer to: {label(item.ask.text, 300)}", key=field, height=260, max_chars=LONGEST_ANSWER, label_visibility="collapsed",
        placeholder="Your answer. It is kept as you type.", on_change=_typed, args=(ws, item, field),
    )  # fmt: skip
    keeping.keep_typing(field)
    _met_another_tab(ws, item, field)
    with st.container(horizontal=True):
        if st.button("Send the answer", type="primary", icon=":material/send:", key="interview_send"):
            _send(ws, interview, item, field)
        if st.button("Hint", icon=":material/lightbulb:", key="interview_hint"):
            ws.records.interviews.hinted(item.id)
            st.session_state[f"{field}_hint"] = True
        if st.button("Skip", icon=":material/skip_next:", key="interview_skip"):
            sessions.skip(ws, interview, item)
            st.session_state.pop(_AT, None)
            st.rerun()
        if st.button("Pause", icon=":material/pause:", key="interview_pause"):
            sessions.pause(ws, interview, True)
            st.rerun()
        if st.button("Finish here", icon=":material/flag:", key="interview_finish"):
            sessions.finish(ws, interview)
            st.rerun()
    if st.session_state.get(f"{field}_hint") or item.stored.hinted:
        _hint(ws, interview, item)
    _recording(ws, interview, item)


def _seen(item: Item) -> StoredQuestion:
    """The question as this tab read or saved it last, so that another tab's typing is noticed."""
    known: dict[str, StoredQuestion] = st.session_state.setdefault(_SEEN, {})
    if field_of(item) not in st.session_state:
        known[item.id] = item.stored
    return known.setdefault(item.id, item.stored)


def _typed(ws: Workspace, item: Item, field: str) -> None:
    """Keep the text as it is now (a callback)."""
    _keep(ws, item, str(st.session_state.get(field) or ""))


def _keep(ws: Workspace, item: Item, text: str) -> None:
    known: dict[str, StoredQuestion] = st.session_state[_SEEN]
    try:
        known[item.id] = sessions.keep_draft(ws, known[item.id], text)
    except Conflict as conflict:
        if isinstance(conflict.current, StoredQuestion):
            st.session_state.setdefault(_OTHER, {})[item.id] = conflict.current


def _met_another_tab(ws: Workspace, item: Item, field: str) -> None:
    """When this answer is being typed in another tab too: both texts, and which one to go on with."""
    other: StoredQuestion | None = st.session_state.get(_OTHER, {}).get(item.id)
    if other is None:
        return
    with st.container(border=True):
        if other.state == "answered":
            st.warning("This question was answered in another tab meanwhile. What you typed is kept here: send it too, or reload.",
                       icon=":material/warning:")  # fmt: skip
            return
        st.warning("This answer is also typed in another tab or window; both are kept until you choose.", icon=":material/warning:")
        st.markdown("**In the other tab**  \n" + (plain_lines(other.draft, 2_000) or "Nothing."))
        with st.container(horizontal=True):
            st.button("Go on with mine", on_click=_take, args=(ws, item, field, other, False), key="interview_mine")
            st.button("Take the other one", on_click=_take, args=(ws, item, field, other, True), key="interview_theirs")


def _take(ws: Workspace, item: Item, field: str, other: StoredQuestion, theirs: bool) -> None:
    """Go on with one of two texts (a callback); the field shows it."""
    mine = str(st.session_state.get(field) or "")
    st.session_state[_SEEN][item.id] = other
    st.session_state[_OTHER].pop(item.id, None)
    if theirs:
        st.session_state[field] = other.draft
    else:
        _keep(ws, item, mine)


def _send(ws: Workspace, interview: Interview, item: Item, field: str) -> None:
    """Store and judge the answer, then show what it earned."""
    try:
        with st.spinner("Reading your answer"):
            sessions.answer(ws, interview, item, str(st.session_state.get(field) or ""))
    except Conflict as conflict:
        st.session_state[_NOTE] = str(conflict)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.session_state.pop(_AT, None)
    st.query_params["shown"] = item.id
    st.rerun()


def note_once() -> None:
    """What happened while the answer was sent, once."""
    note = st.session_state.pop(_NOTE, "")
    if note:
        st.warning(note, icon=":material/warning:")


# --- beside the field ------------------------------------------------------------------------------------------------


def _hint(ws: Workspace, interview: Interview, item: Item) -> None:
    steps = sessions.better(ws, interview, item).steps
    told = [f"**A good answer:** {plain(item.ask.shows, 400)}"] if item.ask.shows else []
    told += [f"- {plain(step.text, 300)}" for step in steps if step.pointer][:3]
    st.info(
        "\n".join(told) or "Tell one real time: what the situation was, what you did yourself, how it ended.", icon=":material/lightbulb:"
    )


def _recording(ws: Workspace, interview: Interview, item: Item) -> None:
    """What is spoken is kept at once with the answer that is being written; a failure leaves the text as it is."""
    kept = next((one for one in item.spoken if not one.answer_id), None)
    more = st.expander("Speak your answer", icon=":material/mic:", key=f"{field_of(item)}_speak", on_change="rerun", type="compact")
    if not more.open:
        return
    with more:
        sound = st.audio_input("Record yourself", key=f"{field_of(item)}_sound")
        st.caption("The recording is kept, encrypted, with your answer, so that you can listen to yourself. Only what you type is judged.")
        if sound is None:
            if kept:
                st.markdown(f"A recording of {size(kept.size)} is kept with this answer.")
            return
        stamp = (item.id, sound.file_id)
        if st.session_state.get("interview_sound") == stamp:
            st.markdown(f"Kept: {size(sound.size)}.")
            return
        try:
            ws.records.interviews.speak(interview.id, item.id, sound.getvalue(), sound.type)
        except UserError as error:
            st.error(str(error), icon=":material/error:")
            return
        st.session_state["interview_sound"] = stamp
        st.markdown(f"Kept: {size(sound.size)}.")


def size(number: int) -> str:
    """A file size in words."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, round(number / 1_000)):,} kB"


def _paused(ws: Workspace, interview: Interview, item: Item) -> None:
    st.info(f"Paused at {minutes(item.stored.seconds)}. The clock stands still, and what you typed is kept.", icon=":material/pause:")
    with st.container(horizontal=True):
        if st.button("Go on", type="primary", icon=":material/play_arrow:", key="interview_resume"):
            sessions.pause(ws, interview, False)
            st.rerun()
        if st.button("Finish here", icon=":material/flag:", key="interview_finish"):
            sessions.finish(ws, interview)
            st.rerun()
