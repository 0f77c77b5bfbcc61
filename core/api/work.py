"""Routes on work in the background: errands, scoring on demand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from core import shortlist
from core.api.access import MISSING, OwnErrand, Work, Ws
from core.api.errands import Errand
from core.api.shapes import ErrandOut

router = APIRouter(tags=["work"])


@router.post("/score-jobs", status_code=202)
def score_jobs(
    ws: Ws,
    work: Work,
    response: Response,
    job_limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    days_back: Annotated[int, Query(ge=0, le=3650)] = 1,
) -> ErrandOut:
    """Score the postings that came in during the last days for the profile in use."""
    return started(work.start(ws.owner, "score", lambda _: shortlist.score_new(ws, job_limit, days_back)), response)


@router.get("/errands/{errand_id}", responses=MISSING)
def get_errand(errand: OwnErrand) -> ErrandOut:
    """How far a piece of background work is; its result, or the sentence that says why there is none."""
    return ErrandOut.model_validate(errand, from_attributes=True)


def started(errand: Errand, response: Response) -> ErrandOut:
    """The answer to whoever asked for long work: where to ask for it."""
    response.headers["Location"] = f"/api/v1/errands/{errand.id}"
    return ErrandOut.model_validate(errand, from_attributes=True)
