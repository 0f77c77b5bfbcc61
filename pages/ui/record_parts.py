"""The parts of a record as a person edits them; every change is saved when its field is left."""

from __future__ import annotations

from typing import Any

import streamlit as st
from pydantic.alias_generators import to_camel

from core.models import Basics, Record, Resume
from core.text import clean
from core.workspace import Workspace
from pages.ui import words
from pages.ui.editing import Editing
from pages.ui.pointers import BASICS, CONTACT, PARTS, PLACE, WISHES
from pages.ui.tables import TABLES, Table, editor, entries_of, with_entries
from pages.ui.wishes import edit_wishes

DOUBTFUL = 0.7
NARROW_COLUMNS = 3


def choose_part(editing: Editing) -> str:
    """Which part is open, with how much each holds."""
    resume = editing.working.resume

    def label(part: str) -> str:
        count = len(entries_of(resume, TABLES[part])) if part in TABLES else 0
        return f"{PARTS[part]} · {count}" if count else PARTS[part]

    key = editing.key("part")
    if key not in st.session_state:
        asked = st.query_params.get("part")
        st.session_state[key] = asked if asked in PARTS else st.session_state.get("profile_part", CONTACT)
    part = st.pills("Part of the record", list(PARTS), format_func=label, key=key, required=True, label_visibility="collapsed")
    st.session_state["profile_part"] = part
    return str(part)


def is_wide(part: str) -> bool:
    """Whether the part is a table that needs the width of the page."""
    return part in TABLES and len(TABLES[part].columns) > NARROW_COLUMNS


def stands_beside_text(part: str) -> bool:
    """Whether something of the part is edited in half the width, beside the document's text."""
    return not is_wide(part) or TABLES[part].bullets


def edit_table(ws: Workspace, editing: Editing, part: str) -> None:
    """The entries of a part, a row each; nothing for contact and wishes, which are fields."""
    if part not in TABLES:
        return
    table = TABLES[part]
    before = entries_of(editing.working.resume, table)
    key = editing.key("table", table.part)
    if key not in st.session_state:
        editing.frozen[key] = list(before)
    if not before:
        st.caption(f"No {table.noun} was found. Add one in the row below; nothing has to be filled in.")
    entries = editor(editing.frozen[key], table, key)
    saved = editing.save(ws, resume=with_entries(editing.working.resume, table, entries))
    if len(entries) != len(before) and saved:
        editing.renew(f"{table.part}_text")


def edit_fields(ws: Workspace, editing: Editing, part: str) -> None:
    """What of a part is no table: contact, wishes, the bullets of an entry."""
    if part == CONTACT:
        editing.save(ws, resume=_contact(editing))
    elif part == WISHES:
        editing.save(ws, preferences=edit_wishes(editing))
    elif TABLES[part].bullets:
        _texts(ws, editing, TABLES[part])


def where_from(resume: Resume, pointer: str) -> str | None:
    """For a value that was read with doubt: where it stands and how sure that is. The marks in the text tell the others."""
    facts = resume.meta.shortlist
    source = facts.sources.get(pointer)
    if source is None or source.confidence >= DOUBTFUL:
        return None
    name = facts.documents[source.document].name if source.document < len(facts.documents) else ""
    return f"Read from line {source.line + 1}{f' of {name}' if name else ''}, {source.confidence:.0%} sure.".replace("`", "'")


# --- contact ---------------------------------------------------------------------------------------------------------


def _contact(editing: Editing) -> Resume:
    resume = editing.working.resume
    basics, place = resume.basics, resume.basics.location
    left, right = st.columns(2)
    typed: dict[str, Any] = {}
    for number, (name, label, kind) in enumerate(BASICS):
        with left if number % 2 == 0 else right:
            typed[name] = _line(editing, label, getattr(basics, name), f"basics/{name}", kind)
    spot: dict[str, Any] = {}
    for number, (name, label) in enumerate(PLACE):
        with right if number % 2 == 0 else left:
            spot[name] = _line(editing, label, getattr(place, name), f"basics/location/{to_camel(name)}")
    typed["summary"] = _story(editing, "Summary", basics.summary, "basics/summary", 130)
    changed: Basics = basics.model_copy(update={**typed, "location": place.model_copy(update=spot)})
    return resume.model_copy(update={"basics": changed})


def _line(editing: Editing, label: str, value: str, pointer: str, kind: Any = "default") -> str:
    help_text = where_from(editing.working.resume, pointer)
    typed = st.text_input(label, value, max_chars=300, key=editing.key(pointer), help=help_text, type=kind)
    return _unless_same(typed, value, " ".join(clean(typed or "").split()))


def _story(editing: Editing, label: str, value: str, pointer: str, height: int, part: str = "") -> str:
    typed = st.text_area(label, value, height=height, max_chars=8_000, key=editing.key(pointer, part))
    return _unless_same(typed, value, clean(typed or ""))


def _unless_same(typed: str | None, value: str, cleaned: str) -> str:
    """What was typed, cleaned; a value that was not touched stays exactly as it was read."""
    return value if typed == value else cleaned


# --- entries ---------------------------------------------------------------------------------------------------------


def _texts(ws: Workspace, editing: Editing, table: Table) -> None:
    """Summary and bullets of one entry, a bullet a line."""
    entries = list(entries_of(editing.working.resume, table))
    if not entries:
        return
    part = f"{table.part}_text"
    at = st.selectbox(
        f"Text of the {table.noun}", range(len(entries)), format_func=lambda n: _title(entries[n], table), key=editing.key("entry", part)
    )
    entry: Any = entries[at]
    written = "\n".join(entry.highlights)
    bullets = _story(editing, f"Bullets, one a line ({words.count(len(entry.highlights), 'bullet')})", written, f"bullets_{at}", 220, part)
    story = _story(editing, table.story.capitalize(), getattr(entry, table.story), f"story_{at}", 90, part)
    lines = entry.highlights if bullets == written else [line.strip(" •-*\t") for line in bullets.splitlines() if line.strip(" •-*\t")]
    entries[at] = entry.model_copy(update={"highlights": lines, table.story: story})
    if entries[at] != entry and editing.save(ws, resume=with_entries(editing.working.resume, table, entries)):
        editing.renew(table.part)


def _title(entry: Record, table: Table) -> str:
    names = [str(getattr(entry, column.field)) for column in table.columns[:2] if not column.many]
    return " · ".join(name for name in names if name) or f"Untitled {table.noun}"
