"""Text cut into words and hard breaks, with exact places.

A word keeps the signs that belong to names (`C++`, `C#`, `.NET`); hyphens, slashes and inner dots only part words,
so `front-end` and `front end` are the same two words; commas, brackets, bullets and sentence ends are breaks that no name crosses.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from core.skills.spelling import word_key

_TOKEN = re.compile(
    r"(?<!\w)\. ?(?:NET|net|Net)\b"  # .NET
    r"|[^\W_]+(?:\+\+|\+(?!\w)|#(?!\w))?"  # words, C++, C#, Network+
    r"|\n|[,;:!?()\[\]{}<>|•●▪‣·*\"“”…\t]"
    r"|(?<=\s)[-–—](?=\s)|[–—]|\.(?=\s|$)|(?<=\s)/|/(?=\s)"
)
_SIMPLE = re.compile(r"[A-Za-z0-9 ]+")
_WRAPPED = 60  # a line at least this long that goes on in lower case was wrapped, so a name may cross its end


class Tokens(NamedTuple):
    """Parallel lists: the comparable key of each token (breaks are themselves), and where it stands in the text."""

    text: str
    keys: list[str]
    starts: list[int]
    ends: list[int]

    def word(self, number: int) -> str:
        """Token `number` as it stands."""
        return self.text[self.starts[number] : self.ends[number]]


def tokenize(text: str) -> Tokens:
    """Cut `text` into tokens."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    line = 0
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        if word == "\n":
            wrapped = start - line >= _WRAPPED and text[match.end() : match.end() + 1].islower()
            line = match.end()
            if wrapped:
                continue
        keys.append(word_key(word))
        starts.append(start)
        ends.append(match.end())
    return Tokens(text, keys, starts, ends)


def name_keys(name: str) -> list[str]:
    """The keys of a skill's name, breaks left out."""
    if _SIMPLE.fullmatch(name):
        return [word_key(word) for word in name.split()]
    return [key for key in tokenize(name).keys if key[0].isalnum() or key == ".net"]
