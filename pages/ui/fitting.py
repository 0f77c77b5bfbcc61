"""The salary model of the pages: the stored one, what a new one would rest on, and fitting it on a click, with progress."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import streamlit as st

from core import postings, process, tasks
from core.errors import UserError
from core.salary import ENOUGH, SalaryModel, paytables, sources, storing
from core.workspace import Workspace
from pages.ui import exchange, surveys, words
from pages.ui.market import SAMPLE_NOTE
from pages.ui.marks import sample_badge
from pages.ui.navigation import path
from pages.ui.safe import plain

TASK, LOOK_SECONDS = "refit_salary", 0.3
_TOLD = "salary_told"


class Paid(NamedTuple):
    """The rows that a fit would take: how many, from which sources, whether they are the sample's."""

    rows: int
    sources: frozenset[str]
    sample: bool


def stored(ws: Workspace) -> SalaryModel | None:
    """The current model; None when there is none, or when it cannot be read any more."""
    try:
        return storing.load(ws.settings.home)
    except UserError:
        return None


def rests_on_sample(ws: Workspace, model: SalaryModel) -> bool:
    """Whether a model knows nothing but the invented market."""
    return set(model.sources) <= {source.name for source in postings.sources(ws, sample=True)}


def data_key(ws: Workspace) -> tuple[object, ...]:
    """What changes when the paid rows may have changed."""
    layers, home = ws.market.layers, ws.settings.home
    return (
        str(home),
        *layers,
        *map(ws.warehouse.generation, layers),
        *(f"{one.id} {one.rows} {one.weight}" for one in paytables.tables(home)),
    )


def paid(ws: Workspace) -> Paid:
    """What a fit would take now, counted anew when the data changes."""
    return _paid(ws, data_key(ws))


@st.cache_data(max_entries=8, show_spinner=False)
def _paid(_ws: Workspace, key: tuple[object, ...]) -> Paid:
    rows = sources.rows(_ws)
    names = frozenset(rows["source"])
    sample = {source.name for source in postings.sources(_ws, sample=True)}
    return Paid(len(rows), names, names <= sample)


def first(ws: Workspace) -> None:
    """There is no model yet: what one would rest on, and the button that fits it."""
    found = paid(ws)
    if found.rows < ENOUGH:
        st.info(f"There is no salary model yet: {found.rows} openings state a pay, and a model needs at least {ENOUGH}.")
        st.page_link(path("feeds"), label="Add postings", icon=":material/add:")
    else:
        if found.sample:
            sample_badge("Sample data", SAMPLE_NOTE)
        st.markdown("There is no salary model yet, so nothing can be estimated.")
        button(found, "Fit the model", primary=not surveys.looking())
    st.header("What it will rest on", anchor=False)
    surveys.tables(ws)
    exchange.exchange(ws)


def again(ws: Workspace, model: SalaryModel) -> None:
    """Fitting anew: offered plainly, and first of all when the model does not know a source yet, or knows one that is gone."""
    found = paid(ws)
    if ws.settings.mode == "hosted" or found.rows < ENOUGH:
        return
    button(found, "Fit the model again", primary=found.sources != set(model.sources) and not surveys.looking())


def button(found: Paid, verb: str, primary: bool) -> None:
    """The button, what the fit rests on, and what became of the last one."""
    kind = "invented openings of the sample market" if found.sample else "openings and table rows"
    where = words.count(len(found.sources), "source")
    label = f"{verb} on {found.rows:,} rows with stated pay"
    st.caption(f"It rests on {found.rows:,} {kind} that state a pay, from {where}. It takes a few seconds, here on this machine.")
    if st.button(label, type="primary" if primary else "secondary", icon=":material/model_training:", key="salary_fit"):
        fit(found.rows)


def told() -> None:
    """What the last fit of this visit came to, once."""
    if said := st.session_state.pop(_TOLD, ""):
        st.info(plain(said), icon=":material/info:")


def fit(rows: int) -> None:
    """Fit with a line that shows it goes on; the fit ends by itself when the page is left."""
    future, start = behind(), time.monotonic()
    with st.status(f"Fitting on {rows:,} paid rows", expanded=True) as status:
        st.markdown("First without the newest quarter, to measure how well it does on later rows; then on everything.")
        while not future.done():
            time.sleep(LOOK_SECONDS)
            # Drawing is also what lets a person leave: a page that only waits cannot be interrupted.
            status.update(label=f"Fitting on {rows:,} paid rows: {time.monotonic() - start:.0f} s")
    try:
        st.session_state[_TOLD] = future.result()
    except UserError as error:
        st.session_state[_TOLD] = str(error)
    st.rerun()


def behind() -> Future[str]:
    """The scheduled task, run now in a thread of its own; its result is the sentence of the log."""
    here = process.current()
    pool = ThreadPoolExecutor(1, thread_name_prefix="salary-page")
    future = pool.submit(lambda: tasks.run(here, TASK).sentence)
    pool.shutdown(wait=False)
    return future
