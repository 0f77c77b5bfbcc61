"""How good the salary model is: what held-out rows showed, models of past years tested on what came later, and its sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from core.resume.signs import country_name
from core.salary import ENOUGH, SalaryModel, rolling, sources
from core.salary.views import coverage_rows, source_rows
from core.text import csv_cell
from core.workspace import Workspace
from pages.ui import fitting, words
from pages.ui.safe import plain

BY = ("year", "country", "level")
Rows = Sequence[Mapping[str, Any]]


def how_good(ws: Workspace, model: SalaryModel) -> None:
    """What held-out rows showed, and on demand the models of past years tested on what came later."""
    measured = coverage_rows(model)
    if measured:
        st.markdown("**On the newest quarter, which a first model had not seen**")
        table([{"Place": row["place"][:1].upper() + row["place"][1:], **quality_row(row)} for row in measured], "salary-held-out.csv")
    else:
        st.info(f"Nothing could be measured yet: fewer than {ENOUGH} paid rows are newer than the rest.")
    st.markdown("**Year by year: a model of the time, tested on what came later**")
    key = fitting.data_key(ws)
    if st.session_state.get("salary_tested") != key:
        st.caption("Models are fitted on what was known before each of the last three years. It can take a minute.")
        st.button("Test the model on past years", icon=":material/history:", key="salary_test", on_click=ask, args=(key,))
        return
    by = st.segmented_control("By", BY, default="year", required=True, key="by", bind="query-params")
    with st.spinner("Testing models of past years"):
        tested = _tested(ws, key)
    lines = tested[by]
    if lines:
        st.markdown("\n".join(f"- {plain(verdict(line))}" for line in tested["year"]))
        table([backtest_row(line, by) for line in lines], f"salary-backtest-{by}.csv")
        st.caption(
            "Typical error: half of the estimates miss by less. It stands beside the plain median of the same title, level and country."
        )
    else:
        st.info(f"No past year has {ENOUGH} paid rows with {ENOUGH} older ones to learn from.")


def verdict(line: Mapping[str, Any]) -> str:
    """What one year's test showed, in a sentence that claims no more than that."""
    error, plain_median, older = (line.get(name) for name in ("median_error", "group_median_error", "last_year_error"))
    others = [f"the plain median of the group by {percent(plain_median)}"] if plain_median is not None else []
    others += [f"last year's model by {percent(older)}"] if older is not None else []
    told = f"{line['tested']} (n = {line['n']:,}): half of the estimates missed by less than {percent(error)}"
    inside = f"{percent(line['coverage80'])} of the pay lay inside the 80 % interval, {percent(line['coverage90'])} inside the 90 % one."
    return f"{told}{''.join(f', {other}' for other in others)}. {inside}"


def ask(key: tuple[object, ...]) -> None:
    """The test is wanted for this data (a button's callback)."""
    st.session_state["salary_tested"] = key


@st.cache_data(max_entries=4, show_spinner=False)
def _tested(_ws: Workspace, key: tuple[object, ...]) -> dict[str, list[dict[str, Any]]]:
    tests = rolling(sources.rows(_ws))
    return {by: [{"tested": test.tested, **line} for test in tests for line in test.by(by)] for by in BY}


def quality_row(row: Mapping[str, Any]) -> dict[str, object]:
    """The figures of a line of quality as people read them."""
    shares = {"Typical error": "median_error", "Inside 80 % interval": "coverage80", "Inside 90 % interval": "coverage90"}
    return {"n": row["n"], **{name: percent(row[field]) for name, field in shares.items()}}


def backtest_row(line: Mapping[str, Any], by: str) -> dict[str, object]:
    """A line of a backtest, beside the group's median and last year's model."""
    others = {"Error of the group's median": "group_median_error", "Error of last year's model": "last_year_error"}
    named = country_name(str(line[by])) if by == "country" else str(line[by])
    first = {"Year": line["tested"]} if by == "year" else {"Year": line["tested"], by.capitalize(): named or words.UNKNOWN}
    return {**first, **quality_row(line), **{name: percent(line.get(field)) for name, field in others.items()}}


def percent(share: float | None) -> str:
    """A share in percent; unknown is said."""
    return "not known" if share is None else f"{share:.0%}"


def rests_on(model: SalaryModel) -> None:
    """The sources of the model with their rows."""
    rows = [{"Source": csv_cell(row["source"]), "Rows": row["rows"], "Share": percent(row["share"])} for row in source_rows(model)]
    newest = words.day(date.fromisoformat(model.until) if model.until else None)
    st.markdown(f"The model rests on **{words.count(model.n, 'paid row')}**, the newest of {newest}.")
    table(rows, "salary-sources.csv")


def table(rows: Rows, file: str) -> None:
    """Rows as a table with its data as CSV."""
    names = ", ".join(rows[0])
    counts = {name: st.column_config.NumberColumn(format="localized") for name in ("n", "Rows") if name in rows[0]}
    st.dataframe(list(rows), hide_index=True, column_config=counts, alt=f"Table of {words.count(len(rows), 'row')}: {names}.")
    download(rows, file)


def download(rows: Rows, file: str) -> None:
    """The data behind a chart or a table."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows({name: csv_cell(value) for name, value in row.items()} for row in rows)
    st.download_button("Data as CSV", out.getvalue(), file, "text/csv", icon=":material/download:", on_click="ignore", key=f"save_{file}")
