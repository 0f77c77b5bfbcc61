"""The tables of the store; every row has an owner, every editable row a version, personal values are sealed."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcTime(TypeDecorator[datetime]):
    """A point in time: stored as UTC, always read back with its zone (SQLite would drop it)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """Only times with a zone go in."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """Times come out with their zone."""
        return value.replace(tzinfo=UTC) if value else None


class Visitor(SQLModel, table=True):
    """A visitor of the hosted mode; the owner id is the hash of a key that only the visitor has."""

    owner: str = Field(primary_key=True, max_length=100)
    created_at: datetime = Field(sa_type=UtcTime)


class ProfileRow(SQLModel, table=True):
    """A person's record with its preferences, sealed."""

    __tablename__ = "profile"
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    version: int = 1
    sample: bool = False
    sealed: bytes
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    last_upload: datetime | None = Field(default=None, sa_type=UtcTime)


class SourceRow(SQLModel, table=True):
    """The text of a document that a record was read from, sealed; the file itself, sealed, only where the person chose so."""

    __tablename__ = "source_document"
    __table_args__ = (UniqueConstraint("owner", "profile_id", "sha256"),)
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    profile_id: str = Field(foreign_key="profile.id", ondelete="CASCADE", max_length=32)
    position: int = 0
    sha256: str = Field(max_length=64)
    sealed: bytes
    original: bytes | None = None
    created_at: datetime = Field(sa_type=UtcTime)


class ActionRow(SQLModel, table=True):
    """What a person did with a posting."""

    __tablename__ = "job_action"
    owner: str = Field(primary_key=True, max_length=100)
    job_id: str = Field(primary_key=True, max_length=40)
    version: int = 1
    interested: bool = False
    applied: bool = False
    hidden: bool = False
    feedback: str = Field(default="", max_length=20)
    updated_at: datetime = Field(sa_type=UtcTime)


class PostingCheckRow(SQLModel, table=True):
    """What a posting's own page said when a person asked whether it is still there."""

    __tablename__ = "posting_check"
    owner: str = Field(primary_key=True, max_length=100)
    job_id: str = Field(primary_key=True, max_length=40)
    version: int = 1
    standing: str = Field(max_length=10)
    reason: str = Field(max_length=200)
    checked_at: datetime = Field(sa_type=UtcTime)


class SettingRow(SQLModel, table=True):
    """One choice of a person, sealed JSON."""

    __tablename__ = "setting"
    owner: str = Field(primary_key=True, max_length=100)
    name: str = Field(primary_key=True, max_length=60)
    version: int = 1
    sealed: bytes


class CheckRow(SQLModel, table=True):
    """A known value, sealed with the key in use, so that a wrong key is noticed at the start."""

    __tablename__ = "key_check"
    id: int = Field(default=1, primary_key=True)
    sealed: bytes


class FeedRow(SQLModel, table=True):
    """A feed that a person reads, and how it has been doing; its address and name are sealed."""

    __tablename__ = "feed"
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    version: int = 1
    preset: str = Field(default="", max_length=40)
    enabled: bool = True
    sealed: bytes
    etag: str = Field(default="", max_length=300)
    last_modified: str = Field(default="", max_length=100)
    last_attempt: datetime | None = Field(default=None, sa_type=UtcTime)
    last_success: datetime | None = Field(default=None, sa_type=UtcTime)
    next_allowed: datetime | None = Field(default=None, sa_type=UtcTime)
    items: int = 0
    failures: int = 0
    error: str = Field(default="", max_length=300)
    created_at: datetime = Field(sa_type=UtcTime)


class TaskRunRow(SQLModel, table=True):
    """One run of a scheduled task; without an end it is still running, or was cut off."""

    __tablename__ = "task_run"
    id: str = Field(primary_key=True, max_length=32)
    task: str = Field(index=True, max_length=40)
    owner: str | None = Field(default=None, max_length=100)
    started: datetime = Field(sa_type=UtcTime)
    finished: datetime | None = Field(default=None, sa_type=UtcTime)
    ok: bool | None = None
    sentence: str = Field(default="", max_length=500)


class LeaseRow(SQLModel, table=True):
    """Who may do a thing that only one may do at a time, and until when."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True, max_length=200)
    holder: str = Field(max_length=32)
    until: datetime = Field(sa_type=UtcTime)


class TokenRow(SQLModel, table=True):
    """The API token of an owner: its hash, and the token itself where the owner wants to see it again."""

    __tablename__ = "api_token"
    owner: str = Field(primary_key=True, max_length=100)
    digest: str = Field(unique=True, max_length=64)
    sealed: bytes | None = None
    created_at: datetime = Field(sa_type=UtcTime)


class InterviewRow(SQLModel, table=True):
    """A practice interview; what it is for, its notes and the posting's text are sealed."""

    __tablename__ = "interview"
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    version: int = 1
    profile_id: str = Field(default="", max_length=32)
    job_id: str = Field(default="", max_length=40)
    state: str = Field(default="open", max_length=10)
    sealed: bytes
    started_at: datetime = Field(sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)


class InterviewQuestionRow(SQLModel, table=True):
    """A question of an interview; its words and what is typed so far are sealed. `version` counts the saves of that draft."""

    __tablename__ = "interview_question"
    __table_args__ = (UniqueConstraint("interview_id", "position"),)
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    interview_id: str = Field(foreign_key="interview.id", ondelete="CASCADE", index=True, max_length=32)
    position: int = 0
    version: int = 1
    source: str = Field(default="", max_length=80)
    competency: str = Field(default="", max_length=40)
    follows: str = Field(default="", max_length=32)
    state: str = Field(default="open", max_length=10)
    hinted: bool = False
    seconds: float = 0.0
    seen_at: datetime | None = Field(default=None, sa_type=UtcTime)
    sealed: bytes
    draft: bytes | None = None
    asked_at: datetime = Field(sa_type=UtcTime)


class InterviewAnswerRow(SQLModel, table=True):
    """An attempt at a question, stored before it is judged; without feedback it was cut off and is judged later."""

    __tablename__ = "interview_answer"
    __table_args__ = (UniqueConstraint("question_id", "number"),)
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    interview_id: str = Field(foreign_key="interview.id", ondelete="CASCADE", index=True, max_length=32)
    question_id: str = Field(foreign_key="interview_question.id", ondelete="CASCADE", max_length=32)
    number: int = 1
    seconds: float = 0.0
    score: float | None = None
    sealed: bytes
    feedback: bytes | None = None
    created_at: datetime = Field(sa_type=UtcTime)


class InterviewAudioRow(SQLModel, table=True):
    """What was spoken to a question, sealed; without an answer it waits for the one that is being written."""

    __tablename__ = "interview_audio"
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    interview_id: str = Field(foreign_key="interview.id", ondelete="CASCADE", max_length=32)
    question_id: str = Field(foreign_key="interview_question.id", ondelete="CASCADE", index=True, max_length=32)
    answer_id: str = Field(default="", max_length=32)
    kind: str = Field(default="audio/wav", max_length=60)
    size: int = 0
    sealed: bytes
    created_at: datetime = Field(sa_type=UtcTime)


class ReportRow(SQLModel, table=True):
    """A market report; it holds no personal text, and is sealed all the same, because it may tell what somebody reads."""

    __tablename__ = "market_report"
    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=100)
    made_at: datetime = Field(sa_type=UtcTime)
    sealed: bytes
