"""The model on an invented market: it finds the effects, says what it rests on, refuses, survives the disk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core import money
from core.errors import UserError
from core.models import Achievement, Extension, JobFacts, Meta, Pay, Posting, Resume, SkillEvidence
from core.salary import (
    Job,
    Offer,
    SalaryModel,
    effects,
    estimate,
    estimate_postings,
    estimates,
    offer_card,
    refitting,
    storing,
    train,
    what_if,
)
from core.salary.backtesting import backtest, group_medians, rolling
from core.salary.estimating import job
from core.salary.offers import share_below
from core.warehouse.market import StoredPosting
from tests.salary.market import rows

DEVELOPER = Job("Software Developer", level="senior", country="US", skills=("Python",))


@pytest.fixture(scope="module")
def model() -> SalaryModel:
    return train(rows())


def test_the_estimate_is_near_the_truth(model: SalaryModel) -> None:
    found = estimate(model, DEVELOPER)
    truth = 50_000 * np.exp(0.5 + 0.5 + 0.3 + 0.15) / 0.88
    assert found.currency == "USD"
    assert found.median == pytest.approx(truth, rel=0.08)
    assert found.lo90 < found.lo80 < found.median < found.hi80 < found.hi90
    assert found.quality is not None
    assert 0.7 < found.quality.coverage80 < 0.9
    assert str(found.n) in found.basis
    assert dict(found.sources) == {"invented": 1_500}


def test_what_is_not_said_counts_as_average(model: SalaryModel) -> None:
    levels = [estimate(model, replace(DEVELOPER, level=level), "EUR").median for level in ("junior", "senior")]
    silent = estimate(model, replace(DEVELOPER, level=""), "EUR").median
    assert levels[0] < silent < levels[1]


def test_newer_rates_do_not_shift_what_was_learned(model: SalaryModel, monkeypatch: pytest.MonkeyPatch) -> None:
    before = estimate(model, DEVELOPER)
    monkeypatch.setattr(money, "rates", lambda: {"EUR": 1.0, "USD": 0.5})
    assert before.currency == "USD" and estimate(model, DEVELOPER) == before
    with pytest.raises(UserError, match="no exchange rate for XXX"):
        estimate(model, DEVELOPER, "XXX")


def test_it_refuses_below_thirty_rows(model: SalaryModel) -> None:
    with pytest.raises(UserError, match="at least 30"):
        estimate(model, Job("Lighthouse Keeper", country="US"))
    with pytest.raises(UserError, match="at least 30"):
        estimate(model, replace(DEVELOPER, country="JP", title="Lighthouse Keeper"))
    assert estimates(model, [Job("Lighthouse Keeper", country="US")]) == [None]
    with pytest.raises(UserError, match="Only 20 rows"):
        train(rows(20))


def test_postings_without_pay_are_estimated_in_one_pass(model: SalaryModel) -> None:
    seen = datetime(2025, 12, 1, tzinfo=UTC)
    facts, paid = JobFacts(level="senior", country="US", required=["Python"]), Pay(min=90_000, currency="USD", period="year")
    made = {
        "open": (Posting(title="Software Developer", published=date(2025, 12, 1)), facts),
        "said": (Posting(title="Software Developer", pay=paid), facts),
        "read": (Posting(title="Software Developer"), facts.model_copy(update={"pay": paid})),
        "rare": (Posting(title="Lighthouse Keeper"), facts),
    }
    stored = [StoredPosting(name, *both, sample=False, opening=name, first_seen=seen, last_seen=seen) for name, both in made.items()]
    assert estimate_postings(model, stored) == {"open": estimate(model, DEVELOPER)}
    assert estimate_postings(model, stored, "EUR")["open"].currency == "EUR"
    assert estimate_postings(model, []) == {}


def test_an_input_that_no_row_states_has_no_effect(model: SalaryModel) -> None:
    stated = replace(DEVELOPER, years=5, city="Boston", remote="remote")
    assert estimate(model, stated) == estimate(model, DEVELOPER)
    assert not {"years", "remote"} & {one.name for one in effects(model, stated)}


def test_rows_all_alike_give_their_median() -> None:
    table = rows(200).assign(title="Nurse", country="DE", level="mid", skills=[()] * 200, year=2025.0)
    assert estimate(train(table), Job("Nurse", country="DE")).median == pytest.approx(table["pay"].median(), rel=0.05)


def test_effects_contain_the_truth(model: SalaryModel) -> None:
    found = {one.name: one for one in effects(model, DEVELOPER)}
    assert {"title", "level", "place", "skill"} <= set(found)
    skill = found["skill"]
    assert skill.value == "Python"
    assert 0 < skill.low < skill.amount < skill.high
    median = estimate(model, DEVELOPER).median
    assert skill.amount == pytest.approx(median * (1 - np.exp(-0.15 * 0.6)), rel=0.35)


def test_what_if(model: SalaryModel) -> None:
    change = what_if(model, DEVELOPER, country="PL")
    assert change.low < change.amount < change.high < 0
    assert change.amount == pytest.approx(estimate(model, DEVELOPER).median * (np.exp(-1.1) - 1), rel=0.1)
    with pytest.raises(UserError, match="No training row has the level executive"):
        what_if(model, DEVELOPER, level="executive")


def test_an_offer_has_a_place(model: SalaryModel) -> None:
    found = estimate(model, DEVELOPER)
    places = [share_below(found, pay) for pay in (found.lo90, found.lo80, found.median, found.hi80, found.hi90)]
    assert places == pytest.approx([0.05, 0.1, 0.5, 0.9, 0.95], abs=1e-6)
    assert share_below(found, 1) == 0.01
    assert share_below(found, 1e9) == 0.99


def test_the_offer_card_tells_only_what_is_there(model: SalaryModel) -> None:
    extension = Extension(
        skills=[SkillEvidence(name="Python", evidence="used"), SkillEvidence(name="Sailing", evidence="used")],
        achievements=[Achievement(text="Cut build time by 40 %", numbers=["40 %"], pointer="work/0/highlights/1")],
    )
    card = offer_card(model, DEVELOPER, Offer(8_000, "USD", "month", bonus=10_000), Resume(meta=Meta(shortlist=extension)))
    assert (card.base, card.total) == (96_000, 106_000)
    assert [fact.pointer for fact in card.facts] == ["meta/shortlist/skills/0", "work/0/highlights/1"]
    assert not any("Sailing" in note for note in card.notes)
    assert card.place < 0.05
    with pytest.raises(UserError):
        offer_card(model, DEVELOPER, Offer(0, "USD"))


def test_places_and_levels_as_people_write_them() -> None:
    found = job("Senior Nurse", "Berlin, Germany", ["python"])
    assert (found.country, found.city, found.level, found.skills) == ("DE", "Berlin", "senior", ("Python",))


def test_stored_models_predict_the_same(model: SalaryModel, tmp_path: Path) -> None:
    assert storing.load(tmp_path) is None
    assert storing.save(model, tmp_path) == 1
    again = storing.load(tmp_path)
    assert again is not None
    assert estimate(again, DEVELOPER) == estimate(model, DEVELOPER)
    assert what_if(again, DEVELOPER, country="PL").low == pytest.approx(what_if(model, DEVELOPER, country="PL").low, rel=1e-3)
    for _ in range(3):
        storing.save(model, tmp_path)
    assert storing.versions(tmp_path) == [3, 4]
    assert storing.revert(tmp_path) == 3
    assert storing.versions(tmp_path) == [3]


def test_a_damaged_model_is_told_and_made_anew(model: SalaryModel, tmp_path: Path) -> None:
    storing.save(model, tmp_path)
    file = tmp_path / "salary" / "model-1.npz"
    file.write_bytes(file.read_bytes()[:500])
    with pytest.raises(UserError, match="fit it again"):
        storing.load(tmp_path)
    assert refitting.refit_on(rows(400), tmp_path).used


def test_stored_objects_are_refused(tmp_path: Path) -> None:
    (tmp_path / "salary").mkdir()
    np.savez(tmp_path / "salary" / "model-1.npz", model=np.array([{"a": 1}], dtype=object))
    (tmp_path / "salary" / "current.json").write_text(json.dumps({"version": 1}))
    with pytest.raises(UserError, match="cannot be read"):
        storing.load(tmp_path)


def test_a_worse_fit_does_not_replace_a_good_one(tmp_path: Path) -> None:
    good = rows(1_500)
    early = good[good["seen"] < good["seen"].quantile(0.8)]
    assert refitting.refit_on(early, tmp_path).version == 1
    noise = np.random.default_rng(1).permutation(early["pay"].to_numpy())
    spoiled = good.assign(pay=[*noise, *good["pay"][len(early) :]])
    refused = refitting.refit_on(spoiled, tmp_path)
    assert not refused.used
    assert "stays at version 1" in refused.sentence
    taken = refitting.refit_on(good, tmp_path)
    assert taken.used
    assert taken.version == 2
    assert taken.new_error is not None


def test_a_new_source_is_no_reason_to_refuse(tmp_path: Path) -> None:
    known = rows(600, noise=0.1)
    refitting.refit_on(known, tmp_path)
    wild = rows(2_000, seed=2, noise=0.9).assign(source="a survey")
    later = wild.assign(seen=wild["seen"] + pd.Timedelta(days=400))
    both = refitting.refit_on(pd.concat([known, later], ignore_index=True), tmp_path)
    assert both.used and both.new_error is not None and both.new_error < 0.2
    alone = refitting.refit_on(rows(300, seed=3, noise=1.2).assign(source="another market"), tmp_path)
    assert alone.used and alone.new_error is None


def test_a_model_is_read_once_for_each_version(model: SalaryModel, tmp_path: Path) -> None:
    storing.save(model, tmp_path)
    first = storing.load(tmp_path)
    assert storing.load(tmp_path) is first
    storing.save(model, tmp_path)
    assert storing.load(tmp_path) is not first
    (tmp_path / "salary" / "model-2.npz").unlink()
    with pytest.raises(UserError, match="cannot be read"):
        storing.load(tmp_path)


def test_a_backtest_beats_the_median_of_the_group() -> None:
    table = rows(2_000, noise=0.15)
    done = backtest(table[:1_500], table[1_500:])
    figures = done.summary()
    assert (figures["n"], figures["n_train"]) == (500, 1_500)
    assert figures["median_ape"] < 0.12
    assert 0.72 < figures["coverage80"] < 0.9
    for name in ("year", "country", "level"):
        lines = done.by(name)
        assert sum(line["n"] for line in lines) == 500
        assert all(line["median_error"] < line["group_median_error"] * 1.3 for line in lines)
    assert [one.tested for one in rolling(table)] == ["2025"]


def test_blank_pay_gives_predictions_without_figures() -> None:
    table = rows(600)
    done = backtest(table[:500], table[500:].assign(pay=np.nan), compare=False)
    assert done.rows["pred"].notna().all()
    assert done.summary() == {
        "n": 100, "n_train": 500, "n_known": 0, "mae": None, "median_ape": None, "r2": None, "coverage80": None, "coverage90": None,
    }  # fmt: skip


def test_group_medians_widen_until_there_are_enough() -> None:
    table = rows(900, noise=0.0, skill=0.0)
    rare = table.head(1).assign(title="Lighthouse Keeper")
    same = table[(table["level"] == rare["level"].iloc[0]) & (table["country"] == rare["country"].iloc[0])]
    assert group_medians(table, rare)[0] == pytest.approx(same["pay"].median())
