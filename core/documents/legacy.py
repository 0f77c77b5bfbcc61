"""ODT by its own XML; DOC and RTF through kreuzberg, which is loaded only when such a file arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.documents.archive import CORRUPT, Archive
from core.documents.rows import MAX_CHARACTERS, Reading, Row
from core.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = {"doc": "application/msword", "rtf": "application/rtf"}
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SKIPPED = {f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", f"{_OFFICE}forms"}
_BLANKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
_MAX_GROUPS = 200


def through_kreuzberg(data: bytes, kind: str) -> Reading:
    """Text of a DOC or RTF file."""
    if kind == "rtf" and _depth(data) > _MAX_GROUPS:
        raise UserError(CORRUPT)
    try:
        import kreuzberg
    except ImportError as error:
        raise UserError(f"This computer cannot read {kind.upper()} files; save the resume as PDF or DOCX in your editor.") from error
    try:
        content = kreuzberg.extract_bytes_sync(data, _TYPES[kind]).content
    except (kreuzberg.KreuzbergError, ValueError, RuntimeError, OSError) as error:
        raise UserError(CORRUPT) from error
    return Reading([Row(_cells(line)) for line in content[: 2 * MAX_CHARACTERS].splitlines()])


def _cells(line: str) -> str:
    """A table row in Markdown bars as cells apart by tabs; its rule line vanishes."""
    if not line.startswith("|"):
        return line
    if not line.strip("|-: "):
        return ""
    return "\t".join(cell.strip() for cell in line.strip("|").split("|"))


def _depth(data: bytes) -> int:
    """How deep RTF groups nest: parsers recurse on them."""
    deepest = depth = 0
    for brace in re.findall(rb"[{}]", re.sub(rb"\\[{}\\]", b"", data)):
        depth = depth + 1 if brace == b"{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def open_document(data: bytes) -> Reading:
    """An ODT file: headers, body in order, table rows with a tab between cells, addresses of links, footers."""
    archive = Archive(data)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.names else b""):
        raise UserError("The file is protected by a password; save it without one and try again.")
    body = archive.xml("content.xml").find(f".//{_OFFICE}text")
    if body is None:
        raise UserError(CORRUPT)
    reading = Reading()
    if "styles.xml" in archive.names:
        styles = archive.xml("styles.xml")
        around = {tag: [row for part in styles.iter(f"{{*}}{tag}") for row in _paragraphs(part)] for tag in ("header", "footer")}
    else:
        around = {"header": [], "footer": []}
    reading.rows = [*around["header"], *_paragraphs(body), *around["footer"]]
    reading.links = [str(link.get(_LINK) or "") for link in body.iter(f"{_TEXT}a")]
    return reading


def _paragraphs(part: _Element) -> Iterator[Row]:
    """Rows of a part in order; iteration is flat, so nesting cannot exhaust the stack."""
    from lxml import etree

    walk = etree.iterwalk(part, events=("start", "end"), tag=None)
    cells: list[str] | None = None
    for event, element in walk:
        tag = element.tag
        if event == "start" and tag in _SKIPPED:
            walk.skip_subtree()
        elif tag == f"{_TABLE}table-row":
            if event == "end" and cells:
                yield Row("\t".join(cells) if max(map(len, cells)) < 80 else "\n".join(cells))
            cells = [] if event == "start" else None
        elif event == "start" and tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            walk.skip_subtree()
            text = _inner(element)
            if cells is not None:
                cells += [text] if text.strip() else []
            else:
                heading = tag == f"{_TEXT}h"
                yield Row(_bullet(element) + text if text.strip() else "", size=14.0 if heading else 0.0, bold=heading)


def _bullet(element: _Element) -> str:
    parent = element.getparent()
    return "• " if parent is not None and parent.tag == f"{_TEXT}list-item" else ""


def _inner(paragraph: _Element) -> str:
    """Text of a paragraph with tabs, breaks and the text boxes anchored in it."""
    parts = [paragraph.text or ""]
    for element in paragraph.iterdescendants():
        if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            parts.append("\n")
        if element.tag not in _SKIPPED:
            parts.append(_BLANKS.get(str(element.tag), "") + (element.text or ""))
        parts.append(element.tail or "")
    return "".join(parts)
