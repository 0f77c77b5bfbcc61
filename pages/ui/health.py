"""How feeds and tasks are doing, in words: when a feed was read, what went wrong, when it may be read again, what ran by itself."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core import process, tasks
from core.store import Run
from core.store import StoredFeed as Feed
from core.workspace import Workspace
from pages.ui import words
from pages.ui.safe import plain

RUNS_SHOWN = 20
_MINUTE, _HOUR = 60, 3_600


def since(moment: datetime | None, now: datetime) -> str:
    """How long ago: minutes within the hour, hours within the day, then as dates are said."""
    if moment is None:
        return words.UNKNOWN
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < 24 * _HOUR:
        return f"{_span(seconds)} ago"
    return words.age(moment.date(), now.date())


def until(moment: datetime, now: datetime) -> str:
    """How far ahead: in minutes within the hour, in hours within two days, then the date."""
    seconds = (moment - now).total_seconds()
    if seconds <= 0:
        return "now"
    return f"in {_span(max(seconds, _MINUTE))}" if seconds < 48 * _HOUR else f"on {words.day(moment.date())}"


def _span(seconds: float) -> str:
    return words.count(round(seconds / _MINUTE), "minute") if seconds < _HOUR - 30 else words.count(round(seconds / _HOUR), "hour")


def may_be_read(feed: Feed, now: datetime) -> bool:
    """Whether a feed is on and its pause is over."""
    return feed.enabled and (feed.next_allowed is None or feed.next_allowed <= now)


def health(feed: Feed, now: datetime) -> str:
    """A feed's state as one line of Markdown."""
    if feed.last_attempt is None:
        return ":material/schedule: Not read yet." if feed.enabled else ":material/pause: Off, never read."
    read = f"read {since(feed.last_success, now)}, {words.count(feed.items, 'posting')}" if feed.last_success else "never read so far"
    if not feed.enabled:
        return f":material/pause: Off; {read}."
    again = f" Next possible {until(feed.next_allowed, now)}." if feed.next_allowed else ""
    if feed.error:
        times = f"{words.count(feed.failures, 'time')} in a row" if feed.failures > 1 else since(feed.last_attempt, now)
        return f":material/warning: Failed {times}; {read}. {plain(feed.error)}{again}"
    return f":material/check_circle: {read.capitalize()}.{again}"


def last_runs(ws: Workspace) -> None:
    """What ran by itself or at the person's wish, newest first, and when each task is due."""
    now = ws.now()
    with st.expander("Last runs"):
        runs = ws.store.runs.latest(limit=RUNS_SHOWN, owner=ws.owner)
        st.markdown("\n".join(f"- {_told(run, now)}" for run in runs) or "Nothing has run yet.")
        due = [f"{one.task.about} Next: {until(one.due, now) if one.due else 'soon'}." for one in tasks.standing(process.current())]
        st.caption("While Shortlist runs, it does this by itself:\n" + "\n".join(f"- {line}" for line in due))


def _told(run: Run, now: datetime) -> str:
    about = tasks.TASKS[run.task].about if run.task in tasks.TASKS else f"{plain(run.task)}."
    failed = ":material/warning: Failed: " if run.ok is False else ""
    whose = "for you" if run.owner else "for everyone"
    return f"**{about}** {since(run.started, now).capitalize()}, {whose}: {failed}{plain(run.sentence) if run.finished else 'going on.'}"
