"""What the salary page says about a job: which one, its estimate, what moves it, and what-ifs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import streamlit as st

from core import money, occupations, profiles
from core.errors import UserError
from core.jobs import locate
from core.models import Level
from core.salary import ENOUGH, Effect, Estimate, Job, SalaryModel, job, of_profile, what_if
from core.skills import taxonomy
from core.workspace import Workspace
from pages.ui import charts, marks, words
from pages.ui.market import SAMPLE_NOTE, draw, name_of
from pages.ui.proving import download
from pages.ui.safe import label, plain

FIELDS = ("title", "place", "level", "skills", "years")
LEVELS: tuple[Level, ...] = get_args(Level)
SHOWN_EFFECTS, SUGGESTED, MOST_YEARS = 8, 4, 60.0
ESTIMATED_NOTE = "Worked out by a model from openings that state their pay; this job's own pay is not known."


# --- which job -----------------------------------------------------------------------------------------------------------


def fields(ws: Workspace) -> Job | None:
    """The row of fields, kept in the URL, first filled from the current profile; None as long as there is no title."""
    mine = of_current(ws)
    prefill(mine)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input("Job title", key="title", bind="query-params", width=190, placeholder="Nurse")
        place = st.text_input("Place", key="place", bind="query-params", width=150, placeholder="City or country")
        level = st.selectbox("Level", LEVELS, None, key="level", bind="query-params", width=130, placeholder="Any level")
        skills = st.text_input("Skills", key="skills", bind="query-params", width=180, placeholder="Separated by commas")
        years = st.number_input("Years", 0.0, MOST_YEARS, None, 1.0, "%.0f", key="years", bind="query-params", width=90, placeholder="Any")
    if mine and title != mine.title:
        st.button(
            "Take the job of your profile", on_click=start, args=(mine,), type="tertiary", icon=":material/person:", key="salary_mine"
        )
    if not title or not title.strip():
        return None
    wanted = job(title.strip()[:200], (place or "")[:200], skill_names(skills or ""), level or "", years)
    if place and not wanted.country:
        st.info(f"{plain(place, 80)} is no place that is known here, so it does not count; name the country too.")
    return wanted


def skill_names(text: str) -> list[str]:
    """The skills of a comma-separated text."""
    return [part.strip() for part in text[:2000].split(",") if part.strip()]


def prefill(mine: Job | None) -> None:
    """Start with the profile's job, unless the address or the person says another."""
    if mine and not any(name in st.session_state or name in st.query_params for name in FIELDS):
        start(mine)


def of_current(ws: Workspace) -> Job | None:
    """The job that the current profile looks for; None without a profile, or when its record names no role."""
    profile = profiles.current(ws)
    try:
        return of_profile(profile.resume, profile.preferences) if profile else None
    except UserError:
        return None


def start(wanted: Job) -> None:
    """Fill the fields with a job (also a button's callback)."""
    st.session_state["title"] = wanted.title
    st.session_state["place"] = ", ".join(part for part in (wanted.city, wanted.country) if part)
    st.session_state["level"] = wanted.level or None
    st.session_state["skills"] = ", ".join(wanted.skills)
    st.session_state["years"] = None if wanted.years is None else min(wanted.years, MOST_YEARS)


def suggestions(model: SalaryModel) -> list[tuple[str, int]]:
    """The roles that the model knows best, with their paid rows in all countries."""
    roles = ((key.removesuffix("|"), n) for key, n in model.counts.items() if key.endswith("|") and n >= ENOUGH)
    known = [(name_of(role), n) for role, n in roles if role in occupations.table().by_id]
    return sorted(known, key=lambda one: (-one[1], one[0]))[:SUGGESTED]


def suggest(model: SalaryModel) -> None:
    """Buttons for jobs that can be estimated."""
    known = suggestions(model)
    if known:
        st.markdown("Jobs with many paid rows:")
    with st.container(horizontal=True):
        for number, (title, n) in enumerate(known):
            st.button(f"{title} (n = {n:,})", on_click=start, args=(Job(title),), key=f"salary_try_{number}")


# --- the answer ----------------------------------------------------------------------------------------------------------


def badges(estimated: bool, sample: bool) -> None:
    """Where the number comes from."""
    with st.container(horizontal=True):
        if estimated:
            marks.estimated_badge(ESTIMATED_NOTE)
        if sample:
            marks.sample_badge("Sample data", SAMPLE_NOTE)


def answer(found: Estimate, wanted: Job) -> None:
    """The interval, its middle, what it rests on and how often such intervals were right."""
    place = ", ".join(part for part in (wanted.city, wanted.country) if part) or "place not stated"
    st.markdown(f"**{plain(wanted.title, 80)}**, {plain(place, 80)}: pay a year in {found.currency}, before tax.")
    with st.container(horizontal=True):
        st.metric("Eight in ten pay", short_span(found), border=True)
        st.metric("Half pay more than", words.money(found.median, found.currency), border=True)
        st.metric("Paid rows like it", f"{found.n:,}", border=True)
        measured = f"{found.quality.coverage80:.0%}" if found.quality else "not measured"
        st.metric("Measured coverage", measured, border=True, help=COVERAGE_HELP)
    wide = words.pay(found.lo90, found.hi90, found.currency, "year")
    st.caption(f"{plain(found.basis)} Nine in ten pay {plain(wide)}. What you leave out counts as an average.")


COVERAGE_HELP = "The share of later openings, held out from the model, whose pay really lay inside such an interval; 80 % would be exact."


def short_span(found: Estimate) -> str:
    """Both ends of the inner interval."""
    return f"{words.money(found.lo80, found.currency)} to {words.money(found.hi80, found.currency)}"


# --- what moves it -------------------------------------------------------------------------------------------------------


def moves(known: Sequence[Effect], found: Estimate) -> None:
    """What each input adds, against an average in its place, largest first."""
    if not known:
        st.info("Only the title is known so far. A place, a level or skills show what moves the pay.")
        return
    shown = known[:SHOWN_EFFECTS]
    names = [effect_name(one) for one in shown]
    labels = [change(one, found.currency) for one in shown]
    figure = charts.differences(
        names, [(one.low, one.amount, one.high) for one in shown], [signed(one.amount, found.currency) for one in shown]
    )
    clear = next((number for number, one in enumerate(shown) if one.low > 0 or one.high < 0), None)
    title = "Nothing stated here clearly moves it" if clear is None else f"{names[clear]} moves it most: {labels[clear]} a year"
    draw(figure, title, names, labels)
    st.caption(
        "Each input against an average in its place; the line is an 80 % interval. One that crosses zero may be no effect at all. "
        "Effects go together with pay; they do not show that a skill causes it."
    )
    rows = [{"input": one.name, "value": one.value, "amount": one.amount, "low": one.low, "high": one.high} for one in known]
    download([row | {"currency": found.currency, "period": "year"} for row in rows], "salary-effects.csv")


def effect_name(one: Effect) -> str:
    """`Level: senior`."""
    return f"{one.name.capitalize()}: {label(one.value, 60)}"


def change(one: Effect, currency: str) -> str:
    """`+£4,200 (+£1,900 to +£6,600)`."""
    return f"{signed(one.amount, currency)} ({signed(one.low, currency)} to {signed(one.high, currency)})"


def signed(amount: float, currency: str) -> str:
    """An amount with its sign, to two meaningful digits."""
    rounded = float(f"{amount:.2g}")
    return f"{'−' if rounded < 0 else '+'}{words.money(abs(round(rounded)), currency)}"


# --- what if -------------------------------------------------------------------------------------------------------------


def what_ifs(model: SalaryModel, wanted: Job, found: Estimate) -> None:
    """The same job in another place, at another level, with one skill more."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.text_input("Another place", key="other_place", bind="query-params", width=230, placeholder="City or country")
        levels = [level for level in LEVELS if model.design.knows("level", level) and level != wanted.level]
        level = st.selectbox("Another level", levels, None, key="other_level", bind="query-params", width=180, placeholder="As it is")
        skill = st.text_input("One skill more", key="more_skill", bind="query-params", width=230, placeholder="For example SQL")
    told = in_place(model, wanted, place), at_level(model, wanted, level), with_skill(model, wanted, skill)
    st.markdown("\n".join(f"- {sentence}" for sentence in told if sentence) or "Change one of these to see what it does to the pay.")
    st.caption(f"Against this job as it stands: half pay more than {plain(words.money(found.median, found.currency))} a year.")


def in_place(model: SalaryModel, wanted: Job, text: str | None) -> str:
    """What another place changes; a city that no row had counts as its country."""
    if not text:
        return ""
    place = locate(text[:200])
    if not place.country:
        return f"{plain(text, 80)} is no place that is known here; name the country too."
    city = place.city if place.city and model.design.knows("city", place.city) else ""
    named = ", ".join(part for part in (city, place.country) if part)
    return compared(model, wanted, f"In **{plain(named, 80)}**", country=place.country, city=city)


def at_level(model: SalaryModel, wanted: Job, level: str | None) -> str:
    """What another level changes."""
    return compared(model, wanted, f"At the level **{level}**", level=level) if level else ""


def with_skill(model: SalaryModel, wanted: Job, text: str | None) -> str:
    """What one skill more changes."""
    if not text or not text.strip():
        return ""
    skill = taxonomy().canonical(text.strip()[:80])
    if skill in wanted.skills:
        return f"{plain(skill, 80)} is among the skills already."
    if not model.design.of_token("skill", skill).any():
        return f"Too few paid rows name {plain(skill, 80)}, so its effect is unknown."
    return compared(model, wanted, f"With **{plain(skill, 80)}**", skills=(*wanted.skills, skill))


def compared(model: SalaryModel, wanted: Job, told: str, **changes: Any) -> str:
    """A what-if as a sentence."""
    try:
        one = what_if(model, wanted, **changes)
    except UserError as error:
        return plain(str(error))
    amount, low, high = (plain(signed(value, currency_of(model, wanted))) for value in (one.amount, one.low, one.high))
    return f"{told}: **{amount}** a year ({low} to {high})."


def currency_of(model: SalaryModel, wanted: Job) -> str:
    """The currency in which a job's pay is told."""
    return money.currency_of(wanted.country or None) or model.currency
