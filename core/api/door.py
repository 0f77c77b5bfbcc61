"""The door before every route of `/api/v1`: whose token it is and how often it asks, before a byte of the body is read."""

from __future__ import annotations

import asyncio
import hmac
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from core import process
from core.gate import LOCAL_OWNER, is_loopback

if TYPE_CHECKING:
    from fastapi import FastAPI

PER_MINUTE = 120
OWNER_HEADER = "x-shortlist-owner"
LONGEST = 200
_REMEMBERED = 10_000


@dataclass(frozen=True)
class Caller:
    """Who asks: an owner, the operator, or (`trusted`) a command of the user who runs this server, on behalf of an owner."""

    owner: str
    admin: bool = False
    trusted: bool = False


class Door:
    """ASGI app that lets known callers through to the FastAPI app, which it makes for the first of them."""

    def __init__(self, admin_token: str = "", per_minute: int = PER_MINUTE) -> None:
        self.admin_token = admin_token
        self._pace, self._lock = Pace(per_minute), threading.Lock()
        self._app: FastAPI | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 503, 401 or 429, or pass the request on with its caller in the scope."""
        if scope["type"] != "http":
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        if not process.is_ready():
            return await _refuse(503, "Shortlist is still starting; ask again in a moment.", {"Retry-After": "1"})(scope, receive, send)
        peer = scope.get("client")
        caller = await asyncio.to_thread(self.caller, Headers(scope=scope), peer and peer[0])
        if caller is None:
            sentence = "This needs the token from Settings, sent as: Authorization: Bearer TOKEN."
            return await _refuse(401, sentence, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
        if not caller.trusted and not self._pace.allows(caller.owner):
            return await _refuse(429, "Too many requests; wait a minute.", {"Retry-After": "60"})(scope, receive, send)
        app = await asyncio.to_thread(self.app)
        await app({**scope, "caller": caller}, receive, send)

    def app(self) -> FastAPI:
        """The routes themselves."""
        with self._lock:
            if self._app is None:
                from core.api.app import build

                self._app = build(admin=bool(self.admin_token))
            return self._app

    def caller(self, headers: Mapping[str, str], peer: str | None) -> Caller | None:
        """Whose bearer token this is; the token in the run file is good on this machine alone, for the owner that it names."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST:
            return None
        here = process.current()
        if _same(token, here.run_token):
            return Caller(headers.get(OWNER_HEADER, LOCAL_OWNER)[:100], trusted=True) if is_loopback(peer) else None
        if _same(token, self.admin_token):
            return Caller("", admin=True)
        owner = here.store.tokens.owner_of(token)
        return Caller(owner) if owner else None


@dataclass
class Pace:
    """How many requests a minute each caller has made; a window of its own for each, forgotten when many others come."""

    most: int
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, tuple[float, int]] = field(default_factory=dict)

    def allows(self, who: str) -> bool:
        """Count one more request."""
        now = self.clock()
        begun, count = self._seen.get(who, (now, 0))
        if now - begun >= 60:
            begun, count = now, 0
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[who] = (begun, count + 1)
        return count < self.most


def _same(token: str, known: str) -> bool:
    return bool(known) and hmac.compare_digest(token.encode(), known.encode())


def _refuse(status: int, sentence: str, headers: Mapping[str, str]) -> JSONResponse:
    return JSONResponse({"detail": sentence}, status, dict(headers))
