"""What is said about an answer: the score and its parts with the words behind them, what the record says, a better answer, a sample."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import streamlit as st

from core.interview import kind_of, sessions
from core.interview.keepsake import QUALITIES, STORY
from core.interview.sessions import Attempt, Interview, Item
from core.interview.shapes import Evidence, Feedback
from core.workspace import Workspace
from pages.ui import marks, pointers, words
from pages.ui.safe import plain

INVENTED = "Written by us; the person, the places and the employers in it are invented."
_BOX = "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.7;max-height:26rem;overflow:auto"
_EARNED = "background:rgba(80,150,205,0.24);color:inherit;border-radius:0.2rem"
_LOST = "background:rgba(226,150,60,0.34);color:inherit;border-radius:0.2rem;text-decoration:underline;text-underline-offset:0.2em"
_STRICT = {"kind": "judged kindly", "normal": "judged normally", "strict": "judged strictly"}
MOST_SHOWN = 20_000
_SHOWN_EVIDENCE = 12


def judged(ws: Workspace, interview: Interview, item: Item, attempt: Attempt) -> None:
    """Everything about one attempt."""
    feedback = attempt.feedback
    if feedback is None:
        st.info("This answer is stored and will be judged when you open the interview again.")
        return
    if feedback.note:
        st.info(plain(feedback.note), icon=":material/info:")
    against_the_record(feedback)
    _story(feedback, wants_story(item))
    st.markdown("### The whole answer", anchors=False)
    st.markdown(" · ".join(f"{name.capitalize()} **{getattr(feedback.parts, name):.0f}**" for name in QUALITIES))
    earned_and_lost(attempt, feedback)
    better_answer(ws, interview, item)
    sample_answer(item)


def headline(interview: Interview, attempt: Attempt) -> str:
    """The score of an attempt as a number and a word."""
    if attempt.feedback is None:
        return "Not judged yet."
    score = attempt.feedback.score
    return f":blue-badge[**{score:.0f}** {words.strength(score)}] of 100, {_STRICT[interview.setup.strictness]}"


def wants_story(item: Item) -> bool:
    """Whether a question asks for one real event, not for knowledge, a plan, a motive or a figure."""
    return kind_of(item.ask.text, item.ask.round) == "behavioural"


def _story(feedback: Feedback, wanted: bool) -> None:
    """The four parts of a story with their words; in an answer that needs none, only those that were told."""
    shown = [name for name in STORY if wanted or getattr(feedback.parts, name).present]
    if shown:
        st.markdown("### The story", anchors=False)
        st.markdown("  \n".join(_part(feedback, name) for name in shown))
    if not wanted:
        st.caption("This question asks for no story, so what it needs is weighed instead: relevance, detail, reasons.")


def _part(feedback: Feedback, name: str) -> str:
    part = getattr(feedback.parts, name)
    if not part.present:
        return f":orange[:material/remove:] **{name.capitalize()}**: not told"
    quote = f": “{plain(part.quote, 220)}”" if part.quote else ""
    return f":green[:material/check:] **{name.capitalize()} {part.score:.0f}**{quote}"


def against_the_record(feedback: Feedback) -> None:
    """Where the answer and the record say different things; which of them is right only the person knows."""
    if not feedback.contradictions:
        return
    with st.container(border=True):
        st.markdown("### Your record says otherwise", anchors=False)
        for one in feedback.contradictions:
            line = f" (line {one.source_line + 1} of your resume)" if one.source_line is not None else ""
            told = plain(one.sentence, 400) or f"The record says “{plain(one.record, 200)}”."
            st.markdown(f":orange[:material/warning:] You said “{plain(one.quote, 200)}”. {told}{line}")
        st.caption("Correct whichever is wrong: an interviewer has your resume on the table.")


def earned_and_lost(attempt: Attempt, feedback: Feedback) -> None:
    """The answer with the words marked that earned or lost points, and the list of them."""
    st.markdown("### Your words", anchors=False)
    st.html(marked(attempt.judged_text, feedback))
    if feedback.evidence or feedback.contradictions or feedback.stock:
        st.caption("Marked: words that earned points. Marked and underlined: words that lost points, or that your record contradicts.")
    shown = sorted((one for one in feedback.evidence if one.quote), key=lambda one: (-abs(one.points), one.start))[:_SHOWN_EVIDENCE]
    if shown:
        st.markdown("  \n".join(_evidence(one) for one in sorted(shown, key=lambda one: one.start)))
    known = {(one.start, one.end) for one in shown}
    stock = [one.quote for one in feedback.stock if (one.start, one.end) not in known][:6]
    if stock:
        said = ", ".join(f"“{plain(quote, 80)}”" for quote in stock)
        st.markdown(f":orange[:material/remove:] Phrases that everybody says, and that show nothing: {said}.")


def _evidence(one: Evidence) -> str:
    sign = ":green[:material/add:]" if one.points >= 0 else ":orange[:material/remove:]"
    points = f" ({one.points:+.0f} for {one.part})" if abs(one.points) >= 1 else f" ({one.part})"
    return f"{sign} “{plain(one.quote, 160)}”: {plain(one.effect, 200)}{points.replace('-', '−')}"


def marked(text: str, feedback: Feedback) -> str:
    """The answer as HTML that holds nothing but its escaped text and marks."""
    shown = text[:MOST_SHOWN]
    lost = [(one.start, one.end) for one in feedback.contradictions] + [(one.start, one.end) for one in feedback.stock]
    lost += [(one.start, one.end) for one in feedback.evidence if one.points < 0]
    earned = [(one.start, one.end) for one in feedback.evidence if one.points >= 0]
    styles = [""] * len(shown)
    for spans, style in ((earned, _EARNED), (lost, _LOST)):
        for start, end in spans:
            start, end = max(0, start), min(end, len(shown))
            styles[start:end] = [style] * max(0, end - start)
    edges = [0, *(at for at in range(1, len(styles)) if styles[at] != styles[at - 1]), len(styles)]
    body = "".join(_run(shown[a:b], styles[a]) for a, b in pairwise(edges) if b > a)
    rest = "<br><em>The answer goes on; only its beginning is shown.</em>" if len(text) > MOST_SHOWN else ""
    return f'<div tabindex="0" role="region" aria-label="Your answer with marks" style="{_BOX}">{body}{rest}</div>'


def _run(text: str, style: str) -> str:
    return f'<mark style="{style}">{escape(text)}</mark>' if style else escape(text)


def better_answer(ws: Workspace, interview: Interview, item: Item) -> None:
    """The outline of a better answer from the person's own record."""
    steps = sessions.better(ws, interview, item).steps
    if not steps:
        return
    with st.expander("A better answer from your own record", icon=":material/edit_note:"):
        for step in steps:
            where = f" :small[({pointers.label(step.pointer)})]" if step.pointer else ""
            st.markdown(f"**{step.part.capitalize()}**: {plain(step.text, 500)}{where}")
        st.caption("Only what your record holds, in the order that answers are followed best; say it in your own words.")


def sample_answer(item: Item) -> None:
    """A sample answer by an invented person, and why it works."""
    if not item.ask.sample:
        return
    with st.expander("A sample answer, and why it works", icon=":material/record_voice_over:"):
        marks.sample_badge("Invented person", INVENTED)
        if item.ask.sample_of:
            st.caption(f"To a question like yours: {plain(item.ask.sample_of, 400)}")
        st.markdown(plain(item.ask.sample, 2_000))
        st.markdown(f"*{plain(item.ask.why, 600)}*")
