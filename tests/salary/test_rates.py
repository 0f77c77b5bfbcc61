"""Currency rates out of files: any usual shape, either way round, sound ones only, with their month, and back to ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import money
from core.errors import UserError
from core.salary import rates

TODAY = date(2026, 11, 30)
OTHERS = sorted(set(money.rates()) - {"EUR"})
SHAPES = {
    "lines": "USD\t0.9\nGBP\t1.2\n",
    "named": "Name;Code;Rate\nUS dollar;USD;0,9\nPound;GBP;1,2\n",
    "wide": "Date, USD, GBP, \n12 October 2026, 1.1111, 0.8333, \n",
    "xml": "<Cube time='2026-10-12'><Cube currency='USD' rate='1.1111'/><Cube currency=\"GBP\" rate=\"0.8333\"/></Cube>",
}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder without rates of its own."""
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path))
    money.forget()


@pytest.mark.parametrize("shape", SHAPES)
def test_usual_shapes(shape: str) -> None:
    found = rates.read(SHAPES[shape].encode(), TODAY)
    assert found.euros == pytest.approx({"USD": 0.9, "GBP": 1.2}, rel=1e-3)
    assert found.dated == ("2026-10" if shape in ("wide", "xml") else "2026-11")


@given(st.lists(st.sampled_from(OTHERS), min_size=1, unique=True), st.floats(0.85, 1.15), st.booleans())
def test_either_way_round_is_read_back(codes: list[str], drift: float, turned: bool) -> None:
    truth = {code: money.rates()[code] * drift for code in codes}
    lines = [f"{code},{1 / rate if turned else rate!r}" for code, rate in truth.items()]
    if len(codes) > 1 or abs(truth[codes[0]] - 1) > 0.4:  # near 1 both ways look alike
        assert rates.read("\n".join(lines).encode(), TODAY).euros == pytest.approx(truth)


@pytest.mark.parametrize("data", [b"", b"\0\xff", b"Currency,Rate\n", b"XXX,1.2", b"USD,zero", b"USD,nan", b"USD,-1", b"x" * 2_000_000])
def test_files_without_rates_change_nothing(data: bytes) -> None:
    with pytest.raises(UserError, match="nothing was changed"):
        rates.read(data, TODAY)


def test_a_rate_that_cannot_be_right_is_told() -> None:
    with pytest.raises(UserError, match="JPY .* far from the present one"):
        rates.read(b"USD,0.9\nGBP,1.2\nCHF,1.05\nJPY,0.9\n", TODAY)


def test_own_rates_are_used_at_once_and_left_again() -> None:
    ours, month = money.rates(), money.dated()
    rates.use(rates.Rates({"USD": 0.5}, "2026-10"))
    assert rates.own() and money.rates() == {**ours, "USD": 0.5} and money.dated() == "2026-10"
    rates.use(rates.Rates({"GBP": 1.5}, "2026-11"))
    assert (money.rates()["USD"], money.rates()["GBP"], money.dated()) == (0.5, 1.5, "2026-11")
    assert money.convert(money.convert(100, "USD", "GBP"), "GBP", "USD") == pytest.approx(100)
    rates.drop()
    assert not rates.own() and money.rates() == ours and money.dated() == month
