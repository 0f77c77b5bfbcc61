"""Everything about one match, on demand: the rest of the fit, the marked words, what is odd, what it may pay, where it comes from."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import feeds, matching
from core.errors import UserError
from core.jobs import statements
from core.matching import Fact, Listed, Proof
from core.models import Resume
from core.notes import Note
from core.store import CheckedPosting, StoredProfile
from core.text import http_link
from core.workspace import Workspace
from pages.ui import posting, words
from pages.ui.marked import LEGEND, marked
from pages.ui.marks import ESTIMATED
from pages.ui.navigation import path
from pages.ui.pointers import label as place_in_record
from pages.ui.pointers import part_of
from pages.ui.safe import plain

SHOWN_REASONS, SHOWN_GAPS, SHOWN_PROOFS, SHOWN_COPIES = 3, 3, 8, 6
_PARTS = {"work": "your roles", "skills": "your skills", "projects": "your projects", "contact": "your summary"}
_STANDING = {
    "alive": ":material/check_circle: still there",
    "gone": ":material/cancel: gone",
    "unknown": ":material/help: could not be told",
}


def draw(ws: Workspace, profile: StoredProfile, listed: Listed, note: Note) -> None:
    """Draw the details into the open container."""
    stored, today = listed.stored, ws.now().date()
    st.markdown(about(listed, note), anchors=False)
    st.markdown(own_words(listed), anchors=False)
    _evidence(profile.resume, listed)
    st.markdown(roles(profile.resume, listed), anchors=False)
    st.markdown(provenance(listed, note, today), anchors=False)
    if not stored.sample and http_link(stored.posting.link):
        _standing(ws, listed)


def about(listed: Listed, note: Note) -> str:
    """The rest of the fit, what would move the score, what to look out for, pay, what was read."""
    stored, told = listed.stored, listed.explanation
    rest = [*(fits(one) for one in told.reasons[SHOWN_REASONS:]), *(lacks(one) for one in told.gaps[SHOWN_GAPS:])]
    blocks = []
    if rest:
        blocks += ["**More on the fit**", "  \n".join(rest)]
    if told.facts:
        blocks += ["**What would move this score**", "\n".join(f"- {moves(fact)}" for fact in told.facts)]
    odd = odd_things(note)
    if odd:
        blocks += ["**What to look out for**", odd]
    if estimated := pay(note):
        blocks += ["**What it may pay**", estimated]
    return "\n\n".join([*blocks, "**Read from the posting**", posting.described(posting.understood(stored.facts))])


def fits(reason: str) -> str:
    """A reason as one line of Markdown."""
    return f":green[:material/check:] {plain(reason, 300)}"


def lacks(gap: str) -> str:
    """A gap as one line of Markdown."""
    return f":orange[:material/remove:] {plain(gap, 300)}"


def moves(fact: Fact) -> str:
    """What an unknown fact could change, as a sentence."""
    whose = "The posting does not state" if fact.whose == "posting" else "Your profile does not say"
    ends = [f"{points:.0f} {way}" for points, way in ((fact.down, "lower"), (fact.up, "higher")) if points >= 0.5]
    return f"{whose} {plain(fact.what, 200)}: up to {' or '.join(ends) or 'half a point either way'}."


def odd_things(note: Note) -> str:
    """What is odd about a posting, each with the words or dates it rests on, as a list in Markdown."""
    lines = [f"- {plain(one.text, 300)}" + (f" It says “{plain(one.evidence, 220)}”." if one.evidence else "") for one in note.findings]
    if note.repost:
        again = note.repost
        lines.append(
            f"- It was advertised in {again.rounds} rounds under {again.links} addresses, first on {words.day(again.first)}, last on "
            f"{words.day(again.last)}: perhaps hard to fill, or never meant to be filled. Ask before you put work into it."
        )
    return "\n".join(lines)


def pay(note: Note) -> str:
    """The estimate where no pay is stated, or why there is none, as Markdown; empty when nothing is to be said."""
    found = note.estimate
    if found is None:
        return plain(note.refusal)
    span = plain(f"{words.money(found.lo80, found.currency)} to {words.money(found.hi80, found.currency)} a year")
    middle = plain(words.money(found.median, found.currency))
    return f"{ESTIMATED} {span}, the middle at {middle}. {plain(found.basis)}"


def own_words(listed: Listed) -> str:
    """The description with its marks."""
    stored = listed.stored
    if not stored.posting.description.strip():
        return "**The posting's own words**\n\nIt has no description."
    shown = marked(stored.posting.description, listed.explanation.phrases, statements(stored.posting, stored.facts))
    return f"**The posting's own words**\n\n:small[{LEGEND}]\n\n{shown}"


def roles(resume: Resume, listed: Listed) -> str:
    """How much each past role has to do with the posting, the closest first."""
    if not resume.work:
        return "**Your roles beside it**\n\nYour record holds no role yet."
    closeness = matching.relevance(resume.work, listed.stored)
    ranked = sorted(zip(resume.work, closeness, strict=True), key=lambda one: -one[1])
    lines = [f"- **{value:.0f}** of 100: {_role(role.position, role.name)}" for role, value in ranked]
    return "\n\n".join(["**Your roles beside it**", "\n".join(lines), ":small[By the role's skills, title and words alone.]"])


def proof(one: Proof) -> str:
    """Where the record shows a skill, as a line of a list."""
    return f"- {plain(one.skill, 60)}: “{plain(one.quote, 160)}” ({plain(place_in_record(one.pointer), 60)})"


def provenance(listed: Listed, note: Note, today: date) -> str:
    """Source, dates and copies."""
    stored = listed.stored
    rows = [
        ("Source", posting.origin(stored, today)),
        ("First seen", words.age(stored.first_seen.date(), today)),
        ("Last seen", words.age(stored.last_seen.date(), today)),
        ("Open until", words.day(stored.posting.expires)),
        ("Confidence of the score", f"{listed.match.confidence:.0%} of what counts is known"),
    ]
    copies = [f"  - {_copy(one.source, one.link, one.published, today, stored.sample)}" for one in note.copies[:SHOWN_COPIES]]
    if copies:
        more = len(note.copies) - SHOWN_COPIES
        rows.append(("The same opening also", "\n" + "\n".join([*copies, *([f"  - and {more} more"] if more > 0 else [])])))
    return f"**Where it comes from**\n\n{posting.described(rows)}"


def standing(checked: CheckedPosting, today: date) -> str:
    """What the posting's page said, and when."""
    return f"{_STANDING[checked.standing]}, asked {words.age(checked.at.date(), today)}. {plain(checked.reason)}"


def _evidence(resume: Resume, listed: Listed) -> None:
    """Where the record says what the posting asks for, with ways into the profile."""
    held = [one.skill for one in listed.explanation.phrases if not one.missing]
    found = matching.proofs(resume, held)[:SHOWN_PROOFS]
    if not found:
        return
    st.markdown("**Where your record says it**\n\n" + "\n".join(map(proof, found)), anchors=False)
    parts = dict.fromkeys(part_of(one.pointer) for one in found)
    with st.container(horizontal=True):
        for part in parts:
            name = _PARTS.get(part, f"your {part}")
            st.page_link(path("profile"), label=f"Open {name}", icon=":material/person:", query_params={"part": part})


def _standing(ws: Workspace, listed: Listed) -> None:
    """What the posting's page said when it was asked, and the button that asks it."""
    stored = listed.stored
    checked = ws.records.checks.of([stored.id]).get(stored.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        told = st.empty()
        recent = checked is not None and ws.now() - checked.at < feeds.AGAIN
        asked = st.button(
            "Ask again" if checked else "Ask whether it is still there", icon=":material/wifi_find:", key=f"matches_ask_{stored.id}",
            disabled=recent, help="Its page was asked a moment ago; ask again in ten minutes." if recent else _WHAT_ASKING_DOES,
        )  # fmt: skip
    if asked:
        try:
            with told, st.spinner("Asking the posting's page, at most 20 seconds"):
                checked = feeds.check(ws, stored)
        except UserError as error:
            told.error(str(error))
            return
    told.markdown(standing(checked, ws.now().date()) if checked else "Its page has not been asked yet.", width="content")


_WHAT_ASKING_DOES = (
    "Shortlist opens the posting's own page once, as a browser would, and looks whether it names the job. Nothing about you is sent."
)


def _copy(source: str, link: str, published: date | None, today: date, sample: bool) -> str:
    address = "" if sample else http_link(link)
    where = f"{plain(source, 60) or 'source not stated'}, {words.age(published, today)}"
    return f"{where} · [open it](<{address}>)" if address else where


def _role(position: str, employer: str) -> str:
    return ", ".join(plain(part, 80) for part in (position, employer) if part) or "a role without a title"
