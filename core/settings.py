"""Everything that can be set from outside, read once from the environment; every name starts with SHORTLIST_."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import UserError

Mode = Literal["local", "hosted"]
ROOT = Path(__file__).resolve().parent.parent
SHORTEST_ADMIN_TOKEN = 16


@dataclass(frozen=True)
class Settings:
    """How this process runs. `home` holds the user's data; `keys` are Fernet keys, newest first (empty = key file).

    `allow_private_addresses` lets feeds be read from this machine and the local network; `admin_token` opens the API's admin routes,
    which do not exist without it.
    """

    home: Path = ROOT / "data" / "local"
    mode: Mode = "local"
    keys: tuple[str, ...] = ()
    secure_cookie: bool = False
    max_postings: int = 200_000
    allow_private_addresses: bool = False
    admin_token: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; a value that cannot be understood is a `UserError` that names it."""
        env = os.environ if env is None else env
        mode = env.get("SHORTLIST_MODE", "local").strip().lower()
        if mode not in ("local", "hosted"):
            raise UserError(f"SHORTLIST_MODE is {mode!r}; set it to local or hosted.")
        keys = tuple(k.strip() for k in env.get("SHORTLIST_KEYS", "").split(",") if k.strip())
        home = Path(env["SHORTLIST_HOME"]).expanduser() if env.get("SHORTLIST_HOME") else cls.home
        secure = env.get("SHORTLIST_SECURE_COOKIE", "1" if mode == "hosted" else "0") not in ("0", "false", "no")
        private = env.get("SHORTLIST_ALLOW_PRIVATE", "0") not in ("", "0", "false", "no")
        return cls(home.resolve(), mode, keys, secure, _count(env), private, _admin_token(env))  # type: ignore[arg-type]


def _count(env: Mapping[str, str]) -> int:
    value = env.get("SHORTLIST_MAX_POSTINGS", "200000")
    if not value.isdigit():
        raise UserError(f"SHORTLIST_MAX_POSTINGS is {value!r}; set it to a whole number.")
    return int(value)


def _admin_token(env: Mapping[str, str]) -> str:
    token = env.get("SHORTLIST_ADMIN_TOKEN", "").strip()
    if token and len(token) < SHORTEST_ADMIN_TOKEN:
        raise UserError(f"SHORTLIST_ADMIN_TOKEN is too easy to guess; make it at least {SHORTEST_ADMIN_TOKEN} characters.")
    return token
