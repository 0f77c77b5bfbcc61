"""The routes beside the pages. Health is open to all and tells nothing but whether the data is open."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from core import process


async def health(request: Request) -> JSONResponse:
    """200 once the data is open, 503 before."""
    ready = process.is_ready()
    return JSONResponse({"status": "ok" if ready else "starting"}, status_code=200 if ready else 503)


def routes() -> list[BaseRoute]:
    """All routes."""
    return [Route("/api/health", health, methods=["GET"])]
