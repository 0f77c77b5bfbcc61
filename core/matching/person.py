"""What is known about a person that a posting can be held against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from core.jobs import locate
from core.matching.money import currency_of, yearly_euros
from core.models import Level, Preferences, Remote, Resume, Work
from core.skills import extract, taxonomy

if TYPE_CHECKING:
    import numpy as np

WORDS = 400  # words of a record that count, the heaviest
RECENT, OLD = 3.0, 8.0  # years since a role ended
EVIDENCE = {"listed": 7.0, "used": 11.0, "achieved": 15.0}  # what a listing or use is worth in mentions of running text


@dataclass(frozen=True)
class Candidate:
    """A person as scoring sees them; empty or None = not stated.

    `skills` maps taxonomy names to how often and how well the record supports them; `titles` carry a weight 0-1 (recent roles and
    wishes most); `cities` and `countries` are where work is wanted, `area` the countries around those cities; pay in euros a year.
    `duties` are what was done, `private` the names, contacts, addresses and employers in the record.
    """

    skills: dict[str, float] = field(default_factory=dict)
    titles: tuple[tuple[str, float], ...] = ()
    text: str = ""
    years: float | None = None
    level: Level | None = None
    cities: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    area: frozenset[str] = frozenset()
    remote: frozenset[Remote] = frozenset()
    pay_min: float | None = None
    contracts: frozenset[str] = frozenset()
    currency: str = "EUR"
    confidence: float = 1.0
    duties: str = ""
    private: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def words(self) -> np.ndarray:
        """The words about work as a vector over the columns of `terms`."""
        import pyarrow as pa

        from core import terms

        vector: np.ndarray = terms.rows(pa.array([self.text]), kept=WORDS).toarray()[0]
        return vector

    def knowing(self, *names: str) -> Candidate:
        """The same person with these skills listed too (by their taxonomy names)."""
        return replace(self, skills={**self.skills, **{name: self.skills.get(name, 0.0) + EVIDENCE["listed"] for name in names}})


def candidate(resume: Resume, preferences: Preferences, today: date) -> Candidate:
    """The person that a record and wishes describe, as of `today`."""
    told = resume.meta.shortlist
    cities, countries, area = _places(resume, preferences)
    currency = preferences.currency or currency_of(next(iter(sorted(area)), None)) or "EUR"
    return Candidate(
        skills=_skills(resume),
        titles=tuple(_titles(resume, preferences, today)),
        text=_text(resume),
        years=told.years,
        level=told.level,
        cities=cities,
        countries=countries,
        area=area,
        remote=frozenset(preferences.remote),
        pay_min=yearly_euros(preferences.salary_min or preferences.salary_max, currency, preferences.period),
        contracts=frozenset(kind.casefold() for kind in preferences.job_types),
        currency=currency,
        confidence=told.confidence or 1.0,
        duties="\n".join(_duties(resume)),
        private=tuple(part for part in _private(resume) if part.strip()),
    )


def from_text(text: str) -> Candidate:
    """The person that a plain text tells: skills and words alone; roles are added by the caller who can find them."""
    found = Counter(mention.name for mention in extract(text, "resume") if mention.known)
    return Candidate(skills={name: float(count) for name, count in found.items()}, text=text)


def _skills(resume: Resume) -> dict[str, float]:
    """Taxonomy names to support: what the record proves, and what it lists."""
    known = taxonomy()
    support = {one.name: EVIDENCE[one.evidence] + one.mentions - 1 for one in resume.meta.shortlist.skills if one.name in known}
    for skill in resume.skills:
        for written in (skill.name, *skill.keywords):
            found = known.find(written)
            if found:
                support.setdefault(found.name, EVIDENCE["listed"])
    return support


def _titles(resume: Resume, preferences: Preferences, today: date) -> Iterator[tuple[str, float]]:
    """Wished roles and the label weigh 1, past roles less the longer ago they ended."""
    for title in (*preferences.desired_roles, resume.basics.label):
        if title.strip():
            yield title, 1.0
    for number, role in enumerate(resume.work):
        if role.position.strip():
            ago = _years_ago(role, today, latest=number == 0)
            yield role.position, 1.0 if ago <= RECENT else 0.85 if ago <= OLD else 0.7


def _years_ago(role: Work, today: date, latest: bool) -> float:
    ended = role.end_date[:4]
    if not ended.isdigit():
        return 0.0 if latest or role.start_date else RECENT + 1
    return max(0.0, today.year - int(ended))


def _text(resume: Resume) -> str:
    """The words about work: not the list of skills, which counts on its own."""
    parts = [resume.basics.label, resume.basics.summary]
    for role in resume.work:
        parts += [role.position, role.summary, *role.highlights]
    for project in resume.projects:
        parts += [project.name, project.description, *project.highlights]
    for study in resume.education:
        parts += [study.area, *study.courses]
    return "\n".join(part for part in (*parts, *(one.name for one in resume.certificates)) if part)


def _duties(resume: Resume) -> Iterator[str]:
    for role in resume.work:
        yield from filter(None, (role.summary, *role.highlights))
    for project in resume.projects:
        yield from filter(None, (project.description, *project.highlights))


def _private(resume: Resume) -> Iterator[str]:
    """Who the person is, how to reach them, and for whom they worked."""
    basics, home = resume.basics, resume.basics.location
    yield from (basics.name, *(part for part in re.findall(r"\w+", basics.name) if len(part) > 1))
    yield from (basics.email, basics.phone, basics.url, home.address, home.city, home.postal_code)
    for link in basics.profiles:
        yield from (link.username, link.url)
    for role in resume.work:
        yield role.name
    yield from (one.organization for one in resume.volunteer)


def _places(resume: Resume, preferences: Preferences) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Cities, whole countries, and the countries around the cities: the wished ones, else where the person lives."""
    home = resume.basics.location
    at_home = ", ".join(part for part in (home.city or home.address, home.region, home.country_code) if part)
    places = [locate(text) for text in preferences.locations or [at_home]]
    cities = frozenset(place.city for place in places if place.city)
    whole = frozenset(place.country for place in places if place.country and not place.city)
    return cities, whole, frozenset(place.country for place in places if place.country)
