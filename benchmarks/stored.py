"""A market of a million postings in its file: the index after a start, what new postings cost, a view of the matches, kept scores.

Alone: `python -m benchmarks.stored [SIZE [FOLDER]]`; a market that a run left in FOLDER is taken as it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.figures import Figure, seconds
from benchmarks.matching import TEXTS, postings
from core import matching, process, profiles, terms
from core.matching import Filters
from core.process import Process
from core.settings import ROOT, Settings
from core.store import StoredProfile
from core.warehouse import Market
from core.warehouse.market import CHUNK, COLUMNS
from core.workspace import Workspace

SEEN = datetime(2026, 11, 1, tzinfo=UTC)
TEXT_WORDS, NEW, SMALL = 400, 1_000, 2_000
COLD = "import sys; from benchmarks.stored import cold; cold(sys.argv[1])"
PLAIN = {"company": "Nowhere", "location": "City", "link": "https://jobs.example/1", "source": "bench", "language": "en"}


def tables(size: int, seed: int = 1, first: int = 0) -> Iterator[pa.Table]:
    """Invented postings with texts of about 2,300 characters, numbered from `first` on, in chunks to load."""
    table, rng = postings(size, seed), np.random.default_rng(5)
    words = np.array([f"{a}{b}" for a in ("ka", "lo", "mi", "ne", "ru", "sa", "te", "vo") for b in range(1, 2_001)])
    distinct = min(TEXTS, size)
    texts = pa.array([" ".join(words[(len(words) * rng.random(TEXT_WORDS) ** 3).astype(int)]) for _ in range(distinct)])
    packed, text = terms.pack(texts), rng.integers(0, distinct, size)
    for at in range(0, size, CHUNK):
        part, chosen = table.slice(at, CHUNK), pa.array(text[at : at + CHUNK])
        columns = {name: part[name] for name in part.column_names} | {
            "id": pa.array([f"{first + at + n:016x}" for n in range(len(part))]),
            "description": texts.take(chosen),
            "words": packed.take(chosen),
            "words_recipe": pa.repeat(pa.scalar(terms.recipe()), len(part)),
        }
        missing = [name for name in COLUMNS if name not in columns]
        columns |= {name: pa.repeat(pa.scalar(PLAIN[name]), len(part)) for name in missing if name in PLAIN}
        kinds = {"expires": pa.date32(), "sponsorship": pa.bool_()}
        columns |= {name: pa.nulls(len(part), kinds.get(name, pa.string())) for name in missing if name not in PLAIN}
        yield pa.table(columns)


def fill(market: Market, size: int) -> None:
    """Load so many invented postings."""
    for table in tables(size):
        market.load(table, SEEN)


def cold(home: str) -> None:
    """In a process of its own: open the market, make the index, tell seconds and the most memory that it took, in MB."""
    import resource

    opened = _opened(Path(home))
    started, worked = time.perf_counter(), time.process_time()
    matching.catch_up(opened.workspace("local"))
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    told = {"seconds": seconds, "work": work, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    print(json.dumps(told))
    opened.close()


def run(size: int = 1_000_000, folder: Path | None = None) -> list[Figure]:
    """All figures for so many stored postings."""
    with tempfile.TemporaryDirectory() as temporary:
        home = folder or Path(temporary)
        if not (home / "market.duckdb").exists():
            opened = _opened(home)
            fill(opened.workspace("local").market, size)
            opened.close()
        made = subprocess.run([sys.executable, "-c", COLD, str(home)], cwd=ROOT, capture_output=True, text=True, check=True)
        start = json.loads(made.stdout.splitlines()[-1])
        figures = [
            Figure(f"index of {size:,} stored postings after a start", start["seconds"], "s", 10, "a process of its own"),
            Figure("seconds that its processors worked for it", start["work"], "s"),
            Figure("memory of that process, at most", start["memory"], "MB", 1_500),
        ]
        return figures + _in_use(home, size) + _in_use(Path(temporary) / "small", SMALL)


def _in_use(home: Path, size: int) -> list[Figure]:
    """Views of the matches, kept scores and new postings."""
    if not (home / "market.duckdb").exists():
        opened = _opened(home)
        fill(opened.workspace("local").market, size)
        opened.close()
    opened = _opened(home)
    ws = opened.workspace("local")
    profile = ws.records.profiles()[0] if ws.records.profiles() else profiles.try_sample(ws)
    matching.catch_up(ws)
    figures = [
        Figure(f"a filter of the matches is changed, {size:,} postings", _view(ws, profile) * 1000, "ms", 150 if size <= 200_000 else None),
        Figure(f"scores of {size:,} postings kept for the first time", _remembered(ws, profile) * 1000, "ms"),
        *_added(ws, profile, size),
    ]
    opened.close()
    return figures


def _view(ws: Workspace, profile: StoredProfile) -> float:
    """The median of views with one filter or another."""
    asked = [Filters(minimum=0, limit=10), Filters(minimum=40, remote=("remote",), limit=10), Filters(minimum=20, sort="newest", limit=10)]
    asked += [Filters(minimum=10, sort="pay", limit=10), Filters(minimum=0, place="City 7", limit=10)]
    matching.matches(ws, profile, asked[0])
    return float(np.median([seconds(lambda one=one: matching.matches(ws, profile, one), 3) for one in asked]))  # type: ignore[misc]


def _remembered(ws: Workspace, profile: StoredProfile) -> float:
    """What a first view costs above a later one."""
    taken = []
    for _ in range(3):
        with ws.warehouse.write() as cursor:
            cursor.execute("DELETE FROM scored WHERE owner = ? AND profile_id = ?", [ws.owner, profile.id])
        taken.append(_timed(lambda: matching.matches(ws, profile, Filters(limit=0))))
    return max(0.0, float(np.median(taken)) - seconds(lambda: matching.matches(ws, profile, Filters(limit=0)), 3))


def _added(ws: Workspace, profile: StoredProfile, size: int) -> list[Figure]:
    """1,000 new postings: stored, in the index, their scores kept; and the same ones read again."""
    stored, indexed, kept = [], [], []
    for number in range(3):
        new = next(tables(NEW, 7 + number, (1 << 40) + NEW * number))
        stored.append(_timed(lambda: ws.market.load(new, SEEN)))  # noqa: B023
        indexed.append(_timed(lambda: matching.catch_up(ws)))
        kept.append(_timed(lambda: matching.matches(ws, profile, Filters(limit=0))))
    later = seconds(lambda: matching.matches(ws, profile, Filters(limit=0)), 3)
    again = _timed(lambda: ws.market.load(new, SEEN))
    with ws.warehouse.write(ws.market.layer, gone := []) as cursor:
        gone += [row[0] for row in cursor.execute("SELECT id FROM posting WHERE id >= ?", [f"{1 << 40:016x}"]).fetchall()]
        cursor.execute("DELETE FROM posting WHERE id >= ?", [f"{1 << 40:016x}"])
    return [
        Figure(f"1,000 postings added to {size:,}: stored", float(np.median(stored)) * 1000, "ms"),
        Figure(f"1,000 postings added to {size:,}: in the index", float(np.median(indexed)) * 1000, "ms"),
        Figure(f"1,000 postings added to {size:,}: their scores kept", max(0.0, float(np.median(kept)) - later) * 1000, "ms"),
        Figure(f"1,000 postings of {size:,} read again", again * 1000, "ms"),
    ]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _opened(home: Path) -> Process:
    """A process on this folder, without the sample market."""
    process.SAMPLE_MARKET = home / "none.parquet"
    return Process(Settings(home=home, max_postings=2_000_000), now=lambda: SEEN + timedelta(days=1)).open()


if __name__ == "__main__":
    from benchmarks.__main__ import show

    for figure in run(*([int(sys.argv[1])] if sys.argv[1:] else []), *map(Path, sys.argv[2:])):
        print(show(figure))
