"""The hand-written facts of the sample market: places, pay, sectors, occupations, words. Hides their file formats."""

from __future__ import annotations

import re
import tomllib
from csv import DictReader
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sample"
_ONLY_IN = re.compile(r"(.+) \[([A-Z ]+)\]")


@dataclass(frozen=True)
class Country:
    """A country's currency and how its postings speak of pay; shares are 0-1, `growth` is pay's rise and `floor` the least pay a year."""

    code: str
    name: str
    local: str
    currency: str
    symbol: str
    weight: float
    stated: float
    hours: int
    months: int
    monthly: float
    growth: float
    floor: float
    only_min: float
    english: float = 0.0


@dataclass(frozen=True)
class Place:
    """A city; `cost` is its pay relative to the country's."""

    city: str
    local: str
    region: str
    country: Country
    language: str
    weight: float
    cost: float


@dataclass(frozen=True)
class Share:
    """How many postings name a skill in the first and in the last month, 0-1."""

    first: float
    last: float

    @property
    def flat(self) -> bool:
        """Whether the share stays the same."""
        return self.first == self.last

    def at(self, progress: float) -> float:
        """The share when `progress` (0-1) of the market's months have passed."""
        return self.first + (self.last - self.first) * progress


@dataclass(frozen=True)
class Wording:
    """What the postings of an occupation say in one language; each title with the countries that use it (empty = all)."""

    titles: tuple[tuple[str, frozenset[str]], ...]
    education: tuple[str, ...]
    duties: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Sector:
    """Employers of a sector and what they say of themselves, by language."""

    name: str
    companies: dict[str, tuple[str, ...]]
    about: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Occupation:
    """An occupation; `pay` is the middle pay a year by country code, `growth` its postings in the last month against the first."""

    id: str
    sector: Sector
    weight: float
    growth: float
    levels: tuple[float, ...]
    workplace: tuple[float, float, float]
    hourly: float
    required: dict[str, Share]
    preferred: dict[str, Share]
    pay: dict[str, float]
    wording: dict[str, Wording]


@cache
def market() -> dict[str, Any]:
    """Size, dates, boards, noise and levels of the market."""
    return _toml(FOLDER / "market.toml")


@cache
def text() -> dict[str, Any]:
    """The words around the facts of a posting, by language."""
    return _toml(FOLDER / "text.toml")


def last_day() -> date:
    """The day up to which the sample market is known."""
    return date.fromisoformat(str(market()["last_day"]))


@cache
def places() -> tuple[Place, ...]:
    """All cities, each with its country."""
    countries = {code: Country(code, **facts) for code, facts in _toml(FOLDER / "countries.toml").items()}
    return tuple(_place(row, countries[row["country"]]) for row in _rows("places.tsv"))


def _place(row: dict[str, str], country: Country) -> Place:
    return Place(row["city"], row["local"], row["region"], country, row["language"], float(row["weight"]), float(row["cost"]))


@cache
def skill_forms() -> dict[str, dict[str, str]]:
    """How a common-noun skill is written inside a sentence (`en`, `de`), and the `countries` that know it (empty = all)."""
    return {row["name"]: {key: row[key] or "" for key in ("en", "de", "countries")} for row in _rows("skills.tsv")}


@cache
def occupations() -> tuple[Occupation, ...]:
    """All occupations, in the order of the sector files."""
    pay = {row.pop("occupation"): {code: 1000 * float(value) for code, value in row.items()} for row in _rows("pay.tsv")}
    found: list[Occupation] = []
    for path in sorted((FOLDER / "sectors").glob("*.toml")):
        facts = _toml(path)
        sector = Sector(facts["sector"], _both(facts, "companies"), _both(facts, "about"))
        found += [_occupation(entry, sector, pay[entry["id"]]) for entry in facts["occupation"]]
    return tuple(found)


def _occupation(entry: dict[str, Any], sector: Sector, pay: dict[str, float]) -> Occupation:
    remote, hybrid = entry["remote"]
    languages = {"en": "", "de": "_de"}
    return Occupation(
        id=entry["id"],
        sector=sector,
        weight=entry["share"],
        growth=entry["growth"],
        levels=tuple(entry["levels"]),
        workplace=(remote, hybrid, 1 - remote - hybrid),
        hourly=entry["hourly"],
        required={name: _share(value) for name, value in entry["required"].items()},
        preferred={name: _share(value) for name, value in entry["preferred"].items()},
        pay=pay,
        wording={language: _wording(entry, suffix) for language, suffix in languages.items()},
    )


def _wording(entry: dict[str, Any], suffix: str) -> Wording:
    lists = {key: tuple(entry[key + suffix]) for key in ("education", "duties", "needs")}
    return Wording(titles=tuple(_title(title) for title in entry["titles" + suffix]), **lists)


def _title(entry: str) -> tuple[str, frozenset[str]]:
    bound = _ONLY_IN.fullmatch(entry)
    return (bound[1], frozenset(bound[2].split())) if bound else (entry, frozenset())


def _share(value: float | list[float]) -> Share:
    return Share(*value) if isinstance(value, list) else Share(value, value)


def _both(facts: dict[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    return {"en": tuple(facts[key]), "de": tuple(facts[key + "_de"])}


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return list(DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
