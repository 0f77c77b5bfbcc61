"""Whether the band around a score is honest: one stated fact of a posting is hidden, and the score from before should lie in the new band.

Alone: `python -m benchmarks.bands [FILE]`, with a file of postings instead of the sample market.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.figures import Figure
from core.jobs import analyse_many, opening_key, posting_id, read
from core.matching import Candidate, Index, Scores, candidate, score
from core.resume import read_file
from core.sample import bundle
from core.sample import people as sample_people
from core.warehouse.market import posting_table

SHOWN_FROM = 30.0  # scores below are never looked at
TODAY = date(2026, 6, 1)
FACTS = {
    "skills": ("required", "preferred"),
    "role": ("occupation",),
    "years": ("years",),
    "level": ("level",),
    "words": ("description", "title"),
    "place": ("city", "country", "remote"),
    "pay": ("pay_min", "pay_max"),
    "contract": ("employment",),
}


def run(file: Path | None = None) -> list[Figure]:
    """The share of old scores inside the new bands, over all facts and by fact, and the median width."""
    table = _table(file) if file else pq.read_table(bundle.FILE)
    people, index = _people(), Index.build(table)
    scores = [score(index, person) for person in people]
    inside, widths = {}, []
    for fact, columns in FACTS.items():
        hidden, stated = _hide(table, columns)
        index = Index.build(hidden)
        found = [_held(old, score(index, person), stated) for person, old in zip(people, scores, strict=True)]
        inside[fact] = np.concatenate([held for held, _ in found])
        widths += [width for _, width in found]
    every = np.concatenate(list(inside.values()))
    figures = [
        Figure("old score outside the new band, a fact hidden", 100 * float(1 - every.mean()), "%", 10, f"{len(every):,} cases"),
        Figure("median width of the band, a fact hidden", float(np.median(np.concatenate(widths))), "points", 20),
        Figure("median width of the band, nothing hidden", float(np.median([np.median(_width(one)) for one in scores])), "points", 20),
    ]
    by_fact = [
        Figure(f"outside, {name} hidden", 100 * float(1 - held.mean()), "%", 10, f"{len(held):,}")
        for name, held in inside.items()
        if len(held)
    ]
    return figures + by_fact


def _held(old: Scores, new: Scores, stated: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For postings that stated the fact and are worth a look: whether the old score lies in the new band, and its width."""
    chosen = stated & (old.score >= SHOWN_FROM)
    held = (old.score >= new.low - 0.05) & (old.score <= new.high + 0.05)
    return held[chosen], _width(new)[chosen]


def _width(scores: Scores) -> np.ndarray:
    width: np.ndarray = scores.high - scores.low
    return width


def _hide(table: pa.Table, columns: tuple[str, ...]) -> tuple[pa.Table, np.ndarray]:
    """The table without these columns' values, and which rows had one."""
    stated = np.zeros(table.num_rows, bool)
    for name in columns:
        stated |= np.array([bool(value) for value in table[name].to_pylist()])
        table = table.set_column(table.schema.get_field_index(name), name, pa.nulls(table.num_rows, table[name].type))
    return table, stated


def _people() -> list[Candidate]:
    """The sample people."""
    return [candidate(read_file(one.content(), one.path.name, TODAY)[1], one.preferences, TODAY) for one in sample_people.resumes()]


def _table(file: Path) -> pa.Table:
    found = [one for one in read(file.read_bytes(), file.name) if one.title]
    facts = analyse_many(found)
    return posting_table([(posting_id(one), opening_key(one), one, fact) for one, fact in zip(found, facts, strict=True)])


if __name__ == "__main__":
    from benchmarks.__main__ import show

    for figure in run(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(show(figure))
