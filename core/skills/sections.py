"""What part of a text a place belongs to: skills, required, preferred, duties, offer, about, or another section.

A heading is a short line (or the words before a colon) that says one of the known things, in any of the supported languages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from core.skills.cues import Cues
from core.skills.tokens import name_keys

Kind = Literal["", "skills", "required", "preferred", "duties", "offer", "about", "other"]
_PIECE = re.compile(r"[^\n|•]+")
_FLAT = re.compile(r"(?:[^\s]| (?! ))+")  # flattened files keep headings apart by runs of blanks
_LONGEST_HEADING = 60
_LABELS = ("about", "offer")  # "Company: Acme" is a field of one line, not the beginning of a section
_DECORATION = " \t#*=-_•·●▪–—:>|"


class Sections(NamedTuple):
    """Where each section begins (after its heading), where that heading begins, and what it is."""

    headings: list[int]
    starts: list[int]
    kinds: list[Kind]

    def has(self, kind: Kind) -> bool:
        """True when some section is of this kind."""
        return kind in self.kinds

    def kind(self, position: int) -> Kind:
        """Kind of the section at a character of the text; "" before the first heading."""
        number = bisect_right(self.starts, position) - 1
        return self.kinds[number] if number >= 0 else ""

    def in_heading(self, position: int) -> bool:
        """True when a character of the text belongs to a heading."""
        number = bisect_right(self.headings, position) - 1
        return number >= 0 and position < self.starts[number]


def find_sections(text: str, cues: Cues) -> Sections:
    """The sections of a text by its headings."""
    pieces = _PIECE if text.count("\n") > len(text) / 400 else _FLAT
    headings: list[int] = []
    starts: list[int] = []
    kinds: list[Kind] = []
    for match in pieces.finditer(text):
        line = match[0]
        head, colon, _ = line.partition(":")
        label = head if colon else line
        if len(label) > _LONGEST_HEADING:
            continue
        kind = cues.headings.get(_label_key(label))
        if kind is not None:
            before = kinds[-1] if kinds else ""
            headings.append(match.start())
            starts.append(match.start() + len(head) + len(colon))
            kinds.append(kind)
            if kind in _LABELS and 0 < len(line.removeprefix(head + colon).strip()) <= _LONGEST_HEADING:
                headings.append(match.end())
                starts.append(match.end())
                kinds.append(before)
    return Sections(headings, starts, kinds)


def _label_key(label: str) -> str:
    return " ".join(name_keys(label.strip(_DECORATION)))
