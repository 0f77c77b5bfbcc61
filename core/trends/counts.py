"""What trends are worked out from: how many unique openings hold a term, by month and source, beside all openings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Union

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

ENOUGH = 30  # openings below which no figure is given
MOST_MONTHS = 240
MOST_SOURCES = 12
OTHER = "other sources"
Column = Union["pa.ChunkedArray", Sequence[str], np.ndarray]


@dataclass(frozen=True)
class Counts:
    """`n` counts openings with a term, shape (terms, months, sources); `totals` all openings, shape (months, sources).

    `months` are consecutive calendar months (YYYY-MM); `repeats` says how many postings were left out as repeats of an opening.
    """

    terms: tuple[str, ...]
    months: tuple[str, ...]
    sources: tuple[str, ...]
    n: np.ndarray
    totals: np.ndarray
    repeats: int = 0

    def __post_init__(self) -> None:
        if self.n.shape != (len(self.terms), *self.totals.shape) or self.totals.shape != (len(self.months), len(self.sources)):
            raise ValueError("counts do not fit their terms, months and sources")

    @property
    def openings(self) -> int:
        """All openings."""
        return int(self.totals.sum())

    @property
    def monthly(self) -> np.ndarray:
        """Openings with each term a month, all sources together, shape (terms, months)."""
        total: np.ndarray = self.n.sum(axis=2)
        return total

    @property
    def of_term(self) -> np.ndarray:
        """Openings with each term over the whole range, shape (terms,)."""
        total: np.ndarray = self.n.sum(axis=(1, 2))
        return total

    def last(self, months: int) -> Counts:
        """The last months only."""
        return replace(self, months=self.months[-months:], n=self.n[:, -months:], totals=self.totals[-months:])

    def only(self, terms: Sequence[str]) -> Counts:
        """These terms only, in this order; unknown ones are left out."""
        place = {term: number for number, term in enumerate(self.terms)}
        rows = [place[term] for term in terms if term in place]
        return replace(self, terms=tuple(self.terms[row] for row in rows), n=self.n[rows])

    def at_least(self, openings: int) -> Counts:
        """The terms that so many openings hold."""
        rows = np.flatnonzero(self.of_term >= openings)
        return replace(self, terms=tuple(self.terms[row] for row in rows), n=self.n[rows])


def calendar(months: Sequence[str]) -> tuple[str, ...]:
    """Every month from the first to the last of these (YYYY-MM), at most the newest `MOST_MONTHS`."""
    if not months:
        return ()
    first, last = (int(one[:4]) * 12 + int(one[5:7]) - 1 for one in (min(months), max(months)))
    first = max(first, last - MOST_MONTHS + 1)
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1))


def assemble(
    terms: Sequence[str],
    totals: tuple[Column, Column, np.ndarray],
    cells: tuple[np.ndarray, Column, Column, np.ndarray],
    repeats: int = 0,
) -> Counts:
    """Counts from long tables: `totals` = (month, source, openings), `cells` = (number of the term, month, source, openings).

    Sources beyond the largest `MOST_SOURCES` are pooled.
    """
    names, code = _coded(totals[1])
    size = np.bincount(code, totals[2], len(names))
    order = sorted(range(len(names)), key=lambda k: (-size[k], names[k]))[:MOST_SOURCES]
    named = {names[k]: place for place, k in enumerate(order)}
    sources = (*named, OTHER) if len(names) > MOST_SOURCES else tuple(named)
    months = calendar(_coded(totals[0])[0])
    month_at = {month: place for place, month in enumerate(months)}

    def spread(lead: tuple[int, ...], rows: list[np.ndarray], month: Column, source: Column, n: np.ndarray) -> np.ndarray:
        when = _places(month, month_at, -1)
        where = [*rows, when, _places(source, named, len(sources) - 1)]
        keep, shape = when >= 0, (*lead, len(months), len(sources))
        place = np.ravel_multi_index([each[keep] for each in where], shape)
        return np.bincount(place, n[keep], int(np.prod(shape))).reshape(shape)

    n = spread((len(terms),), [cells[0]], *cells[1:])
    return Counts(tuple(terms), months, sources, n, spread((), [], *totals), repeats)


def _places(column: Column, place: Mapping[str, int], other: int) -> np.ndarray:
    """The place of each value; `other` for values without one."""
    names, code = _coded(column)
    found: np.ndarray = np.array([place.get(name, other) for name in names] or [other])[code]
    return found


def _coded(column: Column) -> tuple[list[str], np.ndarray]:
    """The distinct values, and the number of each row's value among them."""
    import pyarrow as pa

    whole = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([pa.array(column, pa.string())])
    coded = pa.chunked_array(whole.chunks, pa.string()).combine_chunks().dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy(zero_copy_only=False)
