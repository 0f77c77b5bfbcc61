"""Reading resumes: the text of a person's documents becomes a structured record in which every value knows its source.

Hides languages, layouts, the order of titles and employers, and lenient JSON Resume files.
"""

from __future__ import annotations

from datetime import date

from core.models import Document, Resume
from core.resume.edited import combine, restate
from core.resume.record import parse
from core.resume.shapes import carry_sources, flat

__all__ = ["carry_sources", "combine", "flat", "parse", "read_file", "read_pasted", "restate"]


def read_file(data: bytes, name: str, today: date) -> tuple[Document, Resume]:
    """The document in these bytes and the resume it tells; made to run in the bounded worker of `core.documents`."""
    from core.documents import read

    document = read(data, name)
    return document, parse(document, today)


def read_pasted(text: str, today: date) -> tuple[Document, Resume]:
    """The document and the resume of pasted text; made to run in the worker, too."""
    from core.documents import read_text

    document = read_text(text)
    return document, parse(document, today)
