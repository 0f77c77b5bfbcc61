"""Tables of pay that a person brings: a look before they are taken, which column is what, names, weights, removal with undo."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import streamlit as st

from core.errors import UserError
from core.salary import paytables
from core.salary.paytables import Look, PayTable
from core.text import csv_cell
from core.workspace import Workspace
from pages.ui import words
from pages.ui.safe import label, plain

MOST_MB = 400
TYPES = ["csv", "tsv", "txt", "parquet"]
FIELDS = {
    "title": "Job title",
    "pay": "Pay",
    "low": "Lowest pay",
    "high": "Highest pay",
    "currency": "Currency",
    "period": "Period",
    "country": "Country",
    "location": "Place",
    "level": "Level",
    "years": "Years of experience",
    "skills": "Skills",
    "seen": "Date",
}
NONE = "Not in the table"
WEIGHTS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
WEIGHT_HELP = "What one row counts against a posting's 1."
_GONE, _TURN, _TOLD = "salary_table_gone", "salary_table_turn", "salary_table_told"


class File(Protocol):
    """A file that a person chose."""

    name: str
    file_id: str

    def getvalue(self) -> bytes:
        """Its content."""


def looking() -> bool:
    """Whether a file is being looked at, so that adding it is the next step."""
    return st.session_state.get(f"salary_table_{st.session_state.get(_TURN, 0)}") is not None


def tables(ws: Workspace) -> None:
    """The tables that there are and the way to bring one."""
    if ws.settings.mode == "hosted":
        st.caption("One model serves everyone here, so tables of pay are brought by the operator of this site.")
        return
    st.markdown("**Your tables of pay**")
    undo(ws)
    listed = paytables.tables(ws.settings.home)
    for one in listed:
        line(ws, one)
    if not listed:
        st.markdown("None yet: the model knows the pay that postings state. A survey or statistics make it know more.")
    bring(ws)


# --- those that there are ------------------------------------------------------------------------------------------------


def line(ws: Workspace, one: PayTable) -> None:
    """One table: what it is, what a row of it counts, its removal."""
    name, home = label(one.name), ws.settings.home
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(one.name, 80)}**: {plain(one.kind)}, {words.count(one.rows, 'paid row')}, {one.years or 'no dates'}")
            if st.button(f"Remove {name}", key=f"salary_gone_{one.id}", type="tertiary", icon=":material/delete:"):
                st.session_state[_GONE] = paytables.remove(home, one.id)
                st.rerun()
        key = f"salary_weight_{one.id}"
        weight = st.select_slider(f"Weight of {name}", sorted({*WEIGHTS, one.weight}), one.weight, key=key, help=WEIGHT_HELP)
    if weight != one.weight:
        paytables.reweigh(home, one.id, weight)
        st.rerun()


def undo(ws: Workspace) -> None:
    """The table that was just removed can come back; what was just added is told once."""
    if told := st.session_state.pop(_TOLD, ""):
        st.success(plain(told), icon=":material/check:")
    gone: PayTable | None = st.session_state.get(_GONE)
    if gone is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{plain(gone.name, 80)} is removed; the next fit does without it.")
        if st.button("Undo", icon=":material/undo:", key="salary_undo"):
            del st.session_state[_GONE]
            try:
                paytables.restore(ws.settings.home, gone)
            except UserError as error:
                st.error(plain(str(error)), icon=":material/error:")
                return
            st.rerun()


# --- bringing one --------------------------------------------------------------------------------------------------------


def bring(ws: Workspace) -> None:
    """The drop zone and, once there is a file, what it would bring."""
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader(
        "A table of pay", type=TYPES, key=f"salary_table_{turn}", max_upload_size=MOST_MB,
        help="CSV or Parquet. Known by their columns: AI and data salaries (work_year, salary_in_usd), the Stack Overflow survey, "
        "OEWS statistics. Any other table works too: you say which column is what.",
    )  # fmt: skip
    if file is None:
        return
    try:
        with st.spinner("Reading the table"):
            found = _looked(file.file_id, file, ())
        mapping = columns(found, turn)
        if mapping:
            with st.spinner("Reading the table"):
                found = _looked(file.file_id, file, tuple(mapping.items()))
        shown(found)
        if not found.trouble:
            take(ws, file, found, mapping)
    except UserError as error:
        st.error(plain(str(error)), icon=":material/error:")


@st.cache_data(max_entries=8, show_spinner=False)
def _looked(file_id: str, _file: File, mapping: tuple[tuple[str, str], ...]) -> Look:
    with tempfile.TemporaryDirectory() as folder:
        return paytables.look(_written(_file, Path(folder)), dict(mapping))


def _written(file: File, folder: Path) -> Path:
    """The file on disk, under a name of ours but for its ending."""
    path = folder / f"table{Path(file.name).suffix.lower()[:10]}"
    path.write_bytes(file.getvalue())
    return path


def columns(found: Look, turn: int) -> dict[str, str]:
    """Which column is what, as the person says it; what they leave as found is not in the answer."""
    said: dict[str, str] = {}
    with st.expander("Which column is what", expanded=bool(found.trouble)), st.container(horizontal=True):
        for name, told in FIELDS.items():
            by_itself = _found(found.fields.get(name, []))
            options = [by_itself, NONE, *(one for one in found.columns if one not in (by_itself, NONE))]
            chosen = st.selectbox(told, options, format_func=_option, key=f"salary_map_{turn}_{name}", width=220)
            if chosen != by_itself:
                said[name] = "" if chosen == NONE else chosen
    return said


def _option(one: str) -> str:
    return label(one, 60) or "(no name)"


def _found(columns: list[str]) -> str:
    """What was found by itself names its column."""
    return f"{', '.join(columns)[:60]}, as found" if columns else "Nothing was found"


def shown(found: Look) -> None:
    """What the file is and its first rows as they were understood."""
    kind = "An own table" if found.kind == "own table" else f"Recognised: {found.kind}"
    st.markdown(f"{plain(kind)}. **{found.paid:,} of {words.count(found.rows, 'row')}** can be used{_of_years(found)}.")
    if found.trouble:
        st.info(plain(found.trouble), icon=":material/info:")
        return
    rows = [_preview(one) for one in found.first]
    st.dataframe(rows, hide_index=True, alt=f"The first {words.count(len(rows), 'row')} as they were understood.")


def _of_years(found: Look) -> str:
    return f", of {found.years}" if found.years else "" if found.trouble else "; no dates are stated"


def _preview(one: Mapping[str, object]) -> dict[str, object]:
    """A row as it was understood, in the words of the page."""
    pay, years = one["pay"], one["years"]
    return {
        "Title": csv_cell(one["title"]),
        "Level": csv_cell(one["level"] or words.UNKNOWN),
        "Place": csv_cell(", ".join(str(part) for part in (one["city"], one["country"]) if part) or words.UNKNOWN),
        "Years": f"{years:g}" if isinstance(years, float) else words.UNKNOWN,
        "Skills": csv_cell(one["skills"] or words.UNKNOWN),
        "Pay a year": words.money(pay, "EUR") if isinstance(pay, float) else words.UNKNOWN,
    }


def take(ws: Workspace, file: File, found: Look, mapping: Mapping[str, str]) -> None:
    """The name, the weight and the button that takes the table."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the source", Path(file.name).stem[:80], max_chars=80, key=f"salary_name_{file.file_id}", width=260)
        weight = st.select_slider(
            "Weight", WEIGHTS, 1.0, key=f"salary_new_{file.file_id}", help="What one row counts against a posting's 1."
        )
    if st.button(f"Add {words.count(found.paid, 'paid row')}", type="primary", icon=":material/add:", key="salary_table_add"):
        with st.spinner("Adding the table"), tempfile.TemporaryDirectory() as folder:
            entry = paytables.add(ws.settings.home, _written(file, Path(folder)), name or Path(file.name).stem, weight, mapping)
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        st.session_state[_TOLD] = f"{entry.name} is added: {words.count(entry.rows, 'paid row')}. Fit the model to use it."
        st.rerun()
