"""The order in which a person reads a page, decided from where its words stand.

Words on one baseline make a line. Columns are found by white gutters: a strip that no line crosses over some height, with enough
lines on both sides. What looks like a gutter is often none (dates at the margin, a table, headings set beside their text), so a cut
must be earned, and the page read with cuts is compared with the page read straight across by how many headings and dates survive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import TypeVar

from core import lexicon
from core.documents.glyphs import Word

MAX_SEGMENTS = 3_000
_PART = 0.7  # of the size: a wider gap parts segments
_WIDE = 1.5  # of the size: a wider gap between segments is shown as a tab
_LEVEL = 0.3  # of the size: baselines this close are one line
_GUTTER = 8.0  # points, least width of a white strip
_STEP = 4.0  # points between the places where a gutter is looked for
_SHORT = 32  # characters; what stands at a margin is shorter
_TRIES = 8
_DEPTH = 6


@dataclass(slots=True)
class Segment:
    """Words without a wide gap on one baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(slots=True)
class TextLine:
    """Segments read together; `gap` = visibly apart from the line above, `aside` = belongs to a column beside the main one,
    `running` = stands where headers and footers do."""

    segments: list[Segment]
    gap: bool = False
    aside: bool = False
    running: bool = False

    @property
    def text(self) -> str:
        """The line's text, a tab where a wide gap is."""
        parts = [self.segments[0].text]
        for before, after in pairwise(self.segments):
            parts.append("\t" if after.x0 - before.x1 > _WIDE * min(before.size, after.size) else " ")
            parts.append(after.text)
        return "".join(parts)

    @property
    def y(self) -> float:
        """The baseline."""
        return self.segments[0].y


_Placed = TypeVar("_Placed", Word, Segment)


@dataclass(slots=True)
class _Cut:
    """A gutter over the segments `first` to `last` of a region sorted from top to bottom."""

    first: int
    last: int
    left: list[Segment]
    right: list[Segment]


def reading_order(words: list[Word]) -> tuple[list[TextLine], bool]:
    """Lines of a page in reading order, and whether columns were untangled."""
    segments = segments_of(words)
    if len(segments) > MAX_SEGMENTS:
        return lines_of(segments), False
    return _arranged(segments, _DEPTH)


def segments_of(words: list[Word]) -> list[Segment]:
    """Words joined along baselines, from top to bottom and left to right."""
    segments = []
    for row in _rows(words):
        row = _once(sorted(row, key=lambda word: word.x0))
        start = 0
        for at in range(1, len(row) + 1):
            if at == len(row) or _apart(row, start, at):
                segments.append(_segment(row[start:at]))
                start = at
    return segments


def _once(row: list[Word]) -> list[Word]:
    """Words of a row without the second copy that fakes bold print."""
    return [word for at, word in enumerate(row) if not (at and word.text == row[at - 1].text and word.x0 - row[at - 1].x0 < 0.2 * word.size)]


def _apart(row: list[Word], start: int, at: int) -> bool:
    """Whether a wide gap parts two words; a bullet or number stays with its text."""
    size = max(row[at].size, row[at - 1].size)
    marked = at - start == 1 and not any(c.isalpha() for c in row[start].text) and len(row[start].text) <= 3
    return row[at].x0 - row[at - 1].x1 > (4.0 if marked else _PART) * size


def _segment(words: list[Word]) -> Segment:
    """One segment; letter-spaced words, whose letters came as words, are closed up."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(words)]
    spaced = len(words) > 3 and sum(len(word.text) == 1 for word in words) > 0.7 * len(words)
    wide = 1.6 * median(gaps) if spaced else -1e9
    parts = [words[0].text]
    for gap, word in zip(gaps, words[1:], strict=True):
        parts.append(word.text if gap <= wide else f" {word.text}")
    letters = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold)
    first = max(words, key=lambda word: word.size)
    return Segment("".join(parts), words[0].x0, words[-1].x1, first.y, first.size, bold=2 * bold > letters)


def lines_of(segments: list[Segment]) -> list[TextLine]:
    """Segments joined straight across, from top to bottom."""
    lines = [TextLine(sorted(row, key=lambda segment: segment.x0)) for row in _rows(segments)]
    steps = [below.y - above.y for above, below in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    for line, step in zip(lines[1:], steps, strict=True):
        line.gap = step > 1.45 * usual and step > 1.6 * line.segments[0].size
    return lines


def _rows(parts: list[_Placed]) -> list[list[_Placed]]:
    """Parts grouped by baseline, from top to bottom."""
    rows: list[list[_Placed]] = []
    for part in sorted(parts, key=lambda part: part.y):
        if rows and part.y - rows[-1][0].y <= _LEVEL * min(part.size, rows[-1][0].size) + 0.5:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


# --- columns -------------------------------------------------------------------------------------------------------


def _arranged(segments: list[Segment], depth: int) -> tuple[list[TextLine], bool]:
    """Lines of a region: cut along the best gutter that earns it, each part arranged in turn; else straight across."""
    across = lines_of(segments)
    if depth == 0 or len(across) < 3:
        return across, False
    for cut in _cuts(segments):
        lines = _labelled(cut) if _is_labelled(cut) else _columns(cut, depth) if _earned(cut) else []
        if lines and _worth(lines) >= _worth(lines_of(segments[cut.first : cut.last])):
            above, below = (_arranged(part, depth - 1)[0] for part in (segments[: cut.first], segments[cut.last :]))
            return [*above, *lines, *below], True
    return across, False


def _columns(cut: _Cut, depth: int) -> list[TextLine]:
    """The left column, then the right one; a narrow right one that opens with a heading is marked as aside."""
    left, right = _arranged(cut.left, depth - 1)[0], _arranged(cut.right, depth - 1)[0]
    if _letters(cut.right) < _letters(cut.left) and _heading(right[0].text):
        for line in right:
            line.aside = True
    right[0].gap = True
    return [*left, *right]


def _cuts(segments: list[Segment]) -> list[_Cut]:
    """The most promising gutters: those with the most lines on their thinner side."""
    found: dict[tuple[int, int, int], tuple[float, _Cut]] = {}
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    x = left + _STEP
    while x < right:
        for first, last in _stretches(segments, x):
            cut = _cut(segments, x, first, last)
            if cut:
                weight = min(len(_rows(cut.left)), len(_rows(cut.right))) + min(_letters(cut.left), _letters(cut.right)) / 1e4
                found[(first, last, len(cut.left))] = (weight, cut)
        x += _STEP
    return [cut for _, cut in sorted(found.values(), key=lambda pair: -pair[0])][:_TRIES]


def _stretches(segments: list[Segment], x: float) -> Iterator[tuple[int, int]]:
    """Ranges of segments between those that cross x."""
    start = 0
    for number, segment in enumerate(segments):
        if segment.x0 < x < segment.x1:
            if number - start > 5:
                yield start, number
            start = number + 1
    if len(segments) - start > 5:
        yield start, len(segments)


def _cut(segments: list[Segment], x: float, first: int, last: int) -> _Cut | None:
    """The cut at x, when white space is wide enough and both sides hold at least three segments."""
    part = segments[first:last]
    left, right = [s for s in part if s.x1 <= x], [s for s in part if s.x0 >= x]
    if min(len(left), len(right)) < 3 or min(s.x0 for s in right) - max(s.x1 for s in left) < _GUTTER:
        return None
    return _Cut(first, last, left, right)


def _earned(cut: _Cut) -> bool:
    """Whether a gutter parts two columns, and not the cells of a table or notes at the margin."""
    left, right = lines_of(cut.left), lines_of(cut.right)
    narrow, broad = (left, right) if _letters(cut.left) < _letters(cut.right) else (right, left)
    headings = sum(_heading(line.text) for line in narrow)
    dated = sum(_dates(line.text) > 0 for line in narrow)
    if len(narrow) < 3 or (headings < 2 and 2 * dated >= len(narrow)):
        return False
    if headings and (len(narrow) > 3 or any(_heading(line.text) for line in broad)):
        return True
    levels = [line.y for line in broad]
    aligned = sum(any(abs(line.y - y) < _LEVEL * line.segments[0].size for y in levels) for line in narrow)
    if aligned > 0.7 * len(narrow):
        return sum(len(line.text) for line in narrow) > _SHORT * len(narrow)
    return len(narrow) > 4


def _is_labelled(cut: _Cut) -> bool:
    """Whether the left side is only headings set beside their text."""
    left = lines_of(cut.left)
    headings = sum(_heading(line.text) for line in left)
    return headings >= 2 and 2 * headings >= len(left) and not any(_heading(line.text) for line in lines_of(cut.right))


def _labelled(cut: _Cut) -> list[TextLine]:
    """Each heading of the left side followed by the text beside it."""
    labels, rest = lines_of(cut.left), sorted(cut.right, key=lambda segment: segment.y)
    lines: list[TextLine] = []
    for label, below in zip(labels, [*labels[1:], None], strict=True):
        until = below.y - below.segments[0].size / 2 if below else float("inf")
        near = [segment for segment in rest if segment.y < until]
        rest = rest[len(near) :]
        label.gap = True
        before = [segment for segment in near if segment.y < label.y - label.segments[0].size]
        lines += [*lines_of(before), label, *lines_of(near[len(before) :])]
    return lines


def _letters(segments: Iterable[Segment]) -> int:
    return sum(len(segment.text) for segment in segments)


def _worth(lines: list[TextLine]) -> int:
    """What an order keeps whole: headings on lines of their own, dates and above all date ranges."""
    return sum(3 * _heading(line.text) + _dates(line.text) for line in lines)


@lru_cache(maxsize=4096)
def _heading(text: str) -> bool:
    return lexicon.section(text) is not None


@lru_cache(maxsize=4096)
def _dates(text: str) -> int:
    return sum(2 if date.ranged else 1 for date in lexicon.dates(text))
