"""What lies on a PDF page besides its content: addresses behind links, filled form fields, notes typed onto the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from core.documents.glyphs import Word

MAX_LINKS = 300
MAX_FIELDS = 1_000
_LONGEST = 4_000  # characters of one field
_SIZE = 10.0  # points; fields rarely say
_LEADING = 1.2


def links(pdf: Any, page: Any) -> Iterator[str]:
    """Addresses of the page's link annotations."""
    import pypdfium2.raw as pdfium

    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    buffer = ctypes.create_string_buffer(2_000)
    for _ in range(MAX_LINKS):
        if not pdfium.FPDFLink_Enumerate(page.raw, position, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if action and 1 < pdfium.FPDFAction_GetURIPath(pdf.raw, action, buffer, len(buffer)) <= len(buffer):
            yield buffer.value.decode("utf-8", "replace")


def fields(page: Any) -> Iterator[Word]:
    """Values of form fields and typed notes, a word a line, where they stand on an unturned page."""
    import pypdfium2.raw as pdfium

    keys = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}
    left, _, _, top = page.get_cropbox()
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MAX_FIELDS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if not note:
            continue
        key, rect = keys.get(pdfium.FPDFAnnot_GetSubtype(note)), pdfium.FS_RECTF()
        if key and pdfium.FPDFAnnot_GetRect(note, rect) and not pdfium.FPDFAnnot_GetFlags(note) & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
            for line, text in enumerate(_value(pdfium, note, key).splitlines()):
                down = top - rect.top + _SIZE * (1 + _LEADING * line)
                yield Word(text, rect.left - left, rect.left - left + len(text) * _SIZE / 2, down, _SIZE)
        pdfium.FPDFPage_CloseAnnot(note)


def _value(pdfium: Any, note: Any, key: bytes) -> str:
    """A text value of an annotation; empty for names such as a ticked box."""
    if pdfium.FPDFAnnot_GetValueType(note, key) != pdfium.FPDF_OBJECT_STRING:
        return ""
    size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(min(size, 2 * _LONGEST))
    pdfium.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer))
    return buffer.raw.decode("utf-16-le", "ignore").split("\x00")[0].replace("\r", "\n")
