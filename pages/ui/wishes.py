"""What a person wants of a job: roles, places, ways of working, pay, company size, permission to work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.models import Preferences
from pages.ui.editing import Editing
from pages.ui.words import SIGNS

JOB_TYPES = ("full-time", "part-time", "contract", "temporary", "internship", "apprenticeship")
SIZES = ("", "1-10", "11-50", "51-200", "201-1,000", "1,001-10,000", "more than 10,000")
PERMITS = ("", "citizen or permanent permit", "temporary permit", "needs sponsorship")
REMOTE = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On site"}
PERIODS = ("year", "month", "week", "day", "hour")
MOST = 20


def edit_wishes(editing: Editing) -> Preferences:
    """The fields; empty means no preference. Returns what stands in them."""
    wishes = editing.working.preferences
    st.caption("Empty means no preference. A posting that says nothing about a wish never loses points for it.")
    typed: dict[str, Any] = {
        "desired_roles": _many(editing, "Desired roles", "desired_roles", wishes.desired_roles),
        "locations": _many(editing, "Places", "locations", wishes.locations),
        "remote": st.pills("Way of working", list(REMOTE), format_func=REMOTE.__getitem__, selection_mode="multi", default=wishes.remote,
                           key=editing.key("remote")),
        "job_types": _many(editing, "Job types", "job_types", wishes.job_types, JOB_TYPES),
    }  # fmt: skip
    typed |= _pay(editing, wishes)
    left, right = st.columns(2)
    with left:
        typed["company_size"] = _one(editing, "Company size (people)", "company_size", wishes.company_size, SIZES)
    with right:
        typed["work_authorization"] = _one(editing, "Permission to work", "work_authorization", wishes.work_authorization, PERMITS)
    return wishes.model_copy(update=typed)


def _pay(editing: Editing, wishes: Preferences) -> dict[str, Any]:
    least, most, currency, period = st.columns(4)
    with least:
        low = _amount(editing, "Least pay", "salary_min", wishes.salary_min)
    with most:
        high = _amount(editing, "Most pay", "salary_max", wishes.salary_max)
    with currency:
        unit = _one(editing, "Currency", "currency", wishes.currency, ("", *SIGNS))
    per = period.selectbox("For a", PERIODS, index=PERIODS.index(wishes.period), key=editing.key("period"))
    return {"salary_min": low or None, "salary_max": high or None, "currency": unit.upper(), "period": per}


def _amount(editing: Editing, label: str, name: str, value: float | None) -> float | None:
    return st.number_input(label, min_value=0.0, value=value, step=1000.0, format="%0.0f", key=editing.key(name), placeholder="not stated")


def _many(editing: Editing, label: str, name: str, chosen: Sequence[str], offered: Sequence[str] = ()) -> list[str]:
    options = list(dict.fromkeys([*offered, *chosen]))
    return st.multiselect(
        label, options, default=list(chosen), accept_new_options=True, max_selections=MOST, key=editing.key(name),
        placeholder="Type and press Enter" if not offered else "Choose or type",
    )  # fmt: skip


def _one(editing: Editing, label: str, name: str, chosen: str, offered: Sequence[str]) -> str:
    options = list(dict.fromkeys([*offered, chosen]))
    picked = st.selectbox(
        label, options, index=options.index(chosen), format_func=lambda value: value or "no preference", accept_new_options=True,
        key=editing.key(name),
    )  # fmt: skip
    return str(picked or "").strip()[:60]
