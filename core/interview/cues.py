"""The word lists in `data/interview`: phrases as one compiled pattern, words as sets, competencies as sets of stems."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from core.settings import ROOT

DATA = ROOT / "data" / "interview"
_ENDINGS = ("ations", "ation", "ments", "ment", "ingly", "edly", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e")
_END = ""
_Tree = dict[str, Any]
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Competency:
    """Something that questions are about: its name, one plain sentence, the stems of the words that belong to it and of its name."""

    id: str
    name: str
    about: str
    stems: frozenset[str]
    named: frozenset[str]


@cache
def table(name: str) -> dict[str, Any]:
    """The table `data/interview/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The words under `key`, whether written as one text or as a list."""
    found = table(name)[key]
    return frozenset(found.split() if isinstance(found, str) else found)


@cache
def pattern(key: str) -> str:
    """Alternatives of a regular expression under `patterns` of the table of records, in a group."""
    return f"(?:{table('record')['patterns'][key]})"


@cache
def phrases(name: str, key: str) -> re.Pattern[str]:
    """A pattern for any phrase under `key`, longest first, at word boundaries; apostrophes as `plain` writes them."""
    return either(table(name)[key])


def either(choices: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these phrases in a text as `plain` writes it, the longest first; blanks stand for any blanks.

    Written as a tree of characters, which is many times faster than a list of alternatives.
    """
    words: _Tree = {}
    marks: _Tree = {}
    for choice in choices:
        branch = words if choice[-1].isalnum() else marks
        for char in choice:
            branch = branch.setdefault(char, {})
        branch[_END] = {}
    parts = [rf"(?:{_grown(tree)}){end}" for tree, end in ((words, r"(?!\w)"), (marks, "")) if tree]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})" if parts else r"(?!)")


def _grown(tree: _Tree) -> str:
    """A tree of characters as a regular expression that prefers the longest way down."""
    ways = [_step(char) + _grown(below) for char, below in sorted(tree.items()) if char != _END]
    if not ways:
        return ""
    body = ways[0] if len(ways) == 1 and _END not in tree else f"(?:{'|'.join(ways)})"
    return body + ("?" if _END in tree else "")


def _step(char: str) -> str:
    return r"\s+" if char == " " else re.escape(char)


def plain(text: str) -> str:
    """Lower case and straight apostrophes, character for character, so that offsets stay valid."""
    low = text.lower()
    low = low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'").replace("‘", "'")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude stem, the same on both sides of a comparison."""
    if word[-2:] == "'s":
        word = word[:-2]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] + "i" if word[-1:] == "y" and len(word) > 3 else word


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    stop = words("plain", "stopwords")
    return frozenset(stem(word) for word in _WORD.findall(plain(text)) if word not in stop and len(word) > 1)


@cache
def competencies() -> dict[str, Competency]:
    """All competencies by id, in the order of the file."""
    return {
        key: Competency(key, one["name"], one["about"], frozenset(map(stem, one["words"].split())), stems(one["name"]))
        for key, one in table("competencies").items()
    }
