"""Routes on practice interviews: starting, answering, finishing, what is due, taking along, deleting."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from core import profiles
from core.api.access import MISSING, Id, Ws
from core.api.interview_shapes import (
    AnswerConflict,
    AnswerIn,
    AnswerOut,
    DueOut,
    InterviewLine,
    InterviewOut,
    QuestionOut,
    StartIn,
)
from core.errors import Conflict, UserError
from core.interview import history, keepsake, sessions
from core.interview.choosing import Setup
from core.interview.sessions import Attempt, Interview, Item
from core.workspace import Workspace

router = APIRouter(tags=["interviews"])
MOST_ANSWER = 300_000
FILES: dict[str, str] = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}


def own(ws: Ws, interview_id: Id) -> Interview:
    """One of the caller's interviews."""
    found = sessions.find(ws, interview_id)
    if found is None:
        raise HTTPException(404, "There is no such interview.")
    return found


OwnInterview = Annotated[Interview, Depends(own)]


@router.post("/interviews", status_code=201)
def start_interview(ws: Ws, new: StartIn, response: Response) -> InterviewOut:
    """Choose questions for a job and a profile, or for any role, and store them."""
    told = begun(ws, new)
    response.headers["Location"] = f"/api/v1/interviews/{told.id}"
    return told


def begun(ws: Workspace, new: StartIn) -> InterviewOut:
    """A new interview; an unknown job or profile is a `UserError`."""
    stored = ws.market.postings([new.job_id]).get(new.job_id) if new.job_id else None
    if new.job_id and stored is None:
        raise UserError("There is no such job; look at its id again.")
    profile = ws.records.profile(new.profile_id) if new.profile_id else profiles.current(ws)
    if new.profile_id and profile is None:
        raise UserError("There is no such profile; look at its id again.")
    wishes = new.model_dump(exclude={"job_id", "profile_id"})
    setup = sessions.setup_for(stored, **{**wishes, "role": new.role or stored.posting.title[:160]}) if stored else Setup(**wishes)
    return shown(sessions.start(ws, setup, profile, stored))


@router.get("/interviews")
def list_interviews(ws: Ws, words: Annotated[str, Query(max_length=200)] = "") -> list[InterviewLine]:
    """All interviews, newest first; with `words`, those in whose questions, answers or notes all of them stand."""
    return listed(ws, words)


def listed(ws: Workspace, words: str) -> list[InterviewLine]:
    """The interviews in which these words stand, as they go out."""
    return [InterviewLine.model_validate(line, from_attributes=True) for line in history.lines(ws, words)]


@router.get("/interviews/due")
def due(ws: Ws) -> list[DueOut]:
    """The competencies to practise today, the weakest first."""
    return [DueOut(name=history.named(one.competency), **vars(one)) for one in history.due(ws)]


@router.get("/interviews/{interview_id}", responses=MISSING)
def get_interview(interview: OwnInterview) -> InterviewOut:
    """One interview with its questions, answers and feedback; answers that were cut off before their feedback get it now."""
    return shown(interview)


@router.post("/interviews/{interview_id}/answers", max_body_size=MOST_ANSWER, responses={**MISSING, 409: {"model": AnswerConflict}})
def post_answer(ws: Ws, interview: OwnInterview, new: AnswerIn) -> InterviewOut:
    """Answer a question, by default the next one that is open; `seen` is the number of answers to it that were read before."""
    item = interview.item(new.question_id) if new.question_id else interview.current
    if item is None:
        raise HTTPException(404, "There is no such question.") if new.question_id else UserError("Every question is answered or skipped.")
    if new.seen is not None and new.seen < len(item.attempts):
        item = Item(item.stored, item.ask, item.attempts[: new.seen], item.spoken)
    try:
        return shown(sessions.answer(ws, interview, item, new.text))
    except Conflict as conflict:
        raise Conflict(str(conflict), current=shown(sessions.opened(ws, interview.id))) from None


@router.post("/interviews/{interview_id}/finish", responses=MISSING)
def finish_interview(ws: Ws, interview: OwnInterview) -> InterviewOut:
    """End an interview; open questions stay unanswered."""
    return shown(interview if interview.stored.state == "finished" else sessions.finish(ws, interview))


@router.get(
    "/interviews/{interview_id}/export",
    response_class=Response,
    responses={**MISSING, 200: {"content": {kind: {"schema": {"type": "string"}} for kind in ("text/markdown", "application/pdf")}}},
)
def export_interview(interview: OwnInterview, kind: Annotated[Literal["md", "pdf"], Query()] = "md") -> Response:
    """The interview as Markdown or PDF."""
    content: str | bytes = keepsake.markdown(interview) if kind == "md" else keepsake.pdf(interview)
    headers = {"Content-Disposition": f'attachment; filename="{keepsake.file_name(interview, kind)}"'}
    return Response(content, media_type=FILES[kind], headers=headers)


@router.delete("/interviews/{interview_id}", status_code=204, responses=MISSING)
def delete_interview(ws: Ws, interview: OwnInterview) -> None:
    """Delete an interview with its answers, feedback, recordings and notes."""
    ws.records.interviews.delete(interview.id)


def shown(interview: Interview) -> InterviewOut:
    """An interview as it goes out."""
    current = interview.current
    return InterviewOut(
        id=interview.id,
        title=interview.title,
        role=interview.setup.role,
        company=interview.setup.company,
        round=interview.setup.round,
        level=interview.setup.level,
        strictness=interview.setup.strictness,
        state=interview.stored.state,
        started_at=interview.stored.started_at,
        finished_at=interview.stored.finished_at,
        score=interview.score,
        notes=interview.notes,
        next_question=current.id if current else None,
        questions=[_question(interview, item) for item in interview.items],
    )


def _question(interview: Interview, item: Item) -> QuestionOut:
    fields: dict[str, Any] = item.ask.model_dump(
        include={"round", "competency", "text", "reason", "shows", "sample", "sample_of", "why", "pointer"}
    )
    return QuestionOut(
        id=item.id, follows=item.stored.follows, state=item.stored.state, seconds=round(item.stored.seconds), draft=item.stored.draft,
        score=interview.score_of(item), answers=[_answer(attempt) for attempt in item.attempts], **fields,
    )  # fmt: skip


def _answer(attempt: Attempt) -> AnswerOut:
    return AnswerOut(text=attempt.stored.text, answered_at=attempt.stored.created_at, feedback=attempt.feedback)
