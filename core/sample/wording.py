"""What a sample vacancy says: title, place line, pay phrase, description. Hides languages, layouts and their variety."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Any

from core.models import Pay, Remote
from core.sample.facts import Occupation, Place, skill_forms, text

_VOWEL_SOUND = re.compile(r"[AEIO]|(?:HR|HVAC|HGV|FP&A|R&D)\b")


@dataclass(frozen=True)
class Vacancy:
    """One invented vacancy before it is put into words; `years` is (least, most) asked for, or None."""

    occupation: Occupation
    place: Place
    language: str
    company: str
    role: str
    level: str
    remote: Remote
    required: list[str]
    preferred: list[str]
    years: tuple[int, int] | None
    pay: Pay

    @property
    def city(self) -> str:
        """The city's name in the language of the posting."""
        return self.place.local if self.language == "de" else self.place.city

    @property
    def country(self) -> str:
        """The country's name in the language of the posting."""
        return self.place.country.local if self.language == "de" else self.place.country.name


def title(vacancy: Vacancy, rng: Random) -> str:
    """The posting's title: level, German gender mark, and now and then some noise."""
    words = text()[vacancy.language]
    manager = "Manager" in vacancy.role or "eiter" in vacancy.role
    made: str = rng.choice(words["manager_levels" if manager else "levels"][vacancy.level]).format(title=vacancy.role)
    if vacancy.language == "de" or vacancy.place.country.code == "DE":
        made += rng.choice([" (m/w/d)", " (m/w/d)", " (w/m/d)"])
    if rng.random() < 0.12:
        made = rng.choice(words["titles_noise"]).format(title=made, city=vacancy.city, company=vacancy.company)
    return made


def location(vacancy: Vacancy, rng: Random) -> str:
    """The place as a feed writes it: with region, with country, bare, or as a remote line."""
    if vacancy.remote == "remote" and rng.random() < 0.6:
        return rng.choice([f"Remote, {vacancy.country}", f"Remote ({vacancy.country})", f"{vacancy.city} / Remote"])
    regional = vacancy.place.country.code in ("US", "CA", "AU")
    fuller = f"{vacancy.city}, {vacancy.place.region if regional else vacancy.country}"
    return rng.choice([fuller, fuller, fuller, f"{vacancy.city}, {vacancy.country}", vacancy.city])


def description(vacancy: Vacancy, pay_shown: bool, rng: Random) -> str:
    """The text of the posting, about 150 to 250 words, in sections that an own layout orders and names."""
    words = text()[vacancy.language]
    layout = rng.choice(words["layouts"])
    parts = {
        "about": [rng.choice(vacancy.occupation.sector.about[vacancy.language])],
        "opening": [" ".join(rng.choice(each) for each in (words["openings"], words["employment"], words["workplace"][vacancy.remote]))],
        "duties": _bullets(_duties(vacancy, rng), layout),
        "required": _bullets(_demands(vacancy, words, rng), layout),
        "preferred": _bullets(_skill_lines(vacancy.preferred, words["preferred"], vacancy.language, rng), layout),
        "offer": _bullets(_offer(vacancy, words, pay_shown, rng), layout),
        "closing": [f"{rng.choice(words['apply'])} {rng.choice(words['closings'])}"],
    }
    sections = [_section(heading, parts[key], vacancy) for heading, key in layout["sections"] if parts[key]]
    return "\n\n".join(sections)


def _section(heading: str, lines: list[str], vacancy: Vacancy) -> str:
    names = {"company": vacancy.company, "city": vacancy.city, "role": vacancy.role, "country": vacancy.country}
    filled = [line.strip().format(**names, a_role=_with_article(vacancy.role)) for line in lines]
    return "\n".join([heading, *filled] if heading else filled)


def _bullets(lines: list[str], layout: dict[str, Any]) -> list[str]:
    return [layout["bullet"] + line for line in lines]


def _duties(vacancy: Vacancy, rng: Random) -> list[str]:
    known = vacancy.occupation.wording[vacancy.language].duties
    return rng.sample(known, rng.randint(min(4, len(known)), min(6, len(known))))


def _demands(vacancy: Vacancy, words: dict[str, Any], rng: Random) -> list[str]:
    wording = vacancy.occupation.wording[vacancy.language]
    lines = [rng.choice(wording.education)] if rng.random() < 0.85 else []
    lines += _years(vacancy, words, rng)
    lines += _skill_lines(vacancy.required, words["required"], vacancy.language, rng)
    return lines + rng.sample(wording.needs, rng.randint(1, len(wording.needs)))


def _years(vacancy: Vacancy, words: dict[str, Any], rng: Random) -> list[str]:
    if vacancy.years is None:
        return []
    least, most = vacancy.years
    phrase = rng.choice(words["experience" if least >= 2 else "beginner"])
    return [phrase.format(years=least, more=most, a_role=_with_article(vacancy.role))]


def _skill_lines(skills: list[str], phrases: list[str], language: str, rng: Random) -> list[str]:
    """The skills in lines of one to three, each line with a phrase of its own."""
    joint = text()[language]["and"]
    lines: list[str] = []
    left = list(skills)
    order = rng.sample(phrases, len(phrases))
    while left:
        size = rng.choice([1, 2, 2, 3])
        group, left = left[:size], left[size:]
        line = order[len(lines) % len(order)].format(skills=_joined([_written(name, language) for name in group], joint))
        lines.append(line if line.startswith(tuple(skills)) else line[0].upper() + line[1:])
    return lines


def _with_article(role: str) -> str:
    return f"an {role}" if _VOWEL_SOUND.match(role) else f"a {role}"


def _written(name: str, language: str) -> str:
    form = skill_forms().get(name)
    return form[language] if form else name


def _joined(names: list[str], joint: str) -> str:
    return f" {joint} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _offer(vacancy: Vacancy, words: dict[str, Any], pay_shown: bool, rng: Random) -> list[str]:
    lines = rng.sample(words["benefits"], rng.randint(2, 4))
    if not pay_shown or vacancy.pay.min is None:
        return lines
    stated = rng.choice(words["pay"]).format(pay=_pay_phrase(vacancy.pay, vacancy.place.country.symbol, vacancy.language, rng))
    return [stated, *lines]


def _pay_phrase(pay: Pay, symbol: str, language: str, rng: Random) -> str:
    amounts = [_amount(value, pay.period == "hour", language) for value in (pay.min, pay.max) if value is not None]
    period = rng.choice(text()["periods"][language][pay.period or "year"])
    if language == "de":
        unit = symbol.strip()
        span = f"{amounts[0]} {unit} bis {amounts[1]} {unit}" if len(amounts) == 2 else f"ab {amounts[0]} {unit}"
    else:
        span = f"{symbol}{amounts[0]} {rng.choice(['-', 'to'])} {symbol}{amounts[1]}" if len(amounts) == 2 else f"from {symbol}{amounts[0]}"
    return f"{span} {period}"


def _amount(value: float, cents: bool, language: str) -> str:
    written = f"{value:,.2f}" if cents else f"{value:,.0f}"
    return written.translate(str.maketrans(",.", ".,")) if language == "de" else written
