"""Evidence that a few words name a job title, an organisation, a school, a degree, a place, or are running text.

All evidence is numbers between 0 and 1 from the word lists in `data/lexicon`; hides the languages.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from core.lexicon import plain, table, words

_TOKEN = re.compile(r"[^\W_](?:[\w'’.+&-]*[\w+])?")
_ENDINGS = ("ed", "ing")
_LINK = re.compile(r"https?:|www\.|\w\.(?:com|org|net|io|dev)\b|@\w")
POSTAL = re.compile(r"\b(?:\d{4} ?[A-Z]{2}|\d{2}-\d{3}|\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_MARK = re.compile(r"\d+(?:[.,]\d+)?\s*%|\b\d[.,]\d{1,2}\s*/\s*\d|\bg\.?p\.?a\b", re.I)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Folded words of a text, without dots at their ends."""
    return tuple(t.strip(".") for t in _TOKEN.findall(plain(text)))


@lru_cache(maxsize=4096)
def title(text: str) -> float:
    """How surely the words are a job title."""
    found = tokens(text)
    if not found or len(found) > 12 or _LINK.search(text):
        return 0.0
    heads = [i for i, token in enumerate(found) if _is_head(token)]
    if not heads:
        graded = found[0] in words("titles", "grades") and len(found) > 1
        field = any(token in words("titles", "fields") for token in found)
        return max(0.55 if graded and field else 0.4 if field and len(found) < 4 else 0.0, _occupation(text))
    last = heads[-1] == len(found) - 1 or heads[0] == 0
    return 0.95 if last and len(found) < 8 else 0.8 if len(found) < 8 else 0.6


def titled(text: str) -> bool:
    """Whether the last word names a person or post."""
    found = tokens(text)
    return bool(found) and _is_head(found[-1]) and found[-1] not in words("organisations", "company_suffixes")


def _is_head(token: str) -> bool:
    heads = words("titles", "heads")
    parts = re.split(r"[/-]", token)
    if token in heads or token.rstrip("s") in heads or any(part in heads for part in parts):
        return True
    endings = words("titles", "suffixes")
    return (len(token) > 8 and any(token.endswith(end) and len(token) > len(end) + 2 for end in endings)) or token.endswith(
        ("/in", ":in", "*in")
    )


def _occupation(text: str) -> float:
    """Evidence of the table of occupations; reached lazily, since it is large."""
    if len(text) > 60:
        return 0.0
    from core.occupations import table as occupations

    return 0.85 if occupations().exact(text) else 0.0


@lru_cache(maxsize=4096)
def company(text: str) -> float:
    """How surely the words are an organisation; a capitalised phrase without evidence is 0.3."""
    found = tokens(text)
    if not found or len(found) > 12 or (_LINK.search(text) and len(found) > 3):
        return 0.0
    suffixes = words("organisations", "company_suffixes")
    if len(found) > 1 and (found[-1] in suffixes or " ".join(found[-2:]) in suffixes):
        return 0.95
    if any(token in suffixes and len(token) > 2 for token in found[1:]):
        return 0.85
    if _has(found, words("organisations", "company_words")) or institution(text) > 0.5:
        return 0.7
    return 0.3 if _named(text) else 0.1


def _named(text: str) -> bool:
    first = text.lstrip("(\"'“")[:1]
    return first.isupper() or first.isdigit() or any(c.isupper() for c in text[:6])


@lru_cache(maxsize=4096)
def institution(text: str) -> float:
    """How surely the words are a school, university or other place of learning."""
    found = tokens(text)
    if not found or len(found) > 18:
        return 0.0
    known = words("organisations", "institution_words")
    if _has(found, known) or any(part in known for token in found for part in token.split("-")):
        return 0.9
    endings = words("organisations", "institution_suffixes")
    return 0.9 if any(token.endswith(end) and len(token) > len(end) for token in found for end in endings) else 0.0


@lru_cache(maxsize=4096)
def degree(text: str) -> float:
    """How surely the words begin with or hold a degree; short ambiguous ones (`BE`, `MA`) count only at the start, in capitals."""
    found = tokens(text)
    if not found or len(found) > 25:
        return 0.0
    known, cues = words("organisations", "degrees"), words("organisations", "cue_degrees")
    if found[-1] in ("degree", "diploma") and 1 < len(found) < 7:
        return 0.8
    for size in (4, 3, 2, 1):
        for at in range(len(found) - size + 1):
            phrase = " ".join(found[at : at + size])
            bare = phrase.replace(".", "")
            if (phrase in known or (size == 1 and bare in known)) and bare not in cues:
                return 0.95 if at == 0 else 0.8 if at < 3 else 0.6
            if at == 0 and size == 1 and bare in cues and _degree_like(text, bare):
                return 0.75
    return 0.0


def _degree_like(text: str, bare: str) -> bool:
    first = text.split()[0].strip(",:()")
    return len(bare) > 3 or first.replace(".", "").isupper() or "." in first.strip(".")


def alike(one: str, two: str) -> bool:
    """Whether two names share their first word that is not a legal form."""
    return bool(set(tokens(one)[:2]) & set(tokens(two)[:2]) - words("organisations", "company_suffixes"))


def mark(text: str) -> bool:
    """Whether the words are a grade or score."""
    found = tokens(text)
    return len(found) < 12 and (
        bool(_MARK.search(text)) or (bool(found) and not words("organisations", "scores").isdisjoint((found[0], " ".join(found[:2]))))
    )


@lru_cache(maxsize=4096)
def place(text: str) -> float:
    """How surely the words are a place: every part known, or a word before a known region or country."""
    bare = POSTAL.sub(" ", re.sub(r"\s*\([^)]*\)", " ", text)).strip(" ,.-")
    parts = [p.strip() for p in re.split(r"\s*[,/]\s*|\s+-\s+", bare) if p.strip()]
    if not parts or len(parts) > 4 or len(bare) > 60 or any(c.isdigit() for c in bare):
        return 0.0
    known = [_known_place(part) for part in parts]
    if all(known):
        return 0.9
    if (
        len(parts) > 1
        and all(known[1:])
        and (is_region(parts[1]) or country(parts[1]))
        and len(parts[0].split()) <= 3
        and parts[0][:1].isupper()
    ):
        legal = plain(parts[0]).strip(".") in words("organisations", "company_suffixes")
        return 0.8 if title(parts[0]) < 0.5 and company(parts[0]) < 0.7 and not legal else 0.0
    return 0.0


@lru_cache(maxsize=4096)
def _known_place(part: str) -> bool:
    low = plain(part).strip(". ")
    if low in _places() or part.strip(".") in table("places")["regions"]["codes"] or low in words("places", "remote"):
        return True
    if len(part) == 2 and part.isupper() and part in table("places")["countries"]:
        return True
    gaps = [gap.start() for gap in re.finditer(" ", part)]
    if len(gaps) < 5 and any(_known_place(part[:at]) and _known_place(part[at + 1 :]) for at in gaps):
        return True
    return low.removeprefix("greater ").removesuffix(" area").removesuffix(" metropolitan").removesuffix(" urban") in _places()


@cache
def _places() -> frozenset[str]:
    return words("places", "cities") | _regions() | frozenset(_countries())


@cache
def _regions() -> frozenset[str]:
    return frozenset(plain(name) for name in table("places")["regions"]["names"])


@cache
def _countries() -> dict[str, str]:
    return {plain(name): code for code, names in table("places")["countries"].items() for name in names}


def country(text: str) -> str:
    """ISO code of a country's name or code, or an empty string."""
    low = plain(text).strip(". ")
    return _countries().get(low, "") or (text if text in table("places")["countries"] and len(text) == 2 else "")


def country_name(code: str) -> str:
    """The English name of a country's code, or the code itself."""
    names = table("places")["countries"].get(code)
    return str(names[0]).title() if names else code


def known_place(text: str) -> bool:
    """Whether the words are one place of the tables."""
    return plain(text).strip(". ") in _places() or text.strip(".") in table("places")["regions"]["codes"] or bool(country(text))


def is_region(text: str) -> bool:
    """Whether the words are a state or region, spelled out or as a code."""
    return plain(text) in _regions() or text.strip(".") in table("places")["regions"]["codes"]


@lru_cache(maxsize=4096)
def prose(text: str) -> bool:
    """Whether a row is running text or a described task, not a head of names, titles and dates."""
    found = tokens(text)
    if not found:
        return False
    if len(found) > 14 or len(text) > 110:
        return True
    if len(found) > 3 and text.rstrip().endswith((".", "!")) and company(text) < 0.8 and len(found[-1]) > 3:
        return True
    first = text.lstrip("(\"'“")[:1]
    if len(found) > 2 and first.islower() and not any(c.isupper() for c in text[:3]) and not _names(text):
        return True
    return _action(text, found)


def _names(text: str) -> bool:
    """Whether words written small name something all the same: a title, a school, an employer in a place."""
    parts = re.split(r"\s[-–|]\s|\t", text)
    return len(text) < 70 and any(title(p) >= 0.8 or company(p) >= 0.7 or degree(p) >= 0.9 or place(p) >= 0.8 for p in parts)


def _action(text: str, found: tuple[str, ...]) -> bool:
    """An English task without a full stop: "Managed three shops"."""
    if len(found) < 3 or len(found[0]) < 5 or not found[0].endswith(_ENDINGS):
        return False
    return len(found) > 6 or (title(text) < 0.8 and company(text) < 0.8)


def _has(found: tuple[str, ...], known: frozenset[str]) -> bool:
    pairs = (" ".join(found[i : i + 2]) for i in range(len(found) - 1))
    return any(token in known for token in found) or any(pair in known for pair in pairs)
