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

from core.store.tables import FeedRow, LeaseRow, ProfileRow, TaskRunRow

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

    def last_started(self, task: str) -> datetime | None:
        """When a task last ran for everyone to its end; a run that was cut off does not count."""
        query = select(TaskRunRow.started).where(TaskRunRow.task == task, TaskRunRow.owner.is_(None), TaskRunRow.finished.is_not(None))  # type: ignore[union-attr]
        with Session(self._engine) as session:
            return session.exec(query.order_by(TaskRunRow.started.desc()).limit(1)).first()  # type: ignore[attr-defined]

    def feed_owners(self) -> list[str]:
        """Everyone who reads a feed."""
        with Session(self._engine) as session:
            return sorted(session.exec(select(FeedRow.owner).where(FeedRow.enabled).distinct()))  # type: ignore[arg-type]

    def profile_owners(self) -> list[str]:
        """Everyone who has a profile."""
        with Session(self._engine) as session:
            return sorted(session.exec(select(ProfileRow.owner).distinct()))

    # --- leases

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[bool]:
        """Whether the caller alone may do `name` now; held until the end of the block, or for `seconds` when the process dies."""
        holder = uuid.uuid4().hex
        held = self._take(name, holder, seconds)
        try:
            yield held
        finally:
            if held:
                self._free(LeaseRow.name == name, LeaseRow.holder == holder)

    def recover(self) -> None:
        """Free every lease and end every open run: called by the one process that has the data folder, before it does anything."""
        with Session(self._engine) as session:
            open_runs = update(TaskRunRow).where(TaskRunRow.finished.is_(None), TaskRunRow.ok.is_(None))  # type: ignore[union-attr]
            session.execute(open_runs.values(ok=False, sentence=CUT_OFF))
            session.commit()
        self._free()

    def _take(self, name: str, holder: str, seconds: float) -> bool:
        now = self._now()
        row = {"name": name, "holder": holder, "until": now + timedelta(seconds=seconds)}
        change = {key: row[key] for key in ("holder", "until")}
        with Session(self._engine) as session:
            statement = insert(LeaseRow).values(row)
            session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=change, where=LeaseRow.until <= now))  # type: ignore[arg-type]
            session.commit()
            kept = session.get(LeaseRow, name)
            return kept is not None and kept.holder == holder

    def _free(self, *which: object) -> None:
        with Session(self._engine) as session:
            session.execute(delete(LeaseRow).where(*which))  # type: ignore[arg-type]
            session.commit()


def _run(row: TaskRunRow) -> Run:
    return Run(row.id, row.task, row.owner, row.started, row.finished, row.ok, row.sentence)
