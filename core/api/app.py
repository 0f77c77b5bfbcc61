"""The FastAPI app of `/api/v1`: its routes, and how what goes wrong is said. Reached through the door alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from core.api import feeds, interviews, jobs, market, matches, operators, profiles, salary, work
from core.api.access import REFUSALS
from core.api.errands import Busy, Errands
from core.errors import Conflict, UserError
from core.store import StoredProfile

ABOUT = "Resumes, postings and matches of one owner; the token is in Settings. Long work is an errand: ask for it until it is done."
MOST_JSON = 1_000_000
MOST_TEXT = 1_000_000
_SENTENCES = {
    404: "There is nothing at this address; /api/docs lists what there is.",
    405: "This address does not take that method; /api/docs says which.",
    400: "The body cannot be read; /api/docs says what this address takes.",
    413: "The request is too large: files of postings may have 50 MB, resumes 10 MB, everything else 1 MB.",
}


def build(admin: bool = False) -> FastAPI:
    """The app with all of its routes; the operator's exist only when there is a token for them."""
    app = FastAPI(
        title="Shortlist",
        version="1",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        servers=[{"url": "/api/v1"}],
        separate_input_output_schemas=False,
        max_body_size=MOST_JSON,
        form_limits={"max_files": 1, "max_fields": 10, "max_part_size": MOST_TEXT},
        dependencies=[Depends(HTTPBearer(auto_error=False, description="The token from Settings."))],
        responses=REFUSALS,
    )
    app.state.errands = Errands()
    for module in (profiles, matches, jobs, market, feeds, interviews, salary, work, *([operators] if admin else [])):
        app.include_router(module.router)
    for kind, said in {UserError: at_fault, RequestValidationError: not_valid, HTTPException: refused, Busy: busy}.items():
        app.add_exception_handler(kind, said)
    return app


async def at_fault(_request: Request, error: Exception) -> JSONResponse:
    """422 with the sentence; 409 with what is stored now when someone else saved first."""
    if isinstance(error, Conflict):
        current = profiles.shown(error.current) if isinstance(error.current, StoredProfile) else error.current
        current = current if isinstance(current, BaseModel) else None
        return JSONResponse({"detail": str(error), "current": current and current.model_dump(mode="json")}, 409)
    return JSONResponse({"detail": str(error)}, 422)


async def not_valid(_request: Request, error: Exception) -> JSONResponse:
    """422 with what is wrong with the first few values."""
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else []
    return JSONResponse({"detail": " ".join(_sentence(one) for one in found[:3])}, 422)


async def refused(_request: Request, error: Exception) -> JSONResponse:
    """The refusal of a route, or of the router, as a sentence."""
    status, detail, headers = (error.status_code, error.detail, error.headers) if isinstance(error, HTTPException) else (500, "", None)
    plain = not str(detail).endswith(".")
    return JSONResponse({"detail": _SENTENCES.get(status, detail) if plain else detail}, status, headers)


async def busy(_request: Request, _error: Exception) -> JSONResponse:
    """429 when too much background work is waiting."""
    return JSONResponse({"detail": "Too much is waiting already; ask again when some of it is done."}, 429, {"Retry-After": "10"})


def _sentence(wrong: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in wrong["loc"][1:]) or str(wrong["loc"][0])
    said = f"{where[:100]}: {wrong['msg'][:200]}".encode("utf-8", "replace").decode()
    return said if said.endswith(".") else f"{said}."
