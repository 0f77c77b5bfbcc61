"""Free-text pay: what is stated, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.jobs import pay
from core.jobs.wages import currency_code, number, period_of

STATED = [
    ("$71k - $84k", 71_000, 84_000, "USD", "year"),
    ("$71,500-$84,250/year", 71_500, 84_250, "USD", "year"),
    ("Up to $19/hour", None, 19, "USD", "hour"),
    ("27,5k", 27_500, 27_500, None, "year"),
    ("90-120k EUR", 90_000, 120_000, "EUR", "year"),
    ("€48.000 – 61.000 brutto/Jahr", 48_000, 61_000, "EUR", "year"),
    ("ab 42.500 € p.a.", 42_500, None, "EUR", "year"),
    ("€ 2.800,- bis 3.400,- monatlich", 2_800, 3_400, "EUR", "month"),
    ("£280 per day", 280, 280, "GBP", "day"),
    ("£12.80 an hour", 12.8, 12.8, "GBP", "hour"),
    ("from £31k to £38k", 31_000, 38_000, "GBP", "year"),
    ("£52k+ and shares (0.5-1%)", 52_000, None, "GBP", "year"),
    ("1.4M INR", 1_400_000, 1_400_000, "INR", "year"),
    ("9 LPA", 900_000, 900_000, "INR", "year"),
    ("8-11 LPA", 800_000, 1_100_000, "INR", "year"),
    ("₹6,50,000 - ₹9,00,000 per annum", 650_000, 900_000, "INR", "year"),
    ("CHF 96'000 - 112'000", 96_000, 112_000, "CHF", "year"),
    ("38 000 € - 44 000 € par an", 38_000, 44_000, "EUR", "year"),
    ("jusqu'à 41K€", None, 41_000, "EUR", "year"),
    ("$88k-$97k CAD", 88_000, 97_000, "CAD", "year"),
    ("85k USD / 78k EUR", 85_000, 85_000, "USD", "year"),
    ("PLN 14 000 - 17 000 net / month", 14_000, 17_000, "PLN", "month"),
    ("38 hours/week, $23/hr", 23, 23, "USD", "hour"),
    ("4+ years experience, $95k, 401k", 95_000, 95_000, "USD", "year"),
    ("$115k base + 15% bonus", 115_000, 115_000, "USD", "year"),
    ("£410-£460pd", 410, 460, "GBP", "day"),
    ("2400-2900 EUR/mes", 2_400, 2_900, "EUR", "month"),
    ("52-64 tys. PLN rocznie", 52_000, 64_000, "PLN", "year"),
    ("NOK 48.000 pr. måned", 48_000, 48_000, "NOK", "month"),
    ("62-74 T€", 62_000, 74_000, "EUR", "year"),
    ("$18-24", 18, 24, "USD", None),
    ("$2k - $6k", 2_000, 6_000, "USD", None),
]


@pytest.mark.parametrize(("text", "low", "high", "currency", "period"), STATED, ids=[row[0] for row in STATED])
def test_stated_pay(text: str, low: float | None, high: float | None, currency: str | None, period: str | None) -> None:
    told = pay(text)
    assert (told.min, told.max, told.currency, told.period) == (low, high, currency, period)


@pytest.mark.parametrize(
    "text", ["", "Competitive", "DOE", "0", "0 - 0", "$0", "2023", "5-7 years", "40 hours", "24/7", "see https://a.example/90000"]
)
def test_nothing_stated(text: str) -> None:
    told = pay(text)
    assert (told.min, told.max, told.period) == (None, None, None)


@given(
    st.integers(15, 900), st.integers(1, 90), st.sampled_from(["${}k - ${}k", "{}-{}k USD", "USD {},000 to {},000", "{}k–{}k USD per year"])
)
@example(401, 1, "{}k–{}k USD per year")
def test_ranges_keep_their_order(low: int, more: int, written: str) -> None:
    told = pay(written.format(low, low + more))
    assert (told.min, told.max, told.currency, told.period) == (low * 1000, (low + more) * 1000, "USD", "year")


@given(st.text(max_size=200))
def test_any_text_gives_ordered_positive_pay(text: str) -> None:
    told = pay(text)
    assert told.min is None or told.min > 0
    assert told.min is None or told.max is None or told.min <= told.max


def test_single_fields() -> None:
    assert [number(text) for text in ("70,000", "55.000", "31,2k", "0", "", "12.50", "n/a")] == [
        70_000,
        55_000,
        31_200,
        None,
        None,
        12.5,
        None,
    ]
    assert [currency_code(text) for text in ("eur", "$", "Euro", "", "shells")] == ["EUR", "USD", "EUR", None, None]
    assert [period_of(text) for text in ("PER_YEAR", "hourly", "per-month-salary", "")] == ["year", "hour", "month", None]
