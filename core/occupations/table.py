"""The table of occupations: who is called what, in which sector and family, and which occupations are close.

Hides the files under `data/occupations` (written by us, format in its README), a person's own files in the same format,
and how a title becomes a lookup key.
"""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.models import Level
from core.occupations.words import key
from core.settings import Settings

DATA = Path(__file__).resolve().parents[2] / "data" / "occupations"
COLUMNS = ("id", "name", "sector", "family", "level", "related", "titles")
_HEAD_SHARE = 0.3
_LINKS = frozenset(
    ["of", "for", "to", "in", "de", "du", "des", "d", "en", "di", "da", "do", "al", "alla", "alle", "ai", "ds", "fur", "der", "im", "van"]
)  # before them stands the role
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


@dataclass(frozen=True, eq=False)
class Occupations:
    """All occupations by id; the lookup by title is made on first use."""

    by_id: dict[str, Occupation]

    def __iter__(self) -> Iterator[Occupation]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __getitem__(self, occupation: str) -> Occupation:
        return self.by_id[occupation]

    @functools.cached_property
    def by_key(self) -> dict[str, str]:
        """The occupation's id for the key of every title; a title that two list belongs to the first."""
        found: dict[str, str] = {}
        for one in self:
            for title in one.titles:
                found.setdefault(key(title), one.id)
        return found

    @functools.cached_property
    def heads(self) -> frozenset[str]:
        """The words that name a role (nurse, engineer), not its field: those that mostly are the head of a title."""
        said: Counter[str] = Counter()
        led: Counter[str] = Counter()
        for title in self.by_key:
            tokens = title.split()
            said.update(set(tokens))
            led[next((word for word, after in pairwise(tokens) if after in _LINKS), tokens[-1])] += 1
        return frozenset(word for word, times in led.items() if times >= _HEAD_SHARE * said[word])

    @functools.cached_property
    def sectors(self) -> tuple[str, ...]:
        """The names of all sectors, in the order of the table."""
        return tuple(dict.fromkeys(one.sector for one in self))

    def exact(self, title: str) -> Occupation | None:
        """The occupation that lists exactly this title (case, accents, plurals and abbreviations aside)."""
        found = self.by_key.get(key(title))
        return self.by_id[found] if found else None


def table() -> Occupations:
    """Our table and the person's own files, read once."""
    return _table(os.environ.get("SHORTLIST_HOME"))


@functools.lru_cache(maxsize=4)
def _table(_home: str | None) -> Occupations:
    return read(DATA, own_folder())


def own_folder() -> Path:
    """Where a person's own occupation files stand: `occupations` in the data folder."""
    return Settings.from_env().home / "occupations"


def read(*folders: Path) -> Occupations:
    """The occupations of every `occupations*.tsv`, with the titles that `titles.*.tsv` and later files add to the same id."""
    more: dict[str, list[str]] = {}
    rows: dict[str, list[str]] = {}
    for folder in folders:
        for path in sorted(folder.glob("titles.*.tsv")):
            for identity, titles in _rows(path, 2):
                more.setdefault(identity, []).append(titles)
        for path in sorted(folder.glob("occupations*.tsv")):
            for row in _rows(path, len(COLUMNS)):
                if rows.setdefault(row[0], row) is not row:
                    more.setdefault(row[0], []).append(f"{row[1]}|{row[6]}")
    return Occupations({identity: _occupation(row, more.get(identity, ())) for identity, row in rows.items()})


def write(occupations: Iterable[Occupation], file: Path) -> None:
    """Write occupations in our format."""
    lines = ["\t".join(COLUMNS)]
    for one in occupations:
        lines.append(
            "\t".join((one.id, one.name, one.sector, one.family, one.level or "", " ".join(one.related), "|".join(one.titles[1:])))
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _occupation(row: list[str], more: Iterable[str]) -> Occupation:
    identity, name, sector, family, level, related, _ = row
    hint = next((known for known in LEVELS if known == level), None)
    titles = tuple(filter(None, "|".join((name, row[6], *more)).split("|")))
    return Occupation(identity, name, sector, family, hint, tuple(related.split()), titles)


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    """The rows below the header; one with another number of columns is left out."""
    split = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return (row for row in split if len(row) == columns)
