"""The row of filters above the matches; every choice stands in the URL, so a link or a reload shows the same list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import streamlit as st

from core import matching
from core.matching import Filters
from core.matching.listing import Permit, Sort
from core.models import Level, Remote
from core.workspace import Workspace
from pages.ui import words
from pages.ui.safe import plain

PAGE = 10
MINIMUM = 60
DEFAULTS: dict[str, Any] = {
    "score": MINIMUM, "work": [], "place": "", "age": None, "pay": None, "words": "", "level": [], "contract": [],
    "permit": None, "marked": None, "page": 1,
}  # fmt: skip
_SORTS: dict[Sort, str] = {"score": "Best match first", "newest": "Newest first", "pay": "Highest pay first"}
_WORK = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On site"}
_AGES = {7: "The last 7 days", 14: "The last 14 days", 30: "The last 30 days", 90: "The last 90 days"}
_CONTRACTS = ("full-time", "part-time", "contract", "freelance", "temporary", "internship", "apprenticeship")
_PERMITS: dict[Permit, str] = {"offered": "Help is offered", "not refused": "Help is not refused"}
_MARKED = {"interested": "Interested", "applied": "Applied", "hidden": "Hidden"}


def row(ws: Workspace, currency: str) -> Filters:
    """Draw the filters; returns what they say, without the page."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        minimum = st.number_input(
            "Least score", 0, 100, MINIMUM, 5, key="score", bind="query-params", width=130, on_change=_first_page, help=_SCORE_HELP
        )
        place = st.text_input("Place", key="place", bind="query-params", width=170, on_change=_first_page, placeholder="City or country")
        sort = st.selectbox(
            "Order", list(_SORTS), format_func=_SORTS.__getitem__, key="sort", bind="query-params", width=190, on_change=_first_page
        )
        with st.popover("More filters", icon=":material/tune:"):
            more = _more(currency)
            _hidden_companies(ws)
    _in_use(more, currency)
    return Filters(minimum=float(minimum), place=place or "", sort=sort or "score", limit=PAGE, **more)


def clear() -> None:
    """Set every filter back (for a button's callback)."""
    for name, value in DEFAULTS.items():
        st.session_state[name] = value


def lower(minimum: int) -> None:
    """Show scores from `minimum` on (for a button's callback)."""
    st.session_state["score"] = minimum
    _first_page()


def page() -> int:
    """The page of the list that is asked for, from 1."""
    asked = str(st.session_state.get("page") or st.query_params.get("page", ""))
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


def pages(total: int) -> None:
    """The pager beneath the list, when there is more than one page."""
    count = -(-total // PAGE)
    if count > 1:
        if page() > count:
            st.session_state["page"] = count
        st.pagination(count, key="page", bind="query-params")


def _more(currency: str) -> dict[str, Any]:
    """The filters that are used less."""
    work = st.pills(
        "Workplace", get_args(Remote), selection_mode="multi", format_func=_WORK.__getitem__, key="work", bind="query-params",
        on_change=_first_page,
    )  # fmt: skip
    age = st.selectbox(
        "Posted in", list(_AGES), index=None, format_func=_AGES.__getitem__, key="age", bind="query-params", placeholder="Any time",
        on_change=_first_page,
    )  # fmt: skip
    pay = st.number_input(
        f"Pay a year of at least ({currency})", 0, 10_000_000, None, 1_000, key="pay", bind="query-params", placeholder="Any pay",
        on_change=_first_page, help="Postings that do not state their pay are left out.",
    )  # fmt: skip
    levels = _pills("Level", get_args(Level), "level")
    contracts = _pills("Contract", _CONTRACTS, "contract")
    permit = st.selectbox(
        "Help with a work permit", list(_PERMITS), index=None, format_func=_PERMITS.__getitem__, key="permit", bind="query-params",
        placeholder="Does not matter", on_change=_first_page, help="Most postings do not say; “not refused” keeps those.",
    )  # fmt: skip
    named = st.text_input("Words in title or company", key="words", bind="query-params", on_change=_first_page)
    marked = st.selectbox(
        "Your marks", list(_MARKED), index=None, format_func=_MARKED.__getitem__, key="marked", bind="query-params",
        placeholder="All but hidden", on_change=_first_page,
    )  # fmt: skip
    return {
        "remote": tuple(work), "days": age, "pay_min": pay, "levels": levels, "contracts": contracts, "permit": permit or "",
        "words": named or "", "only": marked or "",
    }  # fmt: skip


def _pills(name: str, options: Sequence[str], key: str) -> tuple[Any, ...]:
    """Any of a few words."""
    chosen = st.pills(
        name, options, selection_mode="multi", format_func=str.capitalize, key=key, bind="query-params", on_change=_first_page
    )  # fmt: skip
    return tuple(chosen)


def _hidden_companies(ws: Workspace) -> None:
    """The companies that are left out, to take out of that list again."""
    names = matching.hidden_companies(ws)
    if names:
        key = f"matches_hidden_companies_{len(names)}_{names[0]}"
        st.multiselect(
            "Hidden companies", names, names, key=key, on_change=_show_again, args=(ws, names, key),
            help="Their postings are left out. Take a company out of this list to see its postings again.",
        )  # fmt: skip


def _show_again(ws: Workspace, names: Sequence[str], key: str) -> None:
    for name in set(names) - set(st.session_state[key]):
        matching.show_company(ws, name)


_SCORE_HELP = "From 0 to 100. Skills count 40 %, experience 30 %, location 20 % and pay 10 %, unless you set other weights in Settings."


def _in_use(more: dict[str, Any], currency: str) -> None:
    """The filters inside the menu that are set, because a closed menu does not show them."""
    told = [_WORK[one].lower() for one in more["remote"]]
    told += [_AGES[more["days"]].lower()] if more["days"] else []
    told += [f"pay from {words.money(more['pay_min'], currency)}"] if more["pay_min"] else []
    told += [f"level {', '.join(more['levels'])}"] if more["levels"] else []
    told += [f"contract {', '.join(more['contracts'])}"] if more["contracts"] else []
    told += [f"work permit, {_PERMITS[more['permit']].lower()}"] if more["permit"] else []
    told += [f"words “{more['words']}”"] if more["words"] else []
    told += [f"marked {_MARKED[more['only']].lower()}"] if more["only"] else []
    if told:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Also filtered by: {plain(', '.join(told))}.", width="content")
            st.button("Clear all filters", on_click=clear, type="tertiary", key="matches_clear")


def _first_page() -> None:
    st.session_state["page"] = 1
