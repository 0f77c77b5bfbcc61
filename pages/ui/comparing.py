"""Up to four postings side by side: chosen on cards and in the table, kept in the address, shown as one table of facts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from core import matching
from core.matching import Compared
from core.matching.comparing import MOST, sure
from core.store import StoredProfile
from core.text import csv_cell
from core.workspace import Workspace
from pages.ui import posting, words
from pages.ui.safe import label, plain

PARAMETER = "compare"
_KEPT = "matches_compare"
_TOLD = "matches_told"
_SKILLS = 12


def chosen() -> list[str]:
    """Ids of the chosen postings: those in the address, else those of this visit, which then stand in the address again."""
    told = st.query_params.get(PARAMETER)
    if told is None:
        ids: list[str] = st.session_state.get(_KEPT, [])
        if ids:
            keep(ids)
        return ids
    return list(dict.fromkeys(re.findall(r"[0-9a-f]{16}", told[:200])))[:MOST]


def keep(ids: Sequence[str]) -> None:
    """Choose these postings and no others."""
    st.session_state[_KEPT] = list(ids)
    if ids:
        st.query_params[PARAMETER] = ",".join(ids)
    elif PARAMETER in st.query_params:
        del st.query_params[PARAMETER]


def choose(job_id: str, wanted: bool) -> bool:
    """Take a posting in or out; says how many are chosen, and returns whether this one is."""
    ids = chosen()
    if (job_id in ids) == wanted:
        return wanted
    if wanted and len(ids) == MOST:
        say(f"{MOST} postings are chosen already, as many as fit side by side. Take one out first.")
        return False
    keep([*ids, job_id] if wanted else [one for one in ids if one != job_id])
    say(_told(len(chosen())))
    return wanted


def from_rows(shown: Sequence[str], ticked: Sequence[str]) -> None:
    """Take in the ticked rows of the table, and out those of its rows that are not ticked."""
    ids = [one for one in chosen() if one not in shown or one in ticked]
    ids += [one for one in ticked if one not in ids]
    if len(ids) > MOST:
        say(f"Only {MOST} postings fit side by side; the first {MOST} stay chosen.")
    keep(ids[:MOST])


def tell() -> None:
    """Say what the last choice did; a callback cannot, because it runs before its part of the page."""
    told = st.session_state.pop(_TOLD, "")
    if told:
        st.toast(told)


def say(text: str) -> None:
    """Keep a sentence for `tell`."""
    st.session_state[_TOLD] = text


def beside(ws: Workspace, profile: StoredProfile) -> None:
    """The comparison, or how to begin one."""
    compared = matching.compare(ws, profile, chosen())
    if not compared:
        st.info(
            "No posting is chosen yet. Press Compare on up to four cards, or tick rows in the table; then they stand here side by side."
        )
        return
    today = ws.now().date()
    st.markdown(verdict(compared))
    st.table(cells(compared, today), alt=f"Table that compares {words.count(len(compared), 'posting')}, a column each.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        titles = {one.stored.id: label(one.stored.posting.title, 40) for one in compared}
        key = f"matches_compared_{'_'.join(titles)}"
        st.multiselect(
            "Compared postings", list(titles), list(titles), format_func=titles.__getitem__, key=key, width=520,
            on_change=lambda: keep(st.session_state[key]),
        )  # fmt: skip
        st.download_button(
            "Comparison as CSV", lambda: to_csv(compared, today), "comparison.csv", "text/csv", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip


def verdict(compared: Sequence[Compared]) -> str:
    """Which one is ahead, and whether what is unknown could turn that round."""
    first = compared[0]
    ahead = f"**{plain(first.stored.posting.title, 80)}** scores highest: {words.score(first.match.score, first.match.band)}."
    if len(compared) == 1:
        return f"{ahead} Choose one to three more postings to see them beside it."
    if sure(first.match, compared[1].match):
        return f"{ahead} Its band lies above the others, so what is not stated does not change the order."
    near = sum(not sure(first.match, one.match) for one in compared[1:])
    return f"{ahead} The bands of {words.count(near, 'other')} reach into its own, so what is not stated could change the order."


def cells(compared: Sequence[Compared], today: date) -> dict[str, list[str]]:
    """The table as Markdown: a column a posting, a row a fact, named in the first column."""
    made = facts(compared, today)
    columns = {
        f"{one.rank}\\. {plain(one.stored.posting.title, 80)}": [plain(row[1][at], 300) for row in made] for at, one in enumerate(compared)
    }
    return {"Fact": [f"**{name}**" for name, _ in made], **columns}


def to_csv(compared: Sequence[Compared], today: date) -> str:
    """The same table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["", *(csv_cell(one.stored.posting.title) for one in compared)])
    writer.writerows([name, *map(csv_cell, values)] for name, values in facts(compared, today))
    return "\ufeff" + out.getvalue()


def facts(compared: Sequence[Compared], today: date) -> list[tuple[str, list[str]]]:
    """What is compared: a name and one plain text a posting."""
    return [(name, [told(one, today) for one in compared]) for name, told in _ROWS.items()]


def _told(number: int) -> str:
    return (
        f"{words.count(number, 'posting')} chosen; the Compare view shows up to {MOST} side by side." if number else "No posting is chosen."
    )


def _part(value: float | None) -> str:
    return words.UNKNOWN if value is None else f"{value:.0f}"


def _names(names: Sequence[str], none: str) -> str:
    more = len(names) - _SKILLS
    return ", ".join(names[:_SKILLS]) + (f" and {more} more" if more > 0 else "") if names else none


def _held(one: Compared, _: date) -> str:
    return _names(one.held, "none" if one.missing or one.missing_plus else words.UNKNOWN)


def _years(one: Compared, _: date) -> str:
    years = one.stored.facts.years
    return words.UNKNOWN if years is None else f"{years:g} years"


def _pay(one: Compared, _: date) -> str:
    pay = one.stored.posting.pay
    return words.pay(pay.min, pay.max, pay.currency, pay.period)


_ROWS: dict[str, Callable[[Compared, date], str]] = {
    "Company": lambda one, _: one.stored.posting.company or words.UNKNOWN,
    "Score": lambda one, _: words.score(one.match.score, one.match.band),
    "Skills": lambda one, _: _part(one.match.parts.skills),
    "Experience": lambda one, _: _part(one.match.parts.experience),
    "Place, as you wish": lambda one, _: _part(one.match.parts.location),
    "Pay, as you wish": lambda one, _: _part(one.match.parts.salary),
    "Where": lambda one, _: one.stored.posting.location or words.UNKNOWN,
    "Workplace": lambda one, _: posting.workplace(one.stored),
    "Stated pay": _pay,
    "You have": _held,
    "Required, not in your record": lambda one, _: _names(one.missing, "none"),
    "Welcome, not in your record": lambda one, _: _names(one.missing_plus, "none"),
    "Asks for": _years,
    "Level": lambda one, _: one.stored.facts.level or words.UNKNOWN,
    "Contract": lambda one, _: one.stored.facts.employment or words.UNKNOWN,
    "Help with a work permit": lambda one, _: posting.permit(one.stored.facts),
    "Posted": lambda one, today: words.age(one.stored.posting.published, today),
    "Last seen": lambda one, today: words.age(one.stored.last_seen.date(), today),
    "Open until": lambda one, _: words.day(one.stored.posting.expires),
}
