"""Shares sum rightly, bands hold them, and neither order nor size changes what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.trends import Counts, shares
from core.trends.counts import MOST_MONTHS, MOST_SOURCES, OTHER, assemble, calendar
from tests.trends.markets import MONTHS, counts, drawn

market = st.builds(
    lambda seed, terms, sources: drawn(np.random.default_rng(seed), np.full((terms, 24), 0.1), np.full((24, sources), 60)),
    st.integers(0, 10_000),
    st.integers(1, 12),
    st.integers(1, 3),
)


@settings(max_examples=40, deadline=None)
@given(market)
def test_shares_sum_to_the_openings_and_lie_in_their_bands(some: Counts) -> None:
    found = shares(some)
    assert np.allclose((found.share * found.total).sum(axis=1), some.of_term)
    assert (found.lo <= found.share).all() and (found.share <= found.hi).all()
    assert (found.lo >= 0).all() and (found.hi <= 1).all()


@settings(max_examples=25, deadline=None)
@given(market, st.randoms(use_true_random=False))
def test_the_order_of_terms_and_sources_changes_nothing(some: Counts, random: object) -> None:
    rng = np.random.default_rng(len(some.terms))
    terms, sources = rng.permutation(len(some.terms)), rng.permutation(len(some.sources))
    other = Counts(
        tuple(some.terms[k] for k in terms),
        some.months,
        tuple(some.sources[k] for k in sources),
        some.n[terms][:, :, sources],
        some.totals[:, sources],
    )
    one, two = shares(some), shares(other)
    for name in ("share", "lo", "hi", "adjusted"):
        assert np.allclose(getattr(one, name)[terms], getattr(two, name))


def test_ten_times_the_openings_give_the_same_shares_and_narrower_bands() -> None:
    few = counts(np.full((1, 24), 12), np.full(24, 100))
    many = counts(np.full((1, 24), 120), np.full(24, 1_000))
    one, two = shares(few), shares(many)
    assert np.allclose(one.share, two.share)
    assert ((two.hi - two.lo) < (one.hi - one.lo) / 2.5).all()


def test_months_that_jump_more_than_chance_widen_every_band() -> None:
    calm = counts(np.full((1, 24), 100), np.full(24, 1_000))
    wild = counts(np.tile([40, 160], 12)[None], np.full(24, 1_000))
    assert shares(wild).hi.mean() - shares(calm).hi.mean() > 0.05


def test_a_month_without_openings_has_no_share() -> None:
    totals = np.full(24, 50)
    totals[5] = 0
    n = np.where(totals > 0, 5, 0)[None]
    found = shares(counts(n, totals))
    assert np.isnan(found.share[0, 5]) and np.isnan(found.hi[0, 5]) and not np.isnan(found.share[0, 6])


def test_the_adjusted_share_stays_when_only_the_mix_of_sources_moves() -> None:
    first, second = np.linspace(900, 100, 24).round(), np.full(24, 200.0)
    totals = np.stack([first, second], axis=1)
    n = np.stack([first * 0.1, second * 0.5], axis=1)[None]
    found = shares(Counts(("Welding",), MONTHS, ("a", "b"), n, totals))
    assert np.ptp(found.share) > 0.15 and np.ptp(found.adjusted) < 0.03


def test_long_tables_become_counts_and_small_sources_are_pooled() -> None:
    sources = [f"feed {number:02d}" for number in range(MOST_SOURCES + 3)]
    size = np.arange(len(sources), 0, -1) * 10.0
    cells = (np.array([0, 0, 1]), ["2026-01", "2026-03", "2026-03"], [sources[0], sources[-1], sources[0]], np.array([3.0, 2.0, 1.0]))
    made = assemble(["A", "B"], (["2026-01", "2026-03"] * 7 + ["2026-01"], sources, size), cells)
    assert made.months == ("2026-01", "2026-02", "2026-03")
    assert made.sources[-1] == OTHER and len(made.sources) == MOST_SOURCES + 1
    assert made.openings == size.sum() and made.of_term.tolist() == [5, 1] and made.n[0, 2, -1] == 2


def test_the_calendar_is_bounded() -> None:
    assert calendar(["2025-11", "2026-02"]) == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert len(calendar(["0001-01", "2026-02"])) == MOST_MONTHS and calendar([]) == ()


def test_counts_refuse_shapes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Counts(("A",), MONTHS, ("s",), np.zeros((2, 24, 1)), np.zeros((24, 1)))
