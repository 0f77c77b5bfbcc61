"""What-ifs: the same job in another place, at another level, with more years or one skill more, each as money with its interval."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core.errors import UserError
from core.jobs import locate
from core.resume.signs import country_name
from core.salary import ENOUGH, Estimate, Job, SalaryModel, what_if
from core.salary.estimating import basis
from core.skills import taxonomy
from pages.ui.asking import LEVELS, Unit
from pages.ui.safe import plain

AS_IT_IS = "as it is"
YEARS = (AS_IT_IS, "0", "1", "2", "3", "5", "8", "10", "15", "20", "25", "30")
Changes = dict[str, Any]


def what_ifs(model: SalaryModel, wanted: Job, found: Estimate, unit: Unit) -> None:
    """The fields, kept in the URL, and what each of them changes; together when there are several."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.text_input("Another place", key="other_place", bind="query-params", width=220, placeholder="City or country")
        skill = st.text_input("One skill more", key="more_skill", bind="query-params", width=220, placeholder="For example SQL")
        levels = [AS_IT_IS, *(level for level in LEVELS if model.design.knows("level", level))]
        level = st.select_slider("Another level", levels, key="other_level", bind="query-params", width=300)
        years = AS_IT_IS
        if model.design.of_input("years").any():
            years = st.select_slider("Other years of experience", YEARS, key="other_years", bind="query-params", width=300)
    told = [in_place(model, place), at_level(wanted, level), with_skill(model, wanted, skill), with_years(wanted, years)]
    sentences = [part if isinstance(part, str) else compared(model, wanted, unit, *part) for part in told if part]
    changes = [part[1] for part in told if part and not isinstance(part, str)]
    if len(changes) > 1:
        every = {name: value for one in changes for name, value in one.items()}
        sentences.append(compared(model, wanted, unit, "All of it together", every))
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences) or "Change one of these to see what it does to the pay.")
    now = plain(f"{unit.said(found.median)} {unit.per}")
    st.caption(f"Against this job as it stands, of which half pay more than {now}; with 80 % intervals in brackets.")


def in_place(model: SalaryModel, text: str | None) -> tuple[str, Changes] | str:
    """Another place; a city that no row had counts as its country."""
    if not text:
        return ""
    place = locate(text[:200])
    if not place.country:
        return f"{plain(text, 80)} is no place that is known here; name the country too."
    city = place.city if place.city and model.design.knows("city", place.city) else ""
    named = ", ".join(part for part in (city, country_name(place.country)) if part)
    return f"In **{plain(named, 80)}**", {"country": place.country, "city": city, "region": "", "residence": ""}


def at_level(wanted: Job, level: str) -> tuple[str, Changes] | str:
    """Another level."""
    return "" if level in (AS_IT_IS, wanted.level) else (f"At the level **{level}**", {"level": level})


def with_skill(model: SalaryModel, wanted: Job, text: str | None) -> tuple[str, Changes] | str:
    """One skill more."""
    if not text or not text.strip():
        return ""
    skill = taxonomy().canonical(text.strip()[:80])
    if skill in wanted.skills:
        return f"{plain(skill, 80)} is among the skills already."
    if not model.design.of_token("skill", skill).any():
        return f"Too few paid rows name {plain(skill, 80)}, so its effect is unknown."
    return f"With **{plain(skill, 80)}**", {"skills": (*wanted.skills, skill)}


def with_years(wanted: Job, years: str) -> tuple[str, Changes] | str:
    """More or fewer years of experience."""
    return "" if years == AS_IT_IS or float(years) == wanted.years else (f"With **{years} years** of experience", {"years": float(years)})


def compared(model: SalaryModel, wanted: Job, unit: Unit, told: str, changes: Changes) -> str:
    """A what-if as a sentence."""
    try:
        one = what_if(model, wanted, unit.currency, **changes)
    except UserError as error:
        return plain(str(error))
    span = plain(f"({unit.signed(one.low)} to {unit.signed(one.high)})")
    return f"{told}: **{plain(unit.signed(one.amount))}** {unit.per} {span}{_beyond(model, wanted, changes)}."


def _beyond(model: SalaryModel, wanted: Job, changes: Changes) -> str:
    """Said when the changed job itself has too few rows like it for an estimate."""
    n, _ = basis(model, replace(wanted, **changes))
    return f"; only {n} paid rows are like that job" if n < ENOUGH else ""
