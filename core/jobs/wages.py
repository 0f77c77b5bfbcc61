"""Free-text pay becomes numbers: "Up to $21/hour", "110-150k EUR", "€55.000 – 65.000 brutto/Jahr", "12 LPA".

Hides number writing, currency signs and words of several languages. What a text leaves open stays None: an amount without
a period is a year's pay only when it could not be a month's in that currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

from core.jobs.wording import lines, pattern, table
from core.models import Pay, Period
from core.text import clean, fold

_LIMIT = 1_000
_LARGEST = 1e12
_MONEYLESS_FLOOR = 14_000
_HIGHEST = 100
_DASH = re.compile(r"[‐‑‒–—―−~]")
_NUMBER = r"\d{1,3}(?:[.,' ’]\d{2,3})*[.,' ’]\d{3}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
_ARTICLE = re.compile(r"\ban? (?=hour|day|week|month|year|annum)")
_EMPTY_CENTS = re.compile(r"(?<=\d),-{1,2}(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d)(\s?)t(?=€|eur\b)")


class Amount(NamedTuple):
    """One amount as written: number, what its word multiplies by (1 = no word), currency, an open end, where it stands."""

    value: float
    scale: float
    currency: str | None
    explicit: bool
    open_end: bool
    lakhs: bool
    start: int
    end: int

    @property
    def total(self) -> float:
        """The number with its word applied."""
        return self.value * self.scale


def pay(text: str) -> Pay:
    """The first amount or range that a pay text states; parts that it leaves open are None."""
    folded = _plainly(text)
    quiet = pattern("not_money").sub(
        lambda noise: noise.group() if _is_money(noise.group(), folded, noise) else " " * len(noise.group()), folded
    )
    amounts = [amount for amount in _amounts(quiet) if 0 < amount.total < _LARGEST]
    if not amounts:
        return Pay()
    low, high = _first_range(quiet, amounts)
    currency = _currency(low, high)
    period = _period(quiet, low, high)
    if not _is_pay(low, high, currency, period):
        return Pay()
    least, most = _ends(quiet, low, high)
    return Pay(min=least, max=most, currency=currency, period=period or assumed_period(least, most, currency))


def number(value: str) -> float | None:
    """A single number in any writing ("70,000", "55.000", "31,2k"); None when there is none or it is 0."""
    amounts = [amount for amount in _amounts(fold(clean(value, 60))) if 0 < amount.total < _LARGEST]
    return round(amounts[0].total, 2) if len(amounts) == 1 else None


def currency_code(value: str) -> str | None:
    """The ISO code of a currency field; None when it is no known currency."""
    word = fold(value).strip()
    return _signs().get(word) or (_signs().get(word.split()[0]) if word else None)


def is_likely(told: Pay) -> bool:
    """Whether a sum can be one person's pay: a sum of company money is far above a year's pay in its currency."""
    return max(told.min or 0, told.max or 0) < _HIGHEST * _floors().get(told.currency or "", _MONEYLESS_FLOOR)


def period_of(value: str) -> Period | None:
    """The period that a field or phrase names ("PER_YEAR", "hourly", "per month"); None when it names none."""
    words = fold(value).replace("_", " ").replace("-", " ")
    found = _period_pattern().search(words)
    return cast(Period, found.lastgroup) if found else None


def _plainly(text: str) -> str:
    """Folded, with one kind of dash and without the flourishes of price tags."""
    folded = _ARTICLE.sub("/", _DASH.sub("-", fold(clean(text, _LIMIT))))
    return _THOUSANDS.sub(r"\1k ", _EMPTY_CENTS.sub("", folded))


def _is_money(noise: str, text: str, match: re.Match[str]) -> bool:
    """Whether what looks like hours, days or years carries a currency sign right before it ("$45 hour")."""
    before = text[: match.start()].rstrip()
    return bool(re.match(r"\d", noise)) and before.endswith(tuple(sign for sign in _signs() if not sign.isalpha()))


def _amounts(text: str) -> Iterator[Amount]:
    for found in _amount_pattern().finditer(text):
        before, after = found.group("before"), found.group("after")
        word = found.group("scale") or ""
        scale = next((factor for factor, pattern in _scales() if re.fullmatch(pattern, word)), 1.0)
        sign = after or before
        yield Amount(
            value=_value(found.group("number"), scale),
            scale=scale,
            currency=_signs().get(sign or ""),
            explicit=bool(sign) and cast(str, sign).isalpha(),
            open_end=bool(found.group("open")),
            lakhs=scale in (1e5, 1e7),
            start=found.start(),
            end=found.end(),
        )


def _value(written: str, scale: float) -> float:
    """The number in either writing: a mark before exactly three last digits groups thousands, unless a word multiplies."""
    written = re.sub(r"[' ’]", "", written)
    marks = re.findall(r"[.,]", written)
    if not marks:
        return float(written)
    whole, last = re.split(r"[.,](?=[^.,]*$)", written)
    grouped = len(last) == 3 and len(set(marks)) == 1 and scale == 1
    repeated = len(marks) > 1 and len(set(marks)) == 1
    return float(re.sub(r"[.,]", "", whole) + ("" if grouped or repeated else ".") + last)


def _first_range(text: str, amounts: list[Amount]) -> tuple[Amount, Amount | None]:
    for low, high in pairwise(amounts):
        if low.currency and high.currency and low.currency != high.currency and low.explicit == high.explicit:
            continue
        between = text[low.end : high.start]
        if pattern("between_ends").fullmatch(between) and between.strip():
            return _shared(low, high)
    return amounts[0], None


def _shared(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """Both ends on one scale: in "110-150k" and "80-90.000" the second end says what the first one means."""
    if low.scale == 1 and high.scale > 1 and low.value < 1000:
        low = low._replace(scale=high.scale, lakhs=high.lakhs)
    elif low.scale > 1 and high.scale == 1 and high.value < 1000 and high.value >= low.value:
        high = high._replace(scale=low.scale)
    elif low.scale == high.scale == 1 and low.value < 1000 and high.value >= 10_000:
        low = low._replace(scale=1000.0)
    return low, high


def _currency(low: Amount, high: Amount | None) -> str | None:
    named = [amount for amount in (low, high) if amount and amount.currency]
    explicit = [amount.currency for amount in named if amount.explicit]
    if explicit or named:
        return explicit[0] if explicit else named[0].currency
    return "INR" if low.lakhs else None


def _period(text: str, low: Amount, high: Amount | None) -> Period | None:
    """The period named closest after the amounts, else before them."""
    last = high or low
    if low.lakhs and low.scale < 1e7:
        return "year"
    after = re.split(r"\d", text[last.end : last.end + 60])[0]
    between = text[low.end : high.start] if high else ""
    for place in (after, between, text[max(0, low.start - 40) : low.start]):
        if found := _period_pattern().search(place):
            return cast(Period, found.lastgroup)
    return None


def _is_pay(low: Amount, high: Amount | None, currency: str | None, period: str | None) -> bool:
    """Bare small numbers and bare years are no pay."""
    if currency or period or low.scale > 1:
        return True
    return low.value >= 10_000 or (high is not None and low.value >= 1000 and not 1900 <= low.value <= 2100)


def _ends(text: str, low: Amount, high: Amount | None) -> tuple[float | None, float | None]:
    least = round(low.total, 2)
    if high:
        most = round(high.total, 2)
        return min(least, most), max(least, most)
    before, after = text[: low.start], text[low.end :]
    if low.open_end or _open_pattern("at_least").search(before) or pattern("or_more").match(after):
        return least, None
    if _open_pattern("at_most").search(before) or pattern("or_less").match(after):
        return None, least
    return least, least


def assumed_period(least: float | None, most: float | None, currency: str | None) -> Period | None:
    """A year when the sum could not be a month's pay in its currency, else unknown."""
    floor = _floors().get(currency or "", _MONEYLESS_FLOOR)
    return "year" if max(least or 0, most or 0) >= floor else None


@cache
def _currency_rows() -> tuple[tuple[str, tuple[str, ...], float], ...]:
    return tuple((code, tuple(fold(signs).split()), float(floor)) for code, signs, floor in lines("currencies.tsv"))


@cache
def _signs() -> dict[str, str]:
    return {sign: code for code, signs, _ in _currency_rows() for sign in signs}


@cache
def _floors() -> dict[str, float]:
    return {code: floor for code, _, floor in _currency_rows()}


@cache
def _scales() -> tuple[tuple[float, str], ...]:
    return tuple((float(factor), pattern) for factor, pattern in table("pay_words")["scale"].items())


@cache
def _amount_pattern() -> re.Pattern[str]:
    signs = sorted(_signs(), key=len, reverse=True)
    sign = "|".join((rf"(?<![^\W\d_]){re.escape(one)}" if one[0].isalpha() else re.escape(one)) for one in signs)
    scale = "|".join(pattern for _, pattern in _scales())
    after = "|".join((rf"{re.escape(one)}(?![^\W\d_])" if one[-1].isalpha() else re.escape(one)) for one in signs if one != "r")
    return re.compile(
        rf"(?:(?P<before>{sign})\s?)?(?<![\d.,])(?P<number>{_NUMBER})(?:[\s-]?(?P<scale>{scale})(?![^\W\d_])(?:\.(?=\s))?)?"
        rf"(?P<open>\+)?(?:\s?(?P<after>{after})(?!\s?\d))?(?P<more>\+)?"
    )


@cache
def _period_pattern() -> re.Pattern[str]:
    names = "|".join(f"(?P<{name}>(?:{words}))" for name, words in table("pay_words")["period"].items())
    return re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])")


@cache
def _open_pattern(side: str) -> re.Pattern[str]:
    words = table("pay_words")["open"][side]
    return re.compile(rf"(?:^|[^\w])(?:{words})(?:\s(?:salary|of|a|zu))?\s?:?\s?[^\w\s]?\s?$")
