"""Text from outside becomes plain: nothing hidden, nothing active, and every script still spelt right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import text


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("ig\U000e0041\U000e007fnore\U000e0101", "ignore"),
        ("\u202eevil\u202c", "evil"),
        ("co\u00adoperate", "cooperate"),
        ("a\x0bb\x0cc\u2028d\r\ne\rf", "a\nb\nc\nd\ne\nf"),
        ("a \u00a0\t b", "a b"),
        ("half \ud800 pair", "half pair"),
        ("pass\u200cword pass\u200dword", "password password"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
    ],
)
def test_clean_drops_what_hides_and_keeps_what_spells(raw: str, plain: str) -> None:
    assert text.clean(raw) == plain


@given(st.text(max_size=200))
def test_clean_is_stable_and_can_always_be_stored(raw: str) -> None:
    once = text.clean(raw)
    once.encode("utf-8")
    assert text.clean(once) == once


def test_clean_is_bounded() -> None:
    assert len(text.clean("x" * 1_000, limit=10)) == 10


@given(st.text(max_size=50))
def test_no_cell_is_a_formula(raw: str) -> None:
    cell = text.csv_cell("=" + raw)
    assert isinstance(cell, str) and cell.startswith("'")


def test_numbers_stay_numbers_in_cells() -> None:
    assert [text.csv_cell(value) for value in ("-5", "+49,5", 7, "-x")] == ["-5", "+49,5", 7, "'-x"]


@pytest.mark.parametrize(("link", "kept"), [("https://example.org/a", True), ("javascript:alert(1)", False), ('http://a"b', False)])
def test_only_web_links_pass(link: str, kept: bool) -> None:
    assert text.http_link(link) == (link if kept else "")


def test_fold_ignores_case_and_accents() -> None:
    assert text.fold("Élodie MÜLLER") == "elodie muller"
