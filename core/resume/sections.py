"""Rows grouped under their headings, by the words of the headings and by how headings look in this document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from core.lexicon import inline_section, misspelt_section, plain, section, table, words
from core.resume import signs
from core.resume.pieces import Row

_OPEN = {"", "summary", "contact", "languages", "interests", "other", "certificates", "awards", "references", "memberships", "courses"}
_INLINE = {"skills", "languages", "summary", "interests", "certificates", "education", "awards", "projects", "courses", "publications"}
_WEAK = {
    "contact",
    "interests",
    "other",
    "publications",
    "volunteer",
    "courses",
    "references",
    "memberships",
    "awards",
    "certificates",
    "projects",
}
_MAIN = ("work", "education", "skills")
_DATED = {"work", "education", "projects", "volunteer", "certificates", "courses", "awards", "publications", "memberships"}


@dataclass
class Section:
    """A heading's kind ("" before the first one) and the rows under it."""

    kind: str
    rows: list[Row] = field(default_factory=list)
    heading: Row | None = None


def sections(rows: Sequence[Row]) -> list[Section]:
    """The rows in order, cut at headings; the first section has kind "" and holds what stands before any heading."""
    styles = _styles(rows)
    found = [Section("")]
    for at, row in enumerate(rows):
        kind = _heading(rows, at, found[-1].kind, styles)
        if kind:
            found.append(Section(kind, heading=row))
            continue
        opened = _inline(row, found[-1].kind)
        if opened:
            found.append(opened)
        else:
            found[-1].rows.append(row)
    return [part for whole in found for part in _divided(whole)]


def headed_by(found: list[Section], line: int) -> list[Section]:
    """The sections when the person's name stands at `line`, after a first column: from there on it is the head, not the column."""
    for number, part in enumerate(found):
        at = next((at for at, row in enumerate(part.rows) if row.number == line), -1)
        if at >= 0 and part.kind not in ("", "summary", "contact"):
            head = Section("", [*part.rows[at:], *found[0].rows])
            return [head, *found[1:number], Section(part.kind, part.rows[:at], part.heading), *found[number + 1 :]]
    return found


def _divided(whole: Section) -> list[Section]:
    """A list of skills or languages ends where dated roles or studies begin, as they do when a column ends."""
    if whole.kind not in ("skills", "languages", "interests", "contact"):
        return [whole]
    for at, row in enumerate(whole.rows):
        if any(span.ranged for span in row.spans) and len(row.text) < 120:
            start = at
            while start and at - start < 3 and _names(whole.rows[start - 1]):
                start -= 1
            around = " ".join(near.text for near in whole.rows[start : at + 3])
            kind = "education" if signs.degree(around) > 0.7 and signs.title(around) < 0.5 else "work"
            return [Section(whole.kind, whole.rows[:start], whole.heading), Section(kind, whole.rows[start:])]
    return [whole]


def _names(row: Row) -> bool:
    parts = [piece.value for piece in row.pieces]
    return (
        not row.bullet
        and "," not in row.text.rstrip(",")
        and any(signs.title(p) >= 0.8 or signs.company(p) >= 0.7 or signs.place(p) >= 0.8 for p in parts)
    )


def _heading(rows: Sequence[Row], at: int, current: str, styles: Counter[tuple[bool, bool, float]]) -> str | None:
    row = rows[at]
    kind = section(row.text)
    if not kind or (at < 3 and is_noise(row.text)):
        return _unnamed(row, at, styles)
    fitting = styles[_style(row)] > (kind in _MAIN)
    if kind not in _DATED and not fitting and any(near.spans and near.spans[0].ranged for near in rows[at + 1 : at + 3]):
        return None
    if kind not in _DATED and not fitting and current in ("work", "projects") and row.text.rstrip().endswith(":"):
        return None
    if row.bullet and not fitting and (current in ("skills", "work", "projects", "summary") or _listed(rows, at)):
        return None
    if current == "skills" and not fitting and kind in ("languages", "other", "projects", "certificates") and _sub_label(row):
        return None
    if len(plain(row.text).split()) == 1 and kind in _WEAK and styles and not fitting and not _loud(row):
        return None
    return kind


def _unnamed(row: Row, at: int, styles: Counter[tuple[bool, bool, float]]) -> str | None:
    """A heading whose words are not known or misspelt, told by a look that only headings have in this document."""
    upper, bold, size = style = _style(row)
    short = len(row.text.split()) <= 5 and not row.bullet and not row.spans and at > 3 and not re.search(r"[\d,\t|]", row.text)
    if not short or styles[style] < 2:
        return None
    alone = styles[(False, False, size)] < 0 and styles[style] > 2
    return misspelt_section(row.text) or ("other" if alone else None) if alone or upper or bold else None


def _styles(rows: Sequence[Row]) -> Counter[tuple[bool, bool, float]]:
    """How often a look is that of a known main heading; (False, False, size) is -1 where only headings have that size."""
    heads = [row for row in rows if section(row.text) in _MAIN]
    styles = Counter(_style(row) for row in heads)
    sizes = Counter(round(row.size * 2) / 2 for row in rows if not section(row.text))
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    for size in {style[2] for style in styles}:
        if size > body + 0.9 and sizes[size] <= 4:
            styles[(False, False, size)] = -1
    return styles


def _style(row: Row) -> tuple[bool, bool, float]:
    return row.text.isupper(), row.bold, round(row.size * 2) / 2


def _loud(row: Row) -> bool:
    return row.text.isupper() or row.bold or row.text.rstrip().endswith(":")


def _sub_label(row: Row) -> bool:
    return row.text.rstrip().endswith(":") or not _loud(row)


def _listed(rows: Sequence[Row], at: int) -> bool:
    """Whether the rows on both sides are bullets too, so that this one is an item and not a decorated heading."""
    before, after = rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None
    return bool(before and before.bullet) or bool(after and after.bullet and before and not section(before.text) and before.bullet)


def _inline(row: Row, current: str) -> Section | None:
    """A section that begins and goes on in the same line: "Languages: English, German"."""
    found = inline_section(row.text) if current in _OPEN | {"skills", "education"} else None
    if not found or found[0] not in _INLINE or (row.bullet and current):
        return None
    kind, at = found
    if current in ("skills", "other", "education") and (kind != "languages" or not spoken(row.text[at:])):
        return None
    if kind == "education" and not signs.degree(row.text[at:]):
        return None
    rest = Row(row.number, row.start + at, row.text[at:], False, False, row.x, row.size, row.bold, row.page)
    return Section(kind, [rest], row)


def spoken(text: str) -> list[tuple[str, int, int]]:
    """Spoken languages named in a text: name, start, end."""
    found = []
    for token in re.finditer(r"[^\W\d_]+(?: language)?", plain(text)):
        name = _languages().get(token[0])
        if name:
            found.append((name, token.start(), token.end()))
    return found


@cache
def _languages() -> dict[str, str]:
    return {plain(word): name for name, names in table("languages")["names"].items() for word in names}


def label(row: Row, kind: str) -> int:
    """Where the content starts after a label of this kind ("Company: "), or 0."""
    match = re.match(r"\s*([^:\t]{2,40}?)\s*(?::\s*-?|\t|\s-\s)\s*(?=\S)", row.text)
    return match.end() if match and plain(match[1]).strip(" .") in _labels(kind) else 0


@cache
def _labels(kind: str) -> frozenset[str]:
    return frozenset(plain(word) for word in table("phrases")["labels"][kind])


def is_noise(text: str) -> bool:
    """Whether a line only says that this is a resume, or which page it is."""
    bare = re.sub(r"[\d\W_]+", " ", plain(text)).strip()
    if len(bare.split()) < 4 and re.search(r"\bcurric|\bvitae\b", bare):
        return True
    return (
        bare in words("phrases", "noise")
        or not bare
        or re.fullmatch(r"(?:page|seite|pagina|strona) (?:of|von|de|di|van|z)?", bare) is not None
    )
