"""Files of any kind turned into text in the order a person reads it, within bounds.

`read` decides the kind by content, reads it, cleans the characters and numbers the lines; every refusal is a `UserError` of one
sentence that says what to do. It hides formats, columns, hidden text and hostile input. `worker.run` calls it in a child process
that can be cut off; call it so for anything that a stranger may have made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from core.documents import kinds, rows
from core.documents.rows import MAX_PAGES
from core.errors import UserError
from core.models import Document

MAX_BYTES = 10_000_000

__all__ = ["MAX_BYTES", "MAX_PAGES", "digest", "read", "read_text"]


def read(data: bytes, name: str = "") -> Document:
    """The document in these bytes, at most 10 MB and 60 pages; `name` is kept for display and hints at Markdown only."""
    if not data:
        raise UserError("The file is empty; choose another file or paste the text.")
    if len(data) > MAX_BYTES:
        raise UserError("The file is larger than 10 MB; save it without pictures, or paste its text.")
    kind = kinds.kind_of(data, name)
    try:
        reading = _reader(kind)(data)
    except MemoryError as error:
        raise UserError("The file needs more memory than a resume should; save it again as a plain PDF or paste its text.") from error
    return rows.document(kind, name, digest(data), reading)


def read_text(text: str) -> Document:
    """The document of pasted text."""
    if not text.strip():
        raise UserError("There is no text; paste the resume's text and try again.")
    reading = rows.Reading([rows.Row(line) for line in text[: rows.MAX_CHARACTERS].splitlines()])
    if len(text) > rows.MAX_CHARACTERS:
        reading.warnings.append(rows.TOO_LONG)
    return rows.document("txt", "", digest(text.encode("utf-8", "replace")), reading)


def digest(data: bytes) -> str:
    """SHA-256 of a file, by which the same file is recognised."""
    return hashlib.sha256(data).hexdigest()


def _reader(kind: str) -> Callable[[bytes], rows.Reading]:
    """The reader of a kind; each is imported when first needed, since its library is heavy."""
    if kind == "pdf":
        from core.documents import pdf

        return pdf.read
    if kind == "docx":
        from core.documents import word

        return word.read
    if kind in {"doc", "rtf", "odt"}:
        from core.documents import legacy

        return legacy.open_document if kind == "odt" else lambda data: legacy.through_kreuzberg(data, kind)
    from core.documents import markup

    return {"html": markup.web_page, "md": markup.markdown, "json": markup.json_resume}.get(kind, markup.plain)
