"""Which of many rows come first: a page cut out of a long order without sorting all of it, one row an opening."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Names = Callable[[np.ndarray], pa.Array]


@dataclass(frozen=True)
class Page:
    """Positions of the rows to show, in their order; how many openings there are in all; how many more rows each shown one's has."""

    rows: np.ndarray
    total: int
    copies: np.ndarray


def page(keys: Sequence[np.ndarray], names: Names, opening: np.ndarray, skip: int, limit: int) -> Page:
    """Rows `skip` to `skip + limit` of the first row of each opening, by ascending `keys` (the first decides) and then names.

    `opening` holds whole numbers from 0, parallel to the keys; `names` gives the names of some rows.
    """
    counts = np.bincount(opening)
    total, wanted = int(np.count_nonzero(counts)), skip + limit
    tried = min(len(opening), 2 * wanted + 50)
    best = _once(keys, names, opening, tried)
    while len(best) < min(wanted, total):
        tried = min(len(opening), 4 * tried)
        best = _once(keys, names, opening, tried)
    shown = best[skip:wanted]
    return Page(shown, total, counts[opening[shown]] - 1)


def _once(keys: Sequence[np.ndarray], names: Names, opening: np.ndarray, tried: int) -> np.ndarray:
    """The first row of each opening among the first `tried` rows or a few more, in order."""
    rows = _first(keys, tried)
    name = pc.rank(names(rows), tiebreaker="dense").to_numpy()
    ordered = rows[np.lexsort((name, *(key[rows] for key in reversed(keys))))]
    _, first = np.unique(opening[ordered], return_index=True)
    best: np.ndarray = ordered[np.sort(first)]
    return best


def _first(keys: Sequence[np.ndarray], count: int) -> np.ndarray:
    """The `count` first rows by ascending keys, and all others that are equal to the last of them; in no order."""
    rest, chosen = np.arange(len(keys[0])), []
    for key in keys:
        if len(rest) <= count or not count:
            break
        values = key[rest]
        last = np.partition(values, count - 1)[count - 1]
        chosen.append(rest[values < last])
        count -= len(chosen[-1])
        rest = rest[values == last]
    return np.concatenate([*chosen, rest])
