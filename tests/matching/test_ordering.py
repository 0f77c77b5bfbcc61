"""A page cut out of an order is the page of the whole order."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from core.matching.ordering import page

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 20), st.integers(0, 12)), max_size=120)


@settings(max_examples=200, deadline=None)
@given(rows, st.integers(0, 30), st.integers(0, 12))
def test_a_page_is_cut_as_if_everything_had_been_sorted(rows: list[tuple[int, int, int, int]], skip: int, limit: int) -> None:
    names = [f"{name:02}-{number:03}" for number, (*_, name, _) in enumerate(rows)]
    keys = [np.array([row[at] for row in rows], np.float32) for at in (0, 1)]
    opening = np.array([row[3] for row in rows], np.int64)
    found = page(keys, lambda chosen: pa.array(names, pa.string()).take(pa.array(chosen)), opening, skip, limit)
    best: dict[int, int] = {}
    for row in sorted(range(len(rows)), key=lambda row: (rows[row][0], rows[row][1], names[row])):
        best.setdefault(rows[row][3], row)
    expected = list(best.values())[skip : skip + limit]
    assert found.rows.tolist() == expected and found.total == len(best)
    assert found.copies.tolist() == [sum(other[3] == rows[row][3] for other in rows) - 1 for row in expected]
