"""Who may come in: the decisions as plain functions, and the middleware with real messages."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.gate import COOKIE, Gate, host_name, is_loopback, owner_of, refusal, visitor_key

LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "::ffff:127.0.0.1", "localhost", "", None]
FOREIGN = ["10.0.0.1", "0.0.0.0", "::", "::ffff:10.0.0.1", "192.168.1.2", "fe80::1%eth0", "evil.example", "127.0.0.1.evil.example"]


@pytest.mark.parametrize("address", LOOPBACK)
def test_own_addresses(address: str | None) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", FOREIGN)
def test_foreign_addresses(address: str) -> None:
    assert not is_loopback(address)


@pytest.mark.parametrize(
    ("host", "name"), [("localhost:8501", "localhost"), ("[::1]:80", "::1"), ("127.0.0.1", "127.0.0.1"), ("EVIL.example:1", "evil.example")]
)
def test_host_name(host: str, name: str) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize(
    "request_",
    [
        {"host": "evil.example", "peer": "127.0.0.1", "bound": "127.0.0.1"},
        {"host": None, "peer": "127.0.0.1", "bound": "127.0.0.1"},
        {"host": "localhost", "peer": "10.1.2.3", "bound": "127.0.0.1"},
        {"host": "localhost", "peer": "127.0.0.1", "bound": "0.0.0.0"},
    ],
)
def test_local_mode_refuses(request_: dict[str, Any]) -> None:
    sentence = refusal("local", **request_)
    assert sentence and "SHORTLIST_MODE=hosted" in sentence
    assert refusal("hosted", **request_) is None


def test_local_mode_serves_this_machine() -> None:
    assert refusal("local", host="localhost:8501", peer="::ffff:127.0.0.1", bound="::1") is None


class Visitors:
    """Known owners."""

    def __init__(self) -> None:
        self.owners: set[str] = set()


def call(gate: Gate, *, kind: str = "http", path: str = "/", **headers: str) -> list[dict[str, Any]]:
    """Send one request through the gate; returns what it sent back."""
    sent: list[dict[str, Any]] = []
    lines = [(k.encode(), v.encode()) for k, v in {"host": "localhost", "accept": "text/html", **headers}.items()]
    scope = {"type": kind, "method": "GET", "path": path, "headers": lines, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as own:  # the main thread may hold a browser's event loop
        own.submit(lambda: asyncio.run(gate(scope, receive, send))).result()
    return sent


def make(mode: Any, visitors: Visitors) -> Gate:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"public")]})

    return Gate(app, mode=mode, secure=True, known=visitors.owners.__contains__, admit=visitors.owners.add)


def cookie(messages: list[dict[str, Any]]) -> str:
    return next((v.decode() for k, v in messages[0].get("headers", []) if k == b"set-cookie"), "")


def test_foreign_host_is_refused_on_both_protocols() -> None:
    gate = make("local", Visitors())
    assert call(gate, host="evil.example")[0]["status"] == 403
    assert call(gate, kind="websocket", host="evil.example")[0]["type"] == "websocket.close"


def test_a_visitor_gets_a_key_once_and_only_its_hash_is_kept() -> None:
    visitors = Visitors()
    gate = make("hosted", visitors)
    first = cookie(call(gate))
    assert all(flag in first for flag in ("HttpOnly", "SameSite=Lax", "Secure"))
    key = visitor_key(first)
    assert visitors.owners == {owner_of(key)} and key not in str(visitors.owners)
    assert cookie(call(gate, cookie=f"{COOKIE}={key}")) == ""
    assert (b"cache-control", b"no-store") in call(gate)[0]["headers"]


def test_a_key_that_we_never_gave_is_replaced() -> None:
    assert cookie(call(make("hosted", Visitors()), cookie=f"{COOKIE}=chosen-by-somebody"))


@pytest.mark.parametrize("path", ["/_stcore/health", "/static/x.js", "/api/health"])
def test_only_documents_mint_keys(path: str) -> None:
    assert cookie(call(make("hosted", Visitors()), path=path)) == ""


def test_local_mode_mints_no_keys() -> None:
    assert cookie(call(make("local", Visitors()))) == ""
