"""Following feeds: choosing one, the list of them with their health, switching and removing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core import feeds, postings
from core.errors import UserError
from core.workspace import Workspace
from pages.ui import words
from pages.ui.health import health, last_runs
from pages.ui.refreshing import reading
from pages.ui.safe import label, plain

if TYPE_CHECKING:
    from core.feeds import Feed, Preset

OWN = ""
KINDS = {
    "remote": "remote jobs",
    "general": "all fields",
    "field": "one field",
    "board": "a company's own board",
    "thread": "monthly threads",
}


def tab(ws: Workspace) -> None:
    """The whole tab: choose, read, what is followed, what ran."""
    followed = feeds.listed(ws)
    shared_feeds(ws)
    if not followed:
        st.markdown("You follow no feed, so nothing is fetched from anywhere. A feed that you follow is read about once an hour.")
    choosing(ws, first=not followed)
    if followed:
        st.header("Feeds that you follow", anchor=False)
        reading(ws, followed)
        for feed in feeds.listed(ws):
            line(ws, feed)
    last_runs(ws)


# --- choosing ----------------------------------------------------------------------------------------------------------


def choosing(ws: Workspace, first: bool) -> None:
    """A ready-made source or an own address, with what the source asks for."""
    mine = ws.settings.mode == "local"
    source = st.selectbox("Source", [*feeds.presets(), OWN], format_func=_named, key="feeds_source", width=480) if mine else OWN
    with st.form("feeds_follow", border=False):
        if source == OWN:
            st.text_input("Address of the feed", key="feeds_address", placeholder="https://", max_chars=2_000, width=480)
            st.text_input("Name", key="feeds_name", placeholder="Otherwise the site's name", max_chars=feeds.MAX_NAME, width=480)
        else:
            asked_by(feeds.preset(source))
        st.form_submit_button(
            "Follow this feed", type="primary" if first else "secondary", icon=":material/add:", on_click=follow, args=(ws, source)
        )
    good, told = st.session_state.pop("feeds_followed", (True, ""))
    if told:
        (st.success if good else st.error)(plain(told), icon=":material/check:" if good else ":material/error:")


def asked_by(source: Preset) -> None:
    """What a source asks of its readers, and what it must be told."""
    pause = "once an hour" if source.hours == 1 else f"every {source.hours} hours"
    st.markdown(f"{attribution(source)}. {plain(source.terms)} Read at most {pause}.")
    if source.parameter:
        st.text_input(source.parameter, key=f"feeds_parameter_{source.id}", placeholder=source.example, max_chars=300, width=480)


def follow(ws: Workspace, source: str) -> None:
    """Follow what the form says; the fields are emptied when that went well."""
    state, used = st.session_state, ["feeds_address", "feeds_name"] if source == OWN else [f"feeds_parameter_{source}"]
    try:
        if source == OWN:
            feed = feeds.add(ws, state["feeds_address"], state["feeds_name"])
        else:
            feed = feeds.follow(ws, source, state.get(used[0], ""))
    except UserError as error:
        state["feeds_followed"] = False, str(error)
        return
    state["feeds_followed"] = True, f"You follow {feed.name} now. Read it now, or leave it to the next hour."
    state.update({name: "" for name in used if name in state})


def attribution(source: Preset) -> str:
    """The source as it asks to be named, linked."""
    return f"[{plain(source.attribution)}]({source.link})"


def _named(source: str) -> str:
    chosen = feeds.presets().get(source)
    return f"{chosen.name}, {KINDS.get(chosen.category, chosen.category)}" if chosen else "An address of your own"


# --- what is followed --------------------------------------------------------------------------------------------------


def shared_feeds(ws: Workspace) -> None:
    """On a hosted instance: the operator's feeds, to look at."""
    if not (common := feeds.shared(ws)):
        return
    st.markdown("The operator of this site reads these feeds for everyone:")
    st.markdown("\n".join(f"- **{plain(feed.name)}**: {health(feed, ws.now())}{_credit(feed)}" for feed in common))


def line(ws: Workspace, feed: Feed) -> None:
    """One feed: on or off, its health, its removal."""
    name = label(feed.name)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            on = st.toggle(name, feed.enabled, key=f"feeds_on_{feed.id}_{feed.enabled}")
            if st.button(f"Remove {name}", key=f"feeds_gone_{feed.id}", type="tertiary", icon=":material/delete:"):
                ask_removal(ws, feed)
        st.markdown(health(feed, ws.now()) + _credit(feed))
    if on != feed.enabled:
        feeds.switch(ws, feed.id, on)
        st.rerun()


@st.dialog("Stop following this feed?")
def ask_removal(ws: Workspace, feed: Feed) -> None:
    """Says what will be lost, and does it on a second click."""
    held = sum(source.postings for source in postings.sources(ws) if source.name == feed.name)
    stay = f"Its {words.count(held, 'posting')} stay unless you remove them with it." if held else "No posting came from it."
    st.markdown(f"**{plain(feed.name)}** will not be read any more, and its health is forgotten. {stay}")
    too = held > 0 and st.checkbox(f"Remove its {words.count(held, 'posting')} and their scores too", key="feeds_with_postings")
    with st.container(horizontal=True):
        if st.button("Remove the feed", type="primary"):
            gone = feeds.remove(ws, feed.id, with_postings=too)
            st.toast("Feed removed." if not gone else f"Feed and {words.count(gone, 'posting')} removed.", icon=":material/delete:")
            st.rerun()
        if st.button("Keep the feed"):
            st.rerun()


def _credit(feed: Feed) -> str:
    source = feeds.presets().get(feed.preset)
    return f" {attribution(source)}." if source else ""
