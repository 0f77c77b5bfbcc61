"""Money as the matching needs it; the rates themselves stand in `core.money`."""

from core.money import PER_YEAR, currency_of, factor_to_euros, rates, yearly_euros

__all__ = ["PER_YEAR", "currency_of", "factor_to_euros", "rates", "yearly_euros"]
