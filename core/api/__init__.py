"""The REST interface beside the pages: `/api/v1` for programs, `/api/docs` for people, `/api/health` for whoever starts the server.

Health alone is open; every other route of `/api/v1` asks for a bearer token, and a token opens the records of one owner. FastAPI is
imported by the first request, so that it costs the start of the server nothing.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route

from core import process
from core.api import reference
from core.api.door import PER_MINUTE, Door

PREFIX = "/api/v1"


async def health(request: Request) -> JSONResponse:
    """200 once the data is open, 503 before."""
    ready = process.is_ready()
    return JSONResponse({"status": "ok" if ready else "starting"}, status_code=200 if ready else 503)


def routes(admin_token: str = "", per_minute: int = PER_MINUTE) -> list[BaseRoute]:
    """All routes; those for an operator are there only with their own token. An owner may ask `per_minute` times a minute."""
    door = Door(admin_token, per_minute)
    return [
        Route("/api/health", health, methods=["GET"]),
        *reference.routes(door),
        Mount(PREFIX, app=door),
    ]
