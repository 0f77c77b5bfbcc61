"""The bundled market is what the generator and the analysis give now; `python -m core.sample` writes it again."""

from __future__ import annotations

import random

import pyarrow.parquet as pq

from core.sample import postings
from core.sample.bundle import FILE, table


def test_the_bundle_is_up_to_date() -> None:
    stored = {row["id"]: row for row in pq.read_table(FILE).to_pylist()}
    assert len(stored) == len(postings())
    for row in table(random.Random(7).sample(postings(), 150)).to_pylist():
        assert stored[row["id"]] == row, "run python -m core.sample"
