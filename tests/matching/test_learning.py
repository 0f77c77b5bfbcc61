"""What learning brings is what scoring anew says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
import pyarrow.parquet as pq
import pytest

from core.matching import Index, learn, score
from core.models import Pay
from core.process import SAMPLE_MARKET
from tests.matching.making import DAY, DEVELOPER, index, stored

PERSON = replace(DEVELOPER, cities=frozenset(), area=frozenset(), pay_min=None)


def market() -> Index:
    wanted = [["Kubernetes"], ["Kubernetes", "Java"], ["Java", "Welding"], ["Welding"], ["Python", "Kubernetes"], ["Java"]]
    postings = []
    for number, (required, copy) in enumerate(product(wanted, range(4))):
        day = DAY.date() - timedelta(days=20 * copy)
        pay = Pay(min=50_000 + 5_000 * copy, currency="EUR", period="year")
        postings.append(stored(f"{number}", required=[*required, "SQL"], published=day, pay=pay, level="mid", years=3.0))
    return index(*postings)


def test_gains_agree_with_scoring_anew() -> None:
    postings, threshold = market(), 75.0
    before = score(postings, PERSON).score
    assert (before < threshold).sum() > 0
    lessons = learn([postings], PERSON, threshold, limit=50)
    assert any(lesson.gained for lesson in lessons)
    for lesson in lessons:
        after = score(postings, PERSON.knowing(*lesson.skills)).score
        crossed = (before < threshold) & (after >= threshold)
        newest = postings.published >= postings.published.max() - 30
        assert (lesson.gained, lesson.fresh) == (crossed.sum(), (crossed & newest).sum())
        assert lesson.n == len(postings)


def test_best_skill_first_and_pairs_only_when_they_add() -> None:
    lessons = learn([market()], PERSON, 75.0, limit=50)
    singles = {lesson.skills[0]: lesson.gained for lesson in lessons if len(lesson.skills) == 1}
    assert list(singles.values()) == sorted(singles.values(), reverse=True)
    assert not set(singles) & set(PERSON.skills)
    for pair in (lesson for lesson in lessons if len(lesson.skills) == 2):
        assert pair.gained > sum(singles[name] for name in pair.skills)


def test_pay_change_is_stated_only_on_enough_postings() -> None:
    for lesson in learn([market()], PERSON, 75.0):
        assert lesson.pay_change is None or lesson.paid >= 10
        assert lesson.currency == "EUR"


def test_one_opening_counts_once_and_only_chosen_postings_count() -> None:
    twice = index(*(replace(stored(str(n), required=["Kubernetes", "SQL"]), opening="same") for n in range(3)))
    lessons = learn([twice], PERSON, 75.0, pairs=False)
    assert lessons and max(lesson.gained for lesson in lessons) == 1
    assert all(lesson.gained == 0 for lesson in learn([twice], PERSON, 75.0, chosen=[np.zeros(3, bool)]))


@pytest.mark.parametrize("threshold", [50.0, 65.0])
def test_gains_agree_with_scoring_the_sample_market_anew(threshold: float) -> None:
    postings = Index.build(pq.read_table(SAMPLE_MARKET).slice(0, 2_000))
    before = score(postings, PERSON).score
    there = set(postings.opening[before >= threshold].tolist())
    lessons = learn([postings], PERSON, threshold, limit=15, scores=[before])
    assert lessons[0].gained >= 5 and lessons == learn([postings], PERSON, threshold, limit=15)
    for lesson in lessons:
        after = score(postings, PERSON.knowing(*lesson.skills)).score
        assert lesson.gained == len(set(postings.opening[after >= threshold].tolist()) - there)


def test_several_layers_are_one_market_and_gone_postings_do_not_count() -> None:
    postings = market()
    halves = [replace(postings, alive=np.arange(len(postings)) % 2 == part) for part in (0, 1)]
    together, apart = learn([postings], PERSON, 75.0), learn(halves, PERSON, 75.0)
    assert together == apart and together[0].gained > 0
    assert learn(halves[:1], PERSON, 75.0)[0].n == len(postings) // 2


def test_nothing_to_learn_from_nothing() -> None:
    assert learn([index()], PERSON) == []
