"""Opening the DuckDB file, its numbered migrations, the write lock."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from core.errors import UserError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")
FILE = "market.duckdb"
MIGRATIONS = Path(__file__).parent / "migrations"
SHARED = ""
DIGEST = "(hash(title, description) >> 1)::BIGINT"  # a posting's text as a number
MOST_GONE = 100_000
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    "checkpoint_threshold": "64MB",
    "threads": 2,
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@dataclass(frozen=True)
class Kept(Generic[T]):
    """What was derived from a layer's postings, and which of the layer's changes it knows."""

    generation: int
    value: T


class Warehouse:
    """The open database. `read()` gives a cursor, `write()` a transaction under the process-wide lock."""

    def __init__(self, path: Path) -> None:
        import duckdb

        self.path, self._lock = path, threading.RLock()
        self._generations: Counter[str] = Counter()
        self._gone: defaultdict[str, list[tuple[int, list[str]]]] = defaultdict(list)
        self._forgotten: Counter[str] = Counter()
        self._derived: dict[tuple[str, str], Kept[Any]] = {}
        self._deriving: defaultdict[tuple[str, str], threading.RLock] = defaultdict(threading.RLock)
        try:
            self._connection = duckdb.connect(str(path), config=_CONFIG)
            self._migrate()
        except duckdb.Error as error:
            raise unreadable(path, error) from error

    @contextmanager
    def read(self) -> Iterator[DuckDBPyConnection]:
        """A cursor of its own for one thread; sees the last committed state."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def write(self, layer: str | None = None, gone: list[str] | None = None) -> Iterator[DuckDBPyConnection]:
        """One transaction at a time; committed at the end, rolled back on any error. Keep it short: prepare data outside.

        `layer` names the layer whose postings change, so that what was derived from them is brought up to date; the caller puts the
        ids of postings that it deletes into `gone`.
        """
        import duckdb

        with self._lock, self.read() as cursor, ExitStack() as undo:
            cursor.begin()
            undo.callback(cursor.rollback)
            try:
                yield cursor
                cursor.commit()
            except duckdb.IOException as error:
                raise unreadable(self.path, error) from error
            undo.pop_all()
            if layer is not None:
                self._changed(layer, gone or [])

    def _changed(self, layer: str, gone: list[str]) -> None:
        """Count a change of a layer's postings, and keep which ones were deleted while there are not too many."""
        generation = self._generations[layer] + 1
        if gone:
            self._gone[layer].append((generation, gone))
        if sum(len(ids) for _, ids in self._gone[layer]) > MOST_GONE:
            self._gone[layer], self._forgotten[layer] = [], generation
        self._generations[layer] = generation

    def generation(self, layer: str) -> int:
        """How often a layer's postings have changed since the start."""
        return self._generations[layer]

    def gone(self, layer: str, since: int) -> list[str] | None:
        """Ids of postings deleted from a layer after its change number `since`; None when they are not remembered any more."""
        if since < self._forgotten[layer]:
            return None
        return [one for generation, ids in list(self._gone[layer]) if generation > since for one in ids]

    def derived(self, layer: str, name: str, build: Callable[[], T], update: Callable[[Kept[T]], T] | None = None) -> T:
        """What `build` makes from a layer's postings, kept until they change; then `update`, where given, makes it from the last one.

        One thread makes it, the others wait for that.
        """
        with self._deriving[layer, name]:
            generation, kept = self._generations[layer], self._derived.get((layer, name))
            if kept is None or kept.generation != generation:
                value = update(kept) if kept and update else build()
                kept = self._derived[layer, name] = Kept(generation, value)
        found: T = kept.value
        return found

    def close(self) -> None:
        """Write everything to the file and release it."""
        self._connection.close()

    def _migrate(self) -> None:
        self._connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        row = self._connection.execute("SELECT max(version) FROM schema_version").fetchone()
        done = (row[0] if row else None) or 0
        for file in sorted(MIGRATIONS.glob("[0-9]*.sql")):
            number = int(file.name.split("_")[0])
            if number > done:
                with self.write() as cursor:
                    cursor.execute(file.read_text(encoding="utf-8"))
                    cursor.execute("INSERT INTO schema_version VALUES (?)", [number])


def unreadable(path: Path, error: Exception) -> UserError:
    """What to say when the warehouse cannot be opened or written."""
    text = str(error).lower()
    if "no space" in text or "disk full" in text or "out of disk" in text:
        return UserError(f"The disk is full, so {path.name} could not be written; free some space and try again. Nothing was lost.")
    if "newer version" in text:
        return UserError(f"{path} was written by a newer Shortlist; update this one, then start again. The file was left as it is.")
    return UserError(f"{path} cannot be read as a database and was left as it is; move it away or restore a backup, then start again.")
