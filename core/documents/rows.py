"""Rows of text on their way to a Document: cleaned of what hides or harms, bounded, joined, numbered.

Readers hand over `Row`s in reading order; this module alone decides which characters survive and how lines are spanned.
A tab inside a line marks a wide gap (a date set at the margin, the cells of a table row); an empty line marks a visible gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from core import text as plain
from core.errors import UserError
from core.models import Document, Line

MAX_PAGES = 60
MAX_CHARACTERS = 400_000
MAX_LINES = 20_000
MAX_LINE = 2_000
TOO_LONG = "The document is very long; only its beginning was read."
MAX_LINK = 500
MAX_LINKS = 100

_LIGATURES = str.maketrans({"\u2010": "-", "\u2011": "-"})
_LIGATURES |= str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# Word's Symbol and Wingdings bullets live in the private use area; other private glyphs are icons without a meaning in text.
_BULLET = re.compile(r"(?:^|(?<=[\s]))[\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf077\uf0a8\uf06c\uf06e\uf071\uf0e0\uf0f0\uf0be](?=\s|\w|$)")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd]")
_PIECES = re.compile(rf".{{1,{MAX_LINE}}}(?:\s|$)|.{{{MAX_LINE}}}")
_GAP = re.compile(r" *\t[ \t]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One line as a reader found it; page from 0, x and size in points (0 = unknown)."""

    text: str
    page: int = 0
    x: float = 0.0
    size: float = 0.0
    bold: bool = False


@dataclass(slots=True)
class Reading:
    """What a format reader found: rows in reading order, addresses behind links, pages, and what the person should know."""

    rows: list[Row] = field(default_factory=list)
    pages: int = 1
    warnings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    data: dict[str, object] | None = None


def tidy(text: str) -> str:
    """One line made plain: ligatures opened, bullets mapped, hidden and icon characters dropped, a wide gap kept as one tab."""
    text = _PRIVATE.sub(" ", _BULLET.sub("•", text.translate(_LIGATURES)))
    parts = (plain.clean(part) for part in _GAP.split(text))
    return "\t".join(part for part in parts if part)


def document(kind: str, name: str, sha256: str, reading: Reading) -> Document:
    """The document of these rows; too much text is cut with a warning, no text at all is a UserError."""
    rows = _plain(reading.rows)
    rows = _bounded([*rows, *_addresses(reading.links, rows)], reading.warnings)
    if not any(row.text for row in rows):
        raise UserError("The document has no text in it; choose another file or paste the text.")
    lines, start = [], 0
    for row in rows:
        end = start + len(row.text)
        lines.append(Line(start=start, end=end, page=row.page, x=round(row.x, 1), size=round(row.size, 1), bold=row.bold))
        start = end + 1
    return Document(
        kind=kind, name=name, sha256=sha256, text="\n".join(row.text for row in rows), lines=lines,
        pages=reading.pages, warnings=list(dict.fromkeys(reading.warnings)), data=reading.data,
    )  # fmt: skip


def _plain(rows: Iterable[Row]) -> list[Row]:
    """Rows with clean text, one line each, never two empty ones in a row."""
    result: list[Row] = []
    for row in rows:
        for part in _split(row.text):
            text = tidy(part)
            if text or (result and result[-1].text):
                result.append(replace(row, text=text))
    while result and not result[-1].text:
        result.pop()
    return result


def _split(text: str) -> Iterator[str]:
    """Lines of a row; a line without end (a whole resume pasted as one) is broken at blanks."""
    for line in text.splitlines() or [""]:
        yield from [line] if len(line) <= MAX_LINE else _PIECES.findall(line)


def _addresses(links: Iterable[str], rows: list[Row]) -> list[Row]:
    """A row for each e-mail, phone or web address behind a link that the text itself does not show."""
    shown = re.sub(r"\s", "", "".join(row.text for row in rows)).casefold()
    found: dict[str, Row] = {}
    for link in links:
        link = unquote(link.strip())[:MAX_LINK]
        bare = re.sub(r"^(?:mailto:|tel:|https?://(?:www\.)?)", "", link, flags=re.I).split("?subject")[0].rstrip("/")
        key = re.sub(r"\s", "", bare).casefold()
        if link.lower().startswith(("mailto:", "tel:", "http://", "https://")) and key and key not in shown:
            found.setdefault(key, Row(link if link.lower().startswith("http") else bare))
    return list(found.values())[:MAX_LINKS]


def _bounded(rows: list[Row], warnings: list[str]) -> list[Row]:
    """Rows within the limits of lines and characters."""
    size = 0
    for number, row in enumerate(rows):
        size += len(row.text) + 1
        if number >= MAX_LINES or size > MAX_CHARACTERS:
            warnings.append(TOO_LONG)
            return rows[:number]
    return rows
