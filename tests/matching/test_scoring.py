"""What must hold for every score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.matching import Candidate, Index, Scores, Weights, candidate, score
from core.matching.scoring import NUMBERS
from core.models import Pay, Preferences, Resume
from core.process import SAMPLE_MARKET
from core.warehouse.market import StoredPosting
from tests.matching.making import DEVELOPER, SKILLS, TODAY, full, index, known, resume, stored, wishes

HIDDEN = {
    "pay": {"pay": Pay()},
    "years": {"years": None},
    "level": {"level": None},
    "place": {"city": None, "country": None, "remote": None},
    "role": {"occupation": None},
}

names = st.sampled_from(known(SKILLS))
people = st.builds(
    Candidate,
    skills=st.dictionaries(names, st.floats(1, 20), max_size=6),
    titles=st.sampled_from([(), (("Software Developer", 1.0),), (("Accountant", 1.0), ("Welder", 0.7))]),
    text=st.sampled_from(["", "Built booking software in Python", "Closed the books of four entities each month"]),
    years=st.one_of(st.none(), st.floats(0, 40)),
    level=st.sampled_from([None, "junior", "senior", "lead"]),
    cities=st.sampled_from([frozenset(), frozenset({"Berlin"})]),
    area=st.sampled_from([frozenset(), frozenset({"DE"}), frozenset({"US"})]),
    remote=st.sampled_from([frozenset(), frozenset({"remote"}), frozenset({"onsite", "hybrid"})]),
    pay_min=st.one_of(st.none(), st.floats(1_000, 500_000)),
    contracts=st.sampled_from([frozenset(), frozenset({"full-time"})]),
    confidence=st.floats(0.1, 1),
)
pays = st.builds(
    Pay,
    min=st.one_of(st.none(), st.floats(0, 200_000)),
    max=st.one_of(st.none(), st.floats(0, 300_000)),
    currency=st.sampled_from([None, "EUR", "USD", "XXX"]),
    period=st.sampled_from([None, "year", "month", "hour"]),
)


@st.composite
def postings(draw: st.DrawFn) -> StoredPosting:
    """Any posting, most facts missing now and then."""
    return stored(
        title=draw(st.sampled_from(["Software Developer", "Accountant (m/w/d)", "?"])),
        description=draw(st.sampled_from(["", "We build booking software in Python.", "Month-end close in Excel"])),
        required=draw(st.lists(st.one_of(names, st.just("no such skill")), max_size=5, unique=True)),
        preferred=draw(st.lists(names, max_size=3, unique=True)),
        years=draw(st.one_of(st.none(), st.floats(0, 60))),
        level=draw(st.sampled_from([None, "junior", "senior", "executive"])),
        occupation=draw(st.sampled_from([None, "software-developer", "accountant", "no-such-occupation"])),
        remote=draw(st.sampled_from([None, "remote", "hybrid", "onsite"])),
        city=draw(st.sampled_from([None, "Berlin", "Chicago"])),
        country=draw(st.sampled_from([None, "DE", "US"])),
        employment=draw(st.sampled_from([None, "full-time", "part-time"])),
        pay=draw(pays),
    )


properties = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
weighted = st.builds(Weights, *[st.floats(0, 100)] * 5)


def numbers(scores: Scores, row: int = 0) -> list[float]:
    return [float(getattr(scores, name)[row]) for name in NUMBERS]


@properties
@given(postings(), people, weighted)
def test_scores_stay_in_their_bounds_and_band(posting: StoredPosting, person: Candidate, weights: Weights) -> None:
    scores = score(index(posting), person, weights)
    assert 0 <= scores.low[0] <= scores.score[0] + 1e-3
    assert scores.score[0] <= scores.high[0] + 1e-3 <= 100.002
    assert 0 <= scores.confidence[0] <= 1.0001
    parts = [float(getattr(scores, part)[0]) for part in ("skills", "experience", "location", "salary", "culture")]
    assert all(np.isnan(part) or 0 <= part <= 100.001 for part in parts)


@properties
@given(st.lists(postings(), min_size=1, max_size=4), people)
def test_same_input_same_numbers_alone_and_among_others(several: list[StoredPosting], person: Candidate) -> None:
    together = score(index(*several), person)
    again = score(index(*several), person)
    for row, posting in enumerate(several):
        np.testing.assert_array_equal(numbers(together, row), numbers(again, row))
        np.testing.assert_array_equal(numbers(together, row), numbers(score(index(posting), person)))


@properties
@given(postings(), people, names)
def test_a_skill_more_never_lowers_the_score(posting: StoredPosting, person: Candidate, skill: str) -> None:
    one = index(posting)
    assert score(one, person.knowing(skill)).score[0] >= score(one, person).score[0] - 1e-4


@pytest.mark.parametrize("fact", HIDDEN)
def test_an_unstated_fact_widens_the_band_around_the_old_score(fact: str) -> None:
    told = full()
    posting = told.posting.model_copy(update={"pay": Pay()}) if fact == "pay" else told.posting
    silent = replace(told, posting=posting, facts=told.facts.model_copy(update=HIDDEN[fact]))
    before, after = score(index(told), DEVELOPER), score(index(silent), DEVELOPER)
    assert after.low[0] <= before.score[0] <= after.high[0]
    assert after.high[0] - after.low[0] > before.high[0] - before.low[0]
    assert after.confidence[0] < before.confidence[0]


def test_silence_of_the_person_drops_a_part_and_gives_its_weight_to_the_rest() -> None:
    quiet = replace(DEVELOPER, pay_min=None, cities=frozenset(), area=frozenset())
    scores = score(index(full()), quiet)
    assert np.isnan(scores.salary[0]) and np.isnan(scores.location[0])
    expected = (40 * scores.skills[0] + 30 * scores.experience[0]) / 70
    assert scores.score[0] == pytest.approx(expected, abs=1e-3)


def test_weights_join_the_parts() -> None:
    scores = score(index(full()), DEVELOPER)
    parts = (scores.skills[0], scores.experience[0], scores.location[0], scores.salary[0])
    assert scores.score[0] == pytest.approx(sum(w * p for w, p in zip((0.4, 0.3, 0.2, 0.1), parts, strict=True)), abs=1e-3)
    only = score(index(full()), DEVELOPER, Weights(0, 0, 0, 0, 5))
    assert only.score[0] == pytest.approx(only.culture[0])


def test_required_skills_count_more_than_preferred_ones() -> None:
    required = stored(required=["Python"], preferred=["Welding"])
    preferred = stored(required=["Welding"], preferred=["Python"])
    scores = score(index(required, preferred), DEVELOPER)
    assert scores.skills[0] > scores.skills[1] > 0


def test_places_and_workplaces() -> None:
    spots = {
        "city": {"city": "Berlin", "country": "DE"},
        "country": {"country": "DE"},
        "elsewhere": {"city": "Munich", "country": "DE"},
        "abroad": {"city": "Chicago", "country": "US"},
        "remote": {"remote": "remote"},
        "remote abroad": {"remote": "remote", "country": "US"},
        "nowhere": {},
    }
    scores = score(index(*(stored(name, **facts) for name, facts in spots.items())), DEVELOPER)
    value = dict(zip(spots, scores.location, strict=True))
    assert value["city"] == value["remote"] == 100
    assert value["city"] > value["country"] > value["elsewhere"] > value["abroad"]
    assert value["remote abroad"] < value["remote"]
    assert np.isnan(value["nowhere"])
    at_home = score(index(stored(city="Berlin", country="DE", remote="onsite")), replace(DEVELOPER, remote=frozenset({"remote"})))
    assert at_home.location[0] < 100


def test_pay_is_compared_across_currencies_and_periods() -> None:
    pays = [
        Pay(min=70_000, currency="EUR", period="year"),
        Pay(min=6_000, currency="EUR", period="month"),
        Pay(min=50_000, max=70_000, currency="EUR", period="year"),
        Pay(max=50_000, currency="EUR", period="year"),
        Pay(min=70_000, period="year"),
        Pay(min=0, max=0, currency="EUR", period="year"),
    ]
    salary = score(index(*(stored(str(n), pay=pay) for n, pay in enumerate(pays))), DEVELOPER).salary
    assert salary[0] == salary[1] == 100
    assert 70 < salary[2] < 100
    assert 0 < salary[3] < 70
    assert np.isnan(salary[4]) and np.isnan(salary[5])


def test_years_and_level_that_fall_short_cost_points() -> None:
    scores = score(
        index(stored("a", years=4.0), stored("b", years=12.0), stored("c", level="senior"), stored("d", level="executive")), DEVELOPER
    )
    assert scores.experience[0] > scores.experience[1]
    assert scores.experience[2] > scores.experience[3]


def test_no_postings_and_empty_postings() -> None:
    assert len(score(index(), DEVELOPER).score) == 0
    nothing = score(index(stored(title="", description="")), Candidate())
    assert nothing.score[0] == 0 and nothing.confidence[0] < 0.1


def test_candidate_of_a_record() -> None:
    person = candidate(resume(), wishes(), TODAY)
    assert set(person.skills) == {"Python", "SQL", "Docker"}
    assert person.titles[0] == ("Software Developer", 1.0) and ("Barista", 0.7) in person.titles
    assert (person.cities, person.area, person.pay_min) == (frozenset({"Berlin"}), frozenset({"DE"}), 60_000)
    assert "Built a booking service" in person.text
    assert candidate(Resume(), Preferences(), TODAY).pay_min is None


@pytest.mark.parametrize("columns", ["pay_min pay_max", "years", "level", "city country remote", "occupation"])
def test_bands_hold_over_the_sample_market(columns: str) -> None:
    told = pq.read_table(SAMPLE_MARKET).slice(0, 600)
    silent = told
    for name in columns.split():
        field = told.schema.field(name)
        silent = silent.set_column(told.schema.get_field_index(name), field, pa.nulls(told.num_rows, field.type))
    before, after = score(Index.build(told), DEVELOPER), score(Index.build(silent), DEVELOPER)
    stated = ~np.isclose(before.confidence, after.confidence)
    inside = (after.low - 1e-3 <= before.score) & (before.score <= after.high + 1e-3)
    assert stated.sum() >= 100 and inside[stated].mean() >= 0.9
    assert np.median(before.high - before.low) <= 20
