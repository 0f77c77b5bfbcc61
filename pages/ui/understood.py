"""What was understood of a person's documents, said before anything else: counts, confidence, what was missed."""

from __future__ import annotations

import streamlit as st

from core.models import Extension, Resume, Source
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui import readback, safe, words
from pages.ui.pointers import label
from pages.ui.record_parts import DOUBTFUL

SURE = 0.85


def figures(resume: Resume) -> None:
    """Four numbers in a row."""
    facts = resume.meta.shortlist
    bullets = sum(len(role.highlights) for role in resume.work)
    with st.container(horizontal=True):
        st.metric("Roles", len(resume.work), border=True)
        st.metric("Bullets", bullets, border=True)
        st.metric("Skills", len(resume.skills), border=True)
        st.metric("Years in dated roles", f"{facts.years:g}" if facts.years is not None else words.UNKNOWN, border=True)
        if facts.documents:
            st.metric("Understood", f"{facts.confidence:.0%}, {sureness(facts.confidence)}", border=True, help=_CONFIDENCE)


_CONFIDENCE = "How much of what a resume usually says was read: name, contact, complete roles, education, skills, and lines understood."


def sureness(confidence: float) -> str:
    """The word for a confidence."""
    return "well" if confidence >= SURE else "mostly" if confidence >= DOUBTFUL else "in part"


def told(facts: Extension) -> str:
    """The counts in a sentence: `14 bullets read, 3 lines were not understood.`"""
    counts = facts.counts
    read = [
        f"{words.count(counts.get('bullets', 0), 'bullet')} read",
        f"{counts.get('numbers', 0):,} of {words.count(counts.get('numbersInText', 0), 'number')} in the text kept",
    ]
    missed = len(facts.unread)
    end = f"{words.count(missed, 'line')} {'was' if missed == 1 else 'were'} not understood" if missed else "every line was understood"
    return f"{', '.join(read)}, {end}."


def what_was_read(resume: Resume) -> None:
    """Counts, warnings, lines that were missed and values to check."""
    facts = resume.meta.shortlist
    if not facts.documents:
        return
    st.caption(f"From {_documents(facts)}: {told(facts)}")
    if facts.warnings:
        st.warning("  \n".join(safe.plain(warning) for warning in facts.warnings[:5]), icon=":material/info:")
    doubtful = {pointer: source for pointer, source in facts.sources.items() if source.confidence < DOUBTFUL}
    if facts.unread or doubtful:
        with st.expander(open_points(len(facts.unread), len(doubtful)), icon=":material/rule:"):
            _missed(facts.unread)
            _to_check(resume, doubtful)


def open_points(missed: int, doubtful: int) -> str:
    """What is left to look at: `3 lines not understood, 2 values to check`."""
    said = [f"{words.count(missed, 'line')} not understood"] if missed else []
    return ", ".join(said + ([f"{words.count(doubtful, 'value')} to check"] if doubtful else []))


def _documents(facts: Extension) -> str:
    names = [safe.plain(info.name or "pasted text", 60) for info in facts.documents]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _missed(lines: list[str]) -> None:
    if lines:
        st.markdown("**Not understood.** If one of these lines matters, add it to its part by hand.")
        st.markdown("\n".join(f"- {safe.plain(line, 200)}" for line in lines[:40]))
        if len(lines) > 40:
            st.caption(f"and {len(lines) - 40:,} more, marked in the text")


def _to_check(resume: Resume, doubtful: dict[str, Source]) -> None:
    record = resume.to_json()
    values = [(label(pointer), _value(record, pointer), source.confidence) for pointer, source in sorted(doubtful.items())[:40]]
    if values:
        st.markdown("**To check.** These values were read with some doubt.")
        st.markdown("\n".join(f"- {place}: {safe.plain(value, 120)} ({sure:.0%} sure)" for place, value, sure in values if value))


def _value(node: object, pointer: str) -> str:
    for step in pointer.split("/"):
        if isinstance(node, dict):
            node = node.get(step, "")
        elif isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            return ""
    return node if isinstance(node, str) else ""


def original_text(ws: Workspace, profile: StoredProfile, part: str) -> None:
    """The documents' texts with the marks; one at a time when there are several."""
    documents = ws.records.documents(profile.id)
    if not documents:
        st.caption("This profile was written by hand; there is no document to compare it with.")
        return
    number = 0
    if len(documents) > 1:
        names = [document.name or f"Text {n + 1}" for n, document in enumerate(documents)]
        number = st.selectbox("Document", range(len(documents)), format_func=names.__getitem__, key="profile_document")
    facts = profile.resume.meta.shortlist
    st.html(readback.legend())
    st.html(readback.marked(documents[number], number, facts.sources, part, facts.unread))
