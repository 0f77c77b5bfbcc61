"""PDF pages as rows: opened by pdfium, put in order by `layout`; pypdf is the second reader when pdfium finds nothing.

Hides passwords, scans, text nobody can see, running headers, words broken at line ends, and the addresses behind links.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import threading
import zlib
from collections import Counter
from dataclasses import replace
from typing import Any

from core.documents import glyphs, layout, overlay
from core.documents.archive import CORRUPT
from core.documents.rows import MAX_PAGES, Reading, Row
from core.errors import UserError

_FEW_LETTERS = 10
_LETTER_SHARE = 0.3
_SCAN_LETTERS = 60  # letters a page, below which a page that is one picture counts as a scan
_MARGIN = 0.09  # of the page's height: where running headers and footers stand
_MAX_CONTENT = 1_000_000  # bytes of drawing operators
_FLAT = 16  # grey levels: less contrast than this cannot be read
_PIXELS = 1_600

HIDDEN = "Hidden text was left out."
COLUMNS = "The page has columns; they were read one after the other."
PASSWORD = "The PDF is protected by a password; save it without one and try again."
SCANNED = "The PDF is a scanned picture without text; export it from your editor as PDF or DOCX, or paste the resume's text."

_PAGE_NUMBER = re.compile(r"(?:\w{1,7}\.? )?\d{1,3}(?: ?(?:/|of|von|de|sur|di|van|z|-) ?\d{1,3})?", re.I)
_BROKEN = re.compile(r"[^\W\d_]{2}(?:-|\u00ad)$")
# What is usually written with a hyphen keeps it when a line ends there.
_KEPT = frozenset(
    {
        "based", "driven", "oriented", "end", "stack", "time", "level", "side", "to", "in", "on", "off", "party", "functional", "scale",
        "quality", "first", "built", "user", "term", "wide", "speaking",
    }
)  # fmt: skip
_BROKEN_FILE_ERRORS = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError, OSError,
    NotImplementedError, struct.error, zlib.error,
)  # fmt: skip
_ONE_AT_A_TIME = threading.Lock()  # pdfium is not thread-safe


def read(data: bytes) -> Reading:
    """Rows of a PDF of at most 60 pages."""
    with _ONE_AT_A_TIME:
        first = _with_pdfium(data)
    if first and not _is_garbled(first.rows):
        return first
    try:
        second = _with_pypdf(data)
    except UserError:
        if first is None:
            raise
        second = first
    best = second if first is None or _letters(second.rows) > _letters(first.rows) else first
    if _letters(best.rows) < _FEW_LETTERS:
        raise UserError(SCANNED)
    return best


def _is_garbled(rows: list[Row]) -> bool:
    """Whether there is hardly any text, or most of it is no letters: fonts that do not say what their shapes mean."""
    letters = _letters(rows)
    return letters < max(_FEW_LETTERS, _LETTER_SHARE * sum(len(row.text) for row in rows))


def _with_pdfium(data: bytes) -> Reading | None:
    """What pdfium reads; None when it cannot open the file, which leaves it to the second reader."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UserError(PASSWORD) from error
        return None
    try:
        _check_pages(len(pdf))
        return _Pdf(pdf).reading()
    finally:
        pdf.close()


def _check_pages(pages: int) -> None:
    if pages > MAX_PAGES:
        raise UserError(f"The PDF has {pages:,} pages, and at most {MAX_PAGES} are read; save the pages that matter as a PDF of their own.")


def _letters(rows: list[Row]) -> int:
    return sum(c.isalpha() for row in rows for c in row.text)


class _Pdf:
    """One open document while it is read."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._reading = Reading(pages=max(len(pdf), 1))
        self._pictures = 0

    def reading(self) -> Reading:
        """Rows of all pages: main text page by page, then columns that ran beside it."""
        import pypdfium2

        pages: list[list[layout.TextLine]] = []
        for number in range(len(self._pdf)):
            try:
                page = self._pdf[number]
            except pypdfium2.PdfiumError:
                self._reading.warnings.append(f"Page {number + 1} is damaged and was left out.")
                pages.append([])
                continue
            pages.append(self._page(page))
            page.close()
        rows = _continued(pages)
        if self._pictures and _letters(rows) < _SCAN_LETTERS * len(pages) and self._pictures == len(pages):
            raise UserError(SCANNED)
        self._reading.rows = mended(rows)
        return self._reading

    def _page(self, page: Any) -> list[layout.TextLine]:
        """Lines of one page in reading order; text that is turned against the page comes last."""
        text_page = page.get_textpage()
        words = [*self._visible(page, glyphs.words(page, text_page)), *overlay.fields(page)]
        text_page.close()
        self._reading.links += overlay.links(self._pdf, page)
        if sum(len(word.text) for word in words) < _SCAN_LETTERS and _is_picture(page):
            self._pictures += 1
        lines, cut = layout.reading_order([word for word in words if not word.turned])
        if cut:
            self._reading.warnings.append(COLUMNS)
        for turn in (1, 2, 3):
            lines += layout.lines_of(layout.segments_of([word for word in words if word.turned == turn]))
        height = page.get_height()
        for line in lines:
            line.zone = "top" if line.y < _MARGIN * height else "bottom" if line.y > (1 - _MARGIN) * height else ""
        return lines

    def _visible(self, page: Any, words: list[glyphs.Word]) -> list[glyphs.Word]:
        """Words that can be read: doubtful ones only where the drawn page shows something, and no other word, in their place."""
        seen = [word for word in words if word.seen and not word.doubtful]
        doubtful = [word for word in words if word.seen and word.doubtful]
        if doubtful and not page.get_rotation():
            picture = _Picture(page)
            drawn = [word for word in doubtful if not word.turned and picture.shows(word)]
            doubtful = [word for word in drawn if not any(_covers(other, word) for other in seen)]
        if len(words) - len(seen) - len(doubtful) > 1:
            self._reading.warnings.append(HIDDEN)
        kept = {id(word) for word in (*seen, *doubtful)}
        return [word for word in words if id(word) in kept]


def _covers(other: glyphs.Word, word: glyphs.Word) -> bool:
    """Whether two words stand on top of each other."""
    middle = (word.x0 + word.x1) / 2
    return abs(other.y - word.y) < 0.5 * other.size and other.x0 < middle < other.x1 and not other.turned


class _Picture:
    """A page as drawn, in grey: white text is hidden only where nothing darker lies under it."""

    def __init__(self, page: Any) -> None:
        width, height = page.get_size()
        self._scale = min(1.0, _PIXELS / max(width, height, 1.0))
        bitmap = page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._grey = bytes(bitmap.buffer)
        bitmap.close()

    def shows(self, word: glyphs.Word) -> bool:
        """Whether anything can be told apart where the word stands."""
        left, right = (max(0, min(self._width, round(x * self._scale))) for x in (word.x0, word.x1))
        top, bottom = (max(0, min(self._height, round(y * self._scale))) for y in (word.y - word.size, word.y + word.size / 4))
        rows = [self._grey[y * self._stride + left : y * self._stride + right] for y in range(top, bottom)]
        rows = [row for row in rows if row]
        return not rows or max(map(max, rows)) - min(map(min, rows)) > _FLAT


def _is_picture(page: Any) -> bool:
    """Whether one picture covers most of the page."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    width, height = page.get_size()
    for picture in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > 0.5 * width * height:
            return True
    return False


def _continued(pages: list[list[layout.TextLine]]) -> list[Row]:
    """Rows page by page; columns beside the main text of several pages, then running lines, follow once at the end."""
    repeated = _repeated(pages)
    main: list[Row] = []
    aside: list[Row] = []
    running: list[Row] = []
    for number, lines in enumerate(pages):
        for line in lines:
            key = _same(line.text)
            target = aside if line.aside and len(pages) > 1 else main
            if line.zone and _PAGE_NUMBER.fullmatch(line.text.strip()):
                continue
            if line.zone and key in repeated:
                if repeated[key]:
                    continue
                repeated[key] = True
                target = main if number == 0 and line.zone == "top" else running
            target += _rows(line, number)
    return [*main, *([Row("")] if aside else []), *aside, *running]


def _rows(line: layout.TextLine, page: int) -> list[Row]:
    """The row of a line, after an empty one when the line stands apart."""
    size, bold = max(s.size for s in line.segments), all(s.bold for s in line.segments)
    row = Row(line.text, page, line.segments[0].x0, size, bold)
    return [Row("", page), row] if line.gap else [row]


def _same(text: str) -> str:
    """A running line's text with its numbers blurred."""
    return re.sub(r"\d+", "#", text)


def _repeated(pages: list[list[layout.TextLine]]) -> dict[str, bool]:
    """Lines that stand in the margin of more than half of the pages; none was placed yet."""
    seen = Counter(key for lines in pages for key in {_same(line.text) for line in lines if line.zone})
    return {key: False for key, count in seen.items() if count > 1 and 2 * count > len(pages)}


def mended(rows: list[Row]) -> list[Row]:
    """Words that were broken at line ends put together again on the first of the two lines."""
    result = list(rows)
    for at in range(len(result) - 1):
        text, below = result[at].text.rstrip(), result[at + 1].text
        tail = re.match(r"[^\W\d_]+[,;.:)]*", below)
        if not (tail and _BROKEN.search(text) and below[0].islower() and "\t" not in text[-30:]):
            continue
        keep = text[-1] == "-" and tail[0].rstrip(",;.:)") in _KEPT
        result[at] = replace(result[at], text=(text if keep else text[:-1]) + tail[0])
        result[at + 1] = replace(result[at + 1], text=below[tail.end() :].lstrip())
    return result


def _pypdf_lines(page: Any) -> list[str]:
    """Lines of one page; pypdf's time grows with the page's operators, so a page that is one huge drawing is left out."""
    contents = page.get_contents()
    if contents is None or len(contents.get_data()) > _MAX_CONTENT:
        return []
    return str(page.extract_text() or "").splitlines()


def _with_pypdf(data: bytes) -> Reading:
    """What pypdf reads; its many ways to fail on broken files all mean a damaged file."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UserError(PASSWORD)
        pages = len(reader.pages)
        _check_pages(pages)
        rows = [Row(line, number) for number, page in enumerate(reader.pages) for line in _pypdf_lines(page)]
    except (PyPdfError, *_BROKEN_FILE_ERRORS) as error:
        raise UserError(CORRUPT) from error
    return Reading(mended(rows), pages=max(pages, 1))
