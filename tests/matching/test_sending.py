"""What of a person is sent to a model: their work, never who they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.matching import Candidate, candidate
from core.matching.sending import MOST, masked, sent
from core.models import Preferences, Resume
from tests.matching.making import TODAY

RECORD = Resume.model_validate(
    {
        "basics": {
            "name": "José Quillmark-Tarn", "label": "Welder", "email": "jose.q@example.com", "phone": "+44 20 7946 0991",
            "url": "https://quillmark.example", "summary": "I am Jose, 44, and live with my family.",
            "location": {"address": "12 Elm Street", "city": "Leeds", "postalCode": "LS1 4AP"},
            "profiles": [{"network": "GitHub", "username": "joseq", "url": "https://github.com/joseq"}],
        },
        "work": [
            {
                "name": "Ironleaf Frames Ltd", "position": "Senior Welder",
                "summary": "Jose led the crew at IRONLEAF FRAMES LTD, write to jose.q@example.com or call 020 7946-0991.",
                "highlights": ["Welded 40 frames a week in Leeds", "Work shown at www.quillmark.example/frames and by @joseq"],
            }
        ],
        "projects": [{"name": "Gate", "description": "A gate for 12 elm street, see github.com/joseq/gate"}],
        "skills": [{"name": "Welding"}, {"name": "Python"}],
    }
)  # fmt: skip


def test_skills_titles_and_duties_are_sent_without_who_it_is() -> None:
    text = sent(candidate(RECORD, Preferences(desired_roles=["Workshop lead"]), TODAY))
    for told in ("Workshop lead", "Senior Welder", "Welding", "Python", "Welded 40 frames a week", "led the crew"):
        assert told in text
    folded = text.casefold()
    for private in ("jos", "quillmark", "tarn", "@", "7946", "0991", "elm street", "leeds", "ls1", "ironleaf", "github", "family", "www"):
        assert private not in folded


def test_nothing_about_work_is_nothing_to_send() -> None:
    assert sent(Candidate()) == ""


def test_what_is_sent_is_bounded() -> None:
    assert len(sent(Candidate(duties="welded frames " * 5_000))) == MOST


@given(st.lists(st.sampled_from(["anna", "Müller", "LTD", "welded", "steel,", "the", "\n", "—"]), max_size=12))
def test_hidden_phrases_go_and_every_other_word_stays(words: list[str]) -> None:
    text = " ".join(words)
    left = masked(text, ("anna muller", "ltd")).split()
    assert not any(one.casefold() == "ltd" for one in left)
    assert ("anna", "Müller") not in pairwise(left) or "anna Müller" not in text
    assert [one for one in left if one in ("welded", "steel,", "the")] == [one for one in words if one in ("welded", "steel,", "the")]


@pytest.mark.parametrize("figure", ["40 frames", "3,500 EUR", "2019", "99.5 %", "C++17"])
def test_figures_of_the_work_stay(figure: str) -> None:
    assert masked(f"Made {figure} there", ()) == f"Made {figure} there"
