"""The table of occupations: who is called what, in which sector and family, and which occupations are close.

Hides the files under `data/occupations` (written by us, format in its README) and how a title becomes a lookup key.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.models import Level
from core.occupations.words import key

DATA = Path(__file__).resolve().parents[2] / "data" / "occupations"
LEVELS: tuple[Level, ...] = ("intern", "junior", "mid", "senior", "lead", "executive")


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation; `titles` are the names that employers use for it, the first one being `name`."""

    id: str
    name: str
    sector: str
    family: str
    level: Level | None = None
    related: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Occupations:
    """All occupations by id, and the occupation of every title by its key; a title shared by two belongs to the first."""

    by_id: dict[str, Occupation]
    by_key: dict[str, str] = field(repr=False)

    def __iter__(self) -> Iterator[Occupation]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __getitem__(self, occupation: str) -> Occupation:
        return self.by_id[occupation]

    @functools.cached_property
    def sectors(self) -> tuple[str, ...]:
        """The names of all sectors, in the order of the table."""
        return tuple(dict.fromkeys(one.sector for one in self))

    def exact(self, title: str) -> Occupation | None:
        """The occupation that lists exactly this title (case, accents, plurals and abbreviations aside)."""
        found = self.by_key.get(key(title))
        return self.by_id[found] if found else None


def build(occupations: Iterable[Occupation]) -> Occupations:
    """An `Occupations` over any rows: our own, or those that `imports` read."""
    by_id = {one.id: one for one in occupations}
    by_key: dict[str, str] = {}
    for one in by_id.values():
        for title in one.titles:
            by_key.setdefault(key(title), one.id)
    return Occupations(by_id, by_key)


def read(folder: Path = DATA) -> Occupations:
    """The table in `folder`: `occupations.tsv` and the titles of other languages in `titles.*.tsv`."""
    elsewhere: dict[str, list[str]] = {}
    for path in sorted(folder.glob("titles.*.tsv")):
        for occupation, titles in _rows(path):
            elsewhere.setdefault(occupation, []).extend(titles.split("|"))
    return build(_occupation(row, elsewhere) for row in _rows(folder / "occupations.tsv"))


@functools.cache
def table() -> Occupations:
    """Our own table, read once."""
    return read()


def _occupation(row: list[str], elsewhere: dict[str, list[str]]) -> Occupation:
    identity, name, sector, family, level, related, titles = row
    hint = next((known for known in LEVELS if known == level), None)
    every = (name, *filter(None, titles.split("|")), *elsewhere.get(identity, ()))
    return Occupation(identity, name, sector, family, hint, tuple(related.split()), every)


def _rows(path: Path) -> Iterator[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines[1:] if line)
