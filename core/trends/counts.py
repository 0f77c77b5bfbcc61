"""What trends are worked out from: how many unique openings hold a term, by month and source, beside all openings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

ENOUGH = 30  # openings below which no figure is given
MOST_MONTHS = 240
MOST_SOURCES = 12
OTHER = "other sources"


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
    totals: tuple[Sequence[str], Sequence[str], np.ndarray],
    cells: tuple[np.ndarray, Sequence[str], Sequence[str], np.ndarray],
    repeats: int = 0,
) -> Counts:
    """Counts from long tables: `totals` = (month, source, openings), `cells` = (number of the term, month, source, openings).

    Sources beyond the largest `MOST_SOURCES` are pooled.
    """
    import pandas as pd

    months = calendar(sorted(set(totals[0])))
    every = pd.Series(totals[2]).groupby(pd.Series(totals[1], dtype="str")).sum().sort_values(ascending=False, kind="stable")
    named = list(every.index[:MOST_SOURCES])
    sources = tuple([*named, OTHER] if len(every) > MOST_SOURCES else named)

    def codes(month: Sequence[str], source: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        where = pd.Index(months).get_indexer(pd.Index(month))
        place = pd.Index(named).get_indexer(pd.Index(source))
        return where, np.where(place < 0, len(sources) - 1, place)

    size = (len(months), len(sources))
    when, whence = codes(totals[0], totals[1])
    keep = when >= 0
    total = np.bincount(np.ravel_multi_index((when[keep], whence[keep]), size), totals[2][keep], size[0] * size[1]).reshape(size)
    when, whence = codes(cells[1], cells[2])
    keep = when >= 0
    shape = (len(terms), *size)
    place = np.ravel_multi_index((cells[0][keep], when[keep], whence[keep]), shape)
    n = np.bincount(place, cells[3][keep], int(np.prod(shape))).reshape(shape)
    return Counts(tuple(terms), months, sources, n, total, repeats)
