"""Work that takes longer than a request: done in the background, a few at a time, with progress to ask for."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

from core.errors import UserError

AT_ONCE, MOST_UNFINISHED, MOST_EACH, REMEMBERED = 3, 8, 2, 200
State = Literal["waiting", "running", "done", "failed"]
Progress = Callable[[int, int], None]
log = logging.getLogger("shortlist")


class Busy(Exception):
    """Too much is waiting already."""


@dataclass
class Errand:
    """One piece of work: how far it is, then its result or the sentence that says why there is none."""

    owner: str
    what: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: State = "waiting"
    done: int = 0
    of: int = 0
    result: dict[str, Any] | None = None
    error: str | None = None


class Errands:
    """The work of this process, forgotten with it; what a piece had stored before it was cut off stays stored."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="errand")
        self._known: dict[str, Errand] = {}
        self._lock = threading.Lock()

    def start(self, owner: str, what: str, work: Callable[[Progress], dict[str, Any]]) -> Errand:
        """Take on a piece of work; `Busy` when the owner, or everyone together, has too much waiting."""
        errand = Errand(owner, what)
        with self._lock:
            unfinished = [one for one in self._known.values() if one.state in ("waiting", "running")]
            if len(unfinished) >= MOST_UNFINISHED or sum(one.owner == owner for one in unfinished) >= MOST_EACH:
                raise Busy
            for old in list(self._known)[: max(0, len(self._known) - REMEMBERED)]:
                del self._known[old]
            self._known[errand.id] = errand
        self._pool.submit(_run, errand, work).add_done_callback(lambda future: _finish(errand, future))
        return errand

    def find(self, owner: str, errand_id: str) -> Errand | None:
        """One of the owner's pieces of work."""
        errand = self._known.get(errand_id)
        return errand if errand and errand.owner == owner else None

    def close(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown()


def _run(errand: Errand, work: Callable[[Progress], dict[str, Any]]) -> dict[str, Any]:
    def progress(done: int, of: int) -> None:
        errand.done, errand.of = done, of

    errand.state = "running"
    return work(progress)


def _finish(errand: Errand, future: Future[dict[str, Any]]) -> None:
    """The future holds whatever went wrong, so nothing has to be caught here."""
    wrong = future.exception()
    if wrong is None:
        errand.result, errand.state = future.result(), "done"
        return
    if isinstance(wrong, UserError):
        errand.error = str(wrong)
    else:
        log.error("errand %s (%s) failed", errand.id, errand.what, exc_info=wrong)
        errand.error = f"Something went wrong on our side; the log has the details under {errand.id[:8]}."
    errand.state = "failed"
