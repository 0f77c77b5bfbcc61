"""Trends: counting and testing at a million postings, how often bands hold the truth, and alarms where only the mix of feeds moves."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.figures import Figure, seconds
from core.process import Process
from core.settings import Settings
from core.skills import taxonomy
from core.trends import Counts, directions, shares, stored_counts
from core.trends.stored import _SKILLS
from core.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

POSTINGS, SKILLS, MONTHS, SOURCES, A_POSTING = 1_000_000, 4_000, 36, 5, 12
SIMULATIONS = 1_000
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def run(postings: int = POSTINGS, simulations: int = SIMULATIONS) -> list[Figure]:
    """Time, coverage, false alarms."""
    return [*_tests(), *_coverage(simulations), *_mix(simulations // 5), *_counting(postings)]


def _tests() -> list[Figure]:
    rng = np.random.default_rng(1)
    totals = rng.integers(2_000, 6_000, (MONTHS, 1))
    n = rng.binomial(totals[None], rng.uniform(0.001, 0.1, (SKILLS, 1, 1)))
    made = _named(n, totals)
    return [Figure(f"{SKILLS:,} trend tests", seconds(lambda: directions(made), rounds=3), "s", 0.5)]


def _coverage(simulations: int) -> list[Figure]:
    """How often the true share lies in its band: pure chance, and months that vary three times as much."""
    figures = []
    for name, clump in (("months by chance", None), ("months varying beyond chance", 150.0)):
        rng, held = np.random.default_rng(2), []
        for _ in range(simulations):
            share = np.repeat(rng.uniform(0.02, 0.3, (20, 1)), 24, axis=1) * np.exp(
                rng.normal(0, 0.5, (20, 1)) * np.linspace(-0.5, 0.5, 24)
            )
            totals = rng.integers(150, 450, (24, 1))
            real = share if clump is None else rng.beta(share * clump, (1 - share) * clump)
            found = shares(_named(rng.binomial(totals[None], real[:, :, None]), totals))
            held.append(((found.lo <= share) & (share <= found.hi)).mean())
        figures.append(
            Figure(f"95 % bands that miss the true share, {name}", 1 - float(np.mean(held)), "", 0.055, f"{simulations:,} markets")
        )
    return figures


def _mix(simulations: int) -> list[Figure]:
    """Two feeds with their own shares, one shrinking to a tenth, no true trend: how many terms are called moving."""
    rng, alarms, blind = np.random.default_rng(3), [], []
    for _ in range(simulations):
        totals = np.stack([np.linspace(1_000, 100, 24), np.full(24, 400)], axis=1).astype(int)
        share = rng.uniform(0.02, 0.4, (50, 1, 2))
        made = _named(rng.binomial(totals[None], np.repeat(share, 24, axis=1)), totals)
        alarms.append(np.mean([one != "flat" for one in directions(made).direction]))
        pooled = _named(made.n.sum(axis=2, keepdims=True), made.totals.sum(axis=1, keepdims=True))
        blind.append(np.mean([one != "flat" for one in directions(pooled).direction]))
    against = f"{np.mean(blind):.0%} without sources, {simulations} markets of 50 terms"
    return [Figure("called moving where one feed shrank", float(np.mean(alarms)), "", 0.01, against)]


def _named(n: np.ndarray, totals: np.ndarray) -> Counts:
    months = tuple(f"{2020 + number // 12}-{number % 12 + 1:02d}" for number in range(len(totals)))
    sources = tuple(f"feed {number}" for number in range(totals.shape[1]))
    return Counts(tuple(f"term {k}" for k in range(len(n))), months, sources, n.astype(float), totals.astype(float))


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
