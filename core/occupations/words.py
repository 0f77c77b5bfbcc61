"""The words of a title: what is noise, what tells the level, what an abbreviation stands for.

Hides the word lists under `data/occupations` and the marks that employers add (gender, place, pay, requisition number).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from core.models import Level
from core.text import clean, fold

_DATA = Path(__file__).resolve().parents[2] / "data" / "occupations"
_LIMIT = 300  # characters of a title that are read
Meaning = tuple[Level | None, bool]  # the level that a phrase tells, and whether it is stripped from the role
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "æ": "ae", "œ": "oe", "Œ": "Oe", "’": "'", "´": "'"})
_WORD = re.compile(r"[a-z0-9]+[+#]*|[^\W_]+")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_JOINED = re.compile(r"\b([a-z])\s?&\s?([a-z])\b")
_GENDER = re.compile(r"[(\[{]?\b[mwfdhvkxi](?:\s?[/|*,]\s?[mwfdhvkxi]){1,3}\b[)\]}]?|\(?\ball genders?\b\)?|\(gn\)|\(x\)", re.IGNORECASE)
_GENDERED = re.compile(
    r"(?<=[^\W\d_]{3})(?:[/(*:_·.]-?|/-)(?:innen|in|e|euse|se|rice|trice|ere|ère|ne|a|ora|ra|ka|r|frau|mann)\)?(?![^\W\d_])", re.IGNORECASE
)
_NUMBERS = re.compile(
    r"[$€£]\s?\d[\d.,]*\s?k?(?:\s?[-–]\s?[$€£]?\s?\d[\d.,]*\s?k?)?(?:\s?(?:/|per|an?|pro)\s?\w+)?"
    r"|\b(?:req(?:uisition)?|ref(?:erence)?|job|id|jr|r|vn)[\s.:#_-]*(?:id|no|nr|number)?[\s.:#_-]*\d[\w-]{2,}|#\s?\d+|\b\d{3,}[\d-]*\b",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(r"(?<=\S)\s+(?:@|at|bei|chez|presso|bij)\s+.*$|\s*@.*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[-–—|•:]+\s+|\s*[|()\[\]{};,•]\s*|\s+[–—]|[–—]\s+|\s-|-\s")
_STEPS: dict[str, Level] = {
    **{"i": "junior", "ii": "mid", "iii": "senior", "iv": "senior", "v": "lead"},
    **{"1": "junior", "2": "mid", "3": "senior", "4": "senior", "5": "lead"},
}


def key(title: str) -> str:
    """The lookup key of a title: plain words, abbreviations written out, plurals folded."""
    return " ".join(map(stem, expand(words(title))))


def words(text: str) -> list[str]:
    """Lower-case words without accents; `c++` and `c#` stay whole, `r.n.` and `r&d` become one word."""
    text = text[:_LIMIT].translate(_LETTERS) if not text.isascii() else text[:_LIMIT]
    text = text.lower() if text.isascii() else fold(text)
    if "." in text:
        text = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", text)
    if "&" in text:
        text = _JOINED.sub(r"\1\2", text).replace("&", " and ")
    return _WORD.findall(text.replace("'", ""))


def expand(tokens: Sequence[str]) -> list[str]:
    """Abbreviations written out; one that differs at the end of a title (`admin`) has a row of its own for that."""
    inside, final = abbreviations()
    out: list[str] = []
    last = len(tokens) - 1
    for place, token in enumerate(tokens):
        longer = final.get(token) if place == last and place else None
        out += longer or inside.get(token) or (token,)
    return out


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without a plural s; crude, but the same on both sides of a comparison."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def segments(title: str) -> list[list[str]]:
    """The parts of a title as written (between dashes, commas, brackets), marks and pure noise removed, words expanded."""
    text = clean(title, _LIMIT).replace("\n", " ")
    text = _always_noise().sub(" ", _GENDERED.sub("", _GENDER.sub(" ", text)))
    text = _EMPLOYER.sub("", _NUMBERS.sub(" ", text)) or text
    parts = [expand(_without_place(words(part))) for part in _SEPARATOR.split(text)]
    kept = [part for part in parts if part and not _is_noise(part)]
    return kept or [part for part in parts if part]


def role(tokens: Sequence[str]) -> list[str]:
    """The words without those that only tell the level; all of them when nothing else is left."""
    out: list[str] = []
    for phrase, meaning in _phrases(tokens):
        if not (meaning and meaning[1]):
            out += phrase
    while len(out) > 1 and out[-1] in _STEPS:
        out.pop()
    return out or list(tokens)


def normalise(title: str) -> str:
    """The role alone in plain lower-case words: `Sr. Software Eng. (m/w/d) - Remote` gives `software engineer`."""
    parts = segments(title)
    return " ".join(role([word for part in parts for word in part]))


def level(title: str) -> Level | None:
    """The level that the words of a title tell, the highest when several do; an internship is one whatever else stands there."""
    tokens = [word for part in segments(title) for word in part]
    tokens = tokens[: tokens.index("to", 1)] if "to" in tokens[1:] else tokens  # an assistant to the director is none
    told = [meaning[0] for _, meaning in _phrases(tokens) if meaning and meaning[0]]
    if "intern" in told:
        return "intern"
    if told:
        return max(told, key=("junior", "mid", "senior", "lead", "executive").index)
    return _STEPS.get(tokens[-1]) if len(tokens) > 1 else None


def _phrases(tokens: Sequence[str]) -> list[tuple[list[str], Meaning | None]]:
    """The tokens cut into level phrases (longest first) and single other words, each with its meaning (level, strip)."""
    known, longest = _levels()
    out: list[tuple[list[str], Meaning | None]] = []
    at = 0
    while at < len(tokens):
        for size in range(min(longest, len(tokens) - at), 0, -1):
            meaning = known.get(" ".join(tokens[at : at + size]))
            if meaning or size == 1:
                out.append((list(tokens[at : at + size]), meaning))
                at += size
                break
    return out


def _without_place(tokens: list[str]) -> list[str]:
    places = _noise()[1]
    for at in range(1, len(tokens) - 1):
        if tokens[at] in ("in", "near") and all(word in places for word in tokens[at + 1 :]):
            return tokens[:at]
    return tokens


def _is_noise(tokens: Sequence[str]) -> bool:
    noise, places = _noise()
    return all(word in noise or word in places or word.isdigit() for word in tokens)


@functools.cache
def abbreviations() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Abbreviation -> words: anywhere in a title, and at its end."""
    inside: dict[str, list[str]] = {}
    final: dict[str, list[str]] = {}
    for short, place, long in _rows("abbreviations.tsv"):
        (final if place == "end" else inside)[short] = long.split()
    return inside, final


@functools.cache
def _levels() -> tuple[dict[str, Meaning], int]:
    """Level phrase -> (level, whether it is stripped), and the words of the longest phrase."""
    known = {phrase: (None if level == "none" else cast(Level, level), strip == "yes") for phrase, level, strip, _ in _rows("levels.tsv")}
    return known, max(phrase.count(" ") + 1 for phrase in known)


@functools.cache
def _noise() -> tuple[frozenset[str], frozenset[str]]:
    """Words that say nothing about the role, and words of places."""
    noise = {word for kind, text in _rows("noise.tsv") if kind not in ("place", "anywhere") for word in words(text)}
    places = {word for kind, text in _rows("noise.tsv") if kind == "place" for word in words(text)}
    return frozenset(noise), frozenset(places)


@functools.cache
def _always_noise() -> re.Pattern[str]:
    """The phrases that say nothing about the role wherever they stand."""
    phrases = sorted((text for kind, text in _rows("noise.tsv") if kind == "anywhere"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)


def _rows(name: str) -> list[list[str]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:] if line]
