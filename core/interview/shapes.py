"""What is said about an answer in an interview: points with the words that earned or lost them, and what to do next."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

Strictness = Literal["kind", "normal", "strict"]
Star = Literal["situation", "task", "action", "result"]
Part = Literal["situation", "task", "action", "result", "relevance", "specificity", "evidence", "structure", "clarity", "contradiction"]
Contradicted = Literal["number", "team", "duration", "date", "title", "employer", "scope"]
Asked = Literal["situation", "task", "action", "result", "number", "vague", "contradiction", "relevance", "none"]


class Evidence(BaseModel):
    """Words of the answer (`quote == answer[start:end]`), the part they belong to, what they did in a short sentence, signed points."""

    quote: str
    start: int
    end: int
    part: Part
    effect: str
    points: float = 0.0


class PartScore(BaseModel):
    """Whether a part of the story is told, how well (0-100), and its words."""

    present: bool = False
    score: float = Field(0.0, ge=0, le=100)
    quote: str = ""


class Parts(BaseModel):
    """The four parts of a story, and five qualities of the whole answer (0-100)."""

    situation: PartScore = Field(default_factory=PartScore)
    task: PartScore = Field(default_factory=PartScore)
    action: PartScore = Field(default_factory=PartScore)
    result: PartScore = Field(default_factory=PartScore)
    relevance: float = 0.0
    specificity: float = 0.0
    evidence: float = 0.0
    structure: float = 0.0
    clarity: float = 0.0


class Contradiction(BaseModel):
    """Words of the answer against words of the record; `source_line` is the resume's line from 0, None when it cannot be named."""

    quote: str
    start: int
    end: int
    kind: Contradicted
    record: str
    source_line: int | None = None
    sentence: str = ""


class Stock(BaseModel):
    """A phrase that everybody says, at its place in the answer."""

    quote: str
    start: int
    end: int


class FollowUp(BaseModel):
    """The question an interviewer would ask next, and why; `kind` is `none` when nothing is missing."""

    text: str
    why: str = ""
    kind: Asked = "none"


class Feedback(BaseModel):
    """What the engine says about one answer; `score` is 0-100, `note` one sentence when the answer was cut or empty."""

    score: float = Field(ge=0, le=100)
    parts: Parts = Field(default_factory=Parts)
    evidence: list[Evidence] = Field(default_factory=list)
    contradictions: list[Contradiction] = Field(default_factory=list)
    stock: list[Stock] = Field(default_factory=list)
    follow_up: FollowUp
    version: str
    note: str = ""


class OutlineStep(BaseModel):
    """One step of a better answer; `pointer` is the place in the record that it rests on, empty when the person has to add it."""

    part: Star
    text: str
    pointer: str = ""


class Outline(BaseModel):
    """A better answer in steps, from the person's own record alone; no step when the record has nothing to tell."""

    steps: list[OutlineStep] = Field(default_factory=list)
    version: str = ""
