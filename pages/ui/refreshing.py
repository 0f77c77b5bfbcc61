"""Reading the followed feeds now: a line a feed as it ends, and the result in a sentence; the reading outlives the page."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import streamlit as st

from core import feeds, process
from core.errors import UserError
from core.workspace import Workspace
from pages.ui import words
from pages.ui.health import may_be_read, until
from pages.ui.safe import plain

if TYPE_CHECKING:
    from core.feeds import Feed, Outcome, RefreshReport

TASK = "refresh_feeds"
LOOK_SECONDS = 0.3


def reading(ws: Workspace, followed: Sequence[Feed]) -> None:
    """The button that reads what may be read, and what came of it."""
    now = ws.now()
    ready, on = [feed.id for feed in followed if may_be_read(feed, now)], [feed for feed in followed if feed.enabled]
    if ready:
        if st.button(f"Read {words.count(len(ready), 'feed')} now", type="primary", icon=":material/refresh:"):
            read_now(ws, ready)
    elif on:
        again = min(feed.next_allowed for feed in on if feed.next_allowed)
        st.markdown(f"All feeds that are on were read a short while ago; the next may be read {until(again, now)}.")
    else:
        st.markdown("All your feeds are off, so none is read.")
    if told := st.session_state.pop("feeds_told", ""):
        st.info(plain(told), icon=":material/info:")


def read_now(ws: Workspace, ids: Sequence[str]) -> None:
    """Read with a line a feed as it ends; the reading goes on when the page is left."""
    news: SimpleQueue[Outcome] = SimpleQueue()
    done, future = 0, behind(ws, ids, news)
    with st.status("Reading") as status:
        while not future.done() or not news.empty():
            try:
                st.markdown(ended(news.get(timeout=LOOK_SECONDS)))
                done += 1
            except Empty:
                pass
            # Drawing is also what lets a person leave: a page that only waits cannot be interrupted.
            status.update(label=f"Reading: {done} of {words.count(len(ids), 'feed')} done", expanded=done > 0)
    st.session_state["feeds_told"] = future.result()
    st.rerun()


def behind(ws: Workspace, ids: Sequence[str], news: SimpleQueue[Outcome]) -> Future[str]:
    """The reading in a thread of its own, written in the log; its result is the sentence for the person."""
    here = process.current()

    def read() -> str:
        entry = ws.store.runs.start(TASK, ws.owner)
        ok, sentence = False, "It broke off; what was read until then is stored."
        try:
            report = feeds.refresh(ws, ids, lambda done, of, one: news.put(one), stop=lambda: not here.ready.is_set())
            ok, sentence = True, told(report, ws)
        except UserError as error:
            sentence = str(error)
        finally:
            ws.store.runs.finish(entry, ok, sentence)
        return sentence

    pool = ThreadPoolExecutor(1, thread_name_prefix="feeds-page")
    future = pool.submit(read)
    pool.shutdown(wait=False)
    return future


def told(report: RefreshReport, ws: Workspace) -> str:
    """The result in a sentence, with when the rest may be read."""
    again = f" The next may be read {until(report.next_possible, ws.now())}." if report.next_possible else ""
    return report.sentence() + again


def ended(one: Outcome) -> str:
    """What became of one feed, as a line."""
    said = {
        "read": f"{one.summary.read:,} read, {one.summary.added:,} new",
        "unchanged": "nothing new since the last reading",
        "waiting": "read a short while ago",
        "failed": plain(one.feed.error).removesuffix("."),
    }[one.status]
    return f"{':material/warning:' if one.status == 'failed' else ':material/check:'} {plain(one.feed.name)}: {said}."
