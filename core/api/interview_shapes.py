"""What goes in and out about practice interviews."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from core.api.shapes import Problem
from core.interview.choosing import LONGEST, SHORTEST, Kind, Wanted
from core.interview.sessions import LONGEST_ANSWER
from core.interview.shapes import Feedback, Strictness


class StartIn(BaseModel):
    """An interview to start: for a job of the caller's, or for a role; without `profile_id` the profile in use."""

    model_config = ConfigDict(extra="forbid")
    job_id: str = Field(default="", max_length=64)
    profile_id: str = Field(default="", max_length=64)
    role: str = Field(default="", max_length=160)
    level: Wanted = "any"
    round: Kind = "mixed"
    length: int = Field(default=5, ge=SHORTEST, le=LONGEST)
    strictness: Strictness = "normal"
    focus: list[str] = Field(default_factory=list, max_length=10)


class AnswerIn(BaseModel):
    """An answer; `question_id` empty: the next open question; `seen`: how many answers to it the caller has read."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=LONGEST_ANSWER)
    question_id: str = Field(default="", max_length=64)
    seen: int | None = Field(default=None, ge=0, le=100)


class AnswerOut(BaseModel):
    """One answer and what is said about it."""

    text: str
    answered_at: datetime
    feedback: Feedback | None


class QuestionOut(BaseModel):
    """A question; `follows` is the question that it follows up, `score` of its newest answer with what followed it."""

    id: str
    follows: str
    state: str
    round: str
    competency: str
    text: str
    reason: str
    shows: str
    sample: str
    sample_of: str
    why: str
    pointer: str
    seconds: int
    draft: str
    score: float | None
    answers: list[AnswerOut]


class InterviewLine(BaseModel):
    """An interview in a list."""

    id: str
    title: str
    round: str
    state: str
    started_at: datetime
    questions: int
    answered: int
    score: float | None
    sample: bool


class InterviewOut(BaseModel):
    """An interview with everything in it; `next_question` is the one to answer now."""

    id: str
    title: str
    role: str
    company: str
    round: str
    level: str
    strictness: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    score: float | None
    notes: str
    next_question: str | None
    questions: list[QuestionOut]


class AnswerConflict(Problem):
    """Someone answered first; both answers are kept in `current`."""

    current: InterviewOut


class DueOut(BaseModel):
    """A competency to practise: mean score of its last day, that day, its box (0-4), the day it is due, answers so far."""

    competency: str
    name: str
    score: float
    last: date
    box: int
    due: date
    attempts: int
