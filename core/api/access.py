"""What a route is handed: the caller's workspace, and records that are the caller's own; another owner's do not exist."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Request

from core import process
from core.api.door import Caller
from core.api.errands import Errand, Errands
from core.api.shapes import Problem
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

Responses = dict[int | str, dict[str, Any]]
REFUSALS: Responses = {
    401: {"model": Problem, "description": "No token, or an unknown one."},
    403: {"model": Problem, "description": "The token is not for this."},
    413: {"description": "The body is too large."},
    422: {"model": Problem, "description": "What is wrong with the request."},
    429: {"model": Problem, "description": "Too many requests."},
}
MISSING: Responses = {404: {"model": Problem, "description": "There is no such thing among the caller's own."}}


def caller(request: Request) -> Caller:
    """Whom the door let in."""
    found: Caller = request.scope["caller"]
    return found


def workspace(who: Annotated[Caller, Depends(caller)]) -> Workspace:
    """The caller's own records and postings."""
    if who.admin:
        raise HTTPException(403, "The operator's token opens nobody's records; use the owner's own token.")
    return process.current().workspace(who.owner)


def operator(who: Annotated[Caller, Depends(caller)]) -> None:
    """Nobody but the operator."""
    if not who.admin:
        raise HTTPException(403, "This needs the operator's token.")


Who = Annotated[Caller, Depends(caller)]


def errands(request: Request) -> Errands:
    """The background work of this process."""
    found: Errands = request.app.state.errands
    return found


Ws = Annotated[Workspace, Depends(workspace)]
Work = Annotated[Errands, Depends(errands)]
Id = Annotated[str, Path(min_length=1, max_length=64)]


def profile(ws: Ws, profile_id: Id) -> StoredProfile:
    """One of the caller's profiles."""
    found = ws.records.profile(profile_id)
    if found is None:
        raise HTTPException(404, "There is no such profile.")
    return found


def job(ws: Ws, job_id: Id) -> StoredPosting:
    """One of the postings that the caller sees."""
    found = ws.market.postings([job_id]).get(job_id)
    if found is None:
        raise HTTPException(404, "There is no such job.")
    return found


def errand(ws: Ws, work: Work, errand_id: Id) -> Errand:
    """One of the caller's pieces of background work."""
    found = work.find(ws.owner, errand_id)
    if found is None:
        raise HTTPException(404, "There is no such errand; what was asked for before the last start is forgotten.")
    return found


Profile = Annotated[StoredProfile, Depends(profile)]
StoredJob = Annotated[StoredPosting, Depends(job)]
OwnErrand = Annotated[Errand, Depends(errand)]
