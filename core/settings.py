"""Everything that can be set from outside, read once from the environment; every name starts with SHORTLIST_."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from core.errors import UserError

Mode = Literal["local", "hosted"]
ROOT = Path(__file__).resolve().parent.parent
SHORTEST_ADMIN_TOKEN = 16
OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True)
class Provider:
    """A model of a server that speaks the OpenAI interface at `address`; `key` may be empty for a server on the local network."""

    model: str
    address: str = OPENAI
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The server's name, with its port where one is given."""
        return urlsplit(self.address).netloc


@dataclass(frozen=True)
class Settings:
    """How this process runs. `home` holds the user's data; `keys` are Fernet keys, newest first (empty = key file).

    `allow_private_addresses` lets feeds be read from this machine and the local network; `admin_token` opens the API's admin routes,
    which do not exist without it. `embedding` compares what texts mean; None, the default, compares their words alone.
    """

    home: Path = ROOT / "data" / "local"
    mode: Mode = "local"
    keys: tuple[str, ...] = ()
    secure_cookie: bool = False
    max_postings: int = 200_000
    allow_private_addresses: bool = False
    admin_token: str = ""
    embedding: Provider | None = None

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
        return cls(home.resolve(), mode, keys, secure, _count(env), private, _admin_token(env), _embedding(env))  # type: ignore[arg-type]


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


def _embedding(env: Mapping[str, str]) -> Provider | None:
    """The model that compares meaning, when one is named."""
    model = env.get("SHORTLIST_EMBEDDING_MODEL", "").strip()
    if not model:
        return None
    address = env.get("OPENAI_BASE_URL", "").strip().rstrip("/") or OPENAI
    key = next((env[name].strip() for name in ("OPENAI_API_KEY", "OPENAPI_KEY") if env.get(name, "").strip()), "")
    near = _is_near(address)
    if near is None:
        raise UserError(
            "OPENAI_BASE_URL must be an https address, or http on this machine or the local network, without a name or key in it."
        )
    if not key and not near:
        raise UserError("SHORTLIST_EMBEDDING_MODEL needs a key: set OPENAI_API_KEY as well, or leave the model out to compare words alone.")
    return Provider(model, address, key)


def _is_near(address: str) -> bool | None:
    """Whether a server is on this machine or the local network; None when texts must not be sent to that address."""
    try:
        parts = urlsplit(address)
        host, bare = parts.hostname or "", not (parts.username or parts.password or parts.query or parts.fragment)
        near = host == "localhost" or (_is_number(host) and ip_address(host).is_private)
    except ValueError:
        return None
    sure = parts.scheme == "https" or (parts.scheme == "http" and near)
    return near if host and bare and sure else None


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
