"""What the scheduled tasks did, for whom they have something to do, and the leases that keep two from doing the same."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, select

from core.store.tables import ActionRow, FeedRow, LeaseRow, ProfileRow, TaskRunRow

KEPT = 200
CUT_OFF = "It was cut off before its end; it runs again by itself."


@dataclass(frozen=True)
class Run:
    """One run of a task: for one owner, or for everyone (None); without an end it is still going on."""

    id: str
    task: str
    owner: str | None
    started: datetime
    finished: datetime | None = None
    ok: bool | None = None
    sentence: str = ""


class Runs:
    """The run log and the leases."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def start(self, task: str, owner: str | None) -> Run:
        """Note that a task begins."""
        row = TaskRunRow(id=uuid.uuid4().hex, task=task, owner=owner, started=self._now())
        run = _run(row)
        with Session(self._engine) as session:
            session.add(row)
            session.commit()
        return run

    def finish(self, run: Run, ok: bool, sentence: str) -> Run:
        """Note how it ended, and forget the oldest runs of this task."""
        values = {"finished": self._now(), "ok": ok, "sentence": sentence[:500]}
        newest = select(TaskRunRow.id).where(TaskRunRow.task == run.task).order_by(TaskRunRow.started.desc()).limit(KEPT)  # type: ignore[attr-defined]
        with Session(self._engine) as session:
            session.execute(update(TaskRunRow).where(TaskRunRow.id == run.id).values(**values))  # type: ignore[arg-type]
            session.execute(delete(TaskRunRow).where(TaskRunRow.task == run.task, TaskRunRow.id.not_in(newest)))  # type: ignore[arg-type, attr-defined]
            session.commit()
        return Run(run.id, run.task, run.owner, run.started, values["finished"], ok, values["sentence"])  # type: ignore[arg-type]

    def latest(self, task: str = "", limit: int = 50, owner: str | None = None) -> list[Run]:
        """The newest runs first, of one task or of all; with an owner, only those for everyone and for that owner."""
        query = select(TaskRunRow).order_by(TaskRunRow.started.desc()).limit(limit)  # type: ignore[attr-defined]
        if task:
            query = query.where(TaskRunRow.task == task)
        if owner is not None:
            query = query.where(TaskRunRow.owner.is_(None) | (TaskRunRow.owner == owner))  # type: ignore[union-attr, arg-type]
        with Session(self._engine) as session:
            return [_run(row) for row in session.exec(query)]

    def last(self, task: str) -> Run | None:
        """The last run of a task for everyone that came to its end; one that was cut off does not count."""
        query = select(TaskRunRow).where(TaskRunRow.task == task, TaskRunRow.owner.is_(None), TaskRunRow.finished.is_not(None))  # type: ignore[union-attr]
        with Session(self._engine) as session:
            row = session.exec(query.order_by(TaskRunRow.started.desc()).limit(1)).first()  # type: ignore[attr-defined]
            return _run(row) if row else None

    def feed_owners(self) -> list[str]:
        """Everyone who reads a feed."""
        with Session(self._engine) as session:
            return sorted(session.exec(select(FeedRow.owner).where(FeedRow.enabled).distinct()))  # type: ignore[arg-type]

    def profile_owners(self) -> list[str]:
        """Everyone who has a profile."""
        with Session(self._engine) as session:
            return sorted(session.exec(select(ProfileRow.owner).distinct()))

    def profiles(self) -> list[tuple[str, str]]:
        """(owner, id) of every profile."""
        with Session(self._engine) as session:
            return [(owner, name) for owner, name in session.exec(select(ProfileRow.owner, ProfileRow.id))]

    def acted_on(self) -> list[tuple[str, str]]:
        """(owner, posting id) of every posting that somebody acted on."""
        with Session(self._engine) as session:
            return [(owner, name) for owner, name in session.exec(select(ActionRow.owner, ActionRow.job_id))]

    # --- leases

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[bool]:
        """Whether the caller alone may do `name` now; held until the end of the block, or for `seconds` when the process dies."""
        holder = self.take(name, seconds)
        try:
            yield holder is not None
        finally:
            if holder is not None:
                self.free(name, holder)

    def take(self, name: str, seconds: float) -> str | None:
        """Take a lease; returns its holder's key, or None when another has it."""
        now, holder = self._now(), uuid.uuid4().hex
        row = {"name": name, "holder": holder, "until": now + timedelta(seconds=seconds)}
        change = {key: row[key] for key in ("holder", "until")}
        with Session(self._engine) as session:
            statement = insert(LeaseRow).values(row)
            session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=change, where=LeaseRow.until <= now))  # type: ignore[arg-type]
            session.commit()
            kept = session.get(LeaseRow, name)
            return holder if kept is not None and kept.holder == holder else None

    def free(self, name: str, holder: str) -> None:
        """Give a lease back; one that another has taken since stays."""
        with Session(self._engine) as session:
            session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))  # type: ignore[arg-type]
            session.commit()

    def recover(self) -> None:
        """Free every lease and end every open run: called by the one process that has the data folder, before it does anything."""
        open_runs = update(TaskRunRow).where(TaskRunRow.finished.is_(None), TaskRunRow.ok.is_(None))  # type: ignore[union-attr]
        with Session(self._engine) as session:
            session.execute(open_runs.values(ok=False, sentence=CUT_OFF))
            session.execute(delete(LeaseRow))
            session.commit()


def _run(row: TaskRunRow) -> Run:
    return Run(row.id, row.task, row.owner, row.started, row.finished, row.ok, row.sentence)
