"""Pay made comparable: any period to a year, any currency to another by a small dated table that is approximate on purpose.

A person's own `rates.tsv` in the data folder replaces rates of the table that we bring.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from pathlib import Path

from core.errors import UserError
from core.settings import ROOT, Settings

FILE = "rates.tsv"
PER_YEAR = {"year": 1.0, "month": 12.0, "week": 52.0, "day": 230.0, "hour": 1800.0}
_LARGEST = 100_000  # bytes of a rates file


def rates() -> dict[str, float]:
    """Euros for one unit of each currency."""
    return _rates(os.environ.get("SHORTLIST_HOME", ""))


def own_file() -> Path:
    """Where a person's own rates stand, when there are any."""
    home = os.environ.get("SHORTLIST_HOME")
    return (Path(home).expanduser() if home else Settings.home) / FILE


def forget() -> None:
    """Read the rates again: own ones have come or gone."""
    _rates.cache_clear()
    _rows.cache_clear()


def dated() -> str:
    """The month of the rates (`2025-06`); empty when the table does not say."""
    own = own_file()
    head = (own if own.exists() else ROOT / "data" / FILE).read_text(encoding="utf-8").partition("\n")[0]
    return head.rpartition("as of ")[2].strip() if "as of " in head else ""


@cache
def currency_of(country: str | None) -> str | None:
    """The currency in which a country (ISO 3166-1 code) pays; None when the table does not say."""
    return next((currency for currency, _, countries in _rows(ROOT / "data" / FILE) if country and country in countries.split()), None)


def factor_to_euros(currency: str | None, period: str | None) -> float | None:
    """What an amount in this currency and period is multiplied with for euros a year; None when either is unknown."""
    rate, times = rates().get(currency or ""), PER_YEAR.get(period or "")
    return rate * times if rate and times else None


def yearly_euros(amount: float | None, currency: str | None, period: str | None) -> float | None:
    """An amount as euros a year; None when amount, currency or period is unknown (0 means unknown)."""
    factor = factor_to_euros(currency, period)
    return amount * factor if amount and factor else None


def convert(amount: float, source: str, target: str) -> float:
    """An amount in another currency; `UserError` for a currency without a rate."""
    for currency in (source, target):
        if currency not in rates():
            raise UserError(f"There is no exchange rate for {currency}; add it to {FILE} in the data folder.")
    return amount * rates()[source] / rates()[target]


@lru_cache(maxsize=4)
def _rates(home: str) -> dict[str, float]:
    """The rates with the own ones of one data folder."""
    own = own_file()
    rows = (*_rows(ROOT / "data" / FILE), *(_rows(own) if own.exists() else ()))
    return {currency: float(euros) for currency, euros, _ in rows}


@cache
def _rows(file: Path) -> tuple[tuple[str, str, str], ...]:
    """Currency, euros, countries of each line of a rates file."""
    try:
        lines = file.read_text(encoding="utf-8")[:_LARGEST].splitlines()
        cells = [(*line.split("\t"), "") for line in lines if line and not line.startswith("#")]
        return tuple((row[0], str(float(row[1])), row[2]) for row in cells)
    except (OSError, UnicodeDecodeError, ValueError, IndexError) as error:
        raise UserError(f"{file} cannot be read ({error}); give lines of currency, tab, euros.") from None
