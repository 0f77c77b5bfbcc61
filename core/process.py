"""The one object of a running process: the data folder's lock, the store, the warehouse.

It is kept on a module that has no file, so that reloading code cannot make a second one with a second write lock.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from core.embedding import Embeddings, from_settings
from core.errors import UserError
from core.settings import ROOT, Settings
from core.store import Store, load_cipher
from core.warehouse import Warehouse
from core.workspace import Workspace

LOCK_FILE = "shortlist.lock"
RUN_FILE = "running.json"
SAMPLE_MARKET = ROOT / "data" / "sample" / "market.parquet"
_NAME = "shortlist_process"


def utc_now() -> datetime:
    """The time now, with its zone."""
    return datetime.now(UTC)


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Let everything go."""


@dataclass
class Process:
    """What a process holds open; `ready` is set once both databases can be used.

    `gated` says that a middleware already checks every request; at `address` its API answers, with `run_token` to commands of the
    user who started it.
    """

    settings: Settings
    now: Callable[[], datetime] = utc_now
    gated: bool = False
    ready: threading.Event = field(default_factory=threading.Event)
    address: str = ""
    run_token: str = ""
    embeddings: Embeddings | None = None
    _kept: dict[str, Closable] = field(default_factory=dict)
    _lock: DataLock | None = None
    _store: Store | None = None
    _warehouse: Warehouse | None = None

    def __post_init__(self) -> None:
        self.embeddings = self.embeddings or from_settings(self.settings)

    def claim(self) -> Process:
        """Take the data folder; `UserError` when another process has it."""
        if self._lock is None:
            self._lock = DataLock(self.settings.home)
            self._announce()
        return self

    def open(self) -> Process:
        """Open both databases and load the sample market once; all or nothing. Does nothing when open."""
        if self.ready.is_set():
            return self
        self.claim()
        with ExitStack() as undo:
            undo.callback(self.close)
            self._store = Store(self.settings.home / "records.sqlite", load_cipher(self.settings), self.now)
            self._warehouse = Warehouse(self.settings.home / "market.duckdb")
            if SAMPLE_MARKET.exists():
                self.workspace("").market.load_sample(SAMPLE_MARKET, self.now())
            undo.pop_all()
        self.ready.set()
        return self

    def workspace(self, owner: str) -> Workspace:
        """What one owner works with."""
        if self._store is None or self._warehouse is None:
            raise RuntimeError("the process is not open")
        return Workspace(owner, self.settings, self.now, self._store, self._warehouse, self.embeddings)

    @property
    def store(self) -> Store:
        """The open store."""
        if self._store is None:
            raise RuntimeError("the process is not open")
        return self._store

    def keep(self, name: str, make: Callable[[], Closable]) -> None:
        """Hold one more thing for the life of the process, made once; it is closed before the databases."""
        with _guard():
            if name not in self._kept:
                self._kept[name] = make()

    def announce(self, address: str) -> None:
        """Leave this process's address and a token beside the lock, so that commands can hand their work over."""
        self.address = address
        if self._lock is not None:
            self._announce()

    def _announce(self) -> None:
        """Write the run file, for the user alone; a disk that is full must not keep the databases from saying so."""
        if not self.address:
            return
        self.run_token = secrets.token_urlsafe(32)
        draft = self.settings.home / f"{RUN_FILE}.{os.getpid()}"
        with suppress(OSError):
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump({"pid": os.getpid(), "address": self.address, "token": self.run_token}, file)
            draft.replace(self.settings.home / RUN_FILE)

    def close(self) -> None:
        """Close both databases, then let the folder go."""
        self.ready.clear()
        for kept in self._kept.values():
            kept.close()
        self._kept.clear()
        if self.run_token:
            (self.settings.home / RUN_FILE).unlink(missing_ok=True)
            self.run_token = ""
        for part in (self._warehouse, self._store, self._lock):
            if part is not None:
                part.close()
        self._warehouse = self._store = self._lock = None


class AlreadyRunning(UserError):
    """Another process has the data folder `home`."""

    def __init__(self, home: Path) -> None:
        super().__init__(already_running(home))
        self.home = home


@dataclass(frozen=True)
class RunFile:
    """Where the process that has the data folder answers, and the token that commands show it."""

    address: str
    token: str


class DataLock:
    """The data folder belongs to one process; taken before either database is opened, freed by the system on a crash."""

    def __init__(self, home: Path) -> None:
        from filelock import FileLock, Timeout

        try:
            home.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(home / LOCK_FILE, thread_local=False)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise AlreadyRunning(home) from error
        except OSError as error:
            raise UserError(f"The data folder {home} cannot be written ({error.strerror}); choose another with SHORTLIST_HOME.") from error
        (home / RUN_FILE).unlink(missing_ok=True)

    def close(self) -> None:
        """Let the folder go."""
        self._lock.release()


def run_file(home: Path) -> RunFile | None:
    """What the process that has the data folder left for commands; None when it left nothing that can be read."""
    try:
        said = json.loads((home / RUN_FILE).read_text(encoding="utf-8"))
        return RunFile(str(said["address"]), str(said["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def already_running(home: Path) -> str:
    """The sentence for a second process, with the first one's address where it is known."""
    found = run_file(home)
    at = f" at {found.address}" if found else ""
    return f"Shortlist is already running on this data ({home}){at}; use that one, stop it first, or name another folder with --home."


def claim(settings: Settings | None = None, *, gated: bool = False) -> Process:
    """Make the process object and take the data folder, without opening the databases yet."""
    with _guard():
        process = _anchor().get("process")
        if process is None:
            process = _anchor()["process"] = Process(settings or Settings.from_env(), gated=gated).claim()
    return process


def current() -> Process:
    """The process object with its databases open; a failed start is tried again on the next call."""
    process = claim()
    with _guard():
        return process.open()


def is_ready() -> bool:
    """Whether the databases are open."""
    process = _anchor().get("process")
    return bool(process and process.ready.is_set())


def release() -> None:
    """Close the process object (at the server's end, and in tests)."""
    with _guard():
        process = _anchor().pop("process", None)
        if process:
            process.close()


def _anchor() -> dict[str, Any]:
    return sys.modules.setdefault(_NAME, ModuleType(_NAME)).__dict__


def _guard() -> AbstractContextManager[bool]:
    guard: AbstractContextManager[bool] = _anchor().setdefault("guard", threading.RLock())
    return guard
