"""The text of a document with every value marked where it was found, as HTML that holds nothing but escaped text.

The colours are half-transparent, so they work on both themes; the open part is underlined too, so nothing rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from core.models import Document, Source
from pages.ui.pointers import part_of

MAX_CHARACTERS = 60_000
_BOX = (
    "max-height:34rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:0.875rem;line-height:1.6;"
    "padding:0.75rem 1rem;border:1px solid rgba(120,135,150,0.45);border-radius:0.5rem"
)
_READ = "background:rgba(80,150,205,0.24);color:inherit;border-radius:0.2rem"
_OPEN = "background:rgba(226,150,60,0.34);color:inherit;border-radius:0.2rem;text-decoration:underline;text-underline-offset:0.2em"
_UNREAD = "font-style:italic;text-decoration:underline dotted;text-underline-offset:0.2em"
Span = tuple[int, int, str]


def marked(document: Document, number: int, sources: Mapping[str, Source], part: str, unread: Iterable[str] = ()) -> str:
    """HTML of document `number`: values of the open `part` (a JSON pointer's first step) stand out from the others."""
    text = document.text[:MAX_CHARACTERS]
    spans = _spans(document, number, sources, part, set(unread))
    pieces, at = [], 0
    for start, end, style in spans:
        pieces.append(escape(text[at:start]))
        pieces.append(f'<mark style="{style}">{escape(text[start:end])}</mark>' if style != _UNREAD else _unread(text[start:end]))
        at = end
    pieces.append(escape(text[at:]))
    rest = "<br><em>The text goes on; only its beginning is shown.</em>" if len(document.text) > MAX_CHARACTERS else ""
    label = escape(f"Text of {document.name or 'the pasted resume'}", quote=True)
    return f'<div tabindex="0" role="region" aria-label="{label}" style="{_BOX}">{"".join(pieces)}{rest}</div>'


def legend() -> str:
    """What the marks mean, in the marks themselves."""
    return (
        f'<div style="font-size:0.875rem;line-height:1.8"><mark style="{_OPEN}">open part</mark> &nbsp; '
        f'<mark style="{_READ}">other parts</mark> &nbsp; {_unread("not understood")}</div>'
    )


def _unread(text: str) -> str:
    return f'<span style="{_UNREAD}">{escape(text)}</span>'


def _spans(document: Document, number: int, sources: Mapping[str, Source], part: str, unread: set[str]) -> list[Span]:
    """Spans that do not overlap, in order: the open part's first, then other values, then lines that were not understood."""
    here = [(pointer, source) for pointer, source in sources.items() if source.document == number]
    mine = [(s.start, s.end, _OPEN) for pointer, s in here if part_of(pointer) == part]
    others = [(s.start, s.end, _READ) for pointer, s in here if part_of(pointer) != part]
    missed = [(line.start, line.end, _UNREAD) for line in document.lines if unread and _is_unread(document, line.start, line.end, unread)]
    limit = min(len(document.text), MAX_CHARACTERS)
    styles: list[str] = [""] * limit
    for spans in (missed, others, mine):
        for start, end, style in spans:
            styles[start : min(end, limit)] = [style] * (max(0, min(end, limit) - max(0, start)))
    return _runs(styles)


def _is_unread(document: Document, start: int, end: int, unread: set[str]) -> bool:
    text = document.text[start:end].strip()
    return bool(text) and any(text == line or (len(line) > 3 and text.endswith(line)) for line in unread)


def _runs(styles: list[str]) -> list[Span]:
    runs: list[Span] = []
    start = 0
    for at in range(1, len(styles) + 1):
        if at == len(styles) or styles[at] != styles[start]:
            if styles[start]:
                runs.append((start, at, styles[start]))
            start = at
    return runs
