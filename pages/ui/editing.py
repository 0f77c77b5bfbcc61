"""One tab's work on one profile: every change is saved at once against its version, can be undone, and meets other tabs safely.

`stored` is the state that this tab read or saved last, `working` the same with what was typed since. They differ only while a save
is refused, so nothing typed is lost: the widgets keep their keys until `renew` gives them new ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st

from core import profiles
from core.errors import Conflict
from core.models import Preferences, Record, Resume
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import safe
from pages.ui.pointers import label

STATES_KEPT, DIFFERENCES_SHOWN = 10, 12
_STATE = "profile_editing"


@dataclass
class Editing:
    """The profile as this tab sees it; kept in the session."""

    stored: StoredProfile
    working: StoredProfile
    past: list[StoredProfile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    conflict: bool = False
    elsewhere: StoredProfile | None = None
    frozen: dict[str, Sequence[Record]] = field(default_factory=dict)
    epoch: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    drawing: bool = False
    drawn: tuple[object, ...] = ()

    def key(self, name: str, part: str = "") -> str:
        """The key of a widget; another one after `renew`, so that the widget shows the record anew."""
        return f"profile_{self.stored.id}_{self.epoch}_{name}_{part}_{self.parts.get(part or name, 0)}"

    def renew(self, part: str = "") -> None:
        """Let the widgets of a part (or all) show the record as it is now."""
        if part:
            self.parts[part] = self.parts.get(part, 0) + 1
        else:
            self.epoch += 1

    @contextmanager
    def whole_page(self) -> Iterator[None]:
        """The whole page is drawn, the record inside this first; afterwards a part of it may be drawn alone."""
        self.drawing = True
        yield
        self.drawing, self.drawn = False, self._shown()

    def changed_since_drawn(self) -> bool:
        """Whether a part that is drawn alone has changed what the rest of the page shows."""
        return not self.drawing and self._shown() != self.drawn

    def _shown(self) -> tuple[object, ...]:
        return self.stored, self.working, self.conflict, tuple(self.refused)

    def save(self, ws: Workspace, resume: Resume | None = None, preferences: Preferences | None = None, title: str | None = None) -> bool:
        """Save what was typed, if anything; False when it is refused, with the reasons in `refused` or `conflict`."""
        draft = self.working.edited(
            resume=self.working.resume if resume is None else resume,
            preferences=self.working.preferences if preferences is None else preferences,
            title=self.working.title if title is None else title,
        )
        self.refused = _new_problems(self.working, draft)
        if self.refused:
            return False
        if draft != self.working:
            self.working = draft
            self._store(ws, self.stored)
        return not self.conflict

    def keep_mine(self, ws: Workspace) -> None:
        """Save what was typed here over what was saved elsewhere; a profile that was deleted elsewhere is stored anew."""
        if self.elsewhere:
            self._store(ws, self.elsewhere)
            return
        mine = self.working
        self.take(ws.records.add_profile(mine.title, mine.resume, preferences=mine.preferences, sample=mine.sample))
        profiles.choose(ws, self.stored.id)

    def take(self, profile: StoredProfile) -> None:
        """Go on with this state; what was typed against another one is dropped."""
        self.stored = self.working = profile
        self.conflict, self.elsewhere, self.refused = False, None, []
        self.renew()

    def undo(self, ws: Workspace) -> None:
        """Save the state before the last change."""
        earlier = self.past.pop()
        try:
            self.take(profiles.restore(ws, self.stored, earlier))
        except Conflict as conflict:
            self.working = earlier
            self._met(conflict)

    def _store(self, ws: Workspace, onto: StoredProfile) -> None:
        try:
            saved = profiles.edit(ws, onto, self.working.resume, self.working.preferences, self.working.title)
        except Conflict as conflict:
            self._met(conflict)
            return
        self.past = [*self.past, onto][-STATES_KEPT:]
        self.stored = self.working = saved
        self.conflict, self.elsewhere = False, None

    def _met(self, conflict: Conflict) -> None:
        self.conflict = True
        self.elsewhere = conflict.current if isinstance(conflict.current, StoredProfile) else None


def open_editing(profile: StoredProfile) -> Editing:
    """This tab's editing of a profile; entering the page again shows the newest state."""
    editing = st.session_state.get(_STATE)
    if not isinstance(editing, Editing) or editing.stored.id != profile.id:
        editing = st.session_state[_STATE] = Editing(profile, profile)
    elif editing.key("part") not in st.session_state and not editing.conflict:
        editing.take(profile)
    return editing


def status(ws: Workspace, editing: Editing, newest: StoredProfile) -> None:
    """What became of the last change: saved, refused with the reasons, or met by another tab's."""
    if editing.conflict:
        _conflict(ws, editing)
    elif editing.refused:
        st.error("Not saved yet. " + " ".join(safe.plain(reason) for reason in editing.refused), icon=":material/error:")
    elif newest.version > editing.stored.version:
        st.info("This profile was changed in another tab or window since you opened it here.", icon=":material/sync:")
        st.button("Show the newest version", on_click=editing.take, args=(newest,), key="profile_newest")


def _conflict(ws: Workspace, editing: Editing) -> None:
    with st.container(border=True):
        if editing.elsewhere is None:
            st.warning("This profile was deleted in another tab or window; what you typed is kept here.", icon=":material/warning:")
            st.button("Store mine as a new profile", type="primary", on_click=editing.keep_mine, args=(ws,), key="profile_mine")
            return
        st.warning(
            "This profile was changed in another tab or window since you opened it; what you typed is kept here. Choose which one to save.",
            icon=":material/warning:",
        )
        changed = profiles.differences(editing.working, editing.elsewhere)
        st.markdown("\n".join(_difference(one) for one in changed[:DIFFERENCES_SHOWN]))
        if len(changed) > DIFFERENCES_SHOWN:
            st.caption(f"and {len(changed) - DIFFERENCES_SHOWN:,} more values")
        with st.container(horizontal=True):
            st.button("Save my version", type="primary", on_click=editing.keep_mine, args=(ws,), key="profile_mine")
            st.button("Use the other version", on_click=editing.take, args=(editing.elsewhere,), key="profile_other")


def _difference(one: profiles.Difference) -> str:
    here, there = (f"“{safe.plain(value, 80)}”" if value else "empty" for value in (one.mine, one.other))
    return f"- **{label(one.pointer)}**: {here} here, {there} in the other"


def _new_problems(before: StoredProfile, after: StoredProfile) -> list[str]:
    """Problems that a change brings; what was wrong before (a document may be) never blocks another change."""
    known = {problem.rsplit(": ", 1)[-1] for problem in profiles.problems(before.resume, before.preferences)}
    return [problem for problem in profiles.problems(after.resume, after.preferences) if problem.rsplit(": ", 1)[-1] not in known]
