"""Shortlist as one ASGI process: the pages, the REST interface, and the gate before both."""

import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from core import api, process, tasks, warming
from core.api import tokens
from core.errors import UserError
from core.gate import LOCAL_OWNER, Gate, check_bind
from core.settings import Settings

log = logging.getLogger("shortlist")

try:
    settings = Settings.from_env()
    check_bind(settings.mode, st.get_option("server.address"))
    process.claim(settings, gated=True)
except UserError as error:
    print(error, file=sys.stderr)
    raise SystemExit(2) from None


def address() -> str:
    """Where commands on this machine reach this server."""
    host = st.get_option("server.address") or "127.0.0.1"
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)
    return f"http://{host}:{st.get_option('server.port')}"


def open_data() -> None:
    """Open the databases beside the starting server; what goes wrong is said here and on every page."""
    try:
        process.claim().announce(address())
        here = process.current()
        tokens.first(here.workspace(LOCAL_OWNER))
        tasks.start(here)
    except UserError as error:
        log.error("%s", error)
    warming.start()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the data while the server starts; close it when the server ends."""
    threading.Thread(target=open_data, name="open-data", daemon=True).start()
    yield
    process.release()


gate = Middleware(
    Gate,
    mode=settings.mode,
    secure=settings.secure_cookie,
    known=lambda owner: process.current().store.knows(owner),
    admit=lambda owner: process.current().store.admit(owner),
)
app = st.App(Path(__file__).with_name("app.py"), lifespan=lifespan, routes=api.routes(settings.admin_token), middleware=[gate])
