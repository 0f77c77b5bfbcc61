"""What the stored postings say about the market: demand and stated pay, each with what it rests on.

Openings are counted once: the same job from two sources, or posted again, is one opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from core.money import PER_YEAR
from core.warehouse import Market

ENOUGH = 30
_YEARLY = "CASE period " + " ".join(f"WHEN '{name}' THEN {factor}" for name, factor in PER_YEAR.items()) + " END"
_OPENINGS = "SELECT * FROM visible QUALIFY row_number() OVER (PARTITION BY opening ORDER BY published, id) = 1"


@dataclass(frozen=True)
class Basis:
    """What figures rest on: openings counted once, repeats removed, dates, sources with their postings."""

    openings: int
    repeats: int
    first: date | None
    last: date | None
    sources: tuple[tuple[str, int], ...]
    countries: int
    sectors: int


@dataclass(frozen=True)
class Demand:
    """How often an occupation is asked for, over all openings."""

    occupation: str
    openings: int
    share: float


@dataclass(frozen=True)
class PayRange:
    """Stated pay a year of a sector in one currency: the middle half and the median over n openings."""

    sector: str
    currency: str
    n: int
    low: float
    median: float
    high: float


def basis(market: Market, sample: bool) -> Basis:
    """What there is in the market."""
    sql = (
        f"WITH openings AS ({_OPENINGS}) SELECT count(*), min(published), max(published), "
        "count(DISTINCT country), count(DISTINCT sector), (SELECT count(*) FROM visible) FROM openings"
    )
    openings, first, last, countries, sectors, postings = market.query(sql, sample=sample)[0]
    by_source = "SELECT source, count(*) FROM visible GROUP BY source ORDER BY 2 DESC, 1"
    sources = tuple((str(name), int(n)) for name, n in market.query(by_source, sample=sample))
    return Basis(openings, postings - openings, first, last, sources, countries, sectors)


def since(market: Market, moment: datetime) -> int:
    """How many postings came in after a moment, the sample apart."""
    sql = "SELECT count(*) FROM visible WHERE first_seen > ?"
    return int(market.query(sql, [moment.astimezone(UTC).replace(tzinfo=None)], sample=False)[0][0])


def demand(market: Market, sample: bool, limit: int = 8) -> list[Demand]:
    """The occupations that are asked for most."""
    sql = (
        f"WITH openings AS ({_OPENINGS}) SELECT occupation, count(*) AS n, n / (SELECT count(*) FROM openings) "
        "FROM openings WHERE occupation IS NOT NULL GROUP BY occupation ORDER BY n DESC, occupation LIMIT ?"
    )
    return [Demand(*row) for row in market.query(sql, [limit], sample)]


def pay(market: Market, sample: bool, limit: int = 8) -> list[PayRange]:
    """Stated pay in the currency with most of it, of sectors from 30 openings on; a range counts with its middle."""
    sql = (
        f"WITH openings AS ({_OPENINGS}), paid AS (SELECT sector, currency, "
        f"(coalesce(pay_min, pay_max) + coalesce(pay_max, pay_min)) / 2 * {_YEARLY} AS yearly FROM openings WHERE currency IS NOT NULL), "
        "ranged AS (SELECT sector, currency, count(*) AS n, quantile_cont(yearly, 0.25), median(yearly), quantile_cont(yearly, 0.75) "
        "FROM paid WHERE sector IS NOT NULL AND yearly > 0 GROUP BY sector, currency HAVING n >= ?) "
        "SELECT * FROM ranged WHERE currency = (SELECT currency FROM ranged GROUP BY currency ORDER BY sum(n) DESC, currency LIMIT 1) "
        "ORDER BY n DESC, sector LIMIT ?"
    )
    return [PayRange(*row) for row in market.query(sql, [ENOUGH, limit], sample)]
