"""The words of resumes in eight languages: section headings, dates, and the word lists in `data/lexicon`.

Hides how headings are decorated (case, bullets, numbers, letter-spacing, compounds) and how dates are written.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data" / "lexicon"
_LONGEST_HEADING = 64


@dataclass(frozen=True)
class DateSpan:
    """A date or range in a line: ISO prefixes (`2021`, `2021-03`), `end` empty for a single date, `span` in characters."""

    start: str
    end: str
    current: bool
    span: tuple[int, int]

    @property
    def ranged(self) -> bool:
        """Whether a period is meant, not one point in time."""
        return bool(self.end) or self.current


@cache
def table(name: str) -> dict[str, Any]:
    """The word table `data/lexicon/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """All words under `key` of a table, whatever the language, as `plain` writes them."""
    found = table(name)[key]
    lists = found.values() if isinstance(found, dict) else [found]
    return frozenset(plain(word) for entries in lists for word in entries)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case without accents, character for character, so that offsets stay valid."""
    return "".join(_base(c) for c in text)


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    low = char.lower()
    first = (unicodedata.normalize("NFKD", low) or low)[0]
    first = {"ł": "l", "ø": "o", "đ": "d", "’": "'", "‘": "'", "´": "'"}.get(first, first)
    return first if len(low) == 1 else char


# --- section headings ----------------------------------------------------------------------------------------------

_ROMAN = re.compile(r"^(?:[ivx]{1,4}|[a-z])[.)]\s+")
_SPLIT = re.compile(r"\s*[&/+,;|•·–—-]\s*|\s+")
_INLINE = re.compile(r"^([^:]{3,40}?)\s*(?::|\s[–—-]\s|\t)\s*(?=\S)")


def section(line: str) -> str | None:
    """The kind of section that a line opens (`work`, `education`, `skills`, ...), or None when it is no heading."""
    if not 2 < len(line.strip()) <= _LONGEST_HEADING or line.rstrip().endswith((".", "?", "!")) or "%" in line:
        return None
    bare = _bare(line)
    return _kind(bare) or (_shaped(bare) if _capitals(line) else None)


def misspelt_section(line: str) -> str | None:
    """The kind of a heading written with a slip ("WORK EXEPRIENCE"); for lines that look like headings."""
    known, _ = _headings()
    bare = _bare(line)
    close = get_close_matches(bare, known, 1, 0.86) if 6 < len(bare) < 40 else []
    return known[close[0]] if close else None


def inline_section(line: str) -> tuple[str, int] | None:
    """A heading with its content on the same line ("Languages: English, German"): the kind, and where the content starts."""
    label = _INLINE.match(line)
    kind = label and _kind(_bare(label[1]))
    return (kind, label.end()) if label and kind else None


@lru_cache(maxsize=2048)
def _kind(bare: str) -> str | None:
    known, spaceless = _headings()
    if bare in known:
        return known[bare]
    parts = bare.split(" ")
    if (len(parts) == 1 and re.fullmatch(r"[\w'-]+", bare)) or max(map(len, parts)) <= 2:
        return spaceless.get(re.sub(r"[\s'-]", "", bare))
    return _compound(bare) if len(parts) <= 8 else None


def _compound(bare: str) -> str | None:
    """The kind of the first known part, when every other word is known, a modifier or a joiner."""
    known, _ = _headings()
    loose = words("sections", "modifiers") | words("sections", "joiners")
    parts = [part for part in _SPLIT.split(bare) if part]
    kinds: list[str] = []
    at = 0
    while at < len(parts):
        size = next((n for n in range(min(4, len(parts) - at), 0, -1) if " ".join(parts[at : at + n]) in known), 0)
        if size > 1 or (size and parts[at] not in loose):
            kinds.append(known[" ".join(parts[at : at + size])])
        elif parts[at] not in loose:
            return None
        at += size or 1
    return kinds[0] if kinds else None


def _shaped(bare: str) -> str | None:
    """The kind of a heading with own words before (or after) a known one: "Classroom Teaching Experience"."""
    parts = bare.split(" ")
    if not 2 <= len(parts) <= 4:
        return None
    said = table("sections")
    ends = (kind for kind, names in said["endings"].items() if parts[-1] in names)
    begins = (kind for kind, names in said["beginnings"].items() if parts[0] in names and parts[-1] not in words("sections", "joiners"))
    return next(ends, None) or next(begins, None)


def _capitals(line: str) -> bool:
    """Whether every longer word is capitalised and there is no digit or comma."""
    return not re.search(r"[\d,]", line) and all(word[0].isupper() for word in re.findall(r"[^\W_]+", line) if len(word) > 3)


def _bare(line: str) -> str:
    """The heading's own words: folded, without numbering, bullets, rules, colons, brackets."""
    text = re.sub(r"\([^)]*\)", " ", plain(line))
    text = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    text = re.sub(r"[_*:]+", " ", _ROMAN.sub("", text))
    return re.sub(r"\s+", " ", text).strip()


@cache
def _headings() -> tuple[dict[str, str], dict[str, str]]:
    """Known headings, and the same without blanks for letter-spaced ones; the first kind that claims a heading keeps it."""
    known: dict[str, str] = {}
    for kind, languages in table("sections").items():
        if kind not in ("modifiers", "joiners", "endings", "beginnings"):
            for heading in (plain(h) for entries in languages.values() for h in entries):
                known.setdefault(heading, kind)
    return known, {re.sub(r"[\s'-]", "", heading): kind for heading, kind in known.items() if len(heading) > 4}


# --- dates ---------------------------------------------------------------------------------------------------------

_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"


def dates(line: str) -> list[DateSpan]:
    """Dates and ranges of a line, left to right, without overlaps."""
    if not re.search(r"\d\d", line):
        return []
    text = plain(line)
    found: list[DateSpan] = []
    for match in _pattern().finditer(text):
        span = _span(match)
        if span:
            found.append(span)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    def either(names: list[str]) -> str:
        return "|".join(re.escape(plain(n)) for n in sorted(set(names), key=len, reverse=True))

    said = table("dates")["words"]
    month = either([name for names in table("dates")["months"].values() for name in names])
    link, season = either(said["link"]), either(said["seasons"])
    apostrophe = r"['`]\s?\d\d(?!\d)"
    day = r"\d{1,2}(?:st|nd|rd|th|er|\.|º|°)?"
    atom = "|".join(
        [
            rf"{_YEAR}[-/.](?:0[1-9]|1[0-2])(?:[-/.](?:[0-2]\d|3[01]))?(?!\d)",
            rf"(?:{day}\s*[-/ ]?\s*(?:(?:{link})\s+)?)?(?:{month})(?![a-z])\.?,?\s*"
            rf"(?:\d{{1,2}}(?:st|nd|rd|th)?,\s*)?(?:[-–/]\s*|(?:{link})\s+)?"
            rf"(?:{_YEAR}(?!\d)|{apostrophe}|(?<=[-–/])\d\d(?!\d))",
            rf"(?:0?[1-9]|[12]\d|3[01])\s?[./-]\s?(?:0?[1-9]|[12]\d|3[01])\s?[./-]\s?{_YEAR}(?!\d)",
            rf"(?:0?[1-9]|1[0-2])\s?[./-]\s?{_YEAR}(?!\d)",
            rf"(?:{season})\b\.?(?:\s+(?:{link}))?[\s/,-]*(?:{_YEAR}(?!\d)|{apostrophe})",
            rf"{_YEAR}(?![\d%]|[.,]\d)",
        ]
    )
    short = rf"(?:(?:{month})(?![a-z])\.?\s*\d\d(?![\d,.]))"
    bare = rf"(?:{day}\s*)?(?:{month})(?![a-z])\.?"
    tail = rf"(?:[-–/]\s?\d\d(?![\d./-])|\b(?:{either(said['current'])})\b)"
    to = rf"(?:\s*(?:-{{1,2}}|–|—|−|‐|‑|~|→|>|\uf0e0|/)\s*(?:(?:{either(said['to'])})\s+)?|[\s,]+(?:{either(said['to'])})\s+)"
    return re.compile(
        rf"(?<![\w$€£#])(?:(?P<since>{either(said['since'])})\s+|(?:{either(said['from'])})\s+)?(?:the\s+)?"
        rf"(?:(?P<s1>{short}){to}(?:(?P<s2>{short})|(?P<s3>{either(said['current'])})\b)"
        rf"|(?P<b1>{bare}){to}(?P<b2>{atom})"
        rf"|^(?P<y1>{_YEAR})\s+(?P<y2>{_YEAR})(?![\d%])"
        rf"|(?P<a1>(?<!\d[:.-])(?:{atom}))(?:{to}(?:(?P<a2>{atom})|(?P<now>{either(said['current'])})\b)|(?P<tail>{tail})|\s*(?P<open>[-–—]\s*$))?)"
    )


def _span(match: re.Match[str]) -> DateSpan | None:
    part = match.groupdict()
    first, last = part["s1"] or part["y1"] or part["a1"], part["s2"] or part["y2"] or part["a2"] or part["b2"]
    if part["b1"]:
        end = _iso(part["b2"])
        start = f"{end[:4]}-{_month(part['b1'])}"
    else:
        start, end = _iso(first or ""), _iso(last or "")
    tail = part["tail"] or ""
    if tail[:1] in "-–/" and tail:
        end = start[:2] + tail[-2:]
    current = bool(part["now"] or part["s3"] or part["open"] or (tail and not end) or (part["since"] and not end))
    if not start or (end and end < start[: len(end)]):
        return None
    return DateSpan(start, end, current, (match.start(), match.end() - (len(match[0]) - len(match[0].rstrip()))))


def _iso(text: str) -> str:
    """ISO prefix of one written date, down to the month when it is stated without doubt."""
    year = re.search(_YEAR, text)
    name = _month(text)
    if not year:
        short = re.search(r"(\d\d)\s*$", text)
        if not short:
            return ""
        stated = ("20" if int(short[1]) <= 49 else "19") + short[1]
        return f"{stated}-{name}" if name else stated
    numbers = [int(n) for n in re.findall(r"\d+", text.replace(year[0], " "))]
    if (not name and numbers and year.start() == 0) or (not name and len(numbers) == 1 and not re.search("[a-z]", text)):
        name = f"{numbers[0]:02d}"
    elif not name and len(numbers) == 2:
        name = _day_month(numbers, "." in text)
    return f"{year[0]}-{name}" if name else year[0]


def _day_month(numbers: list[int], dotted: bool) -> str:
    """The month of a numeric day and month, empty when both orders are possible."""
    first, second = numbers
    if second <= 12 and (first > 12 or dotted or first == second):
        return f"{second:02d}"
    return f"{first:02d}" if first <= 12 < second else ""


def _month(text: str) -> str:
    found = re.search(r"[a-z]{3,}", re.sub(r"\d+(?:st|nd|rd|th|er)\b", "", text))
    return _months().get(found[0], "") if found else ""


@cache
def _months() -> dict[str, str]:
    return {plain(name): number for number, names in table("dates")["months"].items() for name in names}
