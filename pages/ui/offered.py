"""An offer against the estimate: its place among like jobs, its total, facts of the record, notes to take along."""

from __future__ import annotations

import streamlit as st

from core.errors import UserError
from core.models import Period
from core.salary import Job, Offer, OfferCard, SalaryModel, offer_card
from core.store import StoredProfile
from pages.ui.asking import PERIODS, Unit
from pages.ui.navigation import path
from pages.ui.safe import plain


def offered(model: SalaryModel, wanted: Job, unit: Unit, profile: StoredProfile | None) -> None:
    """The fields of an offer (never in the URL: they are private) and its card."""
    offer = fields(unit)
    if offer is None:
        st.markdown("Enter the base pay to see where the offer stands among like jobs.")
        return
    try:
        card = offer_card(model, wanted, offer, profile.resume if profile else None, unit.period)
    except UserError as error:
        st.info(plain(str(error)))
        return
    place(card, unit)
    facts(card, profile)
    notes(card)


def fields(unit: Unit) -> Offer | None:
    """The offer, first for the period that the person reads pay in; None without a base pay."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        base = st.number_input(f"Base pay ({unit.currency})", 0.0, 1e9, None, 1000.0, "%.0f", key="offer_base", width=160)
        period: Period = st.selectbox("For each", PERIODS, PERIODS.index(unit.period), key="offer_period", width=110)
        extra = [
            st.number_input(f"{name} a year", 0.0, 1e9, None, 500.0, "%.0f", key=f"offer_{name.lower()}", width=150)
            for name in ("Bonus", "Equity", "Benefits")
        ]
    bonus, equity, benefits = (amount or 0.0 for amount in extra)
    return Offer(base, unit.currency, period, bonus, equity, benefits) if base else None


def place(card: OfferCard, unit: Unit) -> None:
    """Where the base pay stands, and the total beside it."""
    found = card.estimate
    half = "upper" if card.place >= 0.5 else "lower"
    inside = "inside" if found.lo80 <= card.base <= found.hi80 else "outside"
    st.markdown(f"The base pay is above about **{card.place:.0%}** of like jobs: in the {half} half, {inside} the 80 % interval.")
    with st.container(horizontal=True):
        st.metric(f"Base pay {unit.per}", unit.said(card.base), border=True, width="content")
        st.metric(f"Total {unit.per}", unit.said(card.total), border=True, width="content")
        st.metric("Half of like jobs pay more than", unit.said(found.median), border=True, width="content")
        st.metric("Eight in ten pay", unit.span(found.lo80, found.hi80), border=True, width="content")
    upper(card, unit)


def upper(card: OfferCard, unit: Unit) -> None:
    """What the upper half of like jobs pays, where the offer is not in it."""
    if card.place < 0.5:
        found = card.estimate
        span, step = plain(unit.span(found.median, found.hi80)), plain(unit.said(found.median - card.base))
        st.markdown(f"The upper half of the 80 % interval is {span} {unit.per}; it begins {step} above the offer.")


def facts(card: OfferCard, profile: StoredProfile | None) -> None:
    """What the record shows that may justify the upper half."""
    if profile is None:
        st.markdown("With a profile, the facts of your record that may justify the upper half stand here.")
        st.page_link(path("profile"), label="Bring your resume", icon=":material/upload_file:")
    elif card.facts:
        st.markdown(f"**Facts from {plain(profile.title, 60)} that may justify the upper half**")
        st.markdown("\n".join(f"- {plain(fact.text)}" for fact in card.facts))
    else:
        st.markdown("The record shows no skill in use, result with a number or certificate that goes with more pay.")


def notes(card: OfferCard) -> None:
    """The card in sentences."""
    st.markdown("**Notes for the negotiation**")
    st.markdown("\n".join(f"- {plain(note)}" for note in card.notes))
    st.download_button(
        "Notes as text", "\n".join(card.notes), "offer-notes.txt", "text/plain", icon=":material/download:", on_click="ignore"
    )
