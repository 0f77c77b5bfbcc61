"""Currency rates: of when they are, newer ones out of a file, and back to those that came with Shortlist."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import money
from core.errors import UserError
from core.salary import rates
from core.workspace import Workspace
from pages.ui import words
from pages.ui.safe import plain

_TURN = "salary_rates_turn"
SHOWN = 8
HELP = "Two columns (currency and rate, either way round), the European Central Bank's CSV or XML, or any table like it."


def exchange(ws: Workspace) -> None:
    """The date of the rates, and changing them where the data is the person's own."""
    st.markdown(f"**Currency rates** of {month(money.dated())}{', out of your own file' if rates.own() else ''}")
    if ws.settings.mode == "hosted":
        return
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader("Newer rates", type=["csv", "tsv", "txt", "xml"], key=f"salary_rates_{turn}", max_upload_size=1, help=HELP)
    if file is not None:
        offer(file.getvalue(), ws.now().date())
    elif rates.own():
        st.button("Take the rates that came with Shortlist", on_click=rates.drop, icon=":material/undo:", key="salary_rates_back")


def offer(data: bytes, today: date) -> None:
    """What a file would change, and the button that does it."""
    try:
        new = rates.read(data, today)
    except UserError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    known = money.rates()
    listed = sorted(new.euros)[:SHOWN]
    rows = [{"Currency": code, "Euros for one, now": f"{known[code]:.4g}", "In the file": f"{new.euros[code]:.4g}"} for code in listed]
    st.dataframe(rows, hide_index=True, alt=f"Rates of {words.count(len(rows), 'currency', 'currencies')}, now and in the file.")
    button = f"Use {words.count(len(new.euros), 'rate')} of {month(new.dated)}"
    st.button(button, on_click=_use, args=(new,), icon=":material/currency_exchange:", key="salary_rates_use")


def _use(new: rates.Rates) -> None:
    rates.use(new)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def month(dated: str) -> str:
    """`2026-11` as people write it."""
    try:
        return words.month(date.fromisoformat(f"{dated}-01"))
    except ValueError:
        return plain(dated, 20) or words.UNKNOWN
