"""A practice interview from start to end: set up, asked, drafted, answered, judged, followed up, finished, kept.

Every answer is stored before it is judged. What was cut off in between is judged when the interview is opened again, so neither a closed
laptop nor a killed process loses a word.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from statistics import fmean
from typing import Any

from core import interview as engine
from core import matching
from core.errors import Conflict, UserError
from core.interview.choosing import MOST_POSTING, Setup, choose
from core.interview.own import Ask, Ground
from core.interview.repetition import weak
from core.interview.shapes import Feedback, Outline
from core.models import Resume
from core.store import StoredAnswer, StoredAudio, StoredInterview, StoredProfile, StoredQuestion
from core.text import clean
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

LONGEST_ANSWER, LONGEST_NOTE = 60_000, 10_000
MOST_FOLLOW_UPS = 2
LATELY = timedelta(days=30)
_STEP = 10  # places between two questions, for the follow-ups
_ANSWERED_TWICE = (
    "This question was answered in another tab or window as well; both answers are kept, yours is the last. Look at them in the feedback."
)


@dataclass(frozen=True)
class Attempt:
    """One answer and what is said about it; a follow-up is judged together with the answers before it, whose text is in `judged_text`."""

    stored: StoredAnswer
    feedback: Feedback | None
    judged_text: str


@dataclass(frozen=True)
class Item:
    """A question of an interview with its attempts, oldest first."""

    stored: StoredQuestion
    ask: Ask
    attempts: tuple[Attempt, ...] = ()
    spoken: tuple[StoredAudio, ...] = ()

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.stored.id

    @property
    def last(self) -> Attempt | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None


@dataclass(frozen=True)
class Interview:
    """An interview with its questions in the order they are asked, follow-ups behind the question they belong to."""

    stored: StoredInterview
    setup: Setup
    items: tuple[Item, ...]

    @property
    def id(self) -> str:
        """The id of the interview."""
        return self.stored.id

    @property
    def notes(self) -> str:
        """What the person wrote down about it."""
        return str(self.stored.body.get("notes", ""))

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        """The questions without the follow-ups."""
        return tuple(item for item in self.items if not item.stored.follows)

    @property
    def current(self) -> Item | None:
        """The question to answer now; None when all are answered or skipped."""
        return next((item for item in self.items if item.stored.state == "open"), None)

    def item(self, question_id: str) -> Item | None:
        """One question by its id."""
        return next((item for item in self.items if item.id == question_id), None)

    def follow_ups(self, item: Item) -> list[Item]:
        """The follow-ups of a question."""
        return [one for one in self.items if one.stored.follows == item.id]

    def score_of(self, item: Item) -> float | None:
        """The score that a question has now: of its last answer together with what followed it; None before one is judged."""
        parts = (item, *self.follow_ups(item))
        judged = [(one.stored.created_at, one.stored.number, place, one) for place, part in enumerate(parts) for one in part.attempts]
        known = [entry for entry in judged if entry[3].feedback]
        newest = max(known, key=lambda entry: entry[:3])[3] if known else None
        return newest.feedback.score if newest and newest.feedback else None

    @property
    def score(self) -> float | None:
        """The mean over the answered questions, 0-100; None before one is judged."""
        known = [score for item in self.questions if (score := self.score_of(item)) is not None]
        return round(fmean(known), 1) if known else None

    @property
    def title(self) -> str:
        """What it is for, in words."""
        role = self.setup.role or "Any role"
        return f"{role} at {self.setup.company}" if self.setup.company else role


# --- starting --------------------------------------------------------------------------------------------------------


def setup_for(stored: StoredPosting, **wishes: Any) -> Setup:
    """A set-up for one posting."""
    posting = stored.posting
    told = {
        "role": posting.title[:160],
        "company": posting.company[:160],
        "posting": posting.description[:MOST_POSTING],
        "sample": stored.sample,
    }
    return Setup(**{**told, **wishes})


def start(ws: Workspace, setup: Setup, profile: StoredProfile | None = None, stored: StoredPosting | None = None) -> Interview:
    """Choose the questions of an interview and store it."""
    interview_id = uuid.uuid4().hex
    explanation = None
    if profile and stored:
        person = matching.candidate(profile.resume, profile.preferences, ws.now().date())
        explanation = matching.explain(person, stored, matching.weights(ws))
    ground = Ground(profile.resume if profile else None, stored, explanation)
    kept = ws.records.interviews
    lately = kept.asked_since(ws.now() - LATELY)
    asks = choose(setup, ground, interview_id, weak(kept.results(), ws.now().date()), lately)
    if not asks:
        raise UserError("There is no question for this role yet; choose another round, or name the role in other words.")
    questions = [_question(ask, _STEP * number) for number, ask in enumerate(asks, 1)]
    body = {"setup": setup.model_dump(mode="json"), "notes": ""}
    kept.add(StoredInterview(interview_id, body, profile.id if profile else "", stored.id if stored else ""), questions)
    return opened(ws, interview_id)


def _question(ask: Ask, position: int, follows: str = "") -> StoredQuestion:
    body = ask.model_dump(mode="json")
    return StoredQuestion(uuid.uuid4().hex, body, position, ask.source, ask.competency, follows)


# --- opening ---------------------------------------------------------------------------------------------------------


def find(ws: Workspace, interview_id: str) -> Interview | None:
    """An interview with everything in it, or None; answers that nobody has judged yet are judged now."""
    stored = ws.records.interviews.find(interview_id)
    if stored is None:
        return None
    found = _read(ws, stored)
    waiting = [(item, attempt) for item in found.items for attempt in item.attempts if attempt.feedback is None]
    for item, attempt in waiting:
        _judge(ws, found, item, attempt)
    return _read(ws, stored) if waiting else found


def opened(ws: Workspace, interview_id: str) -> Interview:
    """As `find`; UserError when it is gone."""
    found = find(ws, interview_id)
    if found is None:
        raise UserError("This interview is no longer there; it was deleted. Start another one.")
    return found


def _read(ws: Workspace, stored: StoredInterview) -> Interview:
    kept = ws.records.interviews
    answers, spoken = kept.answers(stored.id), kept.spoken(stored.id)
    questions = kept.questions(stored.id)
    texts = {question.id: [one for one in answers if one.question_id == question.id] for question in questions}
    items = [
        Item(
            question, Ask.model_validate(question.body), tuple(_attempt(one, question, questions, texts) for one in texts[question.id]),
            tuple(one for one in spoken if one.question_id == question.id),
        )
        for question in questions
    ]  # fmt: skip
    return Interview(stored, Setup.model_validate(stored.body["setup"]), tuple(items))


def _attempt(
    one: StoredAnswer, question: StoredQuestion, questions: Sequence[StoredQuestion], texts: dict[str, list[StoredAnswer]]
) -> Attempt:
    before = [other for other in questions if question.follows and question.follows in (other.id, other.follows)]
    earlier = [
        [said for said in texts[other.id] if said.created_at <= one.created_at] for other in before if other.position < question.position
    ]
    said = [tried[-1].text for tried in earlier if tried]
    feedback = Feedback.model_validate(one.feedback) if one.feedback else None
    return Attempt(one, feedback, "\n\n".join([*said, one.text]))


# --- answering -------------------------------------------------------------------------------------------------------


def keep_draft(ws: Workspace, question: StoredQuestion, text: str) -> StoredQuestion:
    """Keep what is typed so far; `Conflict` with the stored question when another tab typed since `question` was read."""
    bounded = text[:LONGEST_ANSWER]
    return question if bounded == question.draft else ws.records.interviews.draft(question, bounded)


def answer(ws: Workspace, interview: Interview, item: Item, text: str) -> Interview:
    """Store an answer, judge it, and ask what is missing; `Conflict` (nothing lost) when another tab answered too."""
    said = checked(text)
    stored, clash = ws.records.interviews.add_answer(interview.id, item.stored, said, len(item.attempts))
    now = opened(ws, interview.id)
    answered = now.item(item.id)
    if answered and not clash and ask_on(ws, now, answered):
        now = opened(ws, interview.id)
    if clash:
        raise Conflict(_ANSWERED_TWICE, current=stored.id)
    return now


def checked(text: str) -> str:
    """The answer without what nobody can see; UserError when nothing is left or it is too long."""
    if len(text) > LONGEST_ANSWER:
        raise UserError(f"An answer may have {LONGEST_ANSWER:,} characters; this one has {len(text):,}. It is still here, shorten it.")
    said = clean(text, LONGEST_ANSWER)
    if not said:
        raise UserError("The answer is empty; write something, or skip the question.")
    return said


def _judge(ws: Workspace, interview: Interview, item: Item, attempt: Attempt) -> None:
    profile = ws.records.profile(interview.stored.profile_id) if interview.stored.profile_id else None
    resume: Resume | str = profile.resume if profile else ""
    asked = next((one for one in interview.items if one.id == item.stored.follows), item)
    feedback = ws.ask(
        engine.JUDGE, question=asked.ask.text, answer=attempt.judged_text, resume=resume, job=interview.setup.posting,
        competency=asked.ask.competency, round=asked.ask.round, strictness=interview.setup.strictness, today=ws.now().date(),
    ).value  # fmt: skip
    ws.records.interviews.judged(attempt.stored.id, feedback.score, feedback.model_dump(mode="json"))


def ask_on(ws: Workspace, interview: Interview, item: Item) -> bool:
    """Add the follow-up that the last feedback calls for, at most two a question; whether there is one."""
    asked = next((one for one in interview.questions if one.id in (item.id, item.stored.follows)), item)
    so_far = interview.follow_ups(asked)
    feedback = item.last.feedback if item.last else None
    if feedback is None or feedback.follow_up.kind == "none" or len(so_far) >= MOST_FOLLOW_UPS or len(asked.attempts) > 1:
        return False
    if any(one.ask.kind == feedback.follow_up.kind for one in so_far):
        return False
    ask = asked.ask.model_copy(
        update={
            "source": f"{asked.ask.source[:70]}+{len(so_far) + 1}", "kind": feedback.follow_up.kind, "text": feedback.follow_up.text,
            "reason": feedback.follow_up.why, "follow_ups": [], "sample": "", "sample_of": "", "why": "", "shows": "",
        }
    )  # fmt: skip
    return ws.records.interviews.add_question(interview.id, _question(ask, asked.stored.position + len(so_far) + 1, asked.id))


def skip(ws: Workspace, interview: Interview, item: Item) -> Interview:
    """Leave a question out."""
    ws.records.interviews.set_state(item.id, "skipped")
    return opened(ws, interview.id)


def again(ws: Workspace, interview: Interview, item: Item) -> Interview:
    """Ask a question once more; the answers so far stay. Its open follow-ups are left out."""
    for one in interview.follow_ups(item):
        if one.stored.state == "open":
            ws.records.interviews.set_state(one.id, "skipped")
    ws.records.interviews.set_state(item.id, "open")
    if interview.stored.state == "finished":
        ws.records.interviews.save(replace(interview.stored, state="open", finished_at=None))
    return opened(ws, interview.id)


def pause(ws: Workspace, interview: Interview, paused: bool) -> Interview:
    """Stop the clock, or go on."""
    if interview.current:
        ws.records.interviews.rest(interview.current.id)
    ws.records.interviews.save(replace(interview.stored, state="paused" if paused else "open"))
    return opened(ws, interview.id)


def finish(ws: Workspace, interview: Interview) -> Interview:
    """End an interview; questions that are open stay unanswered."""
    ws.records.interviews.save(replace(interview.stored, state="finished", finished_at=ws.now()))
    return opened(ws, interview.id)


def note(ws: Workspace, interview: Interview, text: str) -> Interview:
    """Save the person's notes; `Conflict` when they were changed elsewhere."""
    body = {**interview.stored.body, "notes": clean(text, LONGEST_NOTE)}
    ws.records.interviews.save(replace(interview.stored, body=body))
    return opened(ws, interview.id)


def better(ws: Workspace, interview: Interview, item: Item) -> Outline:
    """The outline of a better answer from the person's own record; empty without a profile."""
    profile = ws.records.profile(interview.stored.profile_id) if interview.stored.profile_id else None
    if profile is None:
        return Outline()
    return ws.ask(engine.OUTLINE, question=item.ask.text, resume=profile.resume, competency=item.ask.competency).value
