"""The order in which a person reads a page, decided from where its words stand.

Words on one baseline make a line. Columns are found by white gutters: a strip that no line crosses over some height, with enough
lines on both sides. What looks like a gutter is often none (dates at the margin, a table, headings set beside their text), so a cut
must be earned, and the page read with cuts is compared with the page read straight across by how many headings and dates survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Literal, TypeVar

from core import lexicon
from core.documents.glyphs import Word, is_leftward

MAX_SEGMENTS = 3_000
_PART = 0.7  # of the size: a wider gap parts segments
_WIDE = 1.5  # of the size: a wider gap between segments is shown as a tab
_LEVEL = 0.3  # of the size: baselines this close are one line
_GUTTER = 8.0  # points, least width of a white strip
_STEP = 4.0  # points between the places where a gutter is looked for
_SHORT = 32  # characters; what stands at a margin is shorter
_CONTACT = re.compile(r"@|https?:|www\.|\.com\b|\+?\d[\d ().-]{6,}\d")
_PHRASE = 22  # characters; a main column's lines are longer, a table's cells hardly
_LABELS = 4  # as many make a table
_MOSTLY = 0.8
_LABEL_STEP = 1.5  # of the size: lines of one label are closer
_HEADER = 6  # rows at the top of a page among which contact lines stand
_FEW = 5  # segments, up to which there is nothing to cut
_TALL = 5  # lines on both sides, above which columns are worth telling
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
    `zone` = where running headers and footers stand."""

    segments: list[Segment]
    gap: bool = False
    aside: bool = False
    zone: Literal["", "top", "bottom"] = ""

    @property
    def text(self) -> str:
        """The line's text, a tab where a wide gap is."""
        parts = [self.segments[0].text]
        for before, after in pairwise(self.segments):
            parts.append("\t" if after.x0 - before.x1 > _WIDE * min(before.size, after.size) else " ")
            parts.append(after.text)
        return "".join(parts[::-1] if _leftward(parts) else parts)

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
    segments = sorted(segments_of(words), key=lambda segment: segment.y)
    if len(segments) > MAX_SEGMENTS:
        return lines_of(segments), False
    return _arranged(segments, _DEPTH)


def segments_of(words: list[Word]) -> list[Segment]:
    """Words joined along baselines, from top to bottom and left to right."""
    segments = []
    for row in _lowered(_rows(words)):
        row = _once(sorted(row, key=lambda word: word.x0))
        start = 0
        for at in range(1, len(row) + 1):
            if at == len(row) or _apart(row, start, at):
                segments.append(_segment(row[start:at]))
                start = at
    return segments


def _lowered(rows: list[list[Word]]) -> Iterator[list[Word]]:
    """Rows in which small raised letters (the `th` of a date) have joined the words they stand beside."""
    raised: list[Word] = []
    for row, below in zip(rows, [*rows[1:], []], strict=False):
        row = raised + row
        size = max((word.size for word in below), default=0.0)
        small = all(word.size < 0.8 * size and len(word.text) < 4 for word in row)
        raised = row if small and below[0].y - row[0].y < 0.6 * size else []
        if not raised:
            yield row


def _once(row: list[Word]) -> list[Word]:
    """Words of a row without the second copy that fakes bold print."""
    pairs = zip([None, *row], row, strict=False)
    return [word for before, word in pairs if not (before and word.text == before.text and word.x0 - before.x0 < 0.2 * word.size)]


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
        parts += ["" if gap <= wide else " ", word.text]
    if _leftward(parts):
        parts.reverse()
    letters = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold)
    first = max(words, key=lambda word: word.size)
    return Segment("".join(parts), words[0].x0, words[-1].x1, first.y, first.size, bold=2 * bold > letters)


def _leftward(parts: list[str]) -> bool:
    """Whether most letters are of a script written from right to left."""
    letters = [c for part in parts for c in part if c.isalpha()]
    return any(c > "\u0590" for c in letters) and 2 * sum(map(is_leftward, letters)) > len(letters)


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
    for cut in map(_trimmed, _cuts(segments)):
        lines = _labelled(cut) if _is_labelled(cut) else _columns(cut, depth) if _earned(cut) else []
        if lines and _worth(lines) >= _worth(lines_of(segments[cut.first : cut.last])):
            above, below = (_arranged(part, depth - 1)[0] for part in (segments[: cut.first], segments[cut.last :]))
            return [*above, *lines, *below], min(len(_rows(cut.left)), len(_rows(cut.right))) > _TALL
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
    """The most promising gutters of a region in row order: those with the most lines on their thinner side."""
    found: dict[tuple[int, int, int], tuple[float, _Cut]] = {}
    rows = _rows(segments)
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    x = left + _STEP
    while x < right:
        for first, last in _stretches(rows, x):
            cut = _cut(segments, x, first, last)
            if cut:
                weight = min(len(_rows(cut.left)), len(_rows(cut.right))) + min(_letters(cut.left), _letters(cut.right)) / 1e4
                found[(first, last, len(cut.left))] = (weight, cut)
        x += _STEP
    return [cut for _, cut in sorted(found.values(), key=lambda pair: -pair[0])][:_TRIES]


def _stretches(rows: list[list[Segment]], x: float) -> Iterator[tuple[int, int]]:
    """Ranges of segments in whole rows, between the rows that cross x."""
    start = number = 0
    for row in rows:
        crossed = any(segment.x0 < x < segment.x1 for segment in row)
        if crossed and number - start > _FEW:
            yield start, number
        number += len(row)
        if crossed:
            start = number
    if number - start > _FEW:
        yield start, number


def _cut(segments: list[Segment], x: float, first: int, last: int) -> _Cut | None:
    """The cut at x, when white space is wide enough and both sides hold at least three segments."""
    part = segments[first:last]
    left, right = [s for s in part if s.x1 <= x], [s for s in part if s.x0 >= x]
    if min(len(left), len(right)) < 3 or min(s.x0 for s in right) - max(s.x1 for s in left) < _GUTTER:
        return None
    return _Cut(first, last, left, right)


def _trimmed(cut: _Cut) -> _Cut:
    """The cut without a contact line above it, and without the sections that follow below the shorter side."""
    part = sorted([*cut.left, *cut.right], key=lambda segment: segment.y)
    rows = _rows(part)
    top = max((number for number, row in enumerate(rows[:_HEADER]) if _is_contact_row(row, cut)), default=-1)
    end = min(max(s.y for s in cut.left), max(s.y for s in cut.right))
    below = [row for row in rows if row[0].y > end + 1 and len(row) == 1 and _heading(row[0].text)]
    first = cut.first + sum(len(row) for row in rows[: top + 1])
    last = cut.last - sum(segment.y >= below[0][0].y - 0.5 for segment in part) if below else cut.last
    inside = {id(segment) for segment in part[first - cut.first : last - cut.first]}
    return _Cut(first, last, [s for s in cut.left if id(s) in inside], [s for s in cut.right if id(s) in inside])


def _is_contact_row(row: list[Segment], cut: _Cut) -> bool:
    """Whether a row that spans both sides lists ways to reach the person: those stand above columns."""
    sides = {id(segment) for segment in cut.left}
    spans = len({id(segment) in sides for segment in row}) == 2
    return spans and sum(_CONTACT.search(segment.text) is not None for segment in row) > 1


def _earned(cut: _Cut) -> bool:
    """Whether a gutter parts two columns, and not the cells of a table or notes at the margin."""
    left, right = lines_of(cut.left), lines_of(cut.right)
    if not left or not right:
        return False
    if _are_values(right):
        return False
    narrow, broad = (left, right) if _letters(cut.left) < _letters(cut.right) else (right, left)
    headings, opposite = [line for line in narrow if _heading(line.text)], [line for line in broad if _heading(line.text)]
    dated = sum(_dates(line.text) > 0 for line in narrow)
    if len(narrow) < 3 or (len(headings) < 2 and 2 * dated >= len(narrow)):
        return False
    paired = any(_beside(line, broad) for line in headings) or any(_beside(line, narrow) for line in opposite)
    if (headings or opposite) and not paired:
        return False
    if sum(_beside(line, broad, _LEVEL) for line in narrow) > 0.7 * len(narrow):
        return _wordy(narrow) or (len(headings) + bool(headings and opposite) > 1 and _wordy(broad, _PHRASE))
    return len(narrow) > (3 if headings else 4) or bool(headings and opposite)


def _wordy(lines: list[TextLine], length: int = _SHORT) -> bool:
    """Whether lines are, on average, longer than a table's cells."""
    return sum(len(line.text) for line in lines) > length * len(lines)


def _are_values(lines: list[TextLine]) -> bool:
    """Whether most lines follow a colon: what stands beside them names them."""
    return 2 * sum(line.text.startswith(":") for line in lines) > len(lines)


def _beside(line: TextLine, others: list[TextLine], reach: float = 1.1) -> bool:
    """Whether another line stands level with this one, within `reach` of its size; a heading without one spans both sides."""
    return any(abs(line.y - other.y) < reach * line.segments[0].size for other in others)


def _is_labelled(cut: _Cut) -> bool:
    """Whether the left side is only headings set beside their text, which is longer than they are."""
    left, right = _labels(cut.left), lines_of(cut.right)
    headings = sum(_heading(label.text) for label in left)
    mostly = headings >= 2 and 2 * headings >= len(left)
    if mostly and 3 * len(left) < 2 * len(right) and not any(_heading(line.text) for line in right):
        return True
    return _is_table_of_labels(cut, left, right)


def _is_table_of_labels(cut: _Cut, labels: list[TextLine], right: list[TextLine]) -> bool:
    """Whether short labels, some of several lines, each begin level with a paragraph of the other side."""
    stacked = len(labels) < len(_rows(cut.left))
    if len(labels) < _LABELS or not stacked or len(right) < len(labels) or _wordy(labels, _PHRASE) or _are_values(right):
        return False
    begins = [right[0], *(line for above, line in pairwise(right) if line.y - above.y > _LABEL_STEP * line.segments[0].size)]
    level = sum(_beside(label, begins, _LEVEL) for label in labels)
    return level >= _MOSTLY * len(labels) and not any(_dates(label.text) for label in labels)


def _labels(segments: list[Segment]) -> list[TextLine]:
    """Lines of a label column, those without a gap between them joined: a heading may be set in two or three lines."""
    labels: list[TextLine] = []
    end = 0.0
    for line in lines_of(segments):
        first = line.segments[0]
        if labels and line.y - end < _LABEL_STEP * first.size:
            above = labels[-1].segments[0]
            text = above.text[:-1] + line.text if above.text.endswith("-") else f"{above.text} {line.text}"
            labels[-1] = TextLine([replace(above, text=text)], gap=True)
        else:
            labels.append(TextLine([replace(first, text=line.text)], gap=True))
        end = line.y
    return labels


def _labelled(cut: _Cut) -> list[TextLine]:
    """Each heading of the left side followed by the text beside it."""
    labels, rest = _labels(cut.left), sorted(cut.right, key=lambda segment: segment.y)
    lines: list[TextLine] = []
    for label, below in zip(labels, [*labels[1:], None], strict=True):
        until = below.y - below.segments[0].size / 2 if below else float("inf")
        near = [segment for segment in rest if segment.y < until]
        rest = rest[len(near) :]
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
