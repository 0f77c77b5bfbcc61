"""What one owner can see and change; a save names the version it was made from."""

from __future__ import annotations

import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from sqlalchemy import Engine, delete, func, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, SQLModel, select

from core.errors import Conflict, UserError
from core.models import Document, Preferences, Resume
from core.store.checks import CheckRecords
from core.store.cipher import Cipher
from core.store.feeds import FeedRecords
from core.store.interviews import InterviewRecords
from core.store.interviews import erase as erase_interviews
from core.store.reports import ReportRecords
from core.store.tables import (
    ActionRow,
    FeedRow,
    PostingCheckRow,
    ProfileRow,
    ReportRow,
    SettingRow,
    SourceRow,
    TaskRunRow,
    TokenRow,
    Visitor,
)

T = TypeVar("T")
MAX_PROFILES = 20
_ATTEMPTS = 50
_CHANGED = "This was changed in another tab or window since you opened it; your text is kept here, choose which one to save."


@dataclass(frozen=True)
class StoredProfile:
    """A person's record as stored; `title` is the name that the person gave to this profile."""

    id: str
    version: int
    title: str
    resume: Resume
    preferences: Preferences = field(default_factory=Preferences)
    sample: bool = False
    updated_at: datetime | None = None
    last_upload: datetime | None = None
    created_at: datetime | None = None

    def edited(self, **changes: Any) -> StoredProfile:
        """A copy with some fields changed; the version stays the one it was read with."""
        return replace(self, **changes)


class ActionChange(TypedDict, total=False):
    """The fields of an action that a person can set."""

    interested: bool
    applied: bool
    hidden: bool
    feedback: str


class Records:
    """The store as one owner sees it."""

    def __init__(self, engine: Engine, cipher: Cipher, owner: str, now: Callable[[], datetime]) -> None:
        self._engine, self._cipher, self.owner, self._now = engine, cipher, owner, now
        self.feeds = FeedRecords(engine, cipher, owner, now)
        self.checks = CheckRecords(engine, owner, now)
        self.interviews = InterviewRecords(engine, cipher, owner, now)
        self.reports = ReportRecords(engine, cipher, owner, now)

    # --- profiles

    def profiles(self) -> list[StoredProfile]:
        """All profiles, newest first."""
        query = select(ProfileRow).where(ProfileRow.owner == self.owner).order_by(ProfileRow.updated_at.desc())  # type: ignore[attr-defined]
        with Session(self._engine) as session:
            return [self._open(row) for row in session.exec(query)]

    def profile(self, profile_id: str) -> StoredProfile | None:
        """One profile, or None."""
        with Session(self._engine) as session:
            row = session.exec(select(ProfileRow).where(ProfileRow.owner == self.owner, ProfileRow.id == profile_id)).first()
            return self._open(row) if row else None

    def add_profile(
        self, title: str, resume: Resume, documents: Sequence[Document] = (), preferences: Preferences | None = None, sample: bool = False
    ) -> StoredProfile:
        """Store a new profile with the texts it was read from, all or nothing."""
        now, profile_id = self._now(), uuid.uuid4().hex
        body = self._seal(title, resume, preferences or Preferences())
        with Session(self._engine) as session:
            count = session.exec(select(func.count()).select_from(ProfileRow).where(ProfileRow.owner == self.owner)).one()
            if count >= MAX_PROFILES:
                raise UserError(f"You already have {MAX_PROFILES} profiles; delete one before you add another.")
            row = ProfileRow(id=profile_id, owner=self.owner, sample=sample, sealed=body, created_at=now, updated_at=now)
            row.last_upload = now if documents else None
            session.add(row)
            session.flush()
            session.add_all(self._sources(profile_id, documents))
            session.commit()
            return self._open(row)

    def save_profile(self, profile: StoredProfile, documents: Sequence[Document] = ()) -> StoredProfile:
        """Save an edited profile; `Conflict` when it was saved elsewhere since it was read."""
        now = self._now()
        values: dict[str, Any] = {"sealed": self._seal(profile.title, profile.resume, profile.preferences), "updated_at": now}
        if documents:
            values["last_upload"] = now
        with Session(self._engine) as session:
            key = (ProfileRow.owner == self.owner, ProfileRow.id == profile.id)
            if not self._saved(session, ProfileRow, key, profile.version, values):
                session.rollback()
                raise Conflict(_CHANGED, current=self.profile(profile.id))
            have = set(session.exec(select(SourceRow.sha256).where(SourceRow.owner == self.owner, SourceRow.profile_id == profile.id)))
            session.add_all(self._sources(profile.id, [d for d in documents if d.sha256 not in have], start=len(have)))
            session.commit()
        return replace(profile, version=profile.version + 1, updated_at=now, last_upload=values.get("last_upload", profile.last_upload))

    def delete_profile(self, profile_id: str) -> None:
        """Delete a profile and the texts it was read from."""
        with Session(self._engine) as session:
            session.execute(delete(ProfileRow).where(ProfileRow.owner == self.owner, ProfileRow.id == profile_id))  # type: ignore[arg-type]
            session.commit()

    def documents(self, profile_id: str) -> list[Document]:
        """The texts that a profile was read from, in the order they were added."""
        query = select(SourceRow).where(SourceRow.owner == self.owner, SourceRow.profile_id == profile_id).order_by(SourceRow.position)  # type: ignore[arg-type]
        with Session(self._engine) as session:
            return [Document.model_validate(self._cipher.open(row.sealed)) for row in session.exec(query)]

    def keep_file(self, profile_id: str, sha256: str, data: bytes | None) -> None:
        """Keep the file that a document was read from, sealed beside its text; None takes it away again."""
        sealed = None if data is None else self._cipher.seal(b64encode(data).decode())
        where = (SourceRow.owner == self.owner, SourceRow.profile_id == profile_id, SourceRow.sha256 == sha256)
        with Session(self._engine) as session:
            session.execute(update(SourceRow).where(*where).values(original=sealed))  # type: ignore[arg-type]
            session.commit()

    def kept_files(self, profile_id: str) -> list[Document]:
        """The documents of a profile whose files are kept."""
        query = select(SourceRow.sha256).where(
            SourceRow.owner == self.owner, SourceRow.profile_id == profile_id, SourceRow.original.is_not(None)  # type: ignore[union-attr]
        )  # fmt: skip
        with Session(self._engine) as session:
            kept = set(session.exec(query))
        return [document for document in self.documents(profile_id) if document.sha256 in kept]

    def kept_file(self, profile_id: str, sha256: str) -> bytes | None:
        """A kept file's bytes, or None."""
        query = select(SourceRow.original).where(
            SourceRow.owner == self.owner, SourceRow.profile_id == profile_id, SourceRow.sha256 == sha256
        )  # fmt: skip
        with Session(self._engine) as session:
            sealed = session.exec(query).first()
        return b64decode(self._cipher.open(sealed)) if sealed else None

    def profile_with_document(self, sha256: str) -> str | None:
        """Id of the profile that was read from this very file, or None."""
        with Session(self._engine) as session:
            return session.exec(select(SourceRow.profile_id).where(SourceRow.owner == self.owner, SourceRow.sha256 == sha256)).first()

    # --- actions on postings

    def actions(self, job_ids: Iterable[str] | None = None) -> dict[str, ActionRow]:
        """Actions by posting id; all of them, or those of `job_ids`."""
        query = select(ActionRow).where(ActionRow.owner == self.owner)
        if job_ids is not None:
            query = query.where(ActionRow.job_id.in_(list(job_ids)))  # type: ignore[attr-defined]
        with Session(self._engine) as session:
            return {row.job_id: row for row in session.exec(query)}

    def act(self, job_id: str, change: ActionChange) -> ActionRow:
        """Set fields of an action; only the named ones change, so two tabs cannot undo each other."""
        values = {**change, "updated_at": self._now()}
        with Session(self._engine) as session:
            _upsert(session, ActionRow, {"owner": self.owner, "job_id": job_id}, values)
            session.commit()
            return session.exec(select(ActionRow).where(ActionRow.owner == self.owner, ActionRow.job_id == job_id)).one()

    # --- settings

    def setting(self, name: str, default: Any = None) -> Any:
        """A stored choice, or the default."""
        with Session(self._engine) as session:
            row = session.get(SettingRow, (self.owner, name))
            return self._cipher.open(row.sealed) if row else default

    def set(self, name: str, value: Any) -> None:
        """Store a choice."""
        with Session(self._engine) as session:
            _upsert(session, SettingRow, {"owner": self.owner, "name": name}, {"sealed": self._cipher.seal(value)})
            session.commit()

    def change(self, name: str, default: T, edit: Callable[[T], T]) -> T:
        """Replace a stored choice by what `edit` makes of it, again when another tab changed it in between, so that neither is lost."""
        for _ in range(_ATTEMPTS):
            with Session(self._engine) as session:
                row = session.get(SettingRow, (self.owner, name))
                value = edit(self._cipher.open(row.sealed) if row else default)
                sealed = self._cipher.seal(value)
                if row:
                    key = (SettingRow.owner == self.owner, SettingRow.name == name)
                    done = self._saved(session, SettingRow, key, row.version, {"sealed": sealed})
                else:
                    fresh = SettingRow(owner=self.owner, name=name, sealed=sealed).model_dump()
                    done = bool(session.execute(insert(SettingRow).values(fresh).on_conflict_do_nothing()).rowcount)  # type: ignore[attr-defined]
                session.commit()
            if done:
                return value
        raise Conflict(_CHANGED)

    def erase(self) -> None:
        """Delete everything of this owner."""
        with Session(self._engine) as session:
            erase_interviews(session, self.owner)
            for table in (SourceRow, ProfileRow, ActionRow, PostingCheckRow, SettingRow, FeedRow, ReportRow, TaskRunRow, TokenRow, Visitor):
                session.execute(delete(table).where(table.owner == self.owner))  # type: ignore[arg-type]
            session.commit()

    # --- sealed rows

    def _open(self, row: ProfileRow) -> StoredProfile:
        body = self._cipher.open(row.sealed)
        resume, preferences = Resume.model_validate(body["resume"]), Preferences.model_validate(body["preferences"])
        times = (row.updated_at, row.last_upload, row.created_at)
        return StoredProfile(row.id, row.version, body["title"], resume, preferences, row.sample, *times)

    def _seal(self, title: str, resume: Resume, preferences: Preferences) -> bytes:
        return self._cipher.seal({"title": title, "resume": resume.to_json(), "preferences": preferences.model_dump(mode="json")})

    def _sources(self, profile_id: str, documents: Sequence[Document], start: int = 0) -> list[SourceRow]:
        return [
            SourceRow(
                id=uuid.uuid4().hex, owner=self.owner, profile_id=profile_id, position=start + n, sha256=document.sha256,
                sealed=self._cipher.seal(document.model_dump(mode="json", exclude={"data"})), created_at=self._now(),
            )
            for n, document in enumerate(documents)
        ]  # fmt: skip

    @staticmethod
    def _saved(session: Session, table: type[SQLModel], key: tuple[Any, ...], version: int, values: dict[str, Any]) -> bool:
        statement = update(table).where(*key, table.version == version).values(**values, version=version + 1)  # type: ignore[attr-defined]
        return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _upsert(session: Session, table: type[SQLModel], key: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert the row or change the named values, in one statement."""
    row = table(**key, **values).model_dump()
    columns = table.__table__.c  # type: ignore[attr-defined]
    change = {**values, "version": columns.version + 1}
    session.execute(insert(table).values(row).on_conflict_do_update(index_elements=list(key), set_=change))
