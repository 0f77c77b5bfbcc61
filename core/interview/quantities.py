"""Numbers as people say and write them: digits, words, money, percent, with the thing that is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from core.interview.cues import pattern, plain, stem, words

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {word: value for value, word in enumerate(_ONES.split())}
_TENS = dict(zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True))
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "bn": 1e9,
    "billion": 1e9,
    "dozen": 12,
}
_UNIT = "|".join([*_SMALL, *_TENS])
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[$€£₹]\s?)?(?:(?P<digits>\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?!\d)|"
    rf"(?P<words>(?:{_UNIT}|a|half a)(?:[\s-](?:{_UNIT}))?(?=[\s-](?:hundred|thousand|million|dozen)\b)|"
    rf"(?:{_UNIT})\b(?:[\s-](?:{_UNIT})\b)?))"
    r"(?:[\s-]?(?P<scale>hundred|thousand|millions?|billion|dozen|k|mn?|bn)\b)?(?:\s+and\s+(?P<rest>\d{1,2}|[a-z]+(?:-[a-z]+)?))?"
    r"\s?(?P<after>%|percent\b|per cent\b|euros?\b|pounds?\b|dollars?\b|eur\b|gbp\b|usd\b|[€£$])?"
)
_FOLLOWS = re.compile(r"[\s-]*((?:[^\W\d_][\w'/&-]*(?:[ ]|(?=\W|$))){1,5})")
_ABOUT = re.compile(rf"\b{pattern('about')}\s*(?:[$€£]\s?)?$")
_WORTH = re.compile(r"\b(?:worth|valued at|value of)\s(?:about |over |around |nearly |some |up to |more than )?$")
_ENDS = frozenset(
    [
        "and",
        "or",
        "but",
        "who",
        "which",
        "that",
        "in",
        "on",
        "at",
        "with",
        "by",
        "from",
        "to",
        "under",
        "for",
        "were",
        "was",
        "had",
        "have",
        "is",
        "are",
        "when",
        "while",
        "during",
        "because",
        "so",
        "i",
        "we",
        "they",
        "he",
        "she",
        "it",
        "into",
        "over",
        "as",
        "than",
        "including",
        "plus",
        "across",
        "between",
        "since",
        "until",
        "reporting",
        "without",
        "per",
        "a",
        "the",
        "every",
        "each",
        "all",
        "this",
        "that",
        "last",
        "next",
        "there",
        "here",
        "alone",
        "between",
        "together",
        "my",
        "our",
        "his",
        "her",
        "their",
    ]
)


@dataclass(frozen=True)
class Quantity:
    """A number in a text: value, unit (`%`, `money` or none), place, whether it is rough, what it counts, the word before `of`."""

    value: float
    unit: str
    start: int
    end: int
    rough: bool
    nouns: tuple[str, ...]
    holder: str = ""
    joined: bool = False  # "28-bed"

    @property
    def head(self) -> str:
        """The stem of what is counted, empty when nothing is named."""
        if self.nouns:
            return stem(self.nouns[0] if self.joined else self.nouns[-1])
        return ""


def quantities(text: str) -> list[Quantity]:
    """All numbers of a text except years and times of day."""
    low = plain(text)
    found = []
    for match in _NUMBER.finditer(low):
        value = _value(match)
        if value is None or _is_time(low, match, value):
            continue
        unit = "%" if (match["after"] or "").startswith(("%", "per")) else "money" if match["sign"] or match["after"] else ""
        unit = unit or ("money" if _WORTH.search(low, max(0, match.start() - 24), match.start()) else "")
        nouns, end = _counted(low, match.end())
        before = low[max(0, match.start() - 30) : match.start()]
        holder = re.search(r"([a-z-]+) of (?:about |around |nearly |over |some |roughly |up to |almost |more than )?[$€£]?\s?$", before)
        joined = low[match.end() : match.end() + 1] == "-"
        found.append(Quantity(value, unit, match.start(), end, bool(_ABOUT.search(before)), nouns, holder[1] if holder else "", joined))
    return found


def _value(match: re.Match[str]) -> float | None:
    digits, said = match["digits"], match["words"]
    if digits:
        grouped = re.fullmatch(r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?", digits)
        value = float(re.sub(r"[,' ]", "", digits)) if grouped else float(digits.replace(",", "."))
    else:
        value = _spoken(said)
        if said in ("a", "one") and not match["scale"] and said != "one":
            return None
    scale = _SCALES.get(match["scale"] or "", 1)
    rest = match["rest"]
    more = (float(rest) if rest.isdigit() else _spoken(rest)) if rest and scale > 1 else 0.0
    return value * scale + more


def _spoken(said: str) -> float:
    parts = re.split(r"[\s-]", said)
    if parts == ["half", "a"]:
        return 0.5
    return float(sum(_SMALL.get(part, _TENS.get(part, 1 if part == "a" else 0)) for part in parts))


def _is_time(low: str, match: re.Match[str], value: float) -> bool:
    """Years, dates and clock times."""
    digits = match["digits"] or ""
    if re.fullmatch(r"(?:19|20)\d\d", digits) and not match["scale"] and not match["sign"]:
        return True
    after = low[match.end() : match.end() + 4]
    return bool(re.match(r"\s?(?:am|pm|a\.m|p\.m|:\d|st\b|nd\b|rd\b|th\b)", after)) or low[match.start() - 1 : match.start()] == ":"


def _counted(low: str, at: int) -> tuple[tuple[str, ...], int]:
    """What is counted: the nouns right after the number, up to a word that ends the phrase; and where they end."""
    found = _FOLLOWS.match(low, at)
    if not found:
        return (), at
    nouns: list[str] = []
    end = at
    for word in re.finditer(r"[^\W\d_][\w'/&-]*", found[1]):
        token = word[0]
        if token in _ENDS or (token == "of" and nouns and nouns[-1] not in ("members", "pieces", "sets", "types", "boxes")):
            break
        if nouns and (token.endswith(("ed", "ing")) or token in words("grammar", "past") or token in words("grammar", "adverbs")):
            break
        if token in ("of", "different", "full-time", "part-time", "other", "new", "more", "whole"):
            continue
        nouns.append(token)
        end = found.start(1) + word.end()
    return tuple(nouns), end


@cache
def measures() -> frozenset[str]:
    """Stems of units that measure rather than count."""
    return frozenset(map(stem, words("record", "measures")))


def near(one: float, other: float, rough: bool = False) -> bool:
    """Whether two numbers may be the same one, rounded."""
    allowed = 0.16 if rough else 0.06
    return abs(one - other) <= max(allowed * max(abs(one), abs(other)), 0.01)
