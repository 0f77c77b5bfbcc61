"""What a posting's words say: skills asked for, years, level, occupation, place, pay, education, contract, language.

Every fact is stated in the text or stays None. All patterns stand in `data/jobs/facts.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from core import occupations
from core.jobs.places import locate
from core.jobs.wages import is_likely, pay
from core.jobs.wording import either, first, table
from core.models import JobFacts, Level, Pay, Posting, Remote
from core.skills import requirements
from core.text import fold

LIMIT = 30_000
DASHES = re.compile(r"[‐‑‒–—―−]")
_MONEY = re.compile(r"[$€£₹¥₽₪₺]|\b(?:usd|eur|gbp|chf|cad|aud|inr|pln|sek|nok|dkk|czk)\b")
_MOST_YEARS = 25
_LEARNING = ("internship", "apprenticeship")
_FEWEST_SMALL_WORDS = 3
_LEVEL_YEARS: tuple[tuple[float, Level], ...] = ((5, "senior"), (2, "mid"), (0, "junior"))


def analyse(posting: Posting) -> JobFacts:
    """The facts that a posting states in its fields, title and text."""
    text = fold(DASHES.sub("-", posting.description[:LIMIT]))
    title = fold(posting.title)
    employment = _first("employment", title) or _first("contract", text)
    match = occupations.find(posting.title)
    years = _years(text)
    city, country = locate(posting.location)
    return JobFacts(
        **_skills(posting.description[:LIMIT]),
        years=years,
        level="intern" if employment in _LEARNING else _level(posting.title, text, years),
        occupation=match.id if match else None,
        sector=match.sector if match else None,
        remote=posting.remote or _remote(f"{title} | {fold(posting.location)}", text),
        city=city,
        country=country,
        pay=posting.pay if posting.pay.min or posting.pay.max else stated_pay(posting.description[:LIMIT]),
        education=_first("education", text),
        employment=employment,
        sponsorship={"yes": True, "no": False}.get(_first("visa", text) or ""),
        language=language(posting.description or posting.title),
    )


def analyse_many(postings: Iterable[Posting]) -> Iterator[JobFacts]:
    """The facts of many postings, one by one, in their order."""
    return map(analyse, postings)


def language(text: str) -> str:
    """The language of a text by its small words, one of eight ISO 639-1 codes; English when nothing tells."""
    words = re.findall(r"[^\W\d_]+", fold(text[:4_000]))
    counts = {code: sum(word in small for word in words) for code, small in _small_words().items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > max(counts["en"], _FEWEST_SMALL_WORDS - 1) else "en"


def _remote(heading: str, text: str) -> Remote | None:
    return cast("Remote | None", _first("remote_title", heading) or _first("remote", text))


def _skills(text: str) -> dict[str, list[str]]:
    """Names of required and preferred skills, each once; what is required is not repeated among the preferred."""
    mentions = requirements(text)
    required = dict.fromkeys(one.name for one in mentions if one.required is not False)
    preferred = dict.fromkeys(one.name for one in mentions if one.required is False and one.name not in required)
    return {"required": list(required), "preferred": list(preferred)}


def _years(text: str) -> float | None:
    """Years of experience asked for: the most of the required lines, a range by its lower end."""
    asked = [years for line in text.splitlines() for years in years_in(line[:600])]
    return max(asked, default=None)


def years_in(line: str) -> Iterator[float]:
    """The years of experience that a folded line asks for."""
    words = table("facts")["years"]
    for found in _years_pattern().finditer(line):
        before, after = line[max(0, found.start() - 60) : found.start()], line[found.end() : found.end() + 70]
        other = re.search(words["not"], f"{before[-25:]}{found.group()}{after[:12]}")
        wish = either(words["wish"]).search(f"{before[-40:]} {after[:50]}")
        if other or wish or not either(words["near"]).search(f"{before} {after}"):
            continue
        years = _numerals().get(found.group("low")) or float(found.group("low").replace(",", "."))
        if years <= _MOST_YEARS:
            yield years


def _level(title: str, text: str, years: float | None) -> Level | None:
    """By the title, else by what the text says, else by the years asked for."""
    told = occupations.level(title) or _first("level", text)
    return cast("Level | None", told) if told or years is None else level_of_years(years)


def level_of_years(years: float) -> Level:
    """The level that so many years of experience usually mean."""
    return next(level for least, level in _LEVEL_YEARS if years >= least)


def stated_pay(text: str) -> Pay:
    """The first pay in the text: a sum with a currency on a line about pay, or with a period, and on no line about other money."""
    words = table("facts")["money"]
    for line in text.splitlines():
        folded = fold(line[:600])
        if not _MONEY.search(folded) or re.search(words["not"], folded):
            continue
        label = re.search(words["label"], folded)
        told = pay(line[label.start() if label else 0 :][:400])
        if told.currency and told.period and (label or told.min != told.max) and is_likely(told):
            return told
    return Pay()


def _first(fact: str, text: str) -> str | None:
    return first(table("facts")[fact], text)


@cache
def _numerals() -> dict[str, float]:
    return {word: float(number) for word, number in (pair.split("=") for pair in table("facts")["years"]["words"].split())}


@cache
def _years_pattern() -> re.Pattern[str]:
    number, unit = rf"\d{{1,2}}(?:[.,]5)?|{'|'.join(_numerals())}", table("facts")["years"]["unit"]
    upper = rf"(?:\s?(?:-|to|bis|a|und|or|oder)\s?(?:{number}))?"
    more = r"\s?\+?\s?(?:\(\d+\)\s?)?(?:plus |full |oder mehr |or more )?"
    return re.compile(rf"(?<![\w.,$€£-])(?P<low>{number})\s?\+?{upper}{more}(?:{unit})(?![^\W_])")


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in table("stopwords").items()}
