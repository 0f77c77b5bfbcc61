"""One match as a card: the score and its parts, why it fits and what is missing, the person's marks, details on demand.

A card is a fragment of its own: a click on it reruns that card alone. It is one block of text and one control, because ten of them
stand on a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.matching import Fact, Listed
from core.models import Match
from core.store.records import ActionChange
from core.workspace import Workspace
from pages.ui import comparing, posting, words
from pages.ui.safe import label, plain, plain_lines

SHOWN_REASONS, SHOWN_GAPS = 3, 3
MARKS = {"interested": "Interested", "applied": "Applied", "hidden": "Hide", "compare": "Compare"}
_PARTS = ("skills", "experience", "location", "salary")


@st.fragment
def card(ws: Workspace, listed: Listed) -> None:
    """Draw one match."""
    today, job_id = ws.now().date(), listed.stored.id
    key = f"matches_marks_{job_id}"
    comparing.tell()
    with st.container(border=True):
        marks = st.session_state.get(key, _marked(listed))
        st.markdown(hidden(listed) if "hidden" in marks else summary(listed, today), anchors=False)
        st.pills(
            f"Your marks for {label(listed.stored.posting.title)}", list(MARKS), selection_mode="multi", default=_marked(listed),
            key=key, format_func=MARKS.__getitem__, label_visibility="collapsed", on_change=_keep, args=(ws, job_id, key),
        )  # fmt: skip
        if "hidden" not in marks:
            more = st.expander("Details", key=f"matches_more_{job_id}", on_change="rerun", type="compact")
            if more.open:
                more.markdown(details(listed, today), anchors=False)


def table(shown: Sequence[Listed], today: date) -> None:
    """The same matches at a glance; ticked rows are compared."""
    rows = [{"Score": round(one.match.score), "Band": _band(one.match), **posting.row(one.stored, today)} for one in shown]
    ids = [one.stored.id for one in shown]
    key = f"matches_table_{'_'.join(ids)}"
    chosen = comparing.chosen()
    comparing.tell()
    posting.draw(
        rows, f"Table of {len(rows)} matches with score, title, company, place, pay, source and age. Ticked rows are compared.",
        key=key, selection_mode="multi-row", selection_default={"selection": {"rows": [at for at, one in enumerate(ids) if one in chosen]}},
        on_select=lambda: comparing.from_rows(ids, [ids[at] for at in st.session_state[key].selection.rows]),
    )  # fmt: skip


def summary(listed: Listed, today: date) -> str:
    """The card's text as Markdown."""
    stored, told = listed.stored, listed.explanation
    head = f"## {plain(stored.posting.title, 160)}\n{posting.facts_line(stored)}  \n{score_line(listed.match)}"
    why = [*(fits(one) for one in told.reasons[:SHOWN_REASONS]), *(lacks(one) for one in told.gaps[:SHOWN_GAPS])]
    link = posting.link(stored)
    source = f":small[{posting.origin(stored, today)}{_copies(listed.copies)}]{' · ' + link if link else ''}"
    return "\n\n".join([head, "  \n".join(why or ["Nothing in the posting's words stands out."]), source])


def fits(reason: str) -> str:
    """A reason as one line of Markdown."""
    return f":green[:material/check:] {plain(reason, 300)}"


def lacks(gap: str) -> str:
    """A gap as one line of Markdown."""
    return f":orange[:material/remove:] {plain(gap, 300)}"


def score_line(match: Match) -> str:
    """The score as a number, a word and a band, then its four parts."""
    parts = [f"{_name(name)} {_part(getattr(match.parts, name))}" for name in _PARTS]
    return f":blue-badge[**{match.score:.0f}** {words.strength(match.score)}, {_band(match)}] " + " · ".join(parts)


def hidden(listed: Listed) -> str:
    """What stays of a card that was put away."""
    title, company = plain(listed.stored.posting.title, 160), plain(listed.stored.posting.company, 80)
    return f"**{title}**{' at ' + company if company else ''} is hidden from your list. Press Hide again to bring it back."


def details(listed: Listed, today: date) -> str:
    """Everything else: all reasons and gaps, what was read, what would move the score, where it comes from, the whole text."""
    stored, told = listed.stored, listed.explanation
    rest = [*(fits(one) for one in told.reasons[SHOWN_REASONS:]), *(lacks(one) for one in told.gaps[SHOWN_GAPS:])]
    blocks = []
    if rest:
        blocks += ["**More on the fit**", "  \n".join(rest)]
    if told.facts:
        blocks += ["**What would move this score**", "\n".join(f"- {moves(fact)}" for fact in told.facts)]
    blocks += ["**Read from the posting**", posting.described(posting.understood(stored.facts))]
    blocks += ["**Where it comes from**", posting.described(_provenance(listed, today))]
    blocks += ["**The posting's own words**", plain_lines(stored.posting.description) or "It has no description."]
    return "\n\n".join(blocks)


def moves(fact: Fact) -> str:
    """What an unknown fact could change, as a sentence."""
    whose = "The posting does not state" if fact.whose == "posting" else "Your profile does not say"
    ends = [f"{points:.0f} {way}" for points, way in ((fact.down, "lower"), (fact.up, "higher")) if points >= 0.5]
    return f"{whose} {plain(fact.what, 200)}: up to {' or '.join(ends) or 'half a point either way'}."


def _provenance(listed: Listed, today: date) -> list[tuple[str, str]]:
    stored = listed.stored
    return [
        ("Source", posting.origin(stored, today)),
        ("First seen", words.age(stored.first_seen.date(), today)),
        ("Last seen", words.age(stored.last_seen.date(), today)),
        ("Open until", words.day(stored.posting.expires)),
        ("Confidence of the score", f"{listed.match.confidence:.0%} of what counts is known"),
    ]


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
