"""Routes on matches: the scored postings of a profile, why, what was done with them, what learning would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from pydantic import StringConstraints

from core import matching, shortlist
from core.api.access import MISSING, Profile, StoredJob, Ws
from core.api.jobs import Skip, line
from core.api.shapes import Company, ComparedOut, LessonOut, Marks, MarksOut, MatchDetail, Matches, MatchLine, Move, QualityOut
from core.matching import Explanation
from core.matching import quality as judging
from core.matching.comparing import MOST
from core.matching.listing import Permit
from core.models import Level, Match, Remote
from core.store import ActionChange, StoredProfile
from core.store.tables import ActionRow
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

router = APIRouter(tags=["matches"])
Score = Annotated[float, Query(ge=0, le=100, allow_inf_nan=False)]
JobIds = Annotated[
    list[Annotated[str, StringConstraints(pattern="^[0-9a-f]{16}$")]], Query(min_length=1, max_length=MOST, description="Ids of postings.")
]
Contract = Literal["full-time", "part-time", "contract", "freelance", "temporary", "internship", "apprenticeship"]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/profiles/{profile_id}/matches", responses=MISSING)
def list_matches(
    ws: Ws,
    profile: Profile,
    min_score: Score = 60,
    limit: Limit = 10,
    skip: Skip = 0,
    remote: Annotated[list[Remote] | None, Query()] = None,
    place: Annotated[str, Query(max_length=100)] = "",
    words: Annotated[str, Query(max_length=200)] = "",
    days: Annotated[int | None, Query(ge=0, le=3650)] = None,
    level: Annotated[list[Level] | None, Query()] = None,
    contract: Annotated[list[Contract] | None, Query()] = None,
    permit: Permit = "",
    sort: Literal["score", "newest", "pay"] = "score",
    only: Literal["", "interested", "applied", "hidden"] = "",
) -> Matches:
    """The best postings for a profile, one an opening; the invented market until there are own postings."""
    filters = matching.Filters(
        minimum=min_score, remote=tuple(remote or ()), place=place, days=days, words=words, levels=tuple(level or ()),
        contracts=tuple(contract or ()), permit=permit, only=only, sort=sort, skip=skip, limit=limit,
    )  # fmt: skip
    found = matching.matches(ws, profile, filters)
    items = [_match(one.match, one.stored, one.action, one.copies) for one in found]
    return Matches(items=items, total=found.total, scored=found.scored, sample=found.sample)


@router.get("/profiles/{profile_id}/matches/{job_id}", responses=MISSING)
def get_match(ws: Ws, profile: Profile, job: StoredJob) -> MatchDetail:
    """One posting against one profile: reasons and gaps in the words of both, and what would move the score most."""
    match, explanation = explained(ws, profile, job)
    short = _match(match, job, ws.records.actions([job.id]).get(job.id), 0)
    moves = [Move(**asdict(fact)) for fact in explanation.facts]
    return MatchDetail(**short.model_dump(), posting=job.posting, facts=job.facts, moves=moves)


@router.put("/profiles/{profile_id}/matches/{job_id}", responses=MISSING)
def put_marks(ws: Ws, profile: Profile, job: StoredJob, marks: Marks) -> MarksOut:
    """Mark a posting as interesting, applied to or hidden, or leave feedback; what is left out stays."""
    change = ActionChange(**marks.model_dump(exclude_none=True))  # type: ignore[typeddict-item]
    return MarksOut.model_validate(ws.records.act(job.id, change), from_attributes=True)


@router.get("/profiles/{profile_id}/learn", responses=MISSING)
def learn(ws: Ws, profile: Profile, threshold: Score = 60, limit: Limit = 10) -> list[LessonOut]:
    """The skills whose learning would bring the most openings over the threshold."""
    found = matching.lessons(ws, profile, threshold, limit)
    return [LessonOut.model_validate({**asdict(lesson), "skills": list(lesson.skills)}) for lesson in found]


@router.get("/profiles/{profile_id}/compare", responses=MISSING)
def compare(ws: Ws, profile: Profile, ids: JobIds) -> list[ComparedOut]:
    """Up to four postings beside each other, best score first."""
    found = matching.compare(ws, profile, ids)
    if len(found) < len(set(ids)):
        raise HTTPException(404, "One of these jobs is not there.")
    return [
        ComparedOut(
            **_match(one.match, one.stored, one.action, 0).model_dump(), facts=one.stored.facts,
            **{name: getattr(one, name) for name in ("rank", "held", "missing", "missing_plus")},
        )
        for one in found
    ]  # fmt: skip


@router.get("/profiles/{profile_id}/quality", responses=MISSING)
def quality(ws: Ws, profile: Profile) -> QualityOut:
    """How the scores agree with the caller's own marks: what high scores got wrong, and what low scores miss."""
    return QualityOut.model_validate(asdict(judging.quality(ws, profile)))


@router.get("/hidden-companies")
def list_hidden_companies(ws: Ws) -> list[str]:
    """The companies whose postings are left out of every list of matches, the last hidden first."""
    return list(matching.hidden_companies(ws))


@router.post("/hidden-companies")
def hide_company(ws: Ws, company: Company) -> list[str]:
    """Leave a company's postings out, however its name is spelt; answers all hidden ones."""
    return list(matching.hide_company(ws, company.name))


@router.delete("/hidden-companies")
def show_company(ws: Ws, name: Annotated[str, Query(min_length=1, max_length=200)]) -> list[str]:
    """Show a company's postings again; answers those that stay hidden."""
    return list(matching.show_company(ws, name))


def explained(ws: Workspace, profile: StoredProfile, job: StoredPosting) -> tuple[Match, Explanation]:
    """The score of one posting, the same number as in the list, and why."""
    person = matching.candidate(profile.resume, profile.preferences, ws.now().date())
    explanation = matching.explain(person, job, matching.weights(ws))
    match = shortlist.scores(ws, profile, [job])[job.id]
    return match.model_copy(update={"reasons": explanation.reasons, "gaps": explanation.gaps}), explanation


def _match(match: Match, stored: StoredPosting, action: ActionRow | None, copies: int) -> MatchLine:
    numbers = match.model_dump(include={"score", "band", "confidence", "reasons", "gaps", "version"})
    marks = MarksOut.model_validate(action, from_attributes=True) if action else MarksOut()
    return MatchLine(**numbers, parts=match.parts, job=line(stored), marks=marks, copies=copies)
