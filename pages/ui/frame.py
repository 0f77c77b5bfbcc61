"""The frame around every page and the first call of each: gate, owner, title, errors."""

from __future__ import annotations

import logging
import secrets
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core import process, tasks, warming
from core.errors import UserError
from core.settings import ROOT
from core.workspace import Workspace
from pages.ui import owner
from pages.ui.navigation import navigate, path

log = logging.getLogger("shortlist")
_INSIDE = "frame_running"


def run() -> None:
    """Run the page that was asked for; an error becomes one sentence and a way back."""
    page = _announce()
    st.session_state[_INSIDE] = True
    try:
        page.run()
    except UserError as error:
        st.error(str(error), icon=":material/error:")
    except Exception:
        _report()
    finally:
        st.session_state[_INSIDE] = False


def begin(title: str, answers: str) -> Workspace:
    """Open a page: title, the sentence of what it answers, and the owner's workspace.

    On a cold deep link Streamlit runs a page without `app.py`; then the navigation is announced and the run starts again.
    """
    if not st.session_state.get(_INSIDE):
        _announce()
        st.rerun()
    opened = process.current()
    refused = owner.request_refusal(opened)
    if refused:
        _stop(refused)
    who = owner.current_owner(opened)
    if who is None:
        _stop("Your visit has no key yet. Reload this page to start; nothing was lost.")
    warming.start()
    tasks.start(opened)
    st.title(title, anchor=False)
    st.markdown(answers)
    return opened.workspace(who)


def _announce() -> StreamlitPage:
    """Name the app and its pages; the tab's icon is our own, because Streamlit would fetch a page's icon from another host."""
    brand = ROOT / "data" / "brand"
    st.set_page_config(page_title="Shortlist", page_icon=str(brand / "mark.svg"), layout="wide")
    st.logo(str(brand / "logo.svg"), icon_image=str(brand / "mark.svg"), size="large")
    return navigate()


def _stop(sentence: str) -> NoReturn:
    st.error(sentence, icon=":material/block:")
    st.stop()


def _report() -> None:
    number = secrets.token_hex(4)
    log.exception("page error %s", number)
    st.error(f"Something went wrong on this page (number {number}); your data is as it was. Reload the page or go back to Home.")
    st.page_link(path("home"), label="Back to Home", icon=":material/home:")
