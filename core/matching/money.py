"""Pay made comparable: any period to a year, any currency to euros by a small dated table that is approximate on purpose."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_RATES = Path(__file__).resolve().parents[2] / "data" / "matching" / "rates.tsv"
PER_YEAR = {"year": 1.0, "month": 12.0, "week": 52.0, "day": 230.0, "hour": 1800.0}


@cache
def rates() -> dict[str, float]:
    """Euros for one unit of each currency."""
    return {currency: float(euros) for currency, euros, _ in _rows()}


def currency_of(country: str | None) -> str | None:
    """The currency in which a country (ISO 3166-1 code) pays; None when the table does not say."""
    return next((currency for currency, _, countries in _rows() if country and country in countries.split()), None)


def yearly_euros(amount: float | None, currency: str | None, period: str | None) -> float | None:
    """An amount as euros a year; None when amount, currency or period is unknown (0 means unknown)."""
    factor = factor_to_euros(currency, period)
    return amount * factor if amount and factor else None


def factor_to_euros(currency: str | None, period: str | None) -> float | None:
    """What an amount in this currency and period is multiplied with; None when either is unknown."""
    rate, times = rates().get(currency or ""), PER_YEAR.get(period or "")
    return rate * times if rate and times else None


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    lines = _RATES.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((currency, euros, countries) for currency, euros, countries in cells)
