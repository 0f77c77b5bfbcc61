"""What stands where on a PDF page: pdfium's characters gathered into words with position, size, weight and visibility.

Coordinates come out as a reader sees the page: points, x to the right, y downwards to the baseline, whichever way the page or its
text is turned. pdfium's own order is kept as the order of the words.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

MAX_PAGE_CHARACTERS = 40_000
_FL = 13
_TINY = 3.0  # points
# pdfium's mark for a hyphen that ends a line, a soft hyphen (which is drawn, or it would not be here), and TeX's ligatures.
_CODES = (
    {2: "-", 0xAD: "-", 0x2010: "-", 0x2011: "-"}
    | dict.fromkeys((11, 27), "ff")
    | dict.fromkeys((12, 28), "fi")
    | dict.fromkeys((13, 29), "fl")
)
_CODES |= dict.fromkeys((14, 30), "ffi") | dict.fromkeys((15, 31), "ffl")
_BREAKS = frozenset((0, 9, 10, 13, 32, 160, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x3000, 0xFFFE, 0xFFFF))
_SPACE = 0.24  # of the size: a wider gap parts words
_HINTED = 0.10  # the same where pdfium also saw a space
_SLANT = 20  # degrees; text further off any axis is a watermark


@dataclass(slots=True)
class Word:
    """Characters without a gap: x0-x1 and baseline y in points, size in points.

    `seen` is False for text off the page or too small; `doubtful` text is white, transparent or drawn without ink, which may still be
    seen: on a dark ground, or where a program drew the letters as shapes below it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    seen: bool = True
    doubtful: bool = False
    turned: int = 0  # quarter turns against the page's main direction


@dataclass(slots=True)
class _Run:
    """A word while its characters arrive: its extent in writing direction, where the last letter began, and the baseline across it."""

    letters: list[str]
    first: int
    start: float
    end: float
    last: float
    across: float
    size: float
    turn: int


def words(page: Any, text_page: Any) -> list[Word]:
    """The words of a pypdfium2 page, the main writing direction upright; slanted text is left out."""
    reader = _Reader(text_page.raw)
    found = [reader.word(run) for run in reader.runs()]
    if not found:
        return []
    turns = Counter[int]()
    for word in found:
        turns[word.turned] += len(word.text)
    main = turns.most_common(1)[0][0]
    edges = _edges(page, main)
    return [_placed(word, main, edges) for word in found]


def _edges(page: Any, turn: int) -> tuple[float, float, float, float]:
    """Left, right, top, bottom of the visible page in the turned coordinates."""
    left, bottom, right, top = page.get_cropbox()
    return ((left, right, -top, -bottom), (bottom, top, left, right), (-right, -left, bottom, top), (-top, -bottom, -right, -left))[turn]


def _placed(word: Word, main: int, edges: tuple[float, float, float, float]) -> Word:
    """The word relative to the page's corner; what lies outside the page is unseen."""
    left, right, top, bottom = edges
    if word.turned != main:
        return replace(word, turned=(word.turned - main) % 4)
    middle = (word.x0 + word.x1) / 2
    outside = not (left <= middle <= right and top <= word.y - word.size / 4 <= bottom)
    return replace(word, x0=word.x0 - left, x1=word.x1 - left, y=word.y - top, turned=0, seen=word.seen and not outside)


class _Reader:
    """Calls pdfium's character functions on one text page, with the buffers they fill."""

    def __init__(self, raw: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._raw = pdfium, raw
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._name = ctypes.create_string_buffer(256)
        self._fonts: dict[int, bool] = {}

    def runs(self) -> Iterator[_Run]:
        """Characters in pdfium's order, parted where a reader sees a gap, a new line or a new direction."""
        run: _Run | None = None
        hinted = False
        get = self._pdfium.FPDFText_GetUnicode
        for index in range(min(self._pdfium.FPDFText_CountChars(self._raw), MAX_PAGE_CHARACTERS)):
            code = get(self._raw, index)
            if code in _BREAKS and not (code == _FL and run and self._is_ligature(index, run)):
                if run and not self._pdfium.FPDFText_IsGenerated(self._raw, index):
                    yield run
                    run = None
                hinted = True
                continue
            letter = _CODES.get(code) or (chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "")
            start, end, across = self._place(index, run.turn if run else self._turn(index))
            if run and letter == run.letters[-1] == "-" and start < run.end - 0.2 * run.size:
                continue  # one drawn hyphen that stands for several characters
            if run and (_continues(run, start, across, hinted) or _continues_leftwards(run, letter, end, across, hinted)):
                run.letters.append(letter)
                run.start, run.end, run.last = min(run.start, start), max(run.end, end), start
            else:
                if run:
                    yield run
                run = self._begin(index, letter)
            hinted = False
        if run:
            yield run

    def _is_ligature(self, index: int, run: _Run) -> bool:
        """Whether a carriage return is drawn as wide as a letter: TeX's fl."""
        start, end, _ = self._place(index, run.turn)
        return not self._pdfium.FPDFText_IsGenerated(self._raw, index) and start - run.end < 0.2 * run.size and end - start > 0.4 * run.size

    def _begin(self, index: int, letter: str) -> _Run | None:
        """A run that starts with this character; None for slanted text."""
        turn = self._turn(index)
        if turn < 0:
            return None
        start, end, across = self._place(index, turn)
        size = self._pdfium.FPDFText_GetFontSize(self._raw, index) * math.hypot(self._matrix.c, self._matrix.d)
        return _Run([letter], index, start, end, start, across, size or 1.0, turn)

    def _turn(self, index: int) -> int:
        """Quarter turns of the writing direction (0 = to the right, 1 = upwards), -1 when slanted; fills the matrix."""
        self._pdfium.FPDFText_GetMatrix(self._raw, index, self._matrix)
        degrees = math.degrees(math.atan2(self._matrix.b, self._matrix.a))
        turn = round(degrees / 90)
        return -1 if abs(degrees - turn * 90) > _SLANT else turn % 4

    def _place(self, index: int, turn: int) -> tuple[float, float, float]:
        """Start and end along the writing direction, and the baseline across it (growing down the page)."""
        box, raw = self._box, self._raw
        self._pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        self._pdfium.FPDFText_GetCharOrigin(raw, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        if turn == 0:
            return box.left, box.right, -y
        if turn == 1:
            return box.bottom, box.top, x
        return (-box.right, -box.left, y) if turn == 2 else (-box.top, -box.bottom, -x)

    def word(self, run: _Run) -> Word:
        """The finished word with its look."""
        pdfium, colour = self._pdfium, self._colour
        pdfium.FPDFText_GetFillColor(self._raw, run.first, *colour)
        red, green, blue, alpha = (part.value for part in colour)
        shown = pdfium.FPDFText_GetTextObject(self._raw, run.first)
        invisible = bool(shown) and pdfium.FPDFTextObj_GetTextRenderMode(shown) in {3, 7}
        return Word(
            "".join(run.letters), run.start, run.end, run.across, run.size, bold=bool(shown) and self._bold(shown),
            seen=run.size >= _TINY, doubtful=invisible or not alpha or min(red, green, blue) > 240, turned=run.turn,
        )  # fmt: skip

    def _bold(self, shown: Any) -> bool:
        """Whether the font of a text object calls itself bold; asked once a font."""
        font = self._pdfium.FPDFTextObj_GetFont(shown)
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self._fonts:
            self._pdfium.FPDFFont_GetBaseFontName(font, self._name, len(self._name))
            name = self._name.value.lower()
            self._fonts[key] = any(mark in name for mark in (b"bold", b"black", b"heavy", b"cmbx", b"-bd", b"medi"))
        return self._fonts[key]


def is_leftward(letter: str) -> bool:
    """Whether a character belongs to a script that is written from right to left."""
    return letter > "\u0590" and unicodedata.bidirectional(letter[0]) in {"R", "AL"}


def _continues_leftwards(run: _Run, letter: str, end: float, across: float, hinted: bool) -> bool:
    """Whether a letter of Hebrew or Arabic, which pdfium gives in the order of speech, stands right before the run."""
    gap = (run.start - end) / run.size
    near = -0.5 < gap < (_HINTED if hinted else _SPACE) and abs(across - run.across) < 0.4 * run.size
    return near and is_leftward(letter) and is_leftward(run.letters[-1])


def _continues(run: _Run, start: float, across: float, hinted: bool) -> bool:
    """Whether a character stands right behind the run on the same baseline; raised letters count, and those of one ligature share a box."""
    gap = (start - run.end) / run.size
    ahead = start > run.last - 0.1 * run.size
    return ahead and gap < (_HINTED if hinted else _SPACE) and abs(across - run.across) < 0.4 * run.size
