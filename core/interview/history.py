"""Interviews looked back on: a line each, found by their words, what is due, and the curves over all attempts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from core.interview import repetition
from core.interview.choosing import Setup
from core.interview.cues import competencies
from core.interview.repetition import Attempt, Standing
from core.interview.sessions import Interview, opened
from core.store import StoredInterview
from core.text import fold
from core.workspace import Workspace

_SEARCHED = 20_000  # characters of one text that a search looks at


@dataclass(frozen=True)
class Line:
    """One interview in a list: what it was for, when, how many questions were answered, the mean score (None before one is judged)."""

    id: str
    title: str
    round: str
    state: str
    started_at: datetime
    questions: int
    answered: int
    score: float | None
    sample: bool = False

    @property
    def waits(self) -> bool:
        """Whether there is a question left to answer."""
        return self.state != "finished" and self.answered < self.questions


def lines(ws: Workspace, words: str = "") -> list[Line]:
    """The interviews in which all these words stand (in any text of them), newest first; all of them without words."""
    wanted = fold(words).split()
    return _lines(ws, [stored for stored in ws.records.interviews.all() if not wanted or _holds(ws, stored, wanted)])


def unfinished(ws: Workspace) -> Line | None:
    """The newest interview that still has questions to answer."""
    return next((line for line in _lines(ws, ws.records.interviews.all(going_on=True)) if line.waits), None)


def due(ws: Workspace) -> list[Standing]:
    """The competencies to practise today, the weakest first."""
    return repetition.due(ws.records.interviews.results(), ws.now().date())


def curves(ws: Workspace) -> dict[str, list[Attempt]]:
    """Every attempt by competency, oldest first; the competencies with most attempts in front."""
    found: dict[str, list[Attempt]] = {}
    for one in repetition.attempts(ws.records.interviews.results()):
        found.setdefault(one.competency, []).append(one)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def due_setup(standing: Sequence[Standing], role: str, most: int = 3) -> Setup:
    """A short session on what is due."""
    focus = [one.competency for one in standing[:most]]
    return Setup(role=role[:160], length=max(1, len(focus)), focus=focus)


def last_role(ws: Workspace) -> str:
    """The role of the newest interview; empty without one."""
    newest = next(iter(ws.records.interviews.all(most=1)), None)
    return Setup.model_validate(newest.body["setup"]).role if newest else ""


def named(competency: str) -> str:
    """The name of a competency."""
    known = competencies().get(competency)
    return known.name if known else competency.replace("-", " ").capitalize()


def _lines(ws: Workspace, found: Sequence[StoredInterview]) -> list[Line]:
    if not found:
        return []
    scores: dict[str, dict[str, float]] = {}
    for one in ws.records.interviews.results():
        scores.setdefault(one.interview_id, {})[one.question_id] = one.score
    counts = ws.records.interviews.counts()
    return [_line(stored, counts.get(stored.id, {}), list(scores.get(stored.id, {}).values())) for stored in found]


def _line(stored: StoredInterview, counts: dict[str, int], scores: list[float]) -> Line:
    setup = Setup.model_validate(stored.body["setup"])
    role = setup.role or "Any role"
    title = f"{role} at {setup.company}" if setup.company else role
    total = sum(counts.values())
    mean = round(fmean(scores), 1) if scores else None
    return Line(stored.id, title, setup.round, stored.state, stored.started_at, total, counts.get("answered", 0), mean, setup.sample)


def _holds(ws: Workspace, stored: StoredInterview, wanted: Sequence[str]) -> bool:
    """Whether all words stand in an interview, decrypted in memory for the length of this call."""
    told = fold("\n".join(text[:_SEARCHED] for text in _texts(opened(ws, stored.id))))
    return all(word in told for word in wanted)


def _texts(interview: Interview) -> Iterator[str]:
    yield interview.title
    yield interview.notes
    for item in interview.items:
        yield item.ask.text
        yield named(item.ask.competency)
        yield from (attempt.stored.text for attempt in item.attempts)
