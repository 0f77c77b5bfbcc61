"""Bearer tokens of the API: one an owner, kept as a hash; where the owner asks to see it again, sealed as well."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete
from sqlmodel import Session, select

from core.store.cipher import Cipher
from core.store.tables import TokenRow

PREFIX = "sl_"
LONGEST = 200


class Tokens:
    """The tokens of all owners."""

    def __init__(self, engine: Engine, cipher: Cipher, now: Callable[[], datetime]) -> None:
        self._engine, self._cipher, self._now = engine, cipher, now

    def make(self, owner: str, shown: bool) -> str:
        """A new token in place of the owner's old one; `shown` keeps it sealed, so that `show` can give it again."""
        token = PREFIX + secrets.token_urlsafe(32)
        sealed = self._cipher.seal(token) if shown else None
        with Session(self._engine) as session:
            session.merge(TokenRow(owner=owner, digest=digest(token), sealed=sealed, created_at=self._now()))
            session.commit()
        return token

    def show(self, owner: str) -> str | None:
        """The owner's token where it was kept sealed, else None."""
        with Session(self._engine) as session:
            row = session.get(TokenRow, owner)
            return str(self._cipher.open(row.sealed)) if row and row.sealed else None

    def made(self, owner: str) -> datetime | None:
        """When the owner's token was made; None without one."""
        with Session(self._engine) as session:
            row = session.get(TokenRow, owner)
            return row.created_at if row else None

    def revoke(self, owner: str) -> None:
        """Make the owner's token worthless."""
        with Session(self._engine) as session:
            session.execute(delete(TokenRow).where(TokenRow.owner == owner))  # type: ignore[arg-type]
            session.commit()

    def owner_of(self, token: str) -> str | None:
        """Whose token this is, or None; only hashes are compared."""
        wanted = digest(token[:LONGEST])
        with Session(self._engine) as session:
            row = session.exec(select(TokenRow).where(TokenRow.digest == wanted)).first()
        return row.owner if row and hmac.compare_digest(row.digest, wanted) else None


def digest(token: str) -> str:
    """What is stored of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
