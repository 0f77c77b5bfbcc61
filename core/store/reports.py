"""The market reports that one owner sees: the owner's own, and those made for everyone by the schedule of a hosted instance."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete
from sqlmodel import Session, select

from core.store.cipher import Cipher
from core.store.tables import ReportRow

EVERYBODY = ""  # the owner of what a hosted instance makes for all
MOST_REPORTS = 104


@dataclass(frozen=True)
class StoredReport:
    """A report as stored: `body` is its figures as plain JSON."""

    id: str
    owner: str
    made_at: datetime
    body: dict[str, Any]


class ReportRecords:
    """The reports of one owner; what is everybody's can be read by all and changed by none."""

    def __init__(self, engine: Engine, cipher: Cipher, owner: str, now: Callable[[], datetime]) -> None:
        self._engine, self._cipher, self.owner, self._now = engine, cipher, owner, now

    def all(self, limit: int = MOST_REPORTS) -> list[StoredReport]:
        """The newest first."""
        query = select(ReportRow).where(ReportRow.owner.in_(self._seen())).order_by(ReportRow.made_at.desc(), ReportRow.id)  # type: ignore[attr-defined]
        with Session(self._engine) as session:
            return [self._open(row) for row in session.exec(query.limit(limit))]

    def find(self, report_id: str) -> StoredReport | None:
        """One report, or None."""
        query = select(ReportRow).where(ReportRow.owner.in_(self._seen()), ReportRow.id == report_id)  # type: ignore[attr-defined]
        with Session(self._engine) as session:
            row = session.exec(query).first()
            return self._open(row) if row else None

    def add(self, body: dict[str, Any]) -> StoredReport:
        """Keep a report; the oldest of this owner beyond two years of weeks go."""
        row = ReportRow(id=uuid.uuid4().hex, owner=self.owner, made_at=self._now(), sealed=self._cipher.seal(body))
        newest = select(ReportRow.id).where(ReportRow.owner == self.owner).order_by(ReportRow.made_at.desc()).limit(MOST_REPORTS)  # type: ignore[attr-defined]
        kept = StoredReport(row.id, row.owner, row.made_at, body)
        with Session(self._engine) as session:
            session.add(row)
            session.flush()
            session.execute(delete(ReportRow).where(ReportRow.owner == self.owner, ReportRow.id.not_in(newest)))  # type: ignore[arg-type, attr-defined]
            session.commit()
        return kept

    def remove(self, report_id: str) -> None:
        """Delete one of the owner's own reports."""
        with Session(self._engine) as session:
            session.execute(delete(ReportRow).where(ReportRow.owner == self.owner, ReportRow.id == report_id))  # type: ignore[arg-type]
            session.commit()

    def _seen(self) -> list[str]:
        return [EVERYBODY, self.owner]

    def _open(self, row: ReportRow) -> StoredReport:
        return StoredReport(row.id, row.owner, row.made_at, self._cipher.open(row.sealed))
