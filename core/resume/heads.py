"""The head of a role: which of its words are the title, the employer, the place.

Evidence in the words decides; what has none is given to what is missing, in the order that the document's other roles use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from core.lexicon import plain, table, words
from core.resume import signs
from core.resume.pieces import Piece, Row
from core.resume.sections import label

_SPAN_WORDS = re.compile(
    r"\(?\s*(?:\d+\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|anos?|años?|meses|mes|anni|mesi|jaar|maanden|lat|miesiecy)\.?,?\s*)+\)?",
    re.I,
)


@dataclass
class Head:
    """What the words of a role's head give evidence for, and the pieces that give none, in order."""

    title: Piece | None = None
    company: Piece | None = None
    place: Piece | None = None
    link: Piece | None = None
    options: list[Piece] = field(default_factory=list)
    alone: bool = False  # the employer has a row of its own

    def settled(self, title_first: bool) -> dict[str, Any]:
        """Fields, the undecided pieces given to what is missing."""
        title = self.title if self.title and _sound(self.title.value, signs.title(self.title.value)) else None
        company = self.company if self.company and _sound(self.company.value, signs.company(self.company.value)) else None
        rest = [p for p in self.options if p not in (title, company) and _nameable(p.value)]
        if not title and not company and len(rest) >= 2:
            title, company = (rest[0], rest[1]) if title_first else (rest[1], rest[0])
            title, company = title.sure(0.5), company.sure(0.5)
        elif not title and company and rest:
            title = rest[0].sure(0.5)
        elif not company and rest:
            near = [p for p in rest if signs.company(p.value) >= 0.3]
            company = near[0].sure(0.6) if near else None
        tree = {"name": company, "position": title, "location": self.place, "url": self.link}
        return {key: piece for key, piece in tree.items() if piece} if title or company else {}


def _sound(text: str, evidence: float) -> bool:
    """Whether words with some evidence are a name and not a sentence that mentions one."""
    small = text[:1].islower() and len(text.split()) > 5
    return (
        evidence >= 0.5
        and not small
        and len(text.split()) < 11
        and not re.search(r":\s|\?$", text)
        and (evidence >= 0.85 or not text.endswith("."))
    )


def _nameable(text: str) -> bool:
    """Whether words without other evidence can name a post or an employer."""
    return (
        len(text) < 70
        and len(text.split()) < 9
        and any(c.isupper() for c in text[:3])
        and not re.search(r":\s|[.;?]$", text)
        and not signs.prose(text)
    )


def title_first(heads: Sequence[Head]) -> bool:
    """Whether titles stand before employers where both are sure."""
    sure = [head for head in heads if head.title and head.company]
    return 2 * sum(head.title.start < head.company.start for head in sure if head.title and head.company) >= len(sure)


def read_head(rows: Sequence[Row]) -> Head:
    """What the rows of a head say, dates aside."""
    head = Head()
    loose: list[Piece] = []
    for row in rows:
        at = label(row, "title")
        if at and (piece := row.piece(at)):
            head.title = head.title or piece.sure(0.9)
        elif (at := label(row, "company")) and (piece := row.piece(at)):
            head.company = head.company or piece.sure(0.9)
        elif not label(row, "dates"):
            loose += _useful(row, head)
    cuts = [(piece, list(_parted(piece))) for piece in loose]
    _assign(head, [part for _, parts in cuts for part in parts])
    head.title = _uncut(head, cuts)
    return head


def _uncut(head: Head, cuts: Sequence[tuple[Piece, list[Piece]]]) -> Piece | None:
    """The title with its own tail again ("Nurse, Night Ward"), when the employer was found on another row."""
    for whole, parts in cuts:
        if (
            head.title
            and head.company
            and parts[0] == head.title
            and len(parts) == 2
            and parts[1] in head.options
            and parts[1] != head.company
        ):
            head.options = [piece for piece in head.options if piece != parts[1]]
            return whole
    return head.title


def _useful(row: Row, head: Head) -> Iterator[Piece]:
    """The row's pieces without lengths of time, forms of employment and links."""
    for piece in row.pieces:
        low = plain(piece.value).strip("()")
        if re.match(r"https?:|www\.", low) and " " not in low:
            head.link = head.link or piece
        elif re.search(r"[^\W\d_]{2}", low) and not _SPAN_WORDS.fullmatch(low) and not is_label(low):
            yield piece


def is_label(low: str) -> bool:
    """Whether words say what stands beside them ("Duration", "Client: ...") or how one is employed, and name nothing."""
    known = words("phrases", "labels")
    kinds = [part.strip() for part in re.split(r",|/| and ", low)]
    return low in known or low.split(":")[0].strip() in known or all(kind in words("phrases", "employment") for kind in kinds)


def _parted(piece: Piece) -> Iterator[Piece]:
    """A piece cut at "at", before a trailing place, and where a title and an employer share it."""
    for cut in _words_pattern("at").finditer(piece.value):
        left, right = piece.cut(0, cut.start()), piece.cut(cut.end(), len(piece.value))
        named = left and right and signs.title(left.value) >= 0.8 and signs.title(right.value) < 0.8
        if left and right and named and (cut[0].strip() != "in" or signs.company(right.value) >= 0.7):
            yield from (*_parted(left), *_parted(right))
            return
    lead = _words_pattern("as").match(plain(piece.value))
    piece = (piece.cut(lead.end(), len(piece.value)) if lead else None) or piece
    body, spot = _trailing_place(piece)
    yield from _halves(body) if body else ()
    if spot:
        yield spot


@cache
def _words_pattern(key: str) -> re.Pattern[str]:
    """The words before an employer ("at"), or before a title ("working as")."""
    said = "|".join(re.escape(word) for word in sorted(table("phrases")[key]["words"], key=len, reverse=True))
    return re.compile(rf"\s(?:{said})\s+(?=[\W]*[A-Z0-9])" if key == "at" else rf"(?:{said})\s+")


def _trailing_place(piece: Piece) -> tuple[Piece | None, Piece | None]:
    if signs.place(piece.value) >= 0.8:
        return None, piece
    text = piece.value
    cuts = [(m.start(), m.end(), True) for m in re.finditer(r",\s*|\s\(|\s-\s|\.\s+", text)] + [
        (m.start(), m.end(), False) for m in re.finditer(r"\s+", text)
    ]
    for start, end, strong in sorted(cuts):
        tail, head = piece.cut(end, len(text)), piece.cut(0, start)
        if not tail or not head or signs.place(tail.value) < 0.8:
            continue
        firm = strong or re.search(r"[\s,]+(?:[A-Z]{2,3})$|,", tail.value)
        if (
            firm
            and not re.search(r"\b(?:of|de|di|da|do|von|van|for|in|und|and|&|the|d')$", plain(head.value))
            and not (not strong and signs.title(head.value) < 0.1 and len(head.value) < 3)
        ):
            return head, tail
    return piece, None


def _halves(piece: Piece) -> Iterator[Piece]:
    """Title and employer of one piece ("Analyst, Globex Ltd"), or the piece as it is."""
    best: tuple[float, Piece, Piece] | None = None
    for comma in re.finditer(r",\s+|\s*\(\s*(?=[A-Z])|\s-(?=[A-Z])|-\s", piece.value):
        left, right = piece.cut(0, comma.start()), piece.cut(comma.end(), len(piece.value))
        if not left or not right:
            continue
        if is_label(plain(left.value)) or is_label(plain(right.value)):
            continue
        for title, other in ((left, right), (right, left)):
            evidence = signs.title(title.value) + signs.company(other.value) - signs.title(other.value)
            if (
                signs.title(title.value) >= 0.8
                and signs.title(other.value) < 0.5
                and signs.company(other.value) >= 0.3
                and (not best or evidence > best[0])
            ):
                best = evidence, left, right
    if best and (best[0] >= 1.5 or "," in piece.value):
        yield from best[1:]
    else:
        yield piece


def _assign(head: Head, pieces: Sequence[Piece]) -> None:
    spots = [p for p in pieces if signs.place(p.value) >= 0.8]
    head.place = head.place or (spots[0] if spots else None)
    named = [p for p in pieces if p not in spots]
    titles = [p for p in named if signs.title(p.value) >= 0.5 and (signs.company(p.value) < 0.85 or signs.titled(p.value))]
    if not head.title and titles:
        head.title = max(titles, key=lambda p: (signs.title(p.value) - 0.4 * (signs.company(p.value) >= 0.7), -p.start))
    rest = [p for p in named if p != head.title]
    firms = [p for p in rest if signs.company(p.value) >= 0.7 and (signs.title(p.value) < 0.8 or signs.company(p.value) >= 0.85)]
    if not head.company and firms:
        head.company = max(firms, key=lambda p: (signs.company(p.value), -p.start))
    head.options = rest
    head.alone = bool(head.company) and not any(p.line == head.company.line for p in named if p != head.company) if head.company else False
