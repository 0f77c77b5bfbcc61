"""Turns O*NET and ESCO files that a person downloaded into occupation files of our format.

An occupation whose name or titles we know adds its titles to ours; any other one joins the table in a sector found by the
occupation's code (SOC major group, ISCO group) in `data/occupations/groups.tsv`.
"""

from __future__ import annotations

import csv
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.errors import UserError
from core.occupations.table import DATA, Occupation, Occupations
from core.occupations.words import key

LARGEST = 200_000_000  # bytes
_FORBIDDEN = re.compile(r"[\t\r\n|]+")
Row = dict[str, str]


def import_occupations(file: Path, known: Occupations) -> list[Occupation]:
    """The occupations of an ESCO occupations_en.csv or O*NET file, with the titles that `known` lacks.

    Of O*NET, `Occupation Data.txt` or `Alternate Titles.txt` is named; the other is read from the same folder.
    Raises `UserError` for a file of another kind.
    """
    taken = set(known.by_key)
    found = []
    for code, titles in _foreign(file):
        home = _ours(titles, known)
        fresh = {key(title): title for title in titles if key(title) and key(title) not in taken}
        taken.update(fresh)
        if home:
            found.append(Occupation(home.id, home.name, home.sector, home.family, home.level, home.related, (home.name, *fresh.values())))
        elif fresh:
            name, *rest = fresh.values()
            found.append(Occupation(f"import-{code}", name, _sector(code), f"import-{code}", None, (), (name, *rest)))
    return found


def _ours(titles: Iterable[str], known: Occupations) -> Occupation | None:
    """Our occupation that most of the titles name; the first title counts most."""
    votes: Counter[str] = Counter()
    for number, title in enumerate(titles):
        one = known.exact(title)
        if one:
            votes[one.id] += 1 if number else 3
    return known[votes.most_common(1)[0][0]] if votes else None


def _foreign(file: Path) -> Iterator[tuple[str, list[str]]]:
    """(code, titles) of each occupation in a file, the name first."""
    head, rows = _read(file)
    if "preferredLabel" in head:
        for row in rows:
            labels = (row["preferredLabel"], *re.split(r"[\n|]+", row.get("altLabels") or ""))
            yield _code(row.get("code") or row.get("iscoGroup", "")), [clean for clean in map(_plain, labels) if clean]
    elif "O*NET-SOC Code" in head:
        yield from _onet(file)
    else:
        raise UserError(
            f"{file.name} is no ESCO or O*NET occupation file; give occupations_en.csv, Occupation Data.txt or Alternate Titles.txt."
        )


def _onet(file: Path) -> Iterator[tuple[str, list[str]]]:
    titles: dict[str, list[str]] = {}
    for name, column in (("Occupation Data.txt", "Title"), ("Alternate Titles.txt", "Alternate Title")):
        beside = file.with_name(name)
        for row in _read(beside)[1] if beside.exists() else ():
            if row.get(column):
                titles.setdefault(row["O*NET-SOC Code"], []).append(_plain(row[column]))
    return ((_code(code), names) for code, names in titles.items())


def _read(file: Path) -> tuple[list[str], list[Row]]:
    try:
        if file.stat().st_size > LARGEST:
            raise UserError(f"{file.name} is larger than {LARGEST // 1_000_000} MB; import a single ESCO or O*NET file.")
        with file.open(encoding="utf-8-sig", newline="") as stream:
            tabs = "\t" in stream.readline()
            stream.seek(0)
            rows = csv.DictReader(stream, delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL)
            return list(rows.fieldnames or ()), list(rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{file.name} cannot be read ({error}); download it again.") from None


def _plain(title: str) -> str:
    return _FORBIDDEN.sub(" ", title or "").strip()


def _code(code: str) -> str:
    return re.sub(r"[^0-9A-Za-z.-]", "", code.lower().removeprefix("c")) or "0"


def _sector(code: str) -> str:
    """The sector of a SOC code (`29-1141.00`) or an ISCO code (`2221.1`); the longest known beginning counts."""
    kind, digits = ("soc", code[:2]) if re.match(r"\d\d-", code) else ("isco", code[:4])
    groups = _groups()
    return next((groups[kind, digits[:size]] for size in range(len(digits), 0, -1) if (kind, digits[:size]) in groups), "Other")


@functools.cache
def _groups() -> dict[tuple[str, str], str]:
    lines = (DATA / "groups.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {(kind, start): sector for kind, start, sector in (line.split("\t") for line in lines)}
