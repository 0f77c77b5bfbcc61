"""DOCX read straight from its XML: body, tables, text boxes, headers and footers in the order a reader sees them.

python-docx walks the body's paragraphs and tables only and unpacks without bounds; what people put into text boxes, headers and
content controls (often their own name) is read here, hidden runs and deleted revisions are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from core.documents.archive import CORRUPT, Archive
from core.documents.rows import Reading, Row
from core.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NESTING = 25
HIDDEN = "Hidden text was left out."
_TINY = 3.0  # points; below this nobody reads it
_CELL = 80  # characters; a longer cell is a column of a layout, not a value in a row
_STYLE_STEPS = 10

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_REMOVED = {f"{_W}{tag}" for tag in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "fldData")}
_BLANKS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class _Style:
    """How a paragraph or run looks; None = not said here."""

    size: float | None = None
    bold: bool | None = None
    hidden: bool | None = None
    listed: bool | None = None

    def over(self, base: _Style) -> _Style:
        """This style on top of another."""
        return _Style(
            base.size if self.size is None else self.size,
            base.bold if self.bold is None else self.bold,
            base.hidden if self.hidden is None else self.hidden,
            base.listed if self.listed is None else self.listed,
        )


def read(data: bytes) -> Reading:
    """Rows of a DOCX file."""
    return _File(Archive(data)).reading()


class _File:
    """One DOCX file while it is read."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._reading = Reading()

    def reading(self) -> Reading:
        """Headers, body, footers, notes, and the addresses of links that the text does not show."""
        body = self._archive.xml(self._main).find(f"{_W}body")
        if body is None:
            raise UserError(CORRUPT)
        for names, part in (("header", None), ("", body), ("footnotes", None), ("footer", None)):
            roots = [part] if part is not None else [self._archive.xml(name) for name in self._parts(names)]
            rows = [row for root in roots for row in self._blocks(root, 0)]
            self._reading.rows += rows if part is not None else _once(rows)
        self._reading.links = self._links()
        return self._reading

    @cached_property
    def _main(self) -> str:
        names = sorted(name for name in self._archive.names if re.fullmatch(r"word/document\d*\.xml", name))
        if not names:
            raise UserError(CORRUPT)
        return names[0]

    def _parts(self, word: str) -> list[str]:
        return sorted(name for name in self._archive.names if re.fullmatch(rf"word/{word}\d*\.xml", name))[:20]

    def _links(self) -> list[str]:
        """Targets of hyperlinks, in the order of the file."""
        name = f"word/_rels/{self._main.removeprefix('word/')}.rels"
        if name not in self._archive.names:
            return []
        return [str(link.get("Target") or "") for link in self._archive.xml(name) if str(link.get("Type")).endswith("/hyperlink")]

    @cached_property
    def _styles(self) -> dict[str, tuple[_Style, str]]:
        """Each named style and the one that it is based on."""
        if "word/styles.xml" not in self._archive.names:
            return {}
        root = self._archive.xml("word/styles.xml")
        found = {}
        for style in root.iter(f"{_W}style"):
            own = _look(style.find(f"{_W}rPr"), style.find(f"{_W}pPr"))
            found[str(style.get(f"{_W}styleId"))] = (own, _value(style, "basedOn"))
        return found

    def _named(self, name: str) -> _Style:
        """A style with everything that it inherits."""
        look = _Style()
        for _ in range(_STYLE_STEPS):
            if name not in self._styles:
                break
            own, name = self._styles[name]
            look = look.over(own)
        return look

    @cached_property
    def _usual(self) -> _Style:
        """How text looks that says nothing about itself."""
        if "word/styles.xml" not in self._archive.names:
            return _Style()
        return _look(self._archive.xml("word/styles.xml").find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"), None)

    def _blocks(self, parent: _Element, depth: int) -> Iterator[Row]:
        """Rows of the paragraphs and tables below an element."""
        if depth > MAX_NESTING:
            self._reading.warnings.append("Parts that are nested too deeply were left out.")
            return
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, depth)
            elif child.tag not in _REMOVED and child.tag != _FALLBACK and isinstance(child.tag, str):
                yield from self._blocks(child, depth + 1)

    def _table(self, table: _Element, depth: int) -> Iterator[Row]:
        """Rows of a table: short cells of one paragraph share a line, anything longer is read cell by cell."""
        for line in table.iter(f"{_W}tr"):
            if next(line.iterancestors(f"{_W}tbl")) is not table:
                continue
            cells = [list(self._blocks(cell, depth + 1)) for cell in line.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is line]
            cells = [[row for row in cell if row.text.strip()] for cell in cells]
            cells = [cell for cell in cells if cell]
            if len(cells) > 1 and all(len(cell) == 1 and len(cell[0].text) <= _CELL for cell in cells):
                first = cells[0][0]
                yield Row("\t".join(cell[0].text for cell in cells), size=first.size, bold=first.bold)
            else:
                yield from (row for cell in cells for row in cell)

    def _paragraph(self, paragraph: _Element, depth: int) -> Iterator[Row]:
        """The paragraph's own line, then what floats in boxes anchored to it."""
        properties = paragraph.find(f"{_W}pPr")
        own = _look(properties.find(f"{_W}rPr") if properties is not None else None, properties)
        style = _value(properties, "pStyle") if properties is not None else ""
        base = _Style(listed=own.listed).over(self._named(style or "Normal")).over(self._usual)
        boxes: list[_Element] = []
        runs = list(self._runs(paragraph, base, boxes, 0))
        text = "".join(part for part, _ in runs)
        shown = [look for part, look in runs if part.strip()]
        if text.strip():
            size = max((look.size or 0.0 for look in shown), default=0.0)
            yield Row(("• " if base.listed else "") + text, size=size, bold=all(look.bold for look in shown))
        elif not boxes:
            yield Row("")
        for box in boxes:
            yield from self._blocks(box, depth + 1)

    def _runs(self, parent: _Element, base: _Style, boxes: list[_Element], depth: int) -> Iterator[tuple[str, _Style]]:
        """Text with its look, in order; boxes are set aside."""
        if depth > MAX_NESTING:
            return
        for child in parent:
            tag = child.tag
            if tag == f"{_W}txbxContent":
                boxes.append(child)
            elif tag == f"{_W}r":
                yield from self._run(child, base, boxes, depth)
            elif tag == _ALTERNATE:
                yield from self._runs(_first(child), base, boxes, depth + 1)
            elif isinstance(tag, str) and tag not in _REMOVED:
                yield from self._runs(child, base, boxes, depth + 1)

    def _run(self, run: _Element, base: _Style, boxes: list[_Element], depth: int) -> Iterator[tuple[str, _Style]]:
        properties = run.find(f"{_W}rPr")
        named = self._named(_value(properties, "rStyle")) if properties is not None else _Style()
        look = _look(properties, None).over(named).over(base)
        text = "".join(_BLANKS.get(str(part.tag), part.text or "" if part.tag == f"{_W}t" else "") for part in run)
        if look.hidden or (look.size is not None and look.size < _TINY):
            if text.strip():
                self._reading.warnings.append(HIDDEN)
            return
        yield text, look
        others = [part for part in run if part.tag == _ALTERNATE or str(part.tag).endswith(("}drawing", "}pict", "}object", "}ruby"))]
        for part in others:
            yield from self._runs(_first(part) if part.tag == _ALTERNATE else part, base, boxes, depth + 1)


def _first(alternate: _Element) -> _Element:
    """The one version of alternate content that is shown."""
    versions = [version for version in (alternate.find(_CHOICE), alternate.find(_FALLBACK)) if version is not None]
    return next((version for version in versions if next(version.iter(f"{_W}t"), None) is not None), alternate)


def _once(rows: list[Row]) -> list[Row]:
    """Rows without repeats: first, even and default pages often share one header."""
    return list({row.text.strip(): row for row in rows if row.text.strip()}.values())


def _value(parent: _Element, tag: str) -> str:
    child = parent.find(f"{_W}{tag}")
    return str(child.get(f"{_W}val") or "") if child is not None else ""


def _flag(parent: _Element, tag: str) -> bool | None:
    """An on/off property; Word's absent value means on."""
    child = parent.find(f"{_W}{tag}")
    return None if child is None else child.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _look(run: _Element | None, paragraph: _Element | None) -> _Style:
    """What run and paragraph properties say about size, weight, visibility and lists."""
    size = _value(run, "sz") if run is not None else ""
    numbering = paragraph.find(f"{_W}numPr") if paragraph is not None else None
    return _Style(
        size=int(size) / 2 if size.isdigit() and len(size) < 6 else None,
        bold=_flag(run, "b") if run is not None else None,
        hidden=_flag(run, "vanish") if run is not None else None,
        listed=None if numbering is None else _value(numbering, "numId") != "0",
    )
