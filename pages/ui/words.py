"""How values are said: money, dates, counts, shares, scores; unknown is always "not stated"."""

from __future__ import annotations

from datetime import date

UNKNOWN = "not stated"
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹", "JPY": "¥", "PLN": "zł ", "CHF": "CHF ", "SEK": "SEK ", "CAD": "CA$", "AUD": "A$"}
RECENT_DAYS = 14


def money(amount: float | None, currency: str | None) -> str:
    """An amount without false precision: `€92k`, `$25.50`, `₹1.2M`."""
    if amount is None:
        return UNKNOWN
    sign = SIGNS.get(currency or "", f"{currency} " if currency else "")
    if amount >= 1_000_000:
        return f"{sign}{amount / 1_000_000:.1f}M".replace(".0M", "M")
    if amount >= 10_000:
        return f"{sign}{amount / 1000:,.0f}k"
    return f"{sign}{amount:,.0f}" if amount == int(amount) or amount >= 1000 else f"{sign}{amount:,.2f}"


def pay(low: float | None, high: float | None, currency: str | None, period: str | None) -> str:
    """A pay range with its period: `€50k-60k a year`, `from $21 an hour`."""
    if low is None and high is None:
        return UNKNOWN
    per = f" {'an' if period == 'hour' else 'a'} {period}" if period else ""
    if low is not None and high is not None and low != high:
        return f"{money(low, currency)} to {money(high, currency)}{per}"
    if high is None:
        return f"from {money(low, currency)}{per}"
    return f"{'up to ' if low is None else ''}{money(high, currency)}{per}"


def day(value: date | None) -> str:
    """A date by itself: `2 November 2026`."""
    return f"{value.day} {value:%B %Y}" if value else UNKNOWN


def month(value: date | None) -> str:
    """The month of a date: `November 2026`."""
    return f"{value:%B %Y}" if value else UNKNOWN


def age(value: date | None, today: date) -> str:
    """How long ago, up to 14 days; the date itself before that."""
    if value is None:
        return "date not stated"
    days = (today - value).days
    if days < 0 or days > RECENT_DAYS:
        return day(value)
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 posting`, `1,204 postings`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part: float) -> str:
    """A share as one in so many, or in percent when it is large."""
    if part <= 0:
        return "none"
    return f"1 in {round(1 / part)}" if part < 0.4 else f"{part:.0%}"


def change(value: float, lo: float, hi: float) -> str:
    """A relative change with its interval: `-30% (-40% to -18%)`; from a doubling on as `3.2 times (2.1 to 4.9)`."""
    if value < 1:
        return f"{value:+.0%} ({lo:+.0%} to {hi:+.0%})"
    return f"{1 + value:,.1f} times ({1 + lo:,.1f} to {1 + hi:,.1f})"


def strength(score: float) -> str:
    """The word for a score."""
    for least, word in ((80, "very strong"), (70, "strong"), (60, "good"), (45, "partial")):
        if score >= least:
            return word
    return "weak"


def score(value: float, band: tuple[float, float]) -> str:
    """A score as a number, a word and a band: `78, strong, 70 to 84`."""
    return f"{value:.0f}, {strength(value)}, {band[0]:.0f} to {band[1]:.0f}"
