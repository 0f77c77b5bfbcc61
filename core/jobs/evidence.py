"""What a posting's facts rest on: where each is said, in which words, and how sure that makes it.

Worked out for postings that are looked at, not for all that are stored. The confidences of facts read from running text are the shares
in which text and field, or text and title, agreed on real postings that say the fact twice; a second agreeing statement raises them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from core import occupations
from core.jobs.analysis import DASHES, LIMIT, analyse, level_of_years, stated_pay, years_in
from core.jobs.places import locate
from core.jobs.wording import either, table
from core.models import JobFacts, Pay, Posting
from core.skills import requirements, taxonomy
from core.text import fold

Where = Literal["field", "title", "text", "derived"]
FIELD, TITLE = 0.95, 0.9
TEXT = {"remote": 0.85, "employment": 0.83, "level": 0.7, "pay": 0.88, "years": 0.85, "education": 0.75, "sponsorship": 0.8}
DERIVED, REMOTE_WORD, DISPUTED = 0.45, 0.67, 0.5
MARKED, UNMARKED, UNKNOWN_SKILL = 0.9, 0.65, 0.5
ONLY_COUNTRY = 0.85
_LONGEST_QUOTE = 240


@dataclass(frozen=True)
class Statement:
    """One fact as a posting says it; `start` and `end` are characters of the description where `quote` stands (0, 0 elsewhere)."""

    fact: str
    value: str
    where: Where
    confidence: float
    quote: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class _Line:
    start: int
    text: str
    folded: str

    def quote(self, found: re.Match[str] | None) -> tuple[str, int, int]:
        """The words that were found, or the line where folding changed its length."""
        exact = found is not None and len(self.text) == len(self.folded)
        first, last = (found.start(), found.end()) if found is not None and exact else (0, min(len(self.text), _LONGEST_QUOTE))
        return self.text[first:last], self.start + first, self.start + last


def statements(posting: Posting, facts: JobFacts | None = None) -> list[Statement]:
    """Every fact that the posting states, the surest first within a fact; skills in reading order."""
    known, lines = facts or analyse(posting), list(_lines(posting.description[:LIMIT]))
    single = [*_occupation(posting, known), *_place(posting, known), *_years(known, lines), *_pay(posting, known, lines)]
    for fact, told in (("remote", known.remote), ("level", known.level), ("employment", known.employment), ("education", known.education)):
        single += _joined(list(_said(posting, fact, told, known, lines))) if told else []
    if known.sponsorship is not None:
        single += _in_text("sponsorship", "visa", "yes" if known.sponsorship else "no", lines)
    return [*single, *_skills(posting)]


def confidence(found: list[Statement], fact: str) -> float | None:
    """How sure one fact is, 0-1; None when it is not stated."""
    sure = [one.confidence for one in found if one.fact == fact]
    return round(max(sure), 2) if sure else None


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.splitlines(keepends=True):
        plain = line.rstrip("\r\n")
        yield _Line(at, plain, fold(DASHES.sub("-", plain)))
        at += len(line)


def _said(posting: Posting, fact: str, told: str, known: JobFacts, lines: list[_Line]) -> Iterator[Statement]:
    """Where a fact with a table of words is said: field, title, text, or what it was derived from."""
    if fact == "remote" and posting.remote == told:
        yield Statement(fact, told, "field", FIELD)
    elif fact == "remote" and (found := _row("remote_title", told, f"{fold(posting.title)} | {fold(posting.location)}")):
        yield Statement(fact, told, "title", REMOTE_WORD, found.group())
    elif fact == "level" and occupations.level(posting.title) == told:
        yield Statement(fact, told, "title", TITLE, posting.title)
    elif fact == "employment" and (found := _row("employment", told, fold(posting.title))):
        yield Statement(fact, told, "title", TITLE, found.group())
    in_text = list(_in_text(fact, {"employment": "contract"}.get(fact, fact), told, lines))
    yield from in_text
    if fact == "level" and not in_text and known.years is not None and level_of_years(known.years) == told:
        yield Statement(fact, told, "derived", DERIVED, f"{known.years:g} years asked for")


def _in_text(fact: str, section: str, told: str, lines: list[_Line]) -> Iterator[Statement]:
    """The first line whose words say it."""
    words = table("facts").get(section, {}).get(told)
    found = next(((line, match) for line in lines if words and (match := either(words).search(line.folded))), None)
    if found:
        quote, start, end = found[0].quote(found[1])
        yield Statement(fact, told, "text", TEXT[fact], quote, start, end)


def _row(section: str, told: str, folded: str) -> re.Match[str] | None:
    words = table("facts")[section].get(told)
    return either(words).search(folded) if words else None


def _joined(found: list[Statement]) -> list[Statement]:
    """Statements of one fact, each as sure as all that agree make it."""
    doubt = 1.0
    for one in found:
        doubt *= 1 - one.confidence
    return [replace(one, confidence=round(1 - doubt, 2)) for one in found]


def _occupation(posting: Posting, known: JobFacts) -> Iterator[Statement]:
    match = occupations.find(posting.title)
    if match and known.occupation == match.id:
        yield Statement("occupation", match.name, "title", round(match.confidence, 2), posting.title)
        yield Statement("sector", match.sector, "derived", round(match.confidence * TITLE, 2), posting.title)


def _place(posting: Posting, known: JobFacts) -> Iterator[Statement]:
    place = locate(posting.location)
    if place.city or place.country:
        named = ", ".join(part for part in (known.city, known.country) if part)
        yield Statement("place", named, "field", FIELD if place.city else ONLY_COUNTRY, posting.location)


def _years(known: JobFacts, lines: list[_Line]) -> Iterator[Statement]:
    for line in lines:
        if known.years is not None and known.years in years_in(line.folded[:600]):
            quote, start, end = line.quote(None)
            yield Statement("years", f"{known.years:g}", "text", TEXT["years"], quote, start, end)
            return


def _pay(posting: Posting, known: JobFacts, lines: list[_Line]) -> Iterator[Statement]:
    """Pay by its field, confirmed or disputed by the text, else by the text alone."""
    given = posting.pay if posting.pay.min or posting.pay.max else None
    told = next(((line, pay) for line in lines if (pay := stated_pay(line.text)) != Pay()), None)
    found = []
    if given:
        found.append(Statement("pay", _amount(given), "field", FIELD))
    if told:
        quote, start, end = told[0].quote(None)
        found.append(Statement("pay", _amount(told[1]), "text", TEXT["pay"], quote, start, end))
    if given and told and (given.min, given.max) != (told[1].min, told[1].max):
        yield from (replace(one, confidence=DISPUTED) for one in found)
    elif given or known.pay != Pay():
        yield from _joined(found)


def _amount(pay: Pay) -> str:
    ends = dict.fromkeys(f"{end:,.0f}" for end in (pay.min, pay.max) if end)
    return " ".join(part for part in ("-".join(ends), pay.currency or "", f"a {pay.period}" if pay.period else "") if part)


def _skills(posting: Posting) -> Iterator[Statement]:
    """Each mention of a skill that is asked for: required, preferred, or a qualification (a certificate or licence)."""
    for one in requirements(posting.description[:LIMIT]):
        sure = (MARKED if one.required is not None else UNMARKED) if one.known else UNKNOWN_SKILL
        fact = "qualification" if one.category == "certificate" else "preferred" if one.required is False else "required"
        name = taxonomy().canonical(one.name) if one.known else one.name
        yield Statement(fact, name, "text", sure, one.text, one.start, one.end)
