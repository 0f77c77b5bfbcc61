"""Opening the store: engine, pragmas, migrations, key check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, func, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session, col

from core.errors import UserError
from core.store.cipher import Cipher
from core.store.records import Records
from core.store.runs import Runs
from core.store.tables import CheckRow, ProfileRow, Visitor
from core.store.tokens import Tokens

FILE = "records.sqlite"
MIGRATIONS = Path(__file__).parent / "migrations"
_CHECK = "shortlist"
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=10000", "synchronous=NORMAL")


class Store:
    """The open database; `records(owner)` is the only way to its rows."""

    def __init__(self, path: Path, cipher: Cipher, now: Callable[[], datetime]) -> None:
        self.path, self._cipher, self._now = path, cipher, now
        self.engine = _engine(path)
        try:
            _migrate(self.engine)
            self._check_key()
            self.runs.recover()
        except UserError:
            self.close()
            raise
        except DatabaseError as error:
            self.close()
            raise unreadable(path, error) from error

    def records(self, owner: str) -> Records:
        """Everything that `owner` may see and change."""
        return Records(self.engine, self._cipher, owner, self._now)

    @property
    def runs(self) -> Runs:
        """The run log of the scheduled tasks, and the leases."""
        return Runs(self.engine, self._now)

    @property
    def tokens(self) -> Tokens:
        """The bearer tokens of the API."""
        return Tokens(self.engine, self._cipher, self._now)

    def owners(self, skip: int, limit: int) -> list[tuple[str, int]]:
        """Everyone who was admitted or has a profile, with the number of profiles, by id."""
        known = select(col(Visitor.owner)).union(select(col(ProfileRow.owner))).subquery()
        count = select(func.count()).select_from(ProfileRow).where(col(ProfileRow.owner) == known.c.owner).scalar_subquery()
        query = select(known.c.owner, count).order_by(known.c.owner).offset(skip).limit(limit)
        with Session(self.engine) as session:
            return [(str(owner), int(profiles)) for owner, profiles in session.execute(query)]

    def knows(self, owner: str) -> bool:
        """Whether a visitor with this owner id was admitted."""
        with Session(self.engine) as session:
            return session.get(Visitor, owner) is not None

    def admit(self, owner: str) -> None:
        """Record a new visitor."""
        with Session(self.engine) as session:
            session.add(Visitor(owner=owner, created_at=self._now()))
            session.commit()

    def close(self) -> None:
        """Release the file."""
        self.engine.dispose()

    def _check_key(self) -> None:
        with Session(self.engine) as session:
            row = session.get(CheckRow, 1)
            if row is None:
                session.add(CheckRow(sealed=self._cipher.seal(_CHECK)))
                session.commit()
            elif self._cipher.open(row.sealed) != _CHECK:
                raise UserError("The key check value of these records is damaged; restore a backup.")


def unreadable(path: Path, error: Exception) -> UserError:
    """What to say when a database file cannot be opened or written."""
    text = str(error).lower()
    if "full" in text or "no space" in text:
        return UserError(f"The disk is full, so {path.name} could not be written; free some space and start again. Nothing was lost.")
    if isinstance(error, OperationalError) and "unable to open" in text:
        return UserError(f"{path} cannot be opened; check that the folder exists and that you may write to it.")
    return UserError(f"{path} cannot be read as a database and was left as it is; move it away or restore a backup, then start again.")


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def head() -> str:
    """The newest revision, from the file names, so that an up-to-date start needs no Alembic."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _migrate(engine: Engine) -> None:
    if revision(engine) != head():
        upgrade(engine)


def revision(engine: Engine) -> str | None:
    """The revision that the database is at; None before the first."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
