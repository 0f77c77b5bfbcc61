"""Salary: what a job pays with its interval, what moves it, what-ifs, an offer against it, and how good all that is."""

import streamlit as st

from core import profiles
from core.errors import UserError
from core.salary import Job, SalaryModel, effects, estimate
from core.workspace import Workspace
from pages import ui
from pages.ui import exchange, fitting, offered, paying, proving, surveys


def about_a_job(ws: Workspace, model: SalaryModel, wanted: Job | None, sample: bool) -> None:
    """The answer and what belongs to it, or what is missing for one."""
    if wanted is None:
        paying.badges(False, sample)
        st.info("Say which job: a title is enough, a place and skills make it closer.")
        paying.suggest(model)
        return
    try:
        found = estimate(model, wanted)
    except UserError as error:
        st.info(ui.plain(str(error)))
        paying.suggest(model)
        return
    paying.badges(True, sample)
    paying.answer(found, wanted)
    moved, otherwise, offer = st.tabs(["What moves it", "What if", "Your offer"])
    with moved:
        paying.moves(effects(model, wanted), found)
    with otherwise:
        paying.what_ifs(model, wanted, found)
    with offer:
        offered.offered(model, wanted, found, profiles.current(ws))


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
fitting.told()
model = fitting.stored(ws)
if model is None:
    fitting.first(ws)
else:
    on_sample = fitting.rests_on_sample(ws, model)
    about_a_job(ws, model, paying.fields(ws), on_sample)
    about_the_model(ws, model)
