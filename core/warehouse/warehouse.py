"""Opening the DuckDB file, its numbered migrations, the write lock."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import UserError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")
FILE = "market.duckdb"
MIGRATIONS = Path(__file__).parent / "migrations"
SHARED = ""
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    "threads": 2,
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class Warehouse:
    """The open database. `read()` gives a cursor, `write()` a transaction under the process-wide lock."""

    def __init__(self, path: Path) -> None:
        import duckdb

        self.path, self._lock = path, threading.RLock()
        self._generations: Counter[str] = Counter()
        self._derived: dict[tuple[str, str], tuple[int, Any]] = {}
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
    def write(self, layer: str | None = None) -> Iterator[DuckDBPyConnection]:
        """One transaction at a time; committed at the end, rolled back on any error. Keep it short: prepare data outside.

        `layer` names the layer whose postings change, so that what was derived from them is made anew.
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
                self._generations[layer] += 1

    def generation(self, layer: str) -> int:
        """How often a layer's postings have changed since the start."""
        return self._generations[layer]

    def derived(self, layer: str, name: str, build: Callable[[], T]) -> T:
        """What `build` makes from a layer's postings, kept until they change; two threads may build at once, one result stays."""
        generation = self._generations[layer]
        kept = self._derived.get((layer, name))
        if kept is None or kept[0] != generation:
            kept = self._derived[layer, name] = (generation, build())
        value: T = kept[1]
        return value

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
