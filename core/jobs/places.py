"""Where a posting is: city and country out of a location text, from a table of main cities, regions and country names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from core import lexicon
from core.jobs.wording import lines, pattern
from core.text import fold

_PART = re.compile(r"\s*[,;/|()\[\]•·\n]\s*|\s+[-–—]\s+|\s+(?:or|and|und|et|oder|in)\s+", re.I)
_MARK = re.compile(r" [A-Z]{2,3}$")
_LONGEST = 300
_DOUBTFUL = ("DE", "IN")  # written for Delaware and Indiana as often as for Germany and India


class Place(NamedTuple):
    """A city by its English name and a country by its ISO 3166-1 code; None = not stated or unclear."""

    city: str | None = None
    country: str | None = None


def locate(text: str) -> Place:
    """The first city of a location text and its country; a country alone when only one is named."""
    return _located(text[:_LONGEST])


@lru_cache(maxsize=20_000)
def _located(text: str) -> Place:
    parts = [part for raw in _PART.split(text) if (part := raw.strip(" .:"))]
    previous = ["", *parts]
    named = [code for before, part in zip(previous, parts, strict=False) if (code := _country(part, before))]
    regions = [code for before, part in zip(previous, parts, strict=False) if (code := _region(part, before))]
    for part in parts:
        homes = _cities().get(_plain(part), ())
        if homes:
            stated = named + regions + [one for one in parts if re.fullmatch(r"[A-Z]{2}", one)]
            home = next((one for one in homes if one.country in stated), homes[0])
            return home if home.country in stated or not named + regions else Place(home.city, (named + regions)[0])
    countries = set(named or regions)
    doubtful = not named and any(part in _DOUBTFUL for part in parts)
    return Place(None, countries.pop() if len(countries) == 1 and not doubtful else None)


def _plain(part: str) -> str:
    return " ".join(pattern("around_place").sub(" ", fold(part)).split())


def _country(part: str, before: str) -> str | None:
    """The country that a part names in words, or by a code that is no state's ("UK", "FR") or follows one ("Boise, ID, US")."""
    if re.fullmatch(r"[A-Z]{2}", part):
        free = part not in _regions() or before in _regions()
        return {"UK": "GB"}.get(part) or (part if free and part in lexicon.table("places")["countries"] else None)
    return _countries().get(_plain(part).replace(".", ""))


def _region(part: str, before: str) -> str | None:
    """The country of a state or province; a code counts only after a place that is none itself ("Boise, ID")."""
    code = re.match(r"([A-Z]{2,3})(?:\s+\d{5})?$", part)
    if code and code.group(1) in _regions():
        return _regions()[code.group(1)] if before and before not in _regions() else None
    return _regions().get(_plain(part))


@cache
def _countries() -> dict[str, str]:
    table = lexicon.table("places")["countries"]
    return {lexicon.plain(name).replace(".", ""): code for code, names in table.items() for name in names}


@cache
def _cities() -> dict[str, tuple[Place, ...]]:
    """Every name of a city to the places that bear it; those that the table marks ("London ON") come after the plain one."""
    found: dict[str, tuple[Place, ...]] = {}
    for country, names in sorted(_rows("places.tsv"), key=lambda row: bool(_MARK.search(row[1][0]))):
        city = _MARK.sub("", names[0])
        for name in dict.fromkeys(map(_plain, (city, *names[1:]))):
            found[name] = (*found.get(name, ()), Place(city, country))
    return found


@cache
def _regions() -> dict[str, str]:
    """Codes (upper case) and folded names of states and provinces to their country."""
    rows = _rows("regions.tsv")
    return {name if name == names[0] else _plain(name): country for country, names in reversed(rows) for name in names}


def _rows(file: str) -> list[tuple[str, list[str]]]:
    return [(code, [name.strip() for name in entry.split("=")]) for code, entries in lines(file) for entry in entries.split(";")]
