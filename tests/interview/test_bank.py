"""The bank of questions: every one of them, whatever sector it stands in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.interview import bank as bank_module
from core.interview import judge
from core.interview.bank import ALIKE, FOLDER, Question, bank, likeness, nearness, occupations_covered, read, suits
from core.occupations import table
from core.settings import ROOT

COMPETENCIES = tomllib.loads((ROOT / "data" / "interview" / "competencies.toml").read_text(encoding="utf-8"))
STOCK = ("team player", "passionate", "leverage", "outside the box", "hit the ground running", "go-getter", "synergy")


def test_there_are_enough_of_enough_kinds() -> None:
    sectors = {table()[name].sector for name in occupations_covered()}
    assert len(bank()) >= 600
    assert len(occupations_covered()) >= 25 and len(sectors) >= 12
    assert {one.round for one in bank().values()} == {"screening", "behavioural", "knowledge", "case", "pay"}


def test_every_occupation_of_its_own_has_a_whole_interview() -> None:
    own = Counter(name for one in bank().values() for name in one.occupations)
    whole = [name for name, number in own.items() if number >= 15]
    assert len(whole) >= 25
    for name in whole:
        suited = [one for one in bank().values() if suits(one, name) > 0]
        assert {one.round for one in suited} == {"screening", "behavioural", "knowledge", "case", "pay"}, name
        assert len({one.competency for one in suited if one.occupations}) >= 10, name


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_question_is_whole(path: Path) -> None:
    for one in read(path):
        assert set(one.occupations) <= set(table().by_id), one.id
        assert one.competency in COMPETENCIES, one.id
        assert one.occupations or path.stem == "general", one.id
        assert 40 <= len(one.sample.split()) <= 160 and one.follow_ups, one.id
        assert one.sample.rstrip()[-1] in ".?!'" and one.text.rstrip()[-1] in "?.'", one.id
        told = " ".join((one.text, one.shows, one.sample, one.why, *one.follow_ups))
        assert not [phrase for phrase in STOCK if phrase in told.casefold()], one.id
        assert not re.search(r"[{}\[\]]|https?:|\bTODO\b|\n", told), one.id


def test_samples_to_behavioural_questions_score_well() -> None:
    scores = [
        judge(one.text, one.sample, competency=one.competency, round="behavioural").score
        for one in bank().values()
        if one.round == "behavioural"
    ]
    assert sum(score >= 60 for score in scores) >= 0.9 * len(scores)
    assert median(scores) >= 75 and len(scores) >= 200


def test_no_two_are_alike() -> None:
    by_length = sorted(bank().values(), key=lambda one: one.id)
    alike = [(one.id, two.id) for one, two in combinations(by_length, 2) if likeness(one.text, two.text) >= ALIKE]
    assert not alike
    assert not [text for text, times in Counter(one.sample for one in bank().values()).items() if times > 1]


def test_nearness_knows_the_same_the_related_and_the_family() -> None:
    assert nearness("registered-nurse", "registered-nurse") == 1
    one = next(one for one in table() if one.related)
    assert nearness(one.id, one.related[0]) == nearness(one.related[0], one.id) == bank_module.RELATED
    assert nearness("registered-nurse", "software-developer") == 0 == nearness("", "software-developer")
    general = Question(**{**entry(), "occupations": ()})
    assert suits(general, "") == suits(general, "chef") == bank_module.EVERYBODY


def entry() -> dict[str, object]:
    """A question as it stands in a file."""
    return {
        "id": "a-b", "occupations": ["chef"], "round": "case", "competency": "safety", "text": "What do you do first when the fryer burns?",
        "shows": "Heat off, lid on, people out.", "sample": "x" * 120, "why": "It is in the right order.",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"id": "A b"}, {"round": "lunch"}, {"level": "boss"}, {"text": "?"}, {"sample": "short"}, {"colour": "red"}, {"why": ""}]
)
def test_a_mistake_in_a_file_is_found(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Question(**{**entry(), **wrong})


def test_an_id_stands_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "".join(f"{name} = {value!r}\n" for name, value in entry().items())
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(f"[[question]]\n{body}", encoding="utf-8")
    monkeypatch.setattr(bank_module, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="a-b is taken"):
        bank.__wrapped__()


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_has_no_direction(one: str, two: str) -> None:
    assert -1e-9 <= likeness(one, two) <= 1 + 1e-9
    assert likeness(one, two) == pytest.approx(likeness(two, one))
    assert likeness(one, one) == pytest.approx(1) or not one.strip()
