"""Routes on stored postings: listing, reading, adding from a file or from pasted text."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

from core import feeds, postings
from core.api.access import MISSING, StoredJob, Work, Ws, profile
from core.api.profiles import file_name
from core.api.shapes import Analysed, ErrandOut, Job, JobLine, Jobs, JobTexts, StatementOut
from core.api.work import started
from core.errors import UserError
from core.matching.unstored import Considered, consider
from core.models import Remote
from core.warehouse.market import StoredPosting

router = APIRouter(tags=["jobs"])
MOST_POSTINGS = postings.MAX_BYTES + 100_000
MOST_TEXT = 5_000_000
Skip = Annotated[int, Query(ge=0, le=1_000_000)]


def line(stored: StoredPosting) -> JobLine:
    """A posting in a list."""
    return JobLine(**stored.posting.model_dump(include=set(JobLine.model_fields)), **_about(stored))


def whole(stored: StoredPosting) -> Job:
    """A posting with its text and facts."""
    return Job(posting=stored.posting, facts=stored.facts, last_seen=stored.last_seen, **_about(stored))


@router.get("/jobs")
def list_jobs(
    ws: Ws,
    words: Annotated[str, Query(max_length=200)] = "",
    source: Annotated[str, Query(max_length=200)] = "",
    remote: Remote | None = None,
    days: Annotated[int | None, Query(ge=0, le=3650)] = None,
    sample: bool | None = None,
    skip: Skip = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Jobs:
    """Stored postings, the newest first; `sample` unset: own ones, or the invented market until there are any."""
    found, total = postings.find(ws, words, source, remote, days, sample, skip, limit)
    return Jobs(items=[line(one) for one in found], total=total)


@router.post("/jobs", status_code=202, max_body_size=MOST_POSTINGS, responses={201: {"model": Job}, 200: {"model": Job}})
def add_jobs(
    ws: Ws,
    work: Work,
    response: Response,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=200)] = "",
) -> ErrandOut | Job:
    """Add postings: a file (feed, table or JSON, at most 50 MB) as an errand, or the text of one job at once."""
    if file is None:
        return _add_text(ws, text, title, response)
    data, name = file.file.read(), file_name(file)
    errand = work.start(ws.owner, f"jobs add {name}", lambda progress: asdict(postings.add_file(ws, data, name, progress)))
    return started(errand, response)


@router.post("/jobs/analyse", responses=MISSING, max_body_size=MOST_TEXT)
def analyse_jobs(ws: Ws, asked: JobTexts) -> list[Analysed]:
    """What job descriptions say, with the words and a confidence for each fact, scored for a profile if one is named; nothing is stored."""
    found = profile(ws, asked.profile_id) if asked.profile_id else None
    read = [one for text in asked.texts for one in postings.pasted(text)][: postings.MOST_PASTED]
    return [_analysed(one) for one in consider(ws, found, read)]


@router.get("/jobs/{job_id}", responses=MISSING)
def get_job(job: StoredJob) -> Job:
    """One posting: its text and what the text says."""
    return whole(job)


@router.post("/jobs/{job_id}/check", status_code=202, responses=MISSING)
def check_job(ws: Ws, work: Work, job: StoredJob, response: Response) -> ErrandOut:
    """Ask the posting's own page whether it is still there, as an errand; its result is alive, gone or unknown, with the reason."""

    def ask(_: object) -> dict[str, object]:
        checked = feeds.check(ws, job)
        return {"standing": checked.standing, "reason": checked.reason, "checked_at": checked.at.isoformat()}

    return started(work.start(ws.owner, "check a posting", ask), response)


def _add_text(ws: Ws, text: str, title: str, response: Response) -> Job:
    if not text.strip():
        raise UserError("Send a file of postings, or the text of one job; nothing was stored.")
    job_id, new = postings.add_text(ws, text, title)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/api/v1/jobs/{job_id}"
    return whole(ws.market.postings([job_id])[job_id])


def _analysed(one: Considered) -> Analysed:
    said = [StatementOut(**asdict(statement)) for statement in one.statements]
    why = {"reasons": one.explanation.reasons, "gaps": one.explanation.gaps} if one.explanation else {}
    match = one.match.model_copy(update=why) if one.match else None
    return Analysed(posting=one.stored.posting, facts=one.stored.facts, statements=said, match=match)


def _about(stored: StoredPosting) -> dict[str, object]:
    return {"id": stored.id, "sample": stored.sample, "first_seen": stored.first_seen}
