"""A posting's own words with what the person has and lacks marked, and what its lines state named behind them.

Marks are a sign and a colour, so that neither has to be seen for the other; the text itself stays text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.jobs import Statement
from core.matching import Phrase
from pages.ui.safe import plain, plain_lines

LIMIT = 20_000
LEGEND = ":green-background[✓ in your record] · :orange-background[– not in your record] · :blue-badge[what a line states]"
_FACTS = {
    "years": "years", "pay": "pay", "remote": "workplace", "level": "level", "employment": "contract", "education": "education",
    "sponsorship": "work permit",
}  # fmt: skip
_WORDS = {"yes": "help offered", "no": "no help", "onsite": "on site"}
_HELD, _MISSING, _END, _TOLD = "\ue000", "\ue001", "\ue002", "\ue003"  # stand for marks while the text is made safe
_SIGNS = re.compile("[\ue000-\ue003]")


def marked(text: str, phrases: Sequence[Phrase], statements: Sequence[Statement]) -> str:
    """The text as Markdown; phrases and statements are given by characters of it."""
    text = text[:LIMIT]
    labels = [label for label in _labels(statements) if label[0] < len(text)]
    inserts = [*_around(phrases, len(text)), *((_line_end(text, at), _TOLD + str(number) + _TOLD) for number, (at, _) in enumerate(labels))]
    pieces, at = [], 0
    for place, sign in sorted(inserts, key=lambda one: one[0]):
        pieces += [_SIGNS.sub("", text[at:place]), sign]
        at = place
    safe = plain_lines("".join([*pieces, _SIGNS.sub("", text[at:])]), 2 * LIMIT)
    shown = safe.replace(_HELD, ":green-background[✓ ").replace(_MISSING, ":orange-background[– ").replace(_END, "]")
    return re.sub(f"{_TOLD}(\\d+){_TOLD}", lambda found: f" :blue-badge[{labels[int(found[1])][1]}]", shown)


def _around(phrases: Sequence[Phrase], length: int) -> list[tuple[int, str]]:
    """Where marks begin and end; of phrases that overlap the first stays."""
    found: list[tuple[int, str]] = []
    free = 0
    for one in sorted(phrases, key=lambda phrase: (phrase.start, -phrase.end)):
        if one.start >= free and one.start < one.end <= length:
            found += [(one.start, _MISSING if one.missing else _HELD), (one.end, _END)]
            free = one.end
    return found


def _labels(statements: Sequence[Statement]) -> list[tuple[int, str]]:
    """What is stated in the text besides skills: where, and in a word or two."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for one in statements:
        if one.fact in _FACTS and one.where == "text":
            found.setdefault((one.fact, one.value), (one.end, f"{_FACTS[one.fact]}: {plain(_WORDS.get(one.value, one.value), 40)}"))
    return list(found.values())


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", max(0, at - 1))
    return len(text) if end < 0 else end
