"""Interviews looked back on: the whole of one, the list of all, the curves, notes, files, deleting."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import Conflict, UserError
from core.interview import history, keepsake, sessions
from core.interview.history import Line, named
from core.interview.keepsake import QUALITIES, STORY
from core.interview.sessions import LONGEST_NOTE, Interview, Item
from core.workspace import Workspace
from pages.ui import curves, judged, marks, practising, words
from pages.ui.market import SAMPLE_NOTE
from pages.ui.safe import label, plain

PAGE = 20
_NOTES_KEPT = "interview_notes_kept"


def heading(ws: Workspace, interview: Interview) -> None:
    """Which interview this is, and the way back."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(interview.title, 200)}** · {practising.ROUNDS[interview.setup.round].split(':')[0]}", width="content")
        if interview.setup.sample:
            marks.sample_badge("Sample posting", SAMPLE_NOTE)
        st.button("All interviews", icon=":material/arrow_back:", key="interview_back", on_click=leave)


def leave() -> None:
    """Back to where practice begins (a callback)."""
    for name in ("session", "shown"):
        st.query_params.pop(name, None)


def onward() -> None:
    """From feedback to the next question (a callback)."""
    st.query_params.pop("shown", None)


def way_on(ws: Workspace, interview: Interview, item: Item) -> None:
    """The follow-up, the next question or the end; and the same question once more."""
    following = interview.current if interview.stored.state != "finished" else None
    if following and following.stored.follows:
        st.markdown(f"**The interviewer asks on:** {plain(following.ask.text, 500)}")
    with st.container(horizontal=True):
        name = "See the whole interview" if following is None else "Answer the follow-up" if following.stored.follows else "Next question"
        st.button(name, type="primary", icon=":material/arrow_forward:", on_click=onward, key="interview_next")
        if (
            following
            and following.stored.follows
            and st.button("Skip the follow-up", icon=":material/skip_next:", key="interview_skip_follow")
        ):
            sessions.skip(ws, interview, following)
            onward()
            st.rerun()
        _once_more(ws, interview, interview.item(item.stored.follows) or item)


def _once_more(ws: Workspace, interview: Interview, item: Item) -> None:
    if st.button("Answer it again", icon=":material/replay:", key=f"interview_again_{item.id}"):
        sessions.again(ws, interview, item)
        onward()
        st.rerun()


# --- one interview ---------------------------------------------------------------------------------------------------


def whole(ws: Workspace, interview: Interview) -> None:
    """The end of an interview: the score, what it rests on, each question, what to do next."""
    if interview.stored.state != "finished":
        interview = sessions.finish(ws, interview)
    answered = [item for item in interview.questions if item.attempts]
    if interview.score is None:
        st.info("No question was answered, so there is nothing to judge. Begin again when you like.")
    else:
        st.markdown(f"## {interview.score:.0f} of 100, {words.strength(interview.score)}", anchors=False)
        left = len(interview.questions) - len(answered)
        st.caption(f"The mean of {words.count(len(answered), 'answer')}{f'; {left} not answered' if left else ''}.")
        st.markdown(_strongest(answered))
    with st.container(horizontal=True):
        if st.button("Practise once more", type="primary", icon=":material/replay:", key="interview_repeat"):
            _repeat(ws, interview)
        downloads(interview)
        if st.button("Delete", icon=":material/delete:", key="interview_delete"):
            delete(ws, interview.id, interview.title, len(answered))
    for number, item in enumerate(interview.questions, 1):
        _question(ws, interview, number, item)
    notes(ws, interview)


def _strongest(answered: Sequence[Item]) -> str:
    """Which part was told best and which was missing most often."""
    told = [(item, item.last.feedback.parts) for item in answered if item.last and item.last.feedback]
    if not told:
        return ""
    stories = [parts for item, parts in told if judged.wants_story(item)]
    missing = {name: sum(not getattr(parts, name).present for parts in stories) for name in STORY}
    most = max(missing, key=lambda name: missing[name])
    means = {name: sum(getattr(parts, name) for _, parts in told) / len(told) for name in QUALITIES}
    best, least = max(means, key=lambda name: means[name]), min(means, key=lambda name: means[name])
    lost = f"The **{most}** was missing in {missing[most]} of {words.count(len(stories), 'story', 'stories')}. " if missing[most] else ""
    return f"{lost}Best of the whole: **{best}** ({means[best]:.0f}); weakest: **{least}** ({means[least]:.0f})."


def _repeat(ws: Workspace, interview: Interview) -> None:
    """The same set-up again; other questions as long as there are some."""
    stored = ws.market.postings([interview.stored.job_id]).get(interview.stored.job_id) if interview.stored.job_id else None
    profile = ws.records.profile(interview.stored.profile_id) if interview.stored.profile_id else None
    try:
        practising.go_to(sessions.start(ws, interview.setup, profile, stored).id)
    except UserError as error:
        st.error(str(error), icon=":material/error:")


def _question(ws: Workspace, interview: Interview, number: int, item: Item) -> None:
    score = interview.score_of(item)
    told = f"{score:.0f}" if score is not None else "skipped" if item.stored.state == "skipped" else "not answered"
    name = f"{number}. {plain(item.ask.text, 90)} ({told})"
    more = st.expander(name, key=f"interview_item_{item.id}", on_change="rerun")
    if not more.open:
        return
    with more:
        st.markdown(f"**{plain(item.ask.text, 700)}**  \n{named(item.ask.competency)} · {plain(item.ask.reason, 300)}")
        newest = [part for part in (item, *interview.follow_ups(item)) if part.last]
        if newest and newest[-1].last:
            for part in newest[1:]:
                st.markdown(f"**Follow-up:** {plain(part.ask.text, 500)}")
            st.markdown(judged.headline(interview, newest[-1].last))
            judged.judged(ws, interview, item, newest[-1].last)
        else:
            judged.sample_answer(item)
        if len(item.attempts) > 1:
            st.caption("Attempts: " + ", ".join(f"{one.feedback.score:.0f}" for one in item.attempts if one.feedback))
        _listen(ws, item)
        _once_more(ws, interview, item)


def _listen(ws: Workspace, item: Item) -> None:
    """What was spoken to this question."""
    for audio in item.spoken:
        sound = ws.records.interviews.sound(audio.id)
        if sound:
            st.audio(sound, audio.kind, alt="Your recorded answer")


def notes(ws: Workspace, interview: Interview) -> None:
    """What the person wants to remember; saved against its version, so two tabs cannot undo each other."""
    st.markdown("### Your notes", anchors=False)
    key = f"interview_notes_{interview.id}"
    st.session_state.setdefault(key, interview.notes)
    st.session_state.setdefault(f"{key}_seen", interview.stored)
    st.text_area(
        "Notes on this interview", key=key, max_chars=LONGEST_NOTE, height=120, label_visibility="collapsed",
        placeholder="What to remember next time. Saved when you leave the field.", on_change=_noted, args=(ws, interview, key),
    )  # fmt: skip
    if problem := st.session_state.pop(_NOTES_KEPT, ""):
        st.warning(problem, icon=":material/warning:")


def _noted(ws: Workspace, interview: Interview, key: str) -> None:
    read = st.session_state.get(f"{key}_seen", interview.stored)
    try:
        saved = sessions.note(ws, Interview(read, interview.setup, interview.items), str(st.session_state.get(key) or ""))
        st.session_state[f"{key}_seen"] = saved.stored
    except Conflict as conflict:
        st.session_state[_NOTES_KEPT] = str(conflict)


def downloads(interview: Interview) -> None:
    """The interview as a file."""
    st.download_button("Markdown", lambda: keepsake.markdown(interview), keepsake.file_name(interview, "md"), "text/markdown",
                       icon=":material/download:", on_click="ignore", key=f"interview_md_{interview.id}")  # fmt: skip
    st.download_button("PDF", lambda: keepsake.pdf(interview), keepsake.file_name(interview, "pdf"), "application/pdf",
                       icon=":material/download:", on_click="ignore", key=f"interview_pdf_{interview.id}")  # fmt: skip


@st.dialog("Delete this interview?")
def delete(ws: Workspace, interview_id: str, title: str, answers: int) -> None:
    """Names what will be lost before it is."""
    spoken = len(ws.records.interviews.spoken(interview_id))
    recordings = f", {words.count(spoken, 'recording')}" if spoken else ""
    st.markdown(
        f"**{plain(title, 200)}** with {words.count(answers, 'answered question')}{recordings}, its feedback and your notes "
        "will be deleted, and its scores leave your curves. This cannot be undone; download it first if you may need it."
    )
    with st.container(horizontal=True):
        if st.button("Delete the interview", type="primary", key="interview_delete_yes"):
            ws.records.interviews.delete(interview_id)
            leave()
            st.rerun()
        if st.button("Keep it", key="interview_delete_no"):
            st.rerun()


# --- all of them -----------------------------------------------------------------------------------------------------


def progress(ws: Workspace) -> None:
    """The curves and the list of interviews."""
    everything = history.lines(ws)
    if not everything:
        st.info("You have not practised yet. After a few answers this page shows how each competency develops.")
        st.button("Practise", on_click=_practise, type="primary", key="interview_first")
        return
    curves.draw(history.curves(ws))
    st.header("Your interviews", anchor=False)
    asked = st.text_input("Search in questions, answers and notes", key="find", bind="query-params", max_chars=200)
    found = history.lines(ws, asked) if asked else everything
    st.caption(f"{words.count(len(found), 'interview')}{' found' if asked else ''}, newest first.")
    last = max(1, -(-len(found) // PAGE))
    page = min(last, st.pagination(last, key="interview_page")) if last > 1 else 1
    for line in found[(page - 1) * PAGE : page * PAGE]:
        _line(ws, line)


def _practise() -> None:
    st.session_state["view"] = "Practise"


def _line(ws: Workspace, line: Line) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        score = "not judged yet" if line.score is None else f"**{line.score:.0f}** {words.strength(line.score)}"
        when = words.age(line.started_at.date(), ws.now().date())
        st.markdown(f"**{plain(line.title, 160)}**  \n{score} · {practising.answered(line)} · {when}", width="content")
        with st.container(horizontal=True, width="content"):
            name = "Go on" if line.waits else "Open"
            if st.button(name, key=f"interview_open_{line.id}", help=f"{name}: {label(line.title, 100)}"):
                practising.go_to(line.id)
            if st.button("Delete", icon=":material/delete:", key=f"interview_delete_{line.id}", help=f"Delete: {label(line.title, 100)}"):
                delete(ws, line.id, line.title, line.answered)
