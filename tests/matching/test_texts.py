"""Plain texts: words, roles in running text, the same order as matching."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from core import terms
from core.matching import Weights, rank, score
from core.matching.index import BIT
from core.matching.texts import TextPosting, index_texts, person_in, roles_in

TEXTS = [
    "Software developer. I build web services in Python, SQL and Docker.",
    "Accountant with month-end close, general ledger and payroll.",
]
POSTINGS = [
    TextPosting("", "We look for a software developer who knows Python, Docker and SQL."),
    TextPosting("", "Our accounting team needs an accountant for general ledger, payroll and month-end close."),
    TextPosting("", ""),
]


def test_texts_find_their_posting() -> None:
    scores = rank(TEXTS, POSTINGS)
    assert scores.shape == (2, 3) and np.isfinite(scores).all()
    assert scores[0].argmax() == 0 and scores[1].argmax() == 1


def test_rank_is_scoring_with_everything_else_left_out() -> None:
    person = replace(person_in(TEXTS[0]), cities=frozenset({"Berlin"}), area=frozenset({"DE"}), pay_min=50_000.0, years=5.0)
    matched = score(index_texts(POSTINGS), person).score
    np.testing.assert_array_equal(matched, rank(TEXTS[:1], POSTINGS)[0])
    assert Weights() == Weights(40, 30, 20, 10, 0)


def test_a_text_that_names_no_role_was_searched_and_is_not_silent() -> None:
    named, unnamed = rank(["Nurse\nward care"], [TextPosting("", "Nurse\nward care"), TextPosting("", "ward care")])[0]
    assert named > unnamed
    titled = index_texts([TextPosting("Zqxw", "ward care")]).column("stated")[0]
    searched = index_texts([TextPosting("", "ward care")]).column("stated")[0]
    assert searched & BIT["role"] and not titled & BIT["role"]


def test_no_texts() -> None:
    assert rank([], POSTINGS).shape == (0, 3)
    assert rank(TEXTS, []).shape == (2, 0)


def test_single_words_name_a_role_only_on_a_line_of_their_own() -> None:
    assert not roles_in("The server and the printer use the docker network.")
    assert roles_in("Accountant\nI like numbers")
    assert roles_in("Three years as a software developer in a bank")


def test_words_of_a_text_do_not_depend_on_the_others() -> None:
    texts = pa.array(["Brückenbau und Statik", "", None, "the and of", "Rust rust RUST " * 50])
    together = terms.rows(texts)
    assert together.shape == (5, terms.COLUMNS)
    for row in range(5):
        alone = terms.rows(texts.slice(row, 1))
        assert (together[row] != alone[0]).nnz == 0
    lengths = np.sqrt(np.asarray(together.multiply(together).sum(axis=1))).ravel()
    np.testing.assert_allclose(lengths, [1, 0, 0, 0, 1], atol=1e-5)


def test_only_the_heaviest_words_are_kept() -> None:
    text = " ".join(f"zq{n} " * (n + 1) for n in range(30))
    row = terms.rows(pa.array([text]), kept=5)
    best = terms.rows(pa.array([" ".join(f"zq{n}" for n in range(25, 30))]), kept=5)
    assert row.nnz == 5 and set(row.indices) == set(best.indices)
