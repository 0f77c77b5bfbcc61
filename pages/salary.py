"""Salary: what a job pays with its interval, what moves it, what-ifs, two roles, an offer against it, and how good all that is."""

import streamlit as st

from core import profiles
from core.errors import UserError
from core.salary import SalaryModel, effects, estimate
from core.workspace import Workspace
from pages import ui
from pages.ui import asking, besides, exchange, fitting, offered, paying, proving, supposing, surveys

VIEWS = ("What moves it", "What if", "Two roles", "Your offer")


def about_a_job(ws: Workspace, model: SalaryModel, asked: asking.Asked, sample: bool) -> None:
    """The answer and what belongs to it, or what is missing for one."""
    wanted = asked.job
    if wanted is None:
        paying.badges(False, sample)
        st.info("Say which job: a title is enough, a place and skills make it closer.")
        asking.suggest(model)
        return
    try:
        found = estimate(model, wanted, asked.currency)
    except UserError as error:
        st.info(ui.plain(str(error)))
        asking.suggest(model)
        return
    unit = asked.unit(found.currency)
    paying.badges(True, sample)
    paying.answer(found, wanted, unit)
    moved, otherwise, two, offer = st.tabs(VIEWS, key="view", bind="query-params")
    if moved.open:
        with moved:
            paying.moves(effects(model, wanted, found.currency), unit)
    elif otherwise.open:
        with otherwise:
            supposing.what_ifs(model, wanted, found, unit)
    elif two.open:
        with two:
            besides.side_by_side(model, wanted, found, unit)
    elif offer.open:
        with offer:
            offered.offered(model, wanted, unit, profiles.current(ws))


def about_the_model(ws: Workspace, model: SalaryModel) -> None:
    """How good the model is, what it rests on, and fitting it anew."""
    st.header("The model", anchor=False)
    good, rests = st.tabs(["How good is this", "What it rests on"])
    with good:
        proving.how_good(ws, model)
    with rests:
        proving.rests_on(model)
        surveys.tables(ws)
        exchange.exchange(ws)
        fitting.again(ws, model)


ws = ui.begin("Salary", "What a job pays, how sure that is, and what moves it.")
with st.container():  # a place of its own: fields that move down or up lose their tie to the URL
    fitting.told()
model = fitting.stored(ws)
if model is None:
    fitting.first(ws)
else:
    on_sample = fitting.rests_on_sample(ws, model)
    with st.container():
        asked = asking.asked(ws)
    with st.container():
        about_a_job(ws, model, asked, on_sample)
    about_the_model(ws, model)
