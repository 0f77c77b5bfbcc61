"""Makes the PDF and DOCX files of the sample people from the plain sources beside it; the same bytes every time.

Run `python data/sample/build_resumes.py` after changing a source. In a source, `#` is the name, `##` a section, `###` a role,
`-` a point; `@left` and `@right` open the columns of a two-column page.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parent / "resume_sources"
FOLDER = Path(__file__).parent / "resumes"
_STYLES = {"# ": (20.0, True), "## ": (12.5, True), "### ": (10.5, True), "": (10.0, False)}
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 595, 842, 50
_LEFT_WIDTH = 165
_LETTER = 0.51  # mean width of a Helvetica letter, in sizes
_MADE = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Piece:
    """A run of text on the page, in points from the lower left corner."""

    x: float
    y: float
    size: float
    bold: bool
    text: str


def main() -> None:
    """Write the three built files."""
    (FOLDER / "nurse.docx").write_bytes(docx_bytes(_source("nurse")))
    for name in ("software-developer", "logistics-manager"):
        (FOLDER / f"{name}.pdf").write_bytes(pdf_bytes(_source(name)))


def _source(name: str) -> list[str]:
    return (SOURCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()


# --- PDF -----------------------------------------------------------------------------------------------------------


def pdf_bytes(lines: list[str]) -> bytes:
    """One page in the standard Helvetica fonts, no compression, no dates."""
    tree = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", _page()]
    return _file([*tree, _font(""), _font("-Bold")], _stream(_laid_out(lines)))


def _laid_out(lines: list[str]) -> list[Piece]:
    """Lines set from the top; the columns start below what stands before `@left`."""
    pieces: list[Piece] = []
    x, y, width, top = float(_MARGIN), float(_PAGE_HEIGHT - _MARGIN), _PAGE_WIDTH - 2.0 * _MARGIN, 0.0
    for line in lines:
        if line == "@left":
            top, width = y - 8, float(_LEFT_WIDTH)
            y = top
        elif line == "@right":
            x, y, width = x + _LEFT_WIDTH + 25, top, width + 140
        else:
            set_line = _set(line, x, y, width)
            pieces += set_line
            y = set_line[-1].y
    return pieces


def _set(line: str, x: float, y: float, width: float) -> list[Piece]:
    mark = next(mark for mark in _STYLES if line.startswith(mark))
    size, bold = _STYLES[mark]
    text = line.removeprefix(mark)
    point = text.startswith("- ")
    rows = textwrap.wrap(("• " + text[2:]) if point else text, int(width / (size * _LETTER)), subsequent_indent="  " if point else "")
    y -= {"# ": 10, "## ": 9, "### ": 4}.get(mark, 0)
    return [Piece(x, y - (number + 1) * size * 1.32, size, bold, row) for number, row in enumerate(rows)]


def _stream(pieces: list[Piece]) -> bytes:
    return "\n".join(_drawn(piece) for piece in pieces).encode("cp1252")


def _drawn(piece: Piece) -> str:
    font = "F2" if piece.bold else "F1"
    return f"BT /{font} {piece.size:g} Tf {piece.x:.1f} {piece.y:.1f} Td ({_escaped(piece.text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _page() -> str:
    box = f"/MediaBox[0 0 {_PAGE_WIDTH} {_PAGE_HEIGHT}]"
    return f"<</Type/Page/Parent 2 0 R{box}/Resources<</Font<</F1 4 0 R/F2 5 0 R>>>>/Contents 6 0 R>>"


def _font(style: str) -> str:
    return f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica{style}/Encoding/WinAnsiEncoding>>"


def _file(objects: list[str], stream: bytes) -> bytes:
    """Numbered objects, the page's stream as the last one, the table of their places, the trailer."""
    bodies = [entry.encode("ascii") for entry in objects]
    bodies.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(stream), stream))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(bodies) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows)
    return out + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))


# --- DOCX ----------------------------------------------------------------------------------------------------------


def docx_bytes(lines: list[str]) -> bytes:
    """A plain document with title, headings and bullet points; dates inside the archive are fixed."""
    from docx import Document

    document = Document()
    styles = {"# ": "Title", "## ": "Heading 1", "### ": "Heading 2", "- ": "List Bullet"}
    for line in lines:
        mark = next((mark for mark in styles if line.startswith(mark)), "")
        document.add_paragraph(line.removeprefix(mark), style=styles.get(mark))
    document.core_properties.title = "Sample person, invented"
    document.core_properties.author = ""
    made = io.BytesIO()
    document.save(made)
    return _undated(made)


def _undated(archive: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, _MADE), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    main()
