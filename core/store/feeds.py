"""The feeds of one owner as stored: what is read, and how it has been doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, select

from core.errors import Conflict
from core.store.cipher import Cipher
from core.store.tables import FeedRow

_HEALTH = ("etag", "last_modified", "last_attempt", "last_success", "next_allowed", "items", "failures", "error")
_SEALED = ("name", "url", "parameter", "done", "digest")
_CHANGED = "This feed was changed in another tab or window since you opened the page; reload it and try again."


@dataclass(frozen=True)
class StoredFeed:
    """A feed and its health.

    `url` is empty for a preset, whose address `parameter` fills; `done` names threads that are read for good; `digest` is that of the
    last content, for sites that do not say when nothing has changed.
    """

    id: str
    name: str
    url: str = ""
    preset: str = ""
    parameter: str = ""
    done: tuple[str, ...] = ()
    digest: str = ""
    enabled: bool = True
    version: int = 1
    etag: str = ""
    last_modified: str = ""
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    next_allowed: datetime | None = None
    items: int = 0
    failures: int = 0
    error: str = ""


class FeedRecords:
    """The feeds that one owner reads."""

    def __init__(self, engine: Engine, cipher: Cipher, owner: str, now: Callable[[], datetime]) -> None:
        self._engine, self._cipher, self.owner, self._now = engine, cipher, owner, now

    def all(self) -> list[StoredFeed]:
        """All feeds in the order they were added."""
        query = select(FeedRow).where(FeedRow.owner == self.owner).order_by(FeedRow.created_at, FeedRow.id)  # type: ignore[arg-type]
        with Session(self._engine) as session:
            return [self._open(row) for row in session.exec(query)]

    def add(self, feed: StoredFeed) -> StoredFeed:
        """Store a feed; one that is there already is kept with its health, and switched on."""
        row = FeedRow(id=feed.id, owner=self.owner, preset=feed.preset, sealed=self._seal(feed), created_at=self._now()).model_dump()
        with Session(self._engine) as session:
            statement = insert(FeedRow).values(row)
            change = {"enabled": True, "version": FeedRow.version + 1}
            session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=change, where=FeedRow.owner == self.owner))  # type: ignore[arg-type]
            session.commit()
            return self._open(session.exec(select(FeedRow).where(FeedRow.owner == self.owner, FeedRow.id == feed.id)).one())

    def switch(self, feed: StoredFeed, enabled: bool) -> StoredFeed:
        """Turn a feed on or off; `Conflict` when it was changed since it was read."""
        return self._save(feed, {"enabled": enabled})

    def record(self, feed: StoredFeed) -> StoredFeed:
        """Save what a reading found; a feed switched or removed meanwhile stays as the person left it."""
        values: dict[str, Any] = {name: getattr(feed, name) for name in _HEALTH} | {"sealed": self._seal(feed)}
        with Session(self._engine) as session:
            session.execute(update(FeedRow).where(*self._key(feed.id)).values(**values, version=FeedRow.version + 1))
            session.commit()
        return feed

    def remove(self, feed_id: str) -> None:
        """Delete a feed; its postings stay."""
        with Session(self._engine) as session:
            session.execute(delete(FeedRow).where(*self._key(feed_id)))
            session.commit()

    def _save(self, feed: StoredFeed, values: dict[str, Any]) -> StoredFeed:
        statement = update(FeedRow).where(*self._key(feed.id), FeedRow.version == feed.version)  # type: ignore[arg-type]
        with Session(self._engine) as session:
            if not session.execute(statement.values(**values, version=feed.version + 1)).rowcount:  # type: ignore[attr-defined]
                session.rollback()
                raise Conflict(_CHANGED, current=next((one for one in self.all() if one.id == feed.id), None))
            session.commit()
        return replace(feed, **values, version=feed.version + 1)

    def _key(self, feed_id: str) -> tuple[Any, ...]:
        return FeedRow.owner == self.owner, FeedRow.id == feed_id

    def _open(self, row: FeedRow) -> StoredFeed:
        body = self._cipher.open(row.sealed)
        health = {name: getattr(row, name) for name in _HEALTH}
        body["done"] = tuple(body["done"])
        return StoredFeed(row.id, enabled=row.enabled, version=row.version, preset=row.preset, **health, **body)

    def _seal(self, feed: StoredFeed) -> bytes:
        return self._cipher.seal({name: getattr(feed, name) for name in _SEALED})
