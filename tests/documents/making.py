"""Small files made by the tests: a PDF writer that places text, and office files written by their own rules."""

from __future__ import annotations

import io
import struct
import zipfile

import docx

LETTER = (612, 792)
RESUME = [
    (72, 60, 20, "Nora Feld"),
    (72, 84, 10, "nora.feld@example.org | +49 30 1234567 | Berlin"),
    (72, 120, 13, "Experience"),
    (72, 140, 11, "Nurse, Clinic North"),
    (430, 140, 11, "Jan 2019 - Present"),
    (72, 156, 11, "Led a ward of 24 beds and trained 6 juniors."),
    (72, 190, 13, "Education"),
    (72, 210, 11, "Bachelor of Nursing, Lakeside College"),
    (430, 210, 11, "2014 - 2018"),
]


def text_at(x: float, y: float, size: float, text: str, extra: str = "") -> str:
    """A PDF operator run that shows text at x, y points from the top left corner."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {extra} /F1 {size} Tf 1 0 0 1 {x} {LETTER[1] - y} Tm ({escaped}) Tj ET"


def pdf_of(pages: list[str], links: list[str] = (), extra: str = "", trailer: str = "") -> bytes:  # type: ignore[assignment]
    """A PDF of these content streams in Helvetica; the links are put on the first page."""
    numbers = {"first": 4, "links": 4 + 2 * len(pages)}
    notes = " ".join(f"{numbers['links'] + i} 0 R" for i in range(len(links)))
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(pages):
        annotations = f"/Annots [{notes}]" if links and number == 0 else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {LETTER[0]} {LETTER[1]}] {annotations} {extra} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    for link in links:
        objects.append(f"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI ({link}) >> >>")
    return assembled(objects, trailer)


def assembled(objects: list[str], trailer: str = "") -> bytes:
    """A PDF file of numbered objects with its cross-reference table."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def pdf_page(*parts: tuple[float, float, float, str]) -> str:
    """Content of a page from (x, y, size, text) tuples."""
    return "\n".join(text_at(*part) for part in parts)


def resume_pdf() -> bytes:
    """A plain resume of one page."""
    return pdf_of([pdf_page(*RESUME)])


def resume_docx() -> bytes:
    """The same resume as Word would write it."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Nora Feld"
    document.add_heading("Experience", 1)
    document.add_paragraph("Nurse, Clinic North")
    document.add_paragraph("Trained 6 juniors.", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("German", "native", "English", "fluent"), strict=True):
        cell.text = text
    return saved(document)


def saved(document: object) -> bytes:
    """Bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_xml(body: str, **parts: bytes | str) -> bytes:
    """A bare DOCX around this body XML; further parts by name, `__` for `/` and `_xml` for `.xml`."""
    names = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    space = (
        W + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    document = f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **names})


def odt_of(body: str, manifest: str = "<m/>") -> bytes:
    """A bare ODT file around this body XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    space = (
        f'xmlns:office="{office}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    content = f"<office:document-content {space}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "META-INF/manifest.xml": manifest})


_SECTOR, _FREE, _END = 512, 0xFFFFFFFF, 0xFFFFFFFE


def compound(streams: dict[str, bytes]) -> bytes:
    """An old Office container with two streams, each long enough to live in ordinary sectors."""
    body, table, entries = b"", [], [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        data = data.ljust(max(4_096, -(-len(data) // _SECTOR) * _SECTOR), b"\0")
        entries.append(_entry(name, 2, len(table), len(data), right=number + 1 if number < len(streams) else _FREE))
        table += [*range(len(table) + 1, len(table) + len(data) // _SECTOR), _END]
        body += data
    directory, table = len(table), [*table, _END, 0xFFFFFFFD]
    body += b"".join(entries).ljust(_SECTOR, b"\0") + struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, directory, 0, 4_096, _END, 0, _END, 0) + struct.pack("<I", len(table) - 1)
    return head.ljust(_SECTOR, b"\xff") + body


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    title = name.encode("utf-16-le") + b"\0\0"
    return title.ljust(64, b"\0") + struct.pack("<HBB3I36xIQ", len(title), kind, 1, _FREE, right, child, start, size)


def word97(text: str) -> bytes:
    """A Word 97 file of one piece of text."""
    raw = text.replace("\n", "\r").encode("cp1252")
    block = bytearray(0x600)
    for place, layout, values in (
        (0x00, "<HH", (0xA5EC, 0xC1)),
        (0x0A, "<H", (0x0200,)),
        (0x18, "<II", (0x600, 0x600 + len(raw))),
        (0x20, "<H", (14,)),
        (0x3E, "<H", (22,)),
        (0x4C, "<I", (len(raw),)),
        (0x98, "<H", (93,)),
    ):
        struct.pack_into(layout, block, place, *values)
    pieces = struct.pack("<IIHIH", 0, len(raw), 0, 0x600 * 2 | 0x40000000, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", block, 0x1A2, 0, len(table))
    return compound({"1Table": table, "WordDocument": bytes(block) + raw})
