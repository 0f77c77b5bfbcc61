"""A resume as facts that answers can be held against: roles with their spans, and every line with the role it belongs to.

Reads plain text (also prose on one line) through `core.resume`, or a resume that was read before. Nothing here is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from core.documents import read_text
from core.errors import UserError
from core.interview.cues import plain, stems
from core.interview.quantities import Quantity, quantities
from core.lexicon import dates
from core.models import Resume
from core.resume import parse

LONGEST = 30_000  # characters of a resume that are read
_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{2}[.;!?])\s+(?=[A-Z0-9•*-])|(?<=\d[.;])\s+(?=[A-Z•*-])|(?<=\d{4}[.;])\s+(?=\d)|(?<=[)%][.;])\s+(?=[A-Z•*-])"
)


@dataclass(frozen=True)
class Role:
    """One post: words as they stand, years as fractions (`start` None = unknown, `end` None = still held or unknown)."""

    title: str
    employer: str
    start: float | None
    end: float | None
    open: bool
    line: int | None
    text: str
    whole_years: bool = True
    pointer: str = ""

    def years(self, today: date) -> float | None:
        """How long it was held at most, as far as the dates say."""
        if self.start is None or (self.end is None and not self.open):
            return None
        return (self.end if self.end is not None else today.year + today.month / 12) - self.start


@dataclass(frozen=True)
class Statement:
    """One line of the record, its number from 0 (None when unknown), and the role it belongs to (-1 = none)."""

    text: str
    line: int | None
    role: int = -1
    pointer: str = ""
    numbers: tuple[Quantity, ...] = ()
    stems: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Study:
    """A course of study and the year it ended (0 = unknown)."""

    text: str
    institution: str
    start: int
    end: int
    line: int | None


@dataclass(frozen=True)
class Record:
    """What a person's resume states; empty when there is none."""

    roles: tuple[Role, ...] = ()
    statements: tuple[Statement, ...] = ()
    studies: tuple[Study, ...] = ()
    text: str = ""
    words: frozenset[str] = field(default=frozenset())
    resume: Resume = field(default_factory=Resume)

    def __bool__(self) -> bool:
        return bool(self.roles or self.statements)


def read_record(resume: str | Resume | Record, today: date) -> Record:
    """The facts of a resume given as text or as read before; an empty one gives an empty record, a record is handed back."""
    if isinstance(resume, Record):
        return resume
    if isinstance(resume, Resume):
        return _record(resume, list(_told(resume)), today)
    text = resume[:LONGEST]
    if not text.strip():
        return Record()
    lines, numbers = _lines(text)
    try:
        document = read_text("\n".join(lines))
    except UserError:  # nothing but blanks and hidden characters
        return Record()
    read = parse(document, today)
    rows = [document.line_text(at) for at in range(len(document.lines))]
    where = _matched(rows, lines, numbers)
    return _record(read, [(row, where[at], at, "") for at, row in enumerate(rows)], today, where)


def _lines(text: str) -> tuple[list[str], list[int]]:
    """The text with one sentence a line, and the number of the original line of each."""
    lines, numbers = [], []
    for number, line in enumerate(text.splitlines()):
        for part in _SENTENCE.split(line) if len(line) > 60 else [line]:
            lines.append(part)
            numbers.append(number)
    return lines, numbers


def _matched(rows: list[str], lines: list[str], numbers: list[int]) -> list[int]:
    """The original line of each row of the document, which may lack empty lines."""
    where, at = [], 0
    for row in rows:
        bare = row.strip()[:20]
        ahead = next((n for n in range(at, min(at + 12, len(lines))) if bare and bare in lines[n]), min(at, len(lines) - 1))
        where.append(numbers[ahead])
        at = ahead + 1
    return where


def _told(resume: Resume) -> Iterator[tuple[str, int | None, int | None, str]]:
    """Every line of a resume that was read before: text, line in its document, row, JSON pointer."""
    known = resume.meta.shortlist.sources
    values: list[tuple[str, str]] = [("basics/summary", resume.basics.summary)]
    for at, role in enumerate(resume.work):
        values.append(
            (f"work/{at}/position", ", ".join(part for part in (role.position, role.name, _span(role.start_date, role.end_date)) if part))
        )
        values.append((f"work/{at}/summary", role.summary))
        values += [(f"work/{at}/highlights/{n}", line) for n, line in enumerate(role.highlights)]
    for at, given in enumerate(resume.volunteer):
        values.append((f"volunteer/{at}/position", ", ".join(part for part in (given.position, given.organization) if part)))
        values += [(f"volunteer/{at}/highlights/{n}", line) for n, line in enumerate(given.highlights)]
    for at, project in enumerate(resume.projects):
        values.append((f"projects/{at}/name", ". ".join(part for part in (project.name, project.description) if part)))
        values += [(f"projects/{at}/highlights/{n}", line) for n, line in enumerate(project.highlights)]
    values += [(f"awards/{at}/title", award.title) for at, award in enumerate(resume.awards)]
    for pointer, text in values:
        if text:
            yield text, known[pointer].line if pointer in known else None, None, pointer


def _span(start: str, end: str) -> str:
    return " to ".join(part for part in (start, end) if part)


def _record(resume: Resume, told: list[tuple[str, int | None, int | None, str]], today: date, where: list[int] | None = None) -> Record:
    known = resume.meta.shortlist.sources
    starts: list[int | None] = []
    roles: list[Role] = []
    for at, work in enumerate(resume.work):
        places = [known[key].line for key in (f"work/{at}/position", f"work/{at}/name") if key in known]
        row = min(places) if places else None
        starts.append(row)
        line = where[row] if where and row is not None and row < len(where) else row
        text = next(
            (text for text, _, number, pointer in told if (number is not None and number == row) or pointer == f"work/{at}/position"), ""
        )
        began, ended = _year(work.start_date, False), _year(work.end_date, True)
        still = ended is None and began is not None and _goes_on(told, row, where is not None)
        whole = len(work.start_date) < 7 or (bool(work.end_date) and len(work.end_date) < 7)
        roles.append(Role(work.position, work.name, began, ended, still, line, text, whole, f"work/{at}"))
    statements = [
        Statement(text, line, _owner(row, pointer, starts), pointer, tuple(quantities(text)), stems(text))
        for text, line, row, pointer in told
    ]
    studies = [
        Study(
            " ".join(part for part in (s.study_type, s.area) if part),
            s.institution,
            int(s.start_date[:4] or 0),
            int(s.end_date[:4] or 0),
            _first_line(known, f"education/{at}"),
        )
        for at, s in enumerate(resume.education)
    ]
    text = "\n".join(text for text, *_ in told)
    everything = (
        text + " " + " ".join(f"{study.text} {study.institution}" for study in studies) + " " + " ".join(w.name for w in resume.work)
    )
    return Record(tuple(roles), tuple(statements), tuple(studies), text, frozenset(re.findall(r"[^\W_]+", plain(everything))), resume)


def _first_line(known: object, prefix: str) -> int | None:
    lines = [source.line for pointer, source in known.items() if pointer.startswith(prefix)] if isinstance(known, dict) else []
    return min(lines) if lines else None


def _goes_on(told: list[tuple[str, int | None, int | None, str]], row: int | None, written: bool) -> bool:
    """Whether a post without an end is still held: a record read from text says so, else an empty end means it."""
    if not written or row is None:
        return True
    near = " ".join(text for text, _, number, _ in told if number is not None and row <= number <= row + 2)
    return any(span.current for span in dates(near))


def _owner(row: int | None, pointer: str, starts: list[int | None]) -> int:
    if pointer.startswith("work/"):
        return int(pointer.split("/")[1])
    before = [(start, at) for at, start in enumerate(starts) if start is not None and row is not None and start <= row]
    return max(before)[1] if before else -1


def _year(iso: str, end: bool) -> float | None:
    """The year as a fraction; a year alone is read generously: from its start, to its end."""
    if len(iso) < 4 or not iso[:4].isdigit():
        return None
    month = int(iso[5:7]) if len(iso) >= 7 and iso[5:7].isdigit() else 0
    return int(iso[:4]) + ((month - 1 + end) / 12 if month else float(end))
