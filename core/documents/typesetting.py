"""PDF pages set from templates of ours; hides typst, its fonts and what it takes to keep outside text inert.

A template is a file `data/documents/<name>.typ`. It imports `sheet.typ` and finds the mapping under `data`, which reaches it as one JSON
string in `sys.inputs`: outside text is a value there and never becomes source. `plain.typ` takes blocks of headings, paragraphs, lists and
tables (`title`, `subtitle`, `blocks`), so that a simple document needs no template of its own. Pages are tagged, and PDF/UA where nothing
stands against it (an empty heading, a character without a glyph). The letters are those in typst itself (Latin, Greek, Cyrillic, Hebrew);
other scripts are drawn with a font of the computer where it has one, else as boxes, and `missing` names them. Nothing is fetched; a page of
text takes some 10 ms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from core.errors import UserError
from core.settings import ROOT
from core.text import clean

if TYPE_CHECKING:
    import typst

TEMPLATES = ROOT / "data" / "documents"
MAX_CHARACTERS = 400_000
MAX_BYTES = 20_000_000
MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


@dataclass(frozen=True)
class Typeset:
    """A finished PDF, and the characters that no font here could draw."""

    data: bytes
    missing: str = ""


def pdf(template: str, data: Mapping[str, object]) -> bytes:
    """The PDF of a template of ours; a document beyond 400,000 characters is a `UserError`."""
    return typeset(template, data).data


def typeset(template: str, data: Mapping[str, object]) -> Typeset:
    """As `pdf`, with the characters that could not be drawn. `data["date"]` = [year, month, day] dates the file."""
    import typst

    inputs = {"data": _inert(data)}
    try:
        return Typeset(_bounded(_compiled(template, inputs, ["ua-1"])))
    except typst.TypstError as error:
        if not str(error.message).startswith("PDF/UA"):
            raise
        missing = "".join(dict.fromkeys(MISSING.findall(str(error.diagnostic))))
        return Typeset(_bounded(_compiled(template, inputs, [])), missing)


def _inert(data: Mapping[str, object]) -> str:
    text = json.dumps(_cleaned(data), ensure_ascii=False)
    if len(text) > MAX_CHARACTERS:
        raise UserError("The document is longer than a PDF here may be; shorten it or choose another format.")
    return text


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {str(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list | tuple) else value


def _compiled(template: str, inputs: dict[str, str], standards: list[typst.PDFStandard]) -> bytes:
    import typst

    source = TEMPLATES / f"{template}.typ"
    compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts())
    pages = compiler.compile(input=source, format="pdf", sys_inputs=inputs, pdf_standards=standards)
    assert isinstance(pages, bytes)
    return pages


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=True)


def _bounded(pages: bytes) -> bytes:
    if len(pages) > MAX_BYTES:
        raise UserError("The PDF is larger than 20 MB; shorten the document or choose another format.")
    return pages
