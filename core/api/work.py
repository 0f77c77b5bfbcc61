"""Routes on work in the background: errands, refreshing and scoring on demand, the scheduled tasks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response

from core import process, shortlist, tasks
from core.api.access import MISSING, OwnErrand, Who, Work, Ws
from core.api.errands import Errand
from core.api.results import refreshed, task_row, task_run
from core.api.shapes import ErrandOut, TaskDetail, TaskOut, TaskRunOut

router = APIRouter(tags=["work"])


def task_name(name: Annotated[str, Path(max_length=40)]) -> str:
    """The name of a task that there is."""
    if name not in tasks.TASKS:
        raise HTTPException(404, "There is no such task; /api/v1/tasks lists them.")
    return name


Name = Annotated[str, Depends(task_name)]
JobLimit = Annotated[int, Query(ge=1, le=1000)]
DaysBack = Annotated[int, Query(ge=0, le=3650)]


@router.post("/score-jobs", status_code=202)
def score_jobs(ws: Ws, work: Work, response: Response, job_limit: JobLimit = 50, days_back: DaysBack = 1) -> ErrandOut:
    """Score the postings that came in during the last days for the profile in use."""
    return started(work.start(ws.owner, "score", lambda _: shortlist.score_new(ws, job_limit, days_back)), response)


@router.post("/jobs/refresh", status_code=202)
def refresh_jobs(ws: Ws, work: Work, response: Response) -> ErrandOut:
    """Read the owner's feeds that are switched on; one read less than an hour ago is left waiting."""
    ready = process.current().ready
    return started(work.start(ws.owner, "jobs refresh", lambda progress: refreshed(ws, progress, lambda: not ready.is_set())), response)


@router.get("/tasks")
def list_tasks(ws: Ws) -> list[TaskOut]:
    """The scheduled tasks."""
    return [TaskOut.model_validate(task_row(one)) for one in tasks.standing(process.current())]


@router.get("/tasks/{name}", responses=MISSING)
def get_task(ws: Ws, name: Name) -> TaskDetail:
    """One task and its newest runs."""
    here = process.current()
    found = next(one for one in tasks.standing(here) if one.name == name)
    runs = [TaskRunOut.model_validate(run, from_attributes=True) for run in here.store.runs.latest(name, 20, ws.owner)]
    return TaskDetail(**task_row(found), runs=runs)


@router.post("/tasks/{name}/run", status_code=202, responses=MISSING)
def run_task(
    ws: Ws,
    who: Who,
    work: Work,
    name: Name,
    response: Response,
    job_limit: JobLimit | None = None,
    days_back: DaysBack | None = None,
    everyone: bool = False,
) -> ErrandOut:
    """Run a task now for the caller; `job_limit` and `days_back` for those that take them, `everyone` for the server's own user alone."""
    if everyone and not who.trusted:
        raise HTTPException(403, "A task for everyone is run by a command on the server, or by the server itself.")
    owner = None if everyone else ws.owner
    given = {key: value for key, value in {"job_limit": job_limit, "days_back": days_back}.items() if value is not None}
    tasks.known(name, given)
    return started(work.start(ws.owner, f"tasks run {name}", lambda _: task_run(process.current(), name, owner, given)), response)


@router.get("/errands/{errand_id}", responses=MISSING)
def get_errand(errand: OwnErrand) -> ErrandOut:
    """How far a piece of background work is; its result, or the sentence that says why there is none."""
    return ErrandOut.model_validate(errand, from_attributes=True)


def started(errand: Errand, response: Response) -> ErrandOut:
    """The answer to whoever asked for long work: where to ask for it."""
    response.headers["Location"] = f"/api/v1/errands/{errand.id}"
    return ErrandOut.model_validate(errand, from_attributes=True)
