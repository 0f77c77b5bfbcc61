"""What goes in and out as JSON: the shared nouns, wrapped where a caller needs an id, a version or a total."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator

from core.models import JobFacts, Match, Parts, Posting, Preferences, Remote, Resume

LARGEST = 2**31 - 1


class Problem(BaseModel):
    """What is wrong and what to do, in a sentence."""

    detail: str


class ProfileLine(BaseModel):
    """A profile in a list."""

    id: str
    version: int
    title: str
    sample: bool
    updated_at: datetime | None
    last_upload: datetime | None


class ProfileOut(ProfileLine):
    """A profile: the resume as JSON Resume, and what the person wants."""

    resume: Resume
    preferences: Preferences

    @field_serializer("resume")
    def _as_json_resume(self, resume: Resume) -> dict[str, Any]:
        return resume.to_json()


class ProfileConflict(Problem):
    """Someone saved the profile first; `current` is what is stored now, None when it is gone."""

    current: ProfileOut | None


class ProfileIn(BaseModel):
    """What to change; what is left out stays. `version` is the one that was read, unless the If-Match header names it."""

    model_config = ConfigDict(extra="forbid")
    version: int | None = Field(default=None, ge=1, le=LARGEST)
    title: str | None = Field(default=None, max_length=80)
    resume: Resume | None = None
    preferences: Preferences | None = None

    @field_validator("resume", "preferences", mode="before")
    @classmethod
    def _of_finite_numbers(cls, value: Any) -> Any:
        json.dumps(value, allow_nan=False)
        return value


class Job(BaseModel):
    """A stored posting and what its text says."""

    id: str
    posting: Posting
    facts: JobFacts
    sample: bool
    first_seen: datetime
    last_seen: datetime


class JobLine(BaseModel):
    """A stored posting in a list."""

    id: str
    title: str
    company: str
    location: str
    remote: Remote | None
    link: str
    published: date | None
    source: str
    sample: bool
    first_seen: datetime


class Jobs(BaseModel):
    """A page of postings, and how many there are in all."""

    items: list[JobLine]
    total: int


class JobTexts(BaseModel):
    """Job descriptions to read without storing them, and the profile to score them for."""

    model_config = ConfigDict(extra="forbid")
    texts: list[Annotated[str, Field(min_length=1, max_length=200_000)]] = Field(min_length=1, max_length=20)
    profile_id: str | None = Field(default=None, min_length=1, max_length=64)


class StatementOut(BaseModel):
    """One fact as a job says it: the words, where they stand, and how sure that makes it (0-1)."""

    fact: str
    value: str
    where: str
    confidence: float
    quote: str
    start: int
    end: int


class Analysed(BaseModel):
    """A job description as it was understood; `match` for the profile that was named."""

    posting: Posting
    facts: JobFacts
    statements: list[StatementOut]
    match: Match | None


class Marks(BaseModel):
    """What the person did with a posting; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")
    interested: bool | None = None
    applied: bool | None = None
    hidden: bool | None = None
    feedback: str | None = Field(default=None, max_length=20)


class MarksOut(BaseModel):
    """What the person did with a posting."""

    interested: bool = False
    applied: bool = False
    hidden: bool = False
    feedback: str = ""


class MatchLine(BaseModel):
    """A posting with its score 0-100, the band that the score lies in, and why."""

    job: JobLine
    score: float
    band: tuple[float, float]
    confidence: float
    parts: Parts
    reasons: list[str]
    gaps: list[str]
    version: str
    marks: MarksOut
    copies: int = 0


class Move(BaseModel):
    """Something unknown or missing and by how many points it could lower or raise the score; `whose`: posting or you."""

    what: str
    whose: str
    down: float
    up: float


class MatchDetail(MatchLine):
    """A match with the whole posting and the facts that would move its score most."""

    posting: Posting
    facts: JobFacts
    moves: list[Move]


class ComparedOut(MatchLine):
    """One of several postings beside each other; `rank` 1 has the best score; skills that are asked for, by whether the person has them."""

    rank: int
    facts: JobFacts
    held: list[str]
    missing: list[str]
    missing_plus: list[str]


class ShareOut(BaseModel):
    """So many of n, with a 95 % interval; null below ten marks."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None


class MeanOut(BaseModel):
    """The mean of n scores with a 95 % interval; null below five."""

    n: int
    value: float | None
    low: float | None
    high: float | None


class ResponseOut(BaseModel):
    """How many of the marked postings with a score from `low` to below `high` were liked."""

    low: float
    high: float
    liked: ShareOut


class QualityOut(BaseModel):
    """How scores agree with the person's marks; `agreement`: the chance that a liked posting scores higher, with its interval.

    `false_negatives` are of the fixed random sample below the threshold alone; `missed` is what they make of the `below` openings.
    """

    marked: int
    responses: list[ResponseOut]
    average: MeanOut
    liked: MeanOut
    put_away: MeanOut
    agreement: tuple[float, float, float] | None
    false_positives: ShareOut
    false_negatives: ShareOut
    below: int
    missed: tuple[int, int] | None


class Company(BaseModel):
    """A company by any spelling of its name."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=200)


class Matches(BaseModel):
    """A page of matches, how many there are in all, how many openings were scored; `sample`: they are the invented market's."""

    items: list[MatchLine]
    total: int
    scored: int
    sample: bool


class LessonOut(BaseModel):
    """A skill, or a pair: openings that newly reach the threshold, how many of them are fresh, the change of the median stated pay."""

    skills: list[str]
    gained: int
    fresh: int
    pay_change: float | None
    paid: int
    currency: str
    n: int


class ErrandOut(BaseModel):
    """Work in the background: ask again under `/errands/{id}` until it is done or failed."""

    id: str
    what: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    of: int
    result: dict[str, Any] | None
    error: str | None


class TaskRunOut(BaseModel):
    """One run of a scheduled task; without an end it is still going on."""

    started: datetime
    finished: datetime | None
    ok: bool | None
    sentence: str


class TaskOut(BaseModel):
    """A scheduled task: what it does, every so many seconds, when it last ran for everyone and when it is due."""

    name: str
    about: str
    every: int
    last: TaskRunOut | None
    due: datetime | None


class TaskDetail(TaskOut):
    """A task with its newest runs: those for everyone, and the caller's own."""

    runs: list[TaskRunOut]


class OwnerOut(BaseModel):
    """Someone with records here."""

    owner: str
    profiles: int
