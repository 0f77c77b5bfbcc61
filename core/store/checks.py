"""What postings' own pages said when one owner asked whether they are still there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, select

from core.store.tables import PostingCheckRow

Standing = Literal["alive", "gone", "unknown"]


@dataclass(frozen=True)
class CheckedPosting:
    """The answer for one posting: alive, gone, or unknown when it could not be told; `reason` is a sentence."""

    job_id: str
    standing: Standing
    reason: str
    at: datetime


class CheckRecords:
    """The newest answer of each posting that one owner asked about."""

    def __init__(self, engine: Engine, owner: str, now: Callable[[], datetime]) -> None:
        self._engine, self.owner, self._now = engine, owner, now

    def of(self, job_ids: Iterable[str] | None = None) -> dict[str, CheckedPosting]:
        """The answers by posting id: all of them, or those of `job_ids`."""
        query = select(PostingCheckRow).where(PostingCheckRow.owner == self.owner)
        if job_ids is not None:
            query = query.where(PostingCheckRow.job_id.in_(list(job_ids)))  # type: ignore[attr-defined]
        with Session(self._engine) as session:
            return {row.job_id: _opened(row) for row in session.exec(query)}

    def keep(self, job_id: str, standing: Standing, reason: str) -> CheckedPosting:
        """Keep an answer in place of the one before."""
        row = PostingCheckRow(owner=self.owner, job_id=job_id, standing=standing, reason=reason[:200], checked_at=self._now())
        change = {"standing": standing, "reason": row.reason, "checked_at": row.checked_at, "version": PostingCheckRow.version + 1}
        statement = insert(PostingCheckRow).values(row.model_dump())
        with Session(self._engine) as session:
            session.execute(statement.on_conflict_do_update(index_elements=["owner", "job_id"], set_=change))
            session.commit()
        return _opened(row)


def _opened(row: PostingCheckRow) -> CheckedPosting:
    return CheckedPosting(row.job_id, cast("Standing", row.standing), row.reason, row.checked_at)
