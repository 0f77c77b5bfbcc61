"""One match as a card: the score and its parts, why it fits and what is missing, the person's marks, details on demand.

A card is a fragment of its own: a click on it reruns that card alone. It is one block of text and one control, because ten of them
stand on a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from core import matching
from core.errors import UserError
from core.matching import Listed
from core.models import Match
from core.notes import Note
from core.salary import of_posting
from core.store import StoredProfile
from core.store.records import ActionChange
from core.workspace import Workspace
from pages.ui import asking, comparing, details, posting, words
from pages.ui.details import SHOWN_GAPS, SHOWN_REASONS, fits, lacks
from pages.ui.marks import ESTIMATED
from pages.ui.navigation import path
from pages.ui.safe import label, plain

MARKS = {"interested": "Interested", "applied": "Applied", "hidden": "Hide", "compare": "Compare"}
WHY = ("too junior", "too senior", "wrong place", "pay", "not my field", "other")
HIDDEN_COMPANY = "matches_hidden_company"
_AGAIN = "matches_draw_again"
_PARTS = ("skills", "experience", "location", "salary")
_SHOWN_ODD = 2


@st.fragment
def card(ws: Workspace, profile: StoredProfile, listed: Listed, note: Note) -> None:
    """Draw one match."""
    if st.session_state.pop(_AGAIN, False):
        st.rerun()
    today, job_id = ws.now().date(), listed.stored.id
    key = f"matches_marks_{job_id}"
    comparing.tell()
    with st.container(border=True):
        marks = st.session_state.get(key, _marked(listed))
        st.markdown(hidden(listed) if "hidden" in marks else summary(listed, note, today), anchors=False)
        st.pills(
            f"Your marks for {label(listed.stored.posting.title)}", list(MARKS), selection_mode="multi", default=_marked(listed),
            key=key, format_func=MARKS.__getitem__, label_visibility="collapsed", on_change=_keep, args=(ws, job_id, key),
        )  # fmt: skip
        if "hidden" in marks:
            _why(ws, listed)
            return
        more = st.expander("Details", key=f"matches_more_{job_id}", on_change="rerun", type="compact")
        if more.open:
            with more:
                with st.container(horizontal=True):
                    st.page_link(
                        path("interview"), label="Practise the interview for this job", icon=":material/record_voice_over:",
                        query_params={"job": job_id},
                    )  # fmt: skip
                    asking.link(of_posting(listed.stored), "What such a job pays")
                details.draw(ws, profile, listed, note)
                _hide_company(ws, listed, "details")


def table(shown: Sequence[Listed], notes: Mapping[str, Note], today: date) -> None:
    """The same matches at a glance; ticked rows are compared."""
    rows = [
        {
            "Score": round(one.match.score),
            "Band": _band(one.match),
            **posting.row(one.stored, today),
            "Odd": _odd(notes.get(one.stored.id, Note())),
        }
        for one in shown
    ]
    ids = [one.stored.id for one in shown]
    key = f"matches_table_{'_'.join(ids)}"
    chosen = comparing.chosen()
    comparing.tell()
    posting.draw(
        rows, f"Table of {len(rows)} matches with score, title, company, place, pay, source and age. Ticked rows are compared.",
        key=key, selection_mode="multi-row", selection_default={"selection": {"rows": [at for at, one in enumerate(ids) if one in chosen]}},
        on_select=lambda: comparing.from_rows(ids, [ids[at] for at in st.session_state[key].selection.rows]),
    )  # fmt: skip


def summary(listed: Listed, note: Note, today: date) -> str:
    """The card's text as Markdown."""
    stored, told = listed.stored, listed.explanation
    head = f"## {plain(stored.posting.title, 160)}\n{posting.facts_line(stored, _estimate(note))}  \n{score_line(listed.match)}"
    why = [*(fits(one) for one in told.reasons[:SHOWN_REASONS]), *(lacks(one) for one in told.gaps[:SHOWN_GAPS])]
    return "\n\n".join(
        [head, "  \n".join([*(why or ["Nothing in the posting's words stands out."]), *warnings(note)]), _source(listed, note, today)]
    )


def warnings(note: Note) -> list[str]:
    """What is odd about a posting, the gravest first, a line of Markdown each; that pay is missing stands in the first line already."""
    lines = [f":orange[:material/cancel:] {plain(note.checked.reason)}"] if note.checked and note.checked.standing == "gone" else []
    if note.repost:
        lines.append(f":orange[:material/replay:] Advertised {note.repost.rounds} times since {words.day(note.repost.first)}.")
    lines += [f":orange[:material/flag:] {plain(one.text, 300)}" for one in note.findings if one.kind != "pay missing"]
    return lines[:_SHOWN_ODD]


def score_line(match: Match) -> str:
    """The score as a number, a word and a band, then its four parts."""
    parts = [f"{_name(name)} {_part(getattr(match.parts, name))}" for name in _PARTS]
    return f":blue-badge[**{match.score:.0f}** {words.strength(match.score)}, {_band(match)}] " + " · ".join(parts)


def hidden(listed: Listed) -> str:
    """What stays of a card that was put away."""
    title, company = plain(listed.stored.posting.title, 160), plain(listed.stored.posting.company, 80)
    return f"**{title}**{' at ' + company if company else ''} is hidden from your list. Press Hide again to bring it back."


def company_hidden(ws: Workspace) -> None:
    """What hiding a company did, with the way back; nothing when none was hidden just now."""
    name = st.session_state.get(HIDDEN_COMPANY)
    if name:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/visibility_off: Postings of **{plain(name, 80)}** are hidden from now on.", width="content")
            st.button("Undo", on_click=_show_company, args=(ws, name), key="matches_company_undo")


def _source(listed: Listed, note: Note, today: date) -> str:
    """Source, age, last seen, copies, and the link."""
    stored = listed.stored
    told = f"{posting.origin(stored, today)}, last seen {words.age(stored.last_seen.date(), today)}"
    told += _copies(max(listed.copies, len(note.copies)))
    if note.checked and note.checked.standing == "alive":
        told += f", still there {words.age(note.checked.at.date(), today)}"
    link = posting.link(stored)
    return f":small[{told}]{' · ' + link if link else ''}"


def _estimate(note: Note) -> str:
    """The estimated pay as Markdown; empty without one."""
    found = note.estimate
    if found is None:
        return ""
    span = plain(f"{words.money(found.lo80, found.currency)} to {words.money(found.hi80, found.currency)} a year")
    return f"perhaps {span} {ESTIMATED}"


def _odd(note: Note) -> str:
    """What is odd in a few words."""
    found = [one.kind for one in note.findings] + (["posted again"] if note.repost else [])
    return ", ".join(found)


def _why(ws: Workspace, listed: Listed) -> None:
    """Why a posting was put away, if the person wants to say so."""
    job_id = listed.stored.id
    key, told = f"matches_why_{job_id}", listed.action.feedback if listed.action else ""
    st.pills(
        "Why, if you want to say", WHY, default=told if told in WHY else None, key=key, format_func=str.capitalize,
        on_change=_keep_why, args=(ws, job_id, key),
    )  # fmt: skip
    _hide_company(ws, listed, "hidden")


def _keep_why(ws: Workspace, job_id: str, key: str) -> None:
    ws.records.act(job_id, {"feedback": st.session_state[key] or ""})


def _hide_company(ws: Workspace, listed: Listed, where: str) -> None:
    company = listed.stored.posting.company
    if company.strip():
        st.button(
            f"Hide all postings of {label(company, 40)}", on_click=_put_away, args=(ws, company), icon=":material/visibility_off:",
            key=f"matches_company_{where}_{listed.stored.id}", type="tertiary",
        )  # fmt: skip


def _put_away(ws: Workspace, company: str) -> None:
    try:
        matching.hide_company(ws, company)
    except UserError as error:
        comparing.say(str(error))
        return
    st.session_state[HIDDEN_COMPANY] = company
    st.session_state[_AGAIN] = True


def _show_company(ws: Workspace, company: str) -> None:
    matching.show_company(ws, company)
    st.session_state.pop(HIDDEN_COMPANY, None)


def _keep(ws: Workspace, job_id: str, key: str) -> None:
    """Store the marks as they are now; what is compared stands in the address."""
    chosen = st.session_state[key]
    if not comparing.choose(job_id, "compare" in chosen) and "compare" in chosen:
        st.session_state[key] = [mark for mark in chosen if mark != "compare"]
    change: ActionChange = {"interested": "interested" in chosen, "applied": "applied" in chosen, "hidden": "hidden" in chosen}
    ws.records.act(job_id, change)


def _marked(listed: Listed) -> list[str]:
    stored = [mark for mark in ("interested", "applied", "hidden") if listed.action and getattr(listed.action, mark)]
    return [*stored, "compare"] if listed.stored.id in comparing.chosen() else stored


def _copies(number: int) -> str:
    return f", posted {number + 1} times" if number else ""


def _name(part: str) -> str:
    return {"salary": "Pay"}.get(part, part.capitalize())


def _part(value: float | None) -> str:
    return words.UNKNOWN if value is None else f"{value:.0f}"


def _band(match: Match) -> str:
    return f"{match.band[0]:.0f} to {match.band[1]:.0f}"
