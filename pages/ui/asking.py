"""Which job the salary page is asked about, and in which currency and period it answers; all of it in the URL."""

from __future__ import annotations

from typing import NamedTuple, get_args

import streamlit as st

from core import money, occupations, profiles
from core.errors import UserError
from core.jobs import locate
from core.models import Level, Period, Preferences
from core.resume.signs import country_name
from core.salary import ENOUGH, Job, SalaryModel, job, of_profile
from core.workspace import Workspace
from pages.ui import words
from pages.ui.market import name_of
from pages.ui.navigation import path
from pages.ui.safe import plain

JOB_FIELDS = ("title", "place", "level", "skills", "years")
LEVELS: tuple[Level, ...] = get_args(Level)
PERIODS: tuple[Period, ...] = get_args(Period)
SUGGESTED, MOST_YEARS, MOST_LINKED = 4, 60.0, 8
OWN_CURRENCY = "Of the place"


class Unit(NamedTuple):
    """The currency and the period of what is shown; amounts come in a year."""

    currency: str
    period: Period

    @property
    def per(self) -> str:
        """`a year`, `an hour`."""
        return f"{'an' if self.period == 'hour' else 'a'} {self.period}"

    def amount(self, yearly: float) -> float:
        """What a yearly amount is for the period, to three meaningful digits."""
        return float(f"{yearly / money.PER_YEAR[self.period]:.3g}")

    def said(self, yearly: float) -> str:
        """`€62k`, `€5,170`."""
        return words.money(self.amount(yearly), self.currency)

    def span(self, low: float, high: float) -> str:
        """Both ends of a range."""
        return f"{self.said(low)} to {self.said(high)}"

    def signed(self, yearly: float) -> str:
        """A difference with its sign, to two meaningful digits."""
        rounded = float(f"{yearly / money.PER_YEAR[self.period]:.2g}")
        return f"{'−' if rounded < 0 else '+'}{words.money(abs(rounded), self.currency)}"

    def change(self, amount: float, low: float, high: float) -> str:
        """`+£4,200 (+£1,900 to +£6,600)`."""
        return f"{self.signed(amount)} ({self.signed(low)} to {self.signed(high)})"


class Asked(NamedTuple):
    """The job (None as long as there is no title), the currency (empty: that of the place), the period."""

    job: Job | None
    currency: str
    period: Period

    def unit(self, currency: str) -> Unit:
        """How amounts of an answer in a currency are shown."""
        return Unit(currency, self.period)


def asked(ws: Workspace) -> Asked:
    """The rows of fields, kept in the URL, first filled from the current profile."""
    mine, wishes = of_current(ws)
    prefill(mine, wishes)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input("Job title", key="title", bind="query-params", width=190, placeholder="Nurse")
        place = st.text_input("Place", key="place", bind="query-params", width=150, placeholder="City or country")
        level = st.selectbox("Level", LEVELS, None, key="level", bind="query-params", width=130, placeholder="Any level")
        skills = st.text_input("Skills", key="skills", bind="query-params", width=180, placeholder="Separated by commas")
        years = st.number_input("Years", 0.0, MOST_YEARS, None, 1.0, "%.0f", key="years", bind="query-params", width=90, placeholder="Any")
        currency = st.selectbox(
            "Currency", sorted(money.rates()), None, key="currency", bind="query-params", width=140, placeholder=OWN_CURRENCY
        )
        period = st.selectbox("Pay for each", PERIODS, key="period", bind="query-params", width=110)
    if mine and title != mine.title:
        st.button(
            "Take the job of your profile", on_click=start, args=(mine,), type="tertiary", icon=":material/person:", key="salary_mine"
        )
    return Asked(_job(title, place, level, skills, years), currency or "", period or "year")


def _job(title: str | None, place: str | None, level: str | None, skills: str | None, years: float | None) -> Job | None:
    if not title or not title.strip():
        return None
    wanted = job(title.strip()[:200], (place or "")[:200], skill_names(skills or ""), level or "", years)
    if place and not wanted.country:
        st.info(f"{plain(place, 80)} is no place that is known here, so it does not count; name the country too.")
    return wanted


def skill_names(text: str) -> list[str]:
    """The skills of a comma-separated text."""
    return [part.strip() for part in text[:2000].split(",") if part.strip()]


def of_current(ws: Workspace) -> tuple[Job | None, Preferences]:
    """The job that the current profile looks for (None without one, or when its record names no role), and its wishes."""
    profile = profiles.current(ws)
    if profile is None:
        return None, Preferences()
    try:
        return of_profile(profile.resume, profile.preferences), profile.preferences
    except UserError:
        return None, profile.preferences


def prefill(mine: Job | None, wishes: Preferences) -> None:
    """Start with the profile's job, currency and period, unless the address or the person says another."""
    told = (*JOB_FIELDS, "currency", "period")
    if not mine or any(name in st.session_state or name in st.query_params for name in told):
        return
    start(mine)
    if wishes.currency in money.rates():
        st.session_state["currency"] = wishes.currency
        st.session_state["period"] = wishes.period


def start(wanted: Job) -> None:
    """Fill the fields with a job (also a button's callback)."""
    st.session_state["title"] = wanted.title
    st.session_state["place"] = place_of(wanted)
    st.session_state["level"] = wanted.level or None
    st.session_state["skills"] = ", ".join(wanted.skills)
    st.session_state["years"] = None if wanted.years is None else min(wanted.years, MOST_YEARS)


def place_of(wanted: Job) -> str:
    """City and country as the field is read back: a country by its name, where that is read as the same country."""
    name = country_name(wanted.country)
    country = name if locate(name).country == wanted.country else wanted.country
    return ", ".join(part for part in (wanted.city, country) if part)


def link(wanted: Job, said: str) -> None:
    """A link to this page with a job in its fields."""
    told = {"title": wanted.title[:200], "place": place_of(wanted), "level": wanted.level, "skills": ", ".join(wanted.skills[:MOST_LINKED])}
    asked = {name: value for name, value in told.items() if value}
    st.page_link(path("salary"), label=said, icon=":material/payments:", query_params=asked)


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
