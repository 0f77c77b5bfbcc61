"""Currencies and periods: there and back again, own rates, what is unknown stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import money
from core.errors import UserError

CURRENCIES = st.sampled_from(sorted(money.rates()))


@given(st.floats(1, 1e9), CURRENCIES, CURRENCIES)
def test_conversion_round_trips(amount: float, one: str, other: str) -> None:
    assert money.convert(money.convert(amount, one, other), other, one) == pytest.approx(amount)


@given(st.floats(1, 1e9), CURRENCIES, st.sampled_from(sorted(money.PER_YEAR)))
def test_years_and_periods_round_trip(amount: float, currency: str, period: str) -> None:
    yearly = money.yearly_euros(amount, currency, period)
    assert yearly is not None
    assert money.convert(yearly, "EUR", currency) / money.PER_YEAR[period] == pytest.approx(amount)


def test_unknown_stays_unknown() -> None:
    assert money.yearly_euros(100, "XXX", "year") is None
    assert money.yearly_euros(100, "EUR", None) is None
    assert money.yearly_euros(0, "EUR", "year") is None
    assert money.currency_of("ZZ") is None
    with pytest.raises(UserError, match="XXX"):
        money.convert(1, "XXX", "EUR")


def test_own_rates_replace_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rates.tsv").write_text("# as of 2031-02\nUSD\t2\n", encoding="utf-8")
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path))
    assert money.rates()["USD"] == 2
    assert money.rates()["EUR"] == 1
    assert money.dated() == "2031-02"


def test_a_damaged_rates_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rates.tsv").write_text("USD two\n", encoding="utf-8")
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path))
    with pytest.raises(UserError, match="cannot be read"):
        money.rates()
