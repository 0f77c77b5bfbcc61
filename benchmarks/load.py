"""Twenty sessions look at their matches while a refresh writes: no error, no lost posting, and how long the slowest views take.

Each session is an owner of its own on a hosted instance with one market for all; it changes a filter as soon as it has its answer.
"""

from __future__ import annotations

import itertools
import os
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.faults import FEEDS, POSTINGS, site
from benchmarks.figures import Figure
from benchmarks.stored import fill
from core import feeds, matching, process, profiles
from core.feeds import Fetcher
from core.matching import Filters
from core.process import Process, utc_now
from core.settings import Settings
from core.store import StoredProfile
from core.workspace import Workspace

SIZE, SESSIONS, SECONDS, ALONE = 100_000, 20, 30.0, 8.0
Session = tuple[Workspace, StoredProfile]


class Clock:
    """The time now, moved on by hand, so that feeds may be read again."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """The moved time."""
        return utc_now() + self.ahead


def run(size: int = SIZE) -> list[Figure]:
    """Errors, lost postings, the time of views beside that of one session alone."""
    with tempfile.TemporaryDirectory() as folder, site() as (address, contents):
        process.SAMPLE_MARKET = Path(folder) / "none.parquet"
        clock = Clock()
        opened = Process(Settings(home=Path(folder), mode="hosted", max_postings=2 * size), now=clock).open()
        operator = opened.workspace("")
        fill(operator.market, size)
        for number in range(FEEDS):
            feeds.add(operator, f"{address}/{number}", str(number))
        sessions = _sessions(opened)
        one = statistics.median(_views(sessions[0], ALONE, 0))
        rounds, taken, errors = _together(sessions, operator, contents, clock)
        there = operator.market.query("SELECT count(*), count(DISTINCT id) FROM visible WHERE source <> 'bench'")[0]
        opened.close()
    fair = one * SESSIONS / min(os.cpu_count() or 1, SESSIONS)
    p95 = sorted(taken)[int(len(taken) * 0.95)]
    return [
        Figure(f"{SESSIONS} sessions and a refresh: errors", len(errors), "", 0, f"{len(taken):,} views of {size:,} postings"),
        Figure(f"{SESSIONS} sessions and a refresh: postings lost or doubled", _wrong(there, contents), "", 0, f"{rounds} refreshes"),
        Figure(f"{SESSIONS} sessions and a refresh: p95 of a view", p95 / fair, "x", 1.5, "one session alone x sessions a core"),
        Figure("a view of one session alone", one * 1000, "ms"),
        Figure(f"p95 of a view of {SESSIONS} sessions", p95 * 1000, "ms"),
    ]


def _sessions(opened: Process) -> list[Session]:
    """Owners with the same record each, whose scores are kept already."""
    first = profiles.try_sample(opened.workspace("visitor 0"))
    found = [(opened.workspace("visitor 0"), first)]
    for number in range(1, SESSIONS):
        ws = opened.workspace(f"visitor {number}")
        found.append((ws, ws.records.add_profile("Sample", first.resume, preferences=first.preferences)))
    for ws, profile in found:
        matching.matches(ws, profile)
    return found


def _views(session: Session, seconds: float, number: int) -> list[float]:
    """How long the views of one session took, one after the other."""
    ws, profile = session
    asked = [Filters(minimum=minimum, limit=10, remote=remote) for minimum in (0, 20, 40, 60) for remote in ((), ("remote",))]  # type: ignore[arg-type]
    end, taken = time.monotonic() + seconds, []
    for turn in itertools.takewhile(lambda _: time.monotonic() < end, itertools.count(number)):
        started = time.perf_counter()
        matching.matches(ws, profile, asked[turn % len(asked)])
        taken.append(time.perf_counter() - started)
    return taken


def _together(
    sessions: list[Session], operator: Workspace, contents: dict[str, int], clock: Clock
) -> tuple[int, list[float], list[BaseException]]:
    """All sessions at once, beside one refresh after the other with more postings each; refreshes, times of views, errors."""
    done, rounds = threading.Event(), 0

    def refreshing() -> int:
        number = 0
        while not done.is_set():
            number += 1
            clock.ahead = timedelta(hours=2 * number)
            contents.update(dict.fromkeys(contents, POSTINGS + number))
            feeds.refresh(operator, fetcher=Fetcher(allow_private=True, pause=0.0))
        return number

    with ThreadPoolExecutor(SESSIONS + 1) as pool:
        writer = pool.submit(refreshing)
        futures = [pool.submit(_views, session, SECONDS, number) for number, session in enumerate(sessions)]
        errors = [error for future in futures if (error := future.exception())]
        done.set()
        errors += [error] if (error := writer.exception()) else []
        rounds = 0 if error else writer.result()
    return rounds, [one for future in futures if not future.exception() for one in future.result()], errors


def _wrong(there: tuple[int, int], contents: dict[str, int]) -> int:
    """Postings that are missing or doubled after the last refresh."""
    return abs(there[0] - sum(contents.values())) + there[0] - there[1]
