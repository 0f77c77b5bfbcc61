"""Twenty threads read and write both stores for 30 seconds: no error, exact sums."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import Figure
from core.models import JobFacts, Posting
from core.process import Process, utc_now
from core.settings import Settings
from core.workspace import Workspace

THREADS, SECONDS = 20, 30.0


def run(seconds: float = SECONDS) -> list[Figure]:
    """Errors, lost writes, writes a second, the longest wait of a click."""
    with tempfile.TemporaryDirectory() as folder:
        process = Process(Settings(home=Path(folder))).open()
        ws = process.workspace("local")
        ws.market.add([_row(0, 0)], utc_now())
        counts, waits, errors = _hammer(ws, seconds)
        market = ws.market.query("SELECT count(*), max(years) FROM visible WHERE source = 'bench'")[0]
        actions = sum(action.version for action in ws.records.actions().values())
        process.close()
    lost = abs(market[0] - counts["postings"] - 1) + abs(market[1] - counts["updates"]) + abs(actions - counts["actions"])
    return [
        Figure("20 threads on both stores: errors", len(errors), "", 0, f"{seconds:.0f} s"),
        Figure("20 threads on both stores: lost or doubled writes", lost, "", 0, f"{sum(counts.values()):,} writes and reads"),
        Figure("20 threads on both stores: operations", sum(counts.values()) / seconds, "a second"),
        Figure("a click's write beside bulk loads, 99th percentile", sorted(waits)[int(len(waits) * 0.99)] * 1000, "ms"),
    ]


def _hammer(ws: Workspace, seconds: float) -> tuple[Counter[str], list[float], list[BaseException]]:
    end = time.monotonic() + seconds

    def work(thread: int) -> tuple[Counter[str], list[float]]:
        counts: Counter[str] = Counter()
        waits: list[float] = []
        for number in itertools.takewhile(lambda _: time.monotonic() < end, itertools.count(1)):
            done, waited = _step(ws, thread, number)
            counts[done] += 1
            waits += waited
        return counts, waits

    with ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(work, n) for n in range(THREADS)]
    errors = [error for future in futures if (error := future.exception())]
    results = [future.result() for future in futures if not future.exception()]
    return sum((counts for counts, _ in results), Counter()), [wait for _, waits in results for wait in waits], errors


def _step(ws: Workspace, thread: int, number: int) -> tuple[str, list[float]]:
    """One of four kinds of work by turns; returns its name, and how long a click waited."""
    kind = (thread + number) % 4
    if kind == 0:
        ws.market.add([_row(thread + 1, number)], utc_now())
        return "postings", []
    if kind == 1:
        with ws.warehouse.write() as cursor:
            cursor.execute("UPDATE posting SET years = years + 1 WHERE id = ?", [_row(0, 0)[0]])
        return "updates", []
    if kind == 2:
        start = time.perf_counter()
        ws.records.act(f"job{number % 50}", {"interested": bool(number % 2)})
        return "actions", [time.perf_counter() - start]
    ws.market.count()
    ws.records.actions()
    return "reads", []


def _row(thread: int, number: int) -> tuple[str, str, Posting, JobFacts]:
    posting = Posting(title="Bench", company="Nowhere", source="bench")
    return f"{thread:06x}{number:010x}", f"{thread} {number}", posting, JobFacts(years=0)
