"""Rows of a document and the pieces cut out of them, each of which knows where it stands.

A `Piece` is the only way a value enters a resume, so nothing can appear in it that is not in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.lexicon import DateSpan, dates
from core.models import Document

_BULLET = re.compile(r"^(?:[^\w\s(\"'“‘\[<@#$€£+.,&]|[o+*-]|\(?\d{1,2}[.)])\s+(?=\S)|^[•●▪■◦‣❖➢➤►✓✔◆♦☑](?=\S)")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_EDGES = " \t,;:|/–—−-·•●▪~_*#=<>"
_QUOTES = "\"'“”„«»‘’"
_GAP = re.compile(r"\s*\t\s*|\s+[|¦‖│•·●▪■◦]+\s+|\s*\|\s*|\s+[–—−~-]{1,3}\s+|\s*[–—]\s+|\s+-{4,}\s*|\s*[_=-]{5,}\s*|;\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start:end` of a document's text, the line they begin in, the value they stand for, and how sure that is."""

    value: str
    start: int
    end: int
    line: int
    confidence: float = 0.8
    document: int = 0

    def sure(self, confidence: float) -> Piece:
        """The same piece with another confidence."""
        return replace(self, confidence=confidence)

    def cut(self, start: int, end: int) -> Piece | None:
        """The part `start:end` of the value without loose punctuation, or None when nothing is left."""
        start, end = trim(self.value, start, end)
        return replace(self, value=self.value[start:end], start=self.start + start, end=self.start + end) if start < end else None


@dataclass(frozen=True)
class Row:
    """A line of text without its bullet; `start` is where the text stands in the document."""

    number: int
    start: int
    text: str
    bullet: bool = False
    gap: bool = False  # an empty line stands before it
    x: float = 0.0
    size: float = 0.0
    bold: bool = False
    page: int = 0

    @cached_property
    def spans(self) -> list[DateSpan]:
        """Dates of the row."""
        return dates(self.text)

    @property
    def link(self) -> bool:
        """Whether the row is a web address and nothing else."""
        return bool(_LINK.fullmatch(self.text))

    @cached_property
    def pieces(self) -> list[Piece]:
        """The row without its dates, cut at bars, dashes, bullets and wide gaps."""
        found = [self.piece(a, b) for start, end in _between(self.text, self.spans) for a, b in _split(self.text, start, end)]
        return [piece for piece in found if piece]

    def piece(self, start: int = 0, end: int | None = None) -> Piece | None:
        """Characters `start:end` of the row without loose punctuation at the edges."""
        start, end = trim(self.text, start, len(self.text) if end is None else end)
        return Piece(self.text[start:end], self.start + start, self.start + end, self.number) if start < end else None

    def day(self, span: DateSpan, end: bool = False) -> Piece | None:
        """The start (or end) date of a span as a piece whose value is the ISO prefix."""
        value = span.end if end else span.start
        return Piece(value, self.start + span.span[0], self.start + span.span[1], self.number, 0.95) if value else None


def rows(document: Document) -> list[Row]:
    """The document's lines that hold text."""
    found: list[Row] = []
    gap = False
    for number, line in enumerate(document.lines):
        raw = document.text[line.start : line.end]
        text = raw.strip()
        if not re.search(r"\w", text):
            gap = gap or not text
            continue
        bullet = _BULLET.match(text)
        skip = bullet.end() if bullet else 0
        start = line.start + len(raw) - len(raw.lstrip()) + skip
        found += _apart(Row(number, start, text[skip:], bool(bullet), gap, line.x, line.size, line.bold, line.page))
        gap = False
    return found


def _apart(row: Row) -> list[Row]:
    """A date in the margin beside running text is a row of its own, before the text."""
    cell = row.text.rfind("\t") + 1
    spans = row.spans if cell else []
    if not spans or spans[-1].span[0] < cell or not (row.bullet or len(row.text) > 80):
        return [row]
    if len(row.text) - cell > 40 or not spans[-1].ranged:
        return [row]
    return [replace(row, start=row.start + cell, text=row.text[cell:], bullet=False), replace(row, text=row.text[: cell - 1], gap=False)]


def levelled(found: Sequence[Row]) -> list[Row]:
    """Rows in which outer bullets that open entries are no bullets: short ones left of other bullets, before dates or inner bullets."""
    margin = min((row.x for row in found if row.bullet), default=0.0)
    if not margin or not any(row.bullet and row.x > margin + 8 for row in found):
        return list(found)
    after = [*found[1:], None]
    return [replace(row, bullet=False) if row.bullet and _opens(row, then, margin) else row for row, then in zip(found, after, strict=True)]


def _opens(row: Row, then: Row | None, margin: float) -> bool:
    short = len(row.text) < 80 and not row.text.rstrip().endswith(".")
    leads = then is not None and then.x > margin + 8 and (then.bullet or any(span.ranged for span in then.spans))
    return short and leads and row.x < margin + 3


def joined(parts: Sequence[Row]) -> Piece | None:
    """Several rows as one value, their line breaks turned into blanks."""
    whole = " ".join(part.text for part in parts).strip()
    if not whole:
        return None
    last = parts[-1]
    return Piece(re.sub(r"\s+", " ", whole), parts[0].start, last.start + len(last.text), parts[0].number)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """`start:end` without blanks, separators and brackets that are not closed inside."""
    while start < end:
        before = (start, end)
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES and text[end - 1] != "#":
            end -= 1
        part = text[start:end]
        if part[:1] in "([" and part[:1] and (_closing(part) in (-1, len(part) - 1)):
            start += 1
            end -= _closing(part) == len(part) - 1
        elif part[-1:] in ")]" and part.count("(") + part.count("[") < part.count(")") + part.count("]"):
            end -= 1
        elif part[:1] in ")]":
            start += 1
        elif part[-1:] in "([":
            end -= 1
        elif len(part) > 1 and part[0] in _QUOTES and part[-1] in _QUOTES:
            start, end = start + 1, end - 1
        if before == (start, end):
            break
    return start, max(start, end)


def _closing(part: str) -> int:
    return part.find(")" if part[0] == "(" else "]")


def _between(text: str, spans: Iterable[DateSpan]) -> Iterator[tuple[int, int]]:
    at = 0
    for span in spans:
        yield at, span.span[0]
        at = span.span[1]
    yield at, len(text)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for gap in _GAP.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end
