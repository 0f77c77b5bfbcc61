"""Who may come in: local mode serves this machine alone, hosted mode gives each visitor a key of their own.

The checks are plain functions, so the server's middleware and a page under plain Streamlit decide alike.
Host is the client's own word, so the peer's and the bound address are checked as well.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from core.errors import UserError
from core.settings import Mode

COOKIE = "shortlist_visitor"
LOCAL_OWNER = "local"
HOSTED_HINT = "To serve other machines, set SHORTLIST_MODE=hosted."

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def is_loopback(address: str | None) -> bool:
    """Whether an address is this machine's own; an absent address is (Unix socket, in-process)."""
    if not address or address == "localhost":
        return True
    try:
        ip = ipaddress.ip_address(address.strip("[]").split("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_loopback


def host_name(host: str) -> str:
    """The name in a Host header without its port: `[::1]:80` -> `::1`."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].split("]")[0]
    return host.rsplit(":", 1)[0] if host.count(":") == 1 else host


def refusal(mode: Mode, *, host: str | None, peer: str | None, bound: str | None) -> str | None:
    """Why a request is refused, in one sentence, or None. `bound` is the address the server listens on."""
    if mode == "hosted":
        return None
    if not host or not is_loopback(host_name(host)):
        return f"Shortlist runs for this computer alone and was asked for under another name. {HOSTED_HINT}"
    if not is_loopback(peer):
        return f"Shortlist runs for this computer alone and was asked from another one. {HOSTED_HINT}"
    if not is_loopback(bound):
        return f"Shortlist runs for this computer alone, but listens on other addresses too; start it with python start.py. {HOSTED_HINT}"
    return None


def check_bind(mode: Mode, address: str | None) -> None:
    """Refuse to listen for other machines in local mode; no address means all of them."""
    if mode == "local" and (not address or not is_loopback(address)):
        raise UserError(f"Shortlist runs for this computer alone and cannot listen on {address or 'every address'}. {HOSTED_HINT}")


def owner_of(key: str) -> str:
    """The owner id of a visitor's key; the key itself is never stored."""
    return "v" + hashlib.sha256(key.encode()).hexdigest()[:40]


def new_key() -> str:
    """A visitor's key: 256 random bits."""
    return secrets.token_urlsafe(32)


class Gate:
    """ASGI middleware for HTTP and websockets: refuses what `refusal` refuses, mints visitor keys on documents.

    `known(owner)` says whether a visitor exists, `admit(owner)` records a new one; both may touch the store.
    """

    def __init__(self, app: App, *, mode: Mode, secure: bool, known: Callable[[str], bool], admit: Callable[[str], None]) -> None:
        self.app, self.mode, self.secure, self.known, self.admit = app, mode, secure, known, admit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, refuse it, or let it through with a new key."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        client, server = scope.get("client"), scope.get("server")
        reason = refusal(self.mode, host=headers.get("host"), peer=client and client[0], bound=server and server[0])
        if reason:
            return await _refuse(scope, receive, send, reason)
        if self.mode == "hosted" and _is_document(scope, headers):
            send = await asyncio.to_thread(self._with_key, headers, send)
        await self.app(scope, receive, send)

    def _with_key(self, headers: dict[str, str], send: Send) -> Send:
        key = visitor_key(headers.get("cookie", ""))
        if key and self.known(owner_of(key)):
            return send
        key = new_key()
        self.admit(owner_of(key))
        flags = "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000" + ("; Secure" if self.secure else "")
        cookie = (b"set-cookie", f"{COOKIE}={key}{flags}".encode())

        async def send_with_cookie(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                private = [(k, v) for k, v in message.get("headers", []) if k.lower() != b"cache-control"]
                message["headers"] = [*private, (b"cache-control", b"no-store"), cookie]
            await send(message)

        return send_with_cookie


def visitor_key(cookies: str) -> str:
    """The visitor's key in a Cookie header, or an empty string."""
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _is_document(scope: Scope, headers: dict[str, str]) -> bool:
    path = scope["path"]
    page = scope["type"] == "http" and scope["method"] == "GET" and "text/html" in headers.get("accept", "")
    return page and not path.startswith(("/_stcore", "/static", "/api", "/media", "/component"))


async def _refuse(scope: Scope, receive: Receive, send: Send, reason: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": reason[:120]})
        return
    body = reason.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
