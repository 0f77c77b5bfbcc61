"""What rises, what falls, and above all what does not."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.trends import Counts, directions, hot
from core.trends.directions import adjusted
from tests.trends.markets import MONTHS, counts, drawn

LINE = np.linspace(0, 1, 24)
TOTALS = np.full((24, 1), 400)


def test_clear_trends_are_named_with_their_size() -> None:
    share = np.stack([0.02 * 4**LINE, 0.08 / 4**LINE, np.full(24, 0.05)])
    found = directions(drawn(np.random.default_rng(1), share, TOTALS))
    assert found.direction == ("rising", "falling", "flat")
    assert found.lo[0] < 3 < found.hi[0] and found.lo[1] < -0.75 < found.hi[1]
    assert found.q[0] < 0.001 and found.note(0) == ""


def test_flat_terms_are_rarely_called_moving() -> None:
    rng = np.random.default_rng(2)
    share = np.repeat(rng.uniform(0.02, 0.2, 800)[:, None], 24, axis=1)
    found = directions(drawn(rng, share, TOTALS))
    assert sum(one != "flat" for one in found.direction) <= 4


def test_months_that_vary_together_with_employers_are_no_trend() -> None:
    rng = np.random.default_rng(3)
    share = rng.beta(0.05 * 60, 0.95 * 60, (300, 24))  # far more than binomial variation
    found = directions(drawn(rng, share, TOTALS))
    assert sum(one != "flat" for one in found.direction) <= 3


def test_a_small_change_is_flat_however_certain() -> None:
    found = directions(drawn(np.random.default_rng(4), (0.2 + 0.02 * LINE)[None], np.full((24, 1), 100_000)))
    assert found.q[0] < 0.001 and found.direction == ("flat",)


def test_one_odd_month_is_no_trend() -> None:
    for month in (1, 12, 22, 23):
        n = np.full(24, 8)
        n[month] = 60
        assert directions(counts(n[None], np.full(24, 400))).direction == ("flat",)


def test_a_season_is_no_trend() -> None:
    wave = 0.1 * (1 + 0.5 * np.sin(2 * np.pi * np.arange(24) / 12))
    found = directions(counts((wave * 1_000).round()[None], np.full(24, 1_000)))
    assert found.direction == ("flat",)
    steps = np.linspace(0.6, 1.6, 24)
    assert directions(counts((wave * steps * 1_000).round()[None], np.full(24, 1_000))).direction == ("rising",)


def test_nothing_rises_because_one_feed_shrank() -> None:
    rng = np.random.default_rng(5)
    totals = np.stack([np.linspace(900, 60, 24).round(), np.full(24, 300)], axis=1)
    n = np.stack([rng.binomial(totals[:, 0].astype(int), 0.05, (60, 24)), rng.binomial(totals[:, 1].astype(int), 0.4, (60, 24))], axis=2)
    mixed = Counts(tuple(map(str, range(60))), MONTHS, ("a", "b"), n.astype(float), totals)
    assert sum(one != "flat" for one in directions(mixed).direction) <= 1
    blind = counts(n.sum(axis=2), totals.sum(axis=1))
    assert set(directions(blind).direction) == {"rising"}


def test_a_true_trend_is_seen_through_a_changing_mix() -> None:
    totals = np.stack([np.linspace(900, 60, 24), np.full(24, 300)], axis=1).round()
    level = np.stack([0.02 * (1 + 2 * LINE), 0.15 * (1 + 2 * LINE)], axis=1)
    made = Counts(("Welding",), MONTHS, ("a", "b"), (totals * level).round()[None], totals)
    found = directions(made)
    assert found.direction == ("rising",) and found.lo[0] < 2 < found.hi[0]


def test_too_few_openings_give_a_sentence() -> None:
    found = directions(counts(np.r_[np.zeros(12), np.full(12, 2)][None], np.full(24, 400)))
    assert found.direction == ("flat",) and not found.tested[0] and "Not enough data: 24 openings" in found.note(0)
    assert not directions(counts(np.full((1, 3), 50), np.full(3, 400))).tested[0]


def test_the_short_view_has_the_wider_interval() -> None:
    made = drawn(np.random.default_rng(6), (0.05 + 0.05 * LINE)[None], TOTALS)
    whole, now = directions(made), hot(made)
    assert now.months == MONTHS[-6:]
    per_month = [np.log((1 + d.hi[0]) / (1 + d.lo[0])) / len(d.months) for d in (whole, now)]
    assert per_month[1] > 2 * per_month[0]


def test_empty_markets_do_not_fail() -> None:
    assert directions(counts(np.zeros((2, 24)), np.zeros(24))).direction == ("flat", "flat")
    assert directions(counts(np.zeros((0, 24)), np.full(24, 100))).direction == ()
    gaps = np.where(np.arange(24) % 3 == 0, 0, 300)
    assert directions(counts((gaps * 0.2)[None], gaps)).direction == ("flat",)
    everybody = counts(np.full((1, 24), 100), np.full(24, 100))
    assert directions(everybody).direction == ("flat",)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 25))
def test_order_changes_nothing_and_an_unknown_term_is_flat(seed: int, terms: int) -> None:
    rng = np.random.default_rng(seed)
    share = rng.uniform(0.02, 0.3, (terms, 1)) * (1 + rng.uniform(-0.5, 2, (terms, 1)) * LINE)
    share[0] = 0
    made = drawn(rng, np.clip(share, 0, 1), TOTALS)
    order = rng.permutation(terms)
    one, two = directions(made), directions(made.only([made.terms[k] for k in order]))
    assert one.direction[0] == "flat" and one.q[0] == 1
    assert [one.direction[k] for k in order] == list(two.direction)
    assert np.allclose(one.q[order], two.q, atol=1e-6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_p_values_are_those_of_benjamini_and_hochberg(values: list[float]) -> None:
    p = np.array(values)
    q = adjusted(p)
    assert (q >= p - 1e-12).all() and (q <= 1).all()
    for alpha in (0.05, 0.2):
        ranked = np.sort(p)
        passing = np.flatnonzero(ranked <= alpha * np.arange(1, len(p) + 1) / len(p))
        assert np.count_nonzero(q <= alpha + 1e-12) == (passing[-1] + 1 if len(passing) else 0)
