"""Courses of study out of the rows of an education section: institution, degree, area, dates, score, courses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.lexicon import inline_section, plain, section, words
from core.resume import signs
from core.resume.pieces import Piece, Row

_JOINT = re.compile(r",\s+|\s+(?:from|at|an der|bei|an|chez|a l'|presso|aan|na|w)\s+(?=[A-Z\"“])|\s*:\s+|\s*\((?=[A-Z])")
_IN = re.compile(
    r"\s+(?:in|en|em|im bereich|mit schwerpunkt|w zakresie|with (?:a )?(?:major|speciali[sz]ation) in|major(?:ing)? in)\s+"
    r"|\s*[(,:–-]\s*(?=[A-Z])",
    re.I,
)
_GENERIC = frozenset(
    [
        "board",
        "name",
        "of",
        "the",
        "year",
        "passing",
        "institute",
        "institution",
        "university",
        "college",
        "school",
        "degree",
        "course",
        "percentage",
        "exam",
        "examination",
        "marks",
        "qualification",
        "class",
    ]
)


@dataclass
class Study:
    """What has been read of one course of study; `loose` are pieces whose place is told by the rest."""

    slots: dict[str, Any] = field(default_factory=dict)
    loose: list[Piece] = field(default_factory=list)


def education(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Trees of pieces, one for each course of study."""
    found: list[Study] = []
    lead = ""
    listing = False
    bulleted = bool(rows) and sum(row.bullet for row in rows) > 0.6 * len(rows)
    for row in rows:
        if found and section(row.text) == "courses":
            listing = True
            continue
        slots, loose = _slots(row, detail=row.bullet and not bulleted and not _opens(row))
        listing = listing and not any(key in slots for key in ("institution", "startDate", "endDate"))
        if listing and (course := row.piece()):
            found[-1].slots.setdefault("courses", []).append(course)
            continue
        lead = lead or (
            "endDate" if "endDate" in slots and not row.pieces else next((key for key in slots if key in ("studyType", "institution")), "")
        )
        if not found or _begins(found[-1], slots, loose, lead):
            found.append(Study(_shared(found, slots, lead)))
        for key, value in slots.items():
            found[-1].slots.setdefault(key, value)
        found[-1].loose += loose
    return [tree for study in found if (tree := _tree(study))]


def _opens(row: Row) -> bool:
    """Whether a bullet names a school or a degree, and is no remark about one."""
    first = row.pieces[0].value if row.pieces else ""
    named = signs.institution(first) >= 0.9 or signs.degree(first) >= 0.95
    return named and ":" not in first and len(first.split()) < 9 and not signs.prose(first)


def _begins(study: Study, slots: dict[str, Any], loose: Sequence[Piece], lead: str) -> bool:
    """Whether a row opens the next course of study."""
    have = study.slots
    if any(key in slots and key in have for key in ("studyType", "institution")):
        return True
    if lead == "endDate" and lead in slots and lead in have:
        return True
    complete = "endDate" in have and ("studyType" in have or "institution" in have)
    if lead in slots and lead not in have and complete and (len([k for k in ("studyType", "institution") if k in have]) == 2):
        return True
    if "endDate" in slots and "endDate" in have and ("studyType" in slots or "institution" in slots):
        return True
    return complete and bool(loose) and not slots and "studyType" in have and "institution" in have


def _shared(found: Sequence[Study], slots: dict[str, Any], lead: str) -> dict[str, Any]:
    """A second degree at the same place keeps the institution that stands above both."""
    if lead == "institution" and found and "studyType" in slots and "institution" not in slots and "studyType" in found[-1].slots:
        above = found[-1].slots.get("institution")
        return {"institution": above.sure(0.6)} if above else {}
    return {}


def _slots(row: Row, detail: bool) -> tuple[dict[str, Any], list[Piece]]:
    slots: dict[str, Any] = {}
    loose: list[Piece] = []
    opened = inline_section(row.text)
    if opened and opened[0] == "courses" and (piece := row.piece(opened[1])):
        return {"courses": [part for a, b in _commas(piece.value) if (part := piece.cut(a, b))]}, []
    if all(token in _GENERIC for token in signs.tokens(row.text)) and len(row.pieces) > 1:
        return {}, []
    for piece in [] if detail and not signs.mark(row.text) else row.pieces:
        for part in _parts(piece):
            kind = _slot(part, detail)
            if kind == "loose":
                loose += [part] if re.search(r"[^\W\d_]{2}", part.value) else []
            elif kind:
                slots.setdefault(kind, part)
    _days(row, slots)
    return slots, [] if signs.prose(row.text) and len(row.text) > 90 else loose


def _days(row: Row, slots: dict[str, Any]) -> None:
    span = next((s for s in row.spans if s.ranged), row.spans[-1] if row.spans else None)
    if span and span.ranged:
        slots["startDate"] = row.day(span)
        slots["endDate"] = row.day(span, end=True)
        slots["current"] = span.current
    elif span:
        slots["endDate"] = row.day(span)


def _slot(part: Piece, detail: bool) -> str:
    text = part.value
    found = signs.tokens(text)
    if plain(text) in words("phrases", "labels"):
        return ""
    if not found or (all(token in _GENERIC for token in found) and not (len(found) == 2 and signs.degree(text))):
        return ""
    if signs.mark(text):
        return "score"
    if detail:
        return ""
    if signs.place(text) >= 0.8:
        return "place"
    study, school = signs.degree(text), signs.institution(text)
    if school and (study < 0.9 or (len(found) > 4 and study < 0.95)):
        return "institution"
    if study:
        return "studyType"
    return "institution" if school else "" if signs.prose(text) and len(found) > 8 else "loose"


def _parts(piece: Piece) -> Iterator[Piece]:
    """A piece cut where degree and institution share it."""
    text = piece.value
    if signs.mark(text) and not signs.institution(text) and not signs.degree(text):
        yield piece
        return
    head = _degree_head(text)
    cuts = [0, head] if head else [0]
    for joint in _JOINT.finditer(text):
        left, right = text[cuts[-1] : joint.start()], text[joint.end() :]
        if (joint.start() > cuts[-1] and _differ(left, right)) or signs.mark(right):
            cuts.append(joint.start())
    for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True):
        opened = _JOINT.match(text, a) if a and a != head else None
        part = piece.cut(opened.end() if opened else a, b)
        if part:
            yield part


def _degree_head(text: str) -> int:
    """The length of a degree directly followed by an institution ("PhD Stanwick University"), else 0."""
    head, _, rest = text.partition(" ")
    known = plain(head).replace(".", "") in words("organisations", "degrees") and (signs.degree(head) or head.isupper())
    school = rest.split(",")[0]
    return len(head) if known and rest[:1].isupper() and signs.institution(school) and not signs.degree(school) else 0


def _differ(left: str, right: str) -> bool:
    """Whether one side names a school and the other a degree, a place or the field of study."""
    one, two = signs.institution(left) >= 0.9, signs.institution(right.split(",")[0]) >= 0.9
    if one:
        return not two and (
            signs.degree(right.split(",")[0]) > 0.5 or signs.place(right) >= 0.8 or (signs.degree(left) < 0.5 and "," not in right)
        )
    return two and (signs.degree(left) > 0.5 or len(left.split()) > 1)


def _tree(study: Study) -> dict[str, Any]:
    slots = dict(study.slots)
    slots.pop("place", None)
    loose = [piece for piece in study.loose if len(piece.value) < 90]
    if "institution" not in slots and "studyType" in slots and loose:
        slots["institution"] = loose.pop(0).sure(0.5)
    elif "studyType" not in slots and "institution" in slots and loose and loose[0].start < slots["institution"].start:
        slots["studyType"] = loose.pop(0).sure(0.5)
    if "institution" not in slots and "studyType" not in slots:
        return {}
    if "studyType" in slots:
        slots |= _degree(slots["studyType"])
    if "area" not in slots and loose and "institution" in slots and not signs.prose(loose[0].value):
        slots["area"] = loose[0].sure(0.5)
    return slots


def _degree(piece: Piece) -> dict[str, Piece]:
    """Degree and field: "B.Sc. in Physics", "BEng (Civil)"."""
    for cut in _IN.finditer(piece.value):
        left, right = piece.cut(0, cut.start()), piece.cut(cut.end(), len(piece.value))
        if right and "(" in cut[0] and signs.degree(right.value) >= 0.75:
            continue
        if left and right and signs.degree(left.value) and len(left.value) > 1 and not signs.mark(right.value):
            return {"studyType": left, "area": right}
    first = _after_degree(piece)
    return first or {"studyType": piece}


def _after_degree(piece: Piece) -> dict[str, Piece]:
    """A short degree directly followed by its field ("BTech Computer Science")."""
    head, _, tail = piece.value.partition(" ")
    known = words("organisations", "degrees")
    if tail[:1].isupper() and plain(head).replace(".", "") in known and plain(tail.split()[0]) not in known and len(head) < 8:
        left, right = piece.cut(0, len(head)), piece.cut(len(head), len(piece.value))
        if left and right:
            return {"studyType": left, "area": right}
    return {}


def _commas(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for comma in re.finditer(r"[,;]", text):
        yield at, comma.start()
        at = comma.end()
    yield at, len(text)
