"""What one chart needs, in one call: the lines with their bands, what moves, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.trends.counts import ENOUGH, Counts
from core.trends.directions import Directions, directions, hot
from core.trends.health import Health, health
from core.trends.shares import Shares, shares, whole_range
from core.trends.stored import Dimension, Slice, sliced_counts, stored_counts, totals
from core.warehouse import SHARED, Market


@dataclass(frozen=True)
class Chart:
    """Monthly shares, directions over the whole range and over the last months, and the data behind them; terms in one order."""

    shares: Shares
    directions: Directions
    now: Directions
    health: Health

    def moving(self, limit: int = 20) -> list[str]:
        """The terms that rise or fall, the surest first."""
        order = np.argsort(self.directions.q, kind="stable")
        return [self.directions.terms[k] for k in order if self.directions.direction[k] != "flat"][:limit]

    def rows(self) -> Iterator[dict[str, object]]:
        """The data of the lines, a row a term and month, to hand on as a table."""
        told = self.shares
        for row, term in enumerate(told.terms):
            for at, month in enumerate(told.months):
                if told.total[at]:
                    figures = {name: round(float(getattr(told, name)[row, at]), 5) for name in ("share", "lo", "hi", "adjusted")}
                    yield {"term": term, "month": month, "openings": int(told.n[row, at]), "of": int(told.total[at]), **figures}


@dataclass(frozen=True)
class Rank:
    """One bar: a term, its openings over the whole range, its share with a 95 % band, and its direction."""

    term: str
    n: int
    share: float
    lo: float
    hi: float
    direction: str


def chart(
    market: Market, dimension: Dimension = "skill", part: Slice | None = None, terms: Sequence[str] | None = None, sample: bool = False
) -> Chart:
    """Lines, directions and data line of the terms of a dimension (or of those named), for all of the market or a part of it.

    Directions are corrected for all terms of the dimension, also when a few are picked afterwards; kept until the postings change.
    """
    name = f"chart {dimension} {part} {terms} {sample}" if part is None else ""
    if name:
        return market.warehouse.derived(SHARED, name, lambda: chart_of(_counts(market, dimension, part, terms, sample)))
    return chart_of(_counts(market, dimension, part, terms, sample))


def chart_of(counts: Counts) -> Chart:
    """As `chart`, for counts that are there already."""
    return Chart(shares(counts), directions(counts), hot(counts), health(counts))


def ranking(
    market: Market, dimension: Dimension = "country", part: Slice | None = None, sample: bool = False, limit: int = 20
) -> tuple[list[Rank], Health]:
    """What is asked for most over the whole range, as bars; no bar rests on fewer than 30 openings."""
    counts = _counts(market, dimension, part, None, sample)
    share, lo, hi = whole_range(counts)
    told = directions(counts).direction
    order = np.argsort(-share, kind="stable")[: limit if counts.openings >= ENOUGH else 0]
    bars = [Rank(counts.terms[k], int(counts.of_term[k]), float(share[k]), float(lo[k]), float(hi[k]), told[k]) for k in order]
    return bars, health(counts)


def basis(market: Market, part: Slice | None = None, sample: bool = False) -> Health:
    """What figures of a part of the market rest on."""
    return health(totals(market, part, sample))


def _counts(market: Market, dimension: Dimension, part: Slice | None, terms: Sequence[str] | None, sample: bool) -> Counts:
    if part is None or part == Slice():
        return stored_counts(market, dimension, sample, terms)
    counts = sliced_counts(market, part, dimension, sample)
    return counts if terms is None else counts.only(terms)
