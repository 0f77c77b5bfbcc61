"""How a posting is said: one line of facts, its source and age, a table of many; text from outside never becomes markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from core.models import JobFacts
from core.text import csv_cell, http_link
from core.warehouse.market import StoredPosting
from pages.ui import words
from pages.ui.safe import plain

_SKILLS = 12


def facts_line(stored: StoredPosting, estimate: str = "") -> str:
    """Company, place, way of working and pay as Markdown; what is not known is said, with the estimate of the pay where there is one."""
    posting, pay = stored.posting, stored.posting.pay
    company = plain(posting.company, 80) or "company not stated"
    told = words.pay(pay.min, pay.max, pay.currency, pay.period)
    parts = [f"**{company}**", place(stored), f"pay {told}{', ' + estimate if estimate else ''}" if told == words.UNKNOWN else plain(told)]
    return " · ".join(parts)


def place(stored: StoredPosting) -> str:
    """The place as the posting states it, and whether one can work from afar, as Markdown."""
    where = plain(stored.posting.location, 80) or "place not stated"
    remote = stored.posting.remote
    return f"{where}, {_REMOTE[remote]}" if remote and remote not in where.casefold() else where


_REMOTE = {"remote": "remote", "hybrid": "hybrid", "onsite": "on site"}


def origin(stored: StoredPosting, today: date) -> str:
    """Source and age as Markdown."""
    return f"{plain(stored.posting.source, 60) or 'source not stated'}, {words.age(stored.posting.published, today)}"


def link(stored: StoredPosting) -> str:
    """A Markdown link to the posting; empty without one, and for the invented sample, whose pages do not exist."""
    address = http_link(stored.posting.link)
    return f"[Open the posting](<{address}>)" if address and not stored.sample else ""


def understood(facts: JobFacts) -> list[tuple[str, str]]:
    """What was read out of a posting's text, as (name, Markdown value)."""
    years = f"{facts.years:g} years" if facts.years is not None else words.UNKNOWN
    return [
        ("Asks for", _names(facts.required)),
        ("Welcomes", _names(facts.preferred)),
        ("Experience", years),
        ("Level", facts.level or words.UNKNOWN),
        ("Education", plain(facts.education or words.UNKNOWN)),
        ("Contract", plain(facts.employment or words.UNKNOWN)),
        ("Help with a work permit", permit(facts)),
    ]


def permit(facts: JobFacts) -> str:
    """Whether the employer helps with permission to work."""
    return {None: words.UNKNOWN, True: "offered", False: "not offered"}[facts.sponsorship]


def workplace(stored: StoredPosting) -> str:
    """Remote, hybrid or on site."""
    return _REMOTE.get(stored.posting.remote or stored.facts.remote or "", words.UNKNOWN)


def described(rows: Sequence[tuple[str, str]]) -> str:
    """Names and Markdown values as one list."""
    return "\n".join(f"- {name}: {value}" for name, value in rows)


def table(postings: Sequence[StoredPosting], today: date) -> None:
    """Many postings at a glance."""
    rows = [row(stored, today) for stored in postings]
    draw(rows, f"Table of {len(rows)} postings with title, company, place, pay, source and age.")


def draw(rows: Sequence[dict[str, Any]], told: str, **selecting: Any) -> None:
    """Rows of postings as a table whose links open; `told` says the same to those who cannot see it."""
    links = {"Link": st.column_config.LinkColumn(display_text="Open", width="small")}
    st.dataframe(rows, hide_index=True, column_config=links, alt=told, **selecting)


def row(stored: StoredPosting, today: date) -> dict[str, Any]:
    """One posting as a row of a table; the table can be saved as CSV, so no text may be a formula."""
    posting, pay = stored.posting, stored.posting.pay
    return {
        "Title": csv_cell(posting.title),
        "Company": csv_cell(posting.company or words.UNKNOWN),
        "Place": csv_cell(posting.location or words.UNKNOWN),
        "Remote": workplace(stored),
        "Pay": words.pay(pay.min, pay.max, pay.currency, pay.period),
        "Source": csv_cell(posting.source or words.UNKNOWN),
        "Posted": words.age(posting.published, today),
        "Link": None if stored.sample else http_link(posting.link) or None,
    }


def _names(skills: Sequence[str]) -> str:
    if not skills:
        return words.UNKNOWN
    more = len(skills) - _SKILLS
    return ", ".join(plain(name, 60) for name in skills[:_SKILLS]) + (f" and {more} more" if more > 0 else "")
