"""Trends: counting and testing at a million postings."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.figures import Figure, seconds
from benchmarks.simulations import named
from core.process import Process
from core.settings import Settings
from core.skills import taxonomy
from core.trends import directions, shares, stored_counts
from core.trends.stored import _SKILLS
from core.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

POSTINGS, SKILLS, MONTHS, SOURCES, A_POSTING = 1_000_000, 4_000, 36, 5, 12
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def run(postings: int = POSTINGS) -> list[Figure]:
    """Times and ratios."""
    return [*_tests(), *_counting(postings)]


def _tests() -> list[Figure]:
    rng = np.random.default_rng(1)
    totals = rng.integers(2_000, 6_000, (MONTHS, 1))
    n = rng.binomial(totals[None], rng.uniform(0.001, 0.1, (SKILLS, 1, 1)))
    made = named(n, totals)
    return [Figure(f"{SKILLS:,} trend tests", seconds(lambda: directions(made), rounds=3), "s", 0.5)]


def _counting(postings: int) -> list[Figure]:
    """Counted anew and read as kept, beside one plain group-by and beside pandas, on the same skills, months and sources."""
    with tempfile.TemporaryDirectory() as folder:
        process = Process(Settings(home=Path(folder)), now=lambda: NOW).open()
        ws = process.workspace("local")
        _fill(ws, postings)
        plain = seconds(lambda: _group_by(ws), rounds=3)
        anew = seconds(lambda: shares(stored_counts(ws.market, least=1)), rounds=1)
        kept = seconds(lambda: (_touch(ws), shares(stored_counts(ws.market, least=1))), rounds=3)
        with_pandas = seconds(lambda: _in_pandas(ws), rounds=1)
        read = seconds(lambda: shares(stored_counts(ws.market, least=1)), rounds=3)
        process.close()
    size = f"{postings:,} postings, {SKILLS:,} skills"
    return [
        Figure("monthly shares with bands, all months anew", anew / plain, "x", 3, f"one group-by {plain:.2f} s, {size}"),
        Figure("as the page does: one month touched, against pandas", kept / with_pandas, "x", 0.1, f"pandas {with_pandas:.1f} s"),
        Figure("as the page does: one month touched", kept, "s"),
        Figure("as the page does: nothing changed", read, "s"),
    ]


def _group_by(ws: Workspace) -> None:
    rows = f"SELECT unnest({_SKILLS}) AS skill, strftime(published, '%Y-%m') AS month, source FROM posting"
    sql = f"SELECT skill, month, source, count(*) FROM ({rows}) GROUP BY ALL"
    with ws.warehouse.read() as cursor:
        cursor.execute(sql).to_arrow_table()


def _in_pandas(ws: Workspace) -> None:
    with ws.warehouse.read() as cursor:
        frame = cursor.execute("SELECT opening, published, id, source, required FROM posting").df()
    frame = frame.sort_values(["published", "id"]).drop_duplicates("opening")
    frame["month"] = frame["published"].dt.strftime("%Y-%m")
    frame.explode("required").groupby(["required", "month", "source"]).size()


def _touch(ws: Workspace) -> None:
    """A few new postings of one month."""
    moment = datetime.now(UTC)
    ws.market.load(_table(np.random.default_rng(moment.microsecond), 500, f"{moment.timestamp()}", month=MONTHS - 1), moment)


def _fill(ws: Workspace, postings: int) -> None:
    rng = np.random.default_rng(4)
    for at in range(0, postings, 100_000):
        ws.market.load(_table(rng, min(100_000, postings - at), str(at)), NOW)


def _table(rng: np.random.Generator, size: int, batch: str, month: int | None = None) -> pa.Table:
    """Postings with twelve skills each; one in ten repeats another opening."""
    import pyarrow as pa

    from core.warehouse.market import COLUMNS

    names = pa.array(taxonomy().ids[:SKILLS])
    popularity = 1 / np.arange(1, len(names) + 1) ** 0.7
    picked = rng.choice(len(names), size * A_POSTING, p=popularity / popularity.sum()).astype("int32")
    skills = pa.ListArray.from_arrays(np.arange(0, size * A_POSTING + 1, A_POSTING, dtype="int32"), names.take(pa.array(picked)))
    when = rng.integers(0, MONTHS, size) if month is None else np.full(size, month)
    days = np.datetime64("2023-01") + when.astype("timedelta64[M]")
    opening = np.where(rng.random(size) < 0.1, rng.integers(0, size, size), np.arange(size))
    columns = {
        "id": [f"{batch} {k}" for k in range(size)],
        "opening": [f"{batch} {k}" for k in opening],
        "published": pa.array(days.astype("datetime64[D]")),
        "source": [f"feed {k}" for k in rng.integers(0, SOURCES, size)],
        "required": skills,
        "preferred": pa.array([[]] * size, pa.list_(pa.string())),
    }
    empty = {"title": "Bench", "company": "", "location": "", "link": "", "description": "", "language": "en"}
    filled = {name: columns.get(name, pa.array([empty.get(name)] * size)) for name in COLUMNS}
    return pa.table(filled)
