"""The practice interviews of one owner as stored: questions, answers before and after they are judged, drafts, what was spoken.

Answers are only ever added, never overwritten, so two tabs that answer the same question both keep what was written.
"""

from __future__ import annotations

import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, delete, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from core.errors import Conflict, UserError
from core.store.cipher import Cipher
from core.store.tables import InterviewAnswerRow, InterviewAudioRow, InterviewQuestionRow, InterviewRow

MAX_INTERVIEWS = 500
MAX_AUDIO, MAX_AUDIO_IN_ALL = 10_000_000, 200_000_000
LONGEST_TICK = 15.0  # seconds: a longer wait between two signs of life was a closed laptop, not thinking
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHANGED = "This answer was also typed in another tab or window; your text is kept here, choose which one to go on with."
_SAVED = "This interview was changed in another tab or window since you opened it; your text is kept here, reload it and save again."
_GONE = "This interview was deleted in another tab or window; your text is kept here, copy it before you leave."
_TABLES: tuple[type[SQLModel], ...] = (InterviewAudioRow, InterviewAnswerRow, InterviewQuestionRow, InterviewRow)


@dataclass(frozen=True)
class StoredInterview:
    """An interview without its questions; `body` holds the set-up, the posting's text and notes. `state`: open, paused, finished."""

    id: str
    body: dict[str, Any]
    profile_id: str = ""
    job_id: str = ""
    state: str = "open"
    version: int = 1
    started_at: datetime = EPOCH
    finished_at: datetime | None = None


@dataclass(frozen=True)
class StoredQuestion:
    """A question; `source` is its id in the bank or a digest of its words, `follows` the question it follows up, `seconds` spent on it.

    `state` is open, answered or skipped; `version` counts the saves of the draft.
    """

    id: str
    body: dict[str, Any]
    position: int = 0
    source: str = ""
    competency: str = ""
    follows: str = ""
    state: str = "open"
    hinted: bool = False
    seconds: float = 0.0
    draft: str = ""
    version: int = 1
    asked_at: datetime | None = None


@dataclass(frozen=True)
class StoredAnswer:
    """One attempt at a question; `feedback` is None until it is judged."""

    id: str
    question_id: str
    text: str
    created_at: datetime
    number: int = 1
    seconds: float = 0.0
    score: float | None = None
    feedback: dict[str, Any] | None = None


@dataclass(frozen=True)
class StoredAudio:
    """That something was spoken to a question: what kind of file, how many bytes, to which answer (empty: the one being written)."""

    id: str
    question_id: str
    answer_id: str = ""
    kind: str = "audio/wav"
    size: int = 0


@dataclass(frozen=True)
class Result:
    """One judged answer in numbers: competency, score 0-100, when, to which question of which interview.

    `follow_up`: it was judged together with the answer to that question before it, and replaces its score.
    """

    competency: str
    score: float
    at: datetime
    source: str = ""
    question_id: str = ""
    interview_id: str = ""
    follow_up: bool = False


class InterviewRecords:
    """The interviews that one owner has practised."""

    def __init__(self, engine: Engine, cipher: Cipher, owner: str, now: Callable[[], datetime]) -> None:
        self._engine, self._cipher, self.owner, self._now = engine, cipher, owner, now

    # --- interviews

    def all(self, going_on: bool = False, most: int | None = None) -> list[StoredInterview]:
        """All interviews (or only those that are not finished, or only so many), newest first, without their questions."""
        query = select(InterviewRow).where(InterviewRow.owner == self.owner)
        query = query.where(InterviewRow.state != "finished") if going_on else query
        with Session(self._engine) as session:
            rows = session.exec(query.order_by(InterviewRow.started_at.desc(), InterviewRow.id).limit(most))  # type: ignore[attr-defined]
            return [self._interview(row) for row in rows]

    def find(self, interview_id: str) -> StoredInterview | None:
        """One interview, or None."""
        with Session(self._engine) as session:
            row = session.exec(select(InterviewRow).where(*self._key(InterviewRow, interview_id))).first()
            return self._interview(row) if row else None

    def add(self, interview: StoredInterview, questions: Sequence[StoredQuestion]) -> StoredInterview:
        """Store an interview with its questions, all or nothing."""
        with Session(self._engine) as session:
            count = session.exec(select(func.count()).select_from(InterviewRow).where(InterviewRow.owner == self.owner)).one()
            if count >= MAX_INTERVIEWS:
                raise UserError(f"You already keep {MAX_INTERVIEWS} interviews; delete some of them before you start another.")
            row = InterviewRow(
                id=interview.id, owner=self.owner, profile_id=interview.profile_id, job_id=interview.job_id,
                sealed=self._cipher.seal(interview.body), started_at=self._now(),
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add_all([self._question_row(interview.id, one) for one in questions])
            session.commit()
            return self._interview(row)

    def save(self, interview: StoredInterview) -> StoredInterview:
        """Save state and body; `Conflict` when they were saved elsewhere since they were read."""
        values = {"sealed": self._cipher.seal(interview.body), "state": interview.state, "finished_at": interview.finished_at}
        key = (*self._key(InterviewRow, interview.id), InterviewRow.version == interview.version)
        with Session(self._engine) as session:
            if not _changed(session, update(InterviewRow).where(*key).values(**values, version=interview.version + 1)):
                session.rollback()
                raise Conflict(_SAVED, current=self.find(interview.id))
            session.commit()
        return replace(interview, version=interview.version + 1)

    def delete(self, interview_id: str) -> None:
        """Delete an interview with its questions, answers and what was spoken."""
        with Session(self._engine) as session:
            session.execute(delete(InterviewRow).where(*self._key(InterviewRow, interview_id)))
            session.commit()

    # --- questions

    def questions(self, interview_id: str) -> list[StoredQuestion]:
        """The questions of an interview in the order they are asked."""
        query = select(InterviewQuestionRow).where(
            InterviewQuestionRow.owner == self.owner, InterviewQuestionRow.interview_id == interview_id
        )  # fmt: skip
        with Session(self._engine) as session:
            return [self._question(row) for row in session.exec(query.order_by(InterviewQuestionRow.position, InterviewQuestionRow.id))]  # type: ignore[arg-type]

    def counts(self) -> dict[str, dict[str, int]]:
        """For each interview, how many of its questions (without follow-ups) are open, answered and skipped."""
        row = InterviewQuestionRow
        query = select(row.interview_id, row.state, func.count()).where(row.owner == self.owner, row.follows == "")
        found: dict[str, dict[str, int]] = {}
        with Session(self._engine) as session:
            for interview_id, state, number in session.exec(query.group_by(row.interview_id, row.state)):
                found.setdefault(interview_id, {})[state] = number
        return found

    def add_question(self, interview_id: str, question: StoredQuestion) -> bool:
        """Add a question to an interview of the owner; False when its position is taken already (two tabs asked it)."""
        with Session(self._engine) as session:
            if not session.exec(select(InterviewRow.id).where(*self._key(InterviewRow, interview_id))).first():
                return False
            try:
                session.add(self._question_row(interview_id, question))
                session.commit()
            except IntegrityError:
                session.rollback()
                return False
            return True

    def set_state(self, question_id: str, state: str) -> None:
        """Mark a question as open, answered or skipped."""
        self._set_question(question_id, {"state": state})

    def hinted(self, question_id: str) -> None:
        """Remember that a hint was asked for."""
        self._set_question(question_id, {"hinted": True})

    def draft(self, question: StoredQuestion, text: str) -> StoredQuestion:
        """Keep what is typed so far; `Conflict` with what is stored when another tab typed since."""
        key = (*self._key(InterviewQuestionRow, question.id), InterviewQuestionRow.version == question.version)
        values = {"draft": self._cipher.seal(text), "version": question.version + 1}
        with Session(self._engine) as session:
            if not _changed(session, update(InterviewQuestionRow).where(*key).values(**values)):
                session.rollback()
                row = session.exec(select(InterviewQuestionRow).where(*self._key(InterviewQuestionRow, question.id))).first()
                raise Conflict(_CHANGED, current=self._question(row) if row else None)
            session.commit()
        return replace(question, draft=text, version=question.version + 1)

    def tick(self, question_id: str) -> float:
        """Count the time since the last sign of life, unless it was too long ago to have been thinking; all seconds so far."""
        now = self._now()
        with Session(self._engine) as session:
            row = session.exec(select(InterviewQuestionRow).where(*self._key(InterviewQuestionRow, question_id))).first()
            if row is None:
                return 0.0
            passed = (now - row.seen_at).total_seconds() if row.seen_at else 0.0
            row.seconds += passed if 0 < passed <= LONGEST_TICK else 0.0
            row.seen_at = now
            session.add(row)
            session.commit()
            return row.seconds

    def rest(self, question_id: str) -> None:
        """Stop counting until the next `tick`."""
        self._set_question(question_id, {"seen_at": None})

    # --- answers

    def answers(self, interview_id: str) -> list[StoredAnswer]:
        """All attempts of an interview, oldest first."""
        query = select(InterviewAnswerRow).where(InterviewAnswerRow.owner == self.owner, InterviewAnswerRow.interview_id == interview_id)
        with Session(self._engine) as session:
            return [self._answer(row) for row in session.exec(query.order_by(InterviewAnswerRow.created_at, InterviewAnswerRow.number))]  # type: ignore[arg-type]

    def add_answer(self, interview_id: str, question: StoredQuestion, text: str, seen: int) -> tuple[StoredAnswer, bool]:
        """Store an attempt and empty the draft; the second value is True when another tab answered since `seen` attempts were read."""
        for number in range(seen + 1, seen + 100):
            try:
                return self._add_answer(interview_id, question, text, number), number > seen + 1
            except IntegrityError:
                continue
        raise UserError("This question was answered a hundred times in other tabs meanwhile; your text is kept here, reload the page.")

    def _add_answer(self, interview_id: str, question: StoredQuestion, text: str, number: int) -> StoredAnswer:
        row = InterviewAnswerRow(
            id=uuid.uuid4().hex, owner=self.owner, interview_id=interview_id, question_id=question.id, number=number,
            seconds=question.seconds, sealed=self._cipher.seal(text), created_at=self._now(),
        )  # fmt: skip
        with Session(self._engine) as session:
            if not session.exec(select(InterviewQuestionRow.id).where(*self._key(InterviewQuestionRow, question.id))).first():
                raise UserError(_GONE)
            session.add(row)
            session.flush()
            change = {"state": "answered", "draft": None, "seen_at": None, "version": InterviewQuestionRow.version + 1}
            session.execute(update(InterviewQuestionRow).where(*self._key(InterviewQuestionRow, question.id)).values(**change))
            waiting = (
                InterviewAudioRow.owner == self.owner,
                InterviewAudioRow.question_id == question.id,
                InterviewAudioRow.answer_id == "",
            )
            session.execute(update(InterviewAudioRow).where(*waiting).values(answer_id=row.id))  # type: ignore[arg-type]
            session.commit()
            session.refresh(row)
            return self._answer(row)

    def judged(self, answer_id: str, score: float, feedback: Mapping[str, Any]) -> None:
        """Store what is said about an answer."""
        values = {"score": score, "feedback": self._cipher.seal(dict(feedback))}
        with Session(self._engine) as session:
            session.execute(update(InterviewAnswerRow).where(*self._key(InterviewAnswerRow, answer_id)).values(**values))
            session.commit()

    def results(self) -> list[Result]:
        """Every judged answer in numbers, oldest first; a follow-up counts for the question it follows."""
        query = (
            select(InterviewAnswerRow, InterviewQuestionRow)
            .join(InterviewQuestionRow, InterviewQuestionRow.id == InterviewAnswerRow.question_id)  # type: ignore[arg-type]
            .where(InterviewAnswerRow.owner == self.owner, InterviewAnswerRow.score.is_not(None))  # type: ignore[union-attr]
            .order_by(InterviewAnswerRow.created_at, InterviewAnswerRow.number, InterviewQuestionRow.position)  # type: ignore[arg-type]
        )
        with Session(self._engine) as session:
            return [_result(answer, asked) for answer, asked in session.exec(query)]

    def asked_since(self, since: datetime) -> set[str]:
        """Where the questions came from that were answered or skipped since then."""
        query = select(InterviewQuestionRow.source).where(
            InterviewQuestionRow.owner == self.owner, InterviewQuestionRow.asked_at >= since, InterviewQuestionRow.state != "open"
        )  # fmt: skip
        with Session(self._engine) as session:
            return set(session.exec(query))

    # --- what was spoken

    def speak(self, interview_id: str, question_id: str, data: bytes, kind: str) -> StoredAudio:
        """Keep what was spoken for the answer that is being written, in place of an earlier recording for it."""
        if len(data) > MAX_AUDIO:
            raise UserError("The recording is larger than 10 MB and was not kept; record a shorter one, your text is as it was.")
        with Session(self._engine) as session:
            mine = InterviewAudioRow.owner == self.owner
            waiting = (mine, InterviewAudioRow.question_id == question_id, InterviewAudioRow.answer_id == "")
            if not session.exec(select(InterviewQuestionRow.id).where(*self._key(InterviewQuestionRow, question_id))).first():
                raise UserError(_GONE)
            session.execute(delete(InterviewAudioRow).where(*waiting))  # type: ignore[arg-type]
            total = session.exec(select(func.coalesce(func.sum(InterviewAudioRow.size), 0)).where(mine)).one()
            if total + len(data) > MAX_AUDIO_IN_ALL:
                raise UserError("Your recordings fill 200 MB; delete an interview with recordings first. Your text is as it was.")
            row = InterviewAudioRow(
                id=uuid.uuid4().hex, owner=self.owner, interview_id=interview_id, question_id=question_id, kind=kind[:60], size=len(data),
                sealed=self._cipher.seal(b64encode(data).decode()), created_at=self._now(),
            )  # fmt: skip
            session.add(row)
            session.commit()
            session.refresh(row)
            return _audio(row)

    def spoken(self, interview_id: str) -> list[StoredAudio]:
        """What was spoken in an interview, without the sound itself."""
        columns = (InterviewAudioRow.id, InterviewAudioRow.question_id, InterviewAudioRow.answer_id, InterviewAudioRow.kind)
        query = select(*columns, InterviewAudioRow.size).where(  # type: ignore[call-overload]
            InterviewAudioRow.owner == self.owner, InterviewAudioRow.interview_id == interview_id
        )
        with Session(self._engine) as session:
            return [StoredAudio(*row) for row in session.exec(query.order_by(InterviewAudioRow.created_at))]

    def sound(self, audio_id: str) -> bytes | None:
        """A recording's bytes, or None."""
        with Session(self._engine) as session:
            sealed = session.exec(select(InterviewAudioRow.sealed).where(*self._key(InterviewAudioRow, audio_id))).first()
        return b64decode(self._cipher.open(sealed)) if sealed else None

    # --- rows

    def _key(self, table: Any, row_id: str) -> tuple[Any, ...]:
        return table.owner == self.owner, table.id == row_id

    def _set_question(self, question_id: str, values: dict[str, Any]) -> None:
        with Session(self._engine) as session:
            session.execute(update(InterviewQuestionRow).where(*self._key(InterviewQuestionRow, question_id)).values(**values))
            session.commit()

    def _interview(self, row: InterviewRow) -> StoredInterview:
        times = (row.started_at, row.finished_at)
        return StoredInterview(row.id, self._cipher.open(row.sealed), row.profile_id, row.job_id, row.state, row.version, *times)

    def _question(self, row: InterviewQuestionRow) -> StoredQuestion:
        plain = row.model_dump(
            include={"id", "position", "source", "competency", "follows", "state", "hinted", "seconds", "version", "asked_at"}
        )
        return StoredQuestion(body=self._cipher.open(row.sealed), draft=self._cipher.open(row.draft) if row.draft else "", **plain)

    def _answer(self, row: InterviewAnswerRow) -> StoredAnswer:
        plain = row.model_dump(include={"id", "question_id", "number", "seconds", "score", "created_at"})
        return StoredAnswer(text=self._cipher.open(row.sealed), feedback=self._cipher.open(row.feedback) if row.feedback else None, **plain)

    def _question_row(self, interview_id: str, one: StoredQuestion) -> InterviewQuestionRow:
        return InterviewQuestionRow(
            id=one.id, owner=self.owner, interview_id=interview_id, position=one.position, source=one.source[:80],
            competency=one.competency[:40], follows=one.follows, sealed=self._cipher.seal(one.body), asked_at=self._now(),
        )  # fmt: skip


def erase(session: Session, owner: str) -> None:
    """Delete every interview of an owner within a session."""
    for table in _TABLES:
        session.execute(delete(table).where(table.owner == owner))  # type: ignore[attr-defined]


def _changed(session: Session, statement: Any) -> bool:
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _audio(row: InterviewAudioRow) -> StoredAudio:
    return StoredAudio(**row.model_dump(include={"id", "question_id", "answer_id", "kind", "size"}))


def _result(answer: InterviewAnswerRow, asked: InterviewQuestionRow) -> Result:
    about = asked.follows or asked.id
    return Result(
        asked.competency, float(answer.score or 0), answer.created_at, asked.source, about, asked.interview_id, bool(asked.follows)
    )
