"""The word tables of `data/jobs`: read once, patterns compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data" / "jobs"


@cache
def table(name: str) -> dict[str, Any]:
    """The table `data/jobs/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of `phrases.toml`, case ignored."""
    return re.compile(table("phrases")[name], re.IGNORECASE)


@cache
def either(words: str) -> re.Pattern[str]:
    """A pattern that finds any of the alternatives as whole words."""
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")


@cache
def names(section: str) -> frozenset[str]:
    """A list of names in `markup.toml`."""
    return frozenset(table("markup")[section].split())


def lines(file: str) -> list[list[str]]:
    """The rows of a tab-separated table, comments left out."""
    return [row.split("\t") for row in (DATA / file).read_text("utf-8").splitlines() if row and not row.startswith("#")]


def first(section: dict[str, str], text: str) -> str | None:
    """The name of the first row whose words the text holds."""
    return next((name for name, words in section.items() if either(words).search(text)), None)
