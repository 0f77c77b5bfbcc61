"""The project's own sets of answers and of statements against records."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TODAY = date(2026, 11, 30)
LETTERS = {"S": "situation", "T": "task", "A": "action", "R": "result"}


@cache
def answers() -> dict[str, Any]:
    """The file of answers: `question`, and two lists of texts, `late` and `talk`."""
    return tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))


def questions() -> list[dict[str, Any]]:
    """Questions with their answers, best first."""
    return list(answers()["question"])


@cache
def statements() -> dict[str, Any]:
    """`records` by name and `cases` by half: record, kind of contradiction or nothing, words."""
    return tomllib.loads((HERE / "contradictions.toml").read_text(encoding="utf-8"))
