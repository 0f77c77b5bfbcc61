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


@dataclass(frozen=True)
class Settings:
    """How this process runs. `home` holds the user's data; `keys` are Fernet keys, newest first (empty = key file)."""

    home: Path = ROOT / "data" / "local"
    mode: Mode = "local"
    keys: tuple[str, ...] = ()
    secure_cookie: bool = False
    max_postings: int = 200_000

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
        return cls(home=home.resolve(), mode=mode, keys=keys, secure_cookie=secure, max_postings=_count(env))  # type: ignore[arg-type]


def _count(env: Mapping[str, str]) -> int:
    value = env.get("SHORTLIST_MAX_POSTINGS", "200000")
    if not value.isdigit():
        raise UserError(f"SHORTLIST_MAX_POSTINGS is {value!r}; set it to a whole number.")
    return int(value)
