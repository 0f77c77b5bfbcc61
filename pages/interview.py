"""Interview: practise for a job or a role, one question at a time, see what each answer earned, and come back to what is weak."""

import streamlit as st

from core import profiles
from core.interview import history, sessions
from core.interview.sessions import Interview, Item
from core.workspace import Workspace
from pages import ui
from pages.ui import judged, practised, practising, questioning
from pages.ui.safe import plain

HOW_TO_READ = """
- **A score** (0 to 100) says how well one answer tells what an interviewer listens for. It compares answers, not people, and it is no
  forecast of an interview.
- **The story** is whether the answer tells one real situation, what your task was, what you did yourself, and how it ended. Questions about
  knowledge, plans or pay are weighed differently.
- **Length, big words and perfect English earn nothing** by themselves; a list of keywords loses.
- **The same answer always gets the same score.** It is made by rule on this computer, with no AI.
- **Your record says otherwise** compares dates, titles and numbers with your resume. Which of the two is right, only you know.

More in the guide `docs/INTERVIEW.md` that comes with Shortlist.
"""


def practice(ws: Workspace) -> None:
    """Begin, or look back."""
    view = st.segmented_control(
        "View", ["Practise", "Progress"], default="Practise", required=True, key="view", bind="query-params", label_visibility="collapsed"
    )
    if view == "Progress":
        practised.progress(ws)
        return
    profile = profiles.current(ws)
    if profile and profile.sample:
        ui.sample_badge("Sample profile", "An invented person; nothing of it mixes with your own data.")
    practising.waiting(ws, history.unfinished(ws), history.due(ws))
    if profile is None:
        practising.first_profile()
    practising.set_up(ws, profile)


def simulator(ws: Workspace, interview: Interview) -> None:
    """The interview that the address names: feedback on what was just answered, the next question, or the end."""
    practised.heading(ws, interview)
    questioning.note_once()
    shown, current = interview.item(st.query_params.get("shown", "")), questioning.at_hand(interview)
    if shown and shown.last:
        feedback(ws, interview, shown)
    elif current and interview.stored.state != "finished":
        questioning.screen(ws, interview, current)
    else:
        practised.whole(ws, interview)


def feedback(ws: Workspace, interview: Interview, item: Item) -> None:
    """What the last answer earned, and the way on."""
    assert item.last
    questioning.place(interview, item, done=True)
    st.markdown(f"## {plain(item.ask.text, 700)}", anchors=False)
    st.markdown(judged.headline(interview, item.last))
    practised.way_on(ws, interview, item)
    judged.judged(ws, interview, item, item.last)


ws = ui.begin("Interview", "Practise for a job, and see what each answer earned and why.")
interview = sessions.find(ws, st.query_params["session"]) if "session" in st.query_params else None
if interview:
    simulator(ws, interview)
else:
    if "session" in st.query_params:
        st.info("That interview is no longer there; it was deleted. Start another one below.")
    practice(ws)
with st.expander("How to read your scores", icon=":material/help:"):
    st.markdown(HOW_TO_READ)
