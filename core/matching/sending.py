"""What of a person may be sent to a model: skills, titles and duties; never a name, a contact, an address or an employer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.matching.person import Candidate
from core.text import fold

MOST = 6_000  # characters
_EMAIL = re.compile(r"[^\s@<>()]+\s?@\s?[^\s@<>()]+\.\w{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.@-])(?:[\w-]+\.)+[a-z]{2,}/\S*", re.I)
_NUMBER = re.compile(r"[+(]?\d(?:[\s().\-–/‑·]{0,3}\d){6,}")  # phone numbers; longer figures go with them
_HANDLE = re.compile(r"(?<!\w)@\w[\w.-]*")


def sent(person: Candidate) -> str:
    """The text that stands for a person; empty when nothing about work is known."""
    hidden = tuple(fold(one) for one in person.private)
    titles = ", ".join(dict.fromkeys(masked(title, hidden) for title, _ in person.titles))
    skills = ", ".join(sorted(person.skills, key=lambda name: (-person.skills[name], name)))
    parts = [titles, skills, masked(person.duties, hidden)]
    return "\n".join(part for part in parts if part.strip())[:MOST]


def masked(text: str, hidden: tuple[str, ...]) -> str:
    """The text without contacts, and without the phrases of `hidden` (folded), in any case and with or without accents."""
    for pattern in (_EMAIL, _ADDRESS, _NUMBER, _HANDLE):
        text = pattern.sub(" ", text)
    words = [(found.start(), found.end(), fold(found.group())) for found in re.finditer(r"\w+", text)]
    cut = set(_covered([word for *_, word in words], [one.split() for one in map(_spaced, hidden) if one]))
    kept, last = [], 0
    for number, (start, end, _) in enumerate(words):
        if number in cut:
            kept.append(text[last:start])
            last = end
    return re.sub(r"[^\S\n]+", " ", "".join([*kept, text[last:]])).strip()


def _spaced(phrase: str) -> str:
    return " ".join(re.findall(r"\w+", phrase))


def _covered(words: list[str], phrases: list[list[str]]) -> Iterator[int]:
    """The numbers of the words that belong to one of the phrases."""
    for phrase in phrases:
        size = len(phrase)
        for at in range(len(words) - size + 1):
            if words[at : at + size] == phrase:
                yield from range(at, at + size)
