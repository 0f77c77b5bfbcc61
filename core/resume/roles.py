"""Roles out of the rows of a work section, or of a whole resume without headings.

Dates anchor the roles. How many rows of names stand above a date is learned from the places in this document where it is
certain; who is employer and what is title is decided by evidence in the words, and where there is none, by the order that
the document's other roles use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from core.lexicon import DateSpan, plain, table, words
from core.resume import signs
from core.resume.pieces import Piece, Row, joined, levelled
from core.resume.sections import label

_SPAN_WORDS = re.compile(
    r"\(?\s*(?:\d+\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|anos?|años?|meses|mes|anni|mesi|jaar|maanden|lat|miesiecy)\.?,?\s*)+\)?",
    re.I,
)
_END = re.compile(r"[.!?;:]\s*$")

_TOLD = (
    re.compile(
        r"\b(?:with|at|in|for|by|joined)\s+(?P<company>[A-Z].*?)[,.]?\s+as\s+(?:an?\s+|the\s+)?(?P<title>[^,.(]+?)(?:\s+(?:from|since|during|in|at)\b.*)?[\s,(]*$"
    ),
    re.compile(
        r"\bas\s+(?:an?\s+|the\s+)?(?P<title>.+?)\s+(?:with|at|in|for)\s+(?P<company>[A-Z].*?)(?:\s+(?:from|since|during)\b.*)?[\s,(]*$"
    ),
    re.compile(
        r"^(?P<company>[A-Z][^.]*?)[.,]?\s+(?:[A-Z]\w+ly\s+)?(?:[Ww]ork(?:ing|ed)\s+)?[Aa]s\s+(?:an?\s+|the\s+)?(?P<title>.+?)(?:\s+(?:from|since|during))?[\s,(]*$"
    ),
)


@dataclass
class Role:
    """The rows of one role before they are read: head, dates, body."""

    head: list[Row]
    span: DateSpan | None = None
    dated: Row | None = None
    body: list[Row] = field(default_factory=list)


def roles(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Trees of pieces, a role each: name, position, location, startDate, endDate, highlights, summary; `current` says it goes on."""
    headed = _headed(rows)
    told = [tree for row in _sentences(rows) if (tree := _told(row))]
    whole = sum("name" in tree and "position" in tree for tree in headed)
    return told if len(told) > whole else headed


def _sentences(rows: Sequence[Row]) -> list[Row]:
    """Rows with their wrapped rest joined on, character for character."""
    found: list[Row] = []
    for row in rows:
        wraps = bool(found) and not row.bullet and not row.gap and found[-1].start + len(found[-1].text) + 1 == row.start
        if wraps and len(found[-1].text) > 40:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {row.text}")
        else:
            found.append(row)
    return found


def _told(row: Row) -> dict[str, Any] | None:
    """A role told in a sentence: "Worked with Tarn Ltd as a fitter from May 2013 to June 2015"."""
    span = next((span for span in row.spans if span.ranged), None)
    for pattern in _TOLD if span else ():
        match = pattern.search(row.text[: span.span[0]] if span else "")
        title, company = (row.piece(*match.span(name)) for name in ("title", "company")) if match else (None, None)
        if span and title and company and signs.title(title.value) >= 0.5 and len(company.value) < 70:
            tree = {"position": title.sure(0.6), "name": company.sure(0.6), "highlights": []}
            return tree | {"startDate": row.day(span), "endDate": row.day(span, end=True), "current": span.current}
    return None


def _headed(rows: Sequence[Row]) -> list[dict[str, Any]]:
    found = [(role, _read(role.head)) for role in _blocks([row for row in levelled(rows) if not row.link])]
    first = _title_first([read for _, read in found])
    trees: list[dict[str, Any]] = []
    for role, read in found:
        named = read.settled(first)
        if not named and trees:
            trees[-1]["body"].extend([*role.head, *role.body])
            continue
        if "name" not in named and trees and len(read.options) <= 1 and trees[-1].get("shared"):
            named["name"] = trees[-1]["name"].sure(0.6)
        if named:
            trees.append(named | _dated(role) | {"body": list(role.body), "shared": read.alone or ("name" in named and not read.company)})
    return [_finished(tree) for tree in trees]


def headline(row: Row) -> dict[str, Any] | None:
    """A role that one row states as "title at employer" or "title - employer" with evidence for both."""
    read = _read([row])
    sure = read.title and read.company and signs.title(read.title.value) >= 0.9 and signs.company(read.company.value) >= 0.85
    if row.bullet or signs.prose(row.text) or not sure or not read.title or not read.company:
        return None
    return {"position": read.title.sure(0.6), "name": read.company.sure(0.6), "current": False}


def _finished(tree: dict[str, Any]) -> dict[str, Any]:
    body = tree.pop("body")
    tree.pop("shared")
    return tree | described(body)


def _dated(role: Role) -> dict[str, Any]:
    if not role.span or not role.dated:
        return {}
    return {"startDate": role.dated.day(role.span), "endDate": role.dated.day(role.span, end=True), "current": role.span.current}


# --- rows into blocks ----------------------------------------------------------------------------------------------


def _blocks(rows: Sequence[Row]) -> list[Role]:
    kinds = _kinds(rows)
    anchors = [at for at, kind in enumerate(kinds) if kind == "date"]
    usual = _rows_above(kinds, anchors)
    starts = [_own_start(rows, at - min(_heads(kinds, at, -1), usual), at) for at in anchors]
    found: list[Role] = []
    for number, at in enumerate(anchors):
        stop = starts[number + 1] if number + 1 < len(anchors) else len(rows)
        below = min(_heads(kinds[:stop], at, 1), 3 if starts[number] == at else 2)
        below = _needed(rows, starts[number], at, below)
        head = list(rows[starts[number] : at + below + 1])
        span = next((s for s in rows[at].spans if s.ranged), rows[at].spans[0])
        before = _undated(rows, kinds, anchors[number - 1] + 1 if number else 0, starts[number]) if not number else []
        found += [*before, Role(head, span, rows[at], list(rows[at + below + 1 : stop]))]
    return found or _undated(rows, kinds, 0, len(rows))


def _own_start(rows: Sequence[Row], start: int, at: int) -> int:
    """Where the head of the date's own role starts, when an undated role stands directly above it."""
    for cut in range(at - 1, start, -1):
        if _stands(_read(rows[start:cut])) and _stands(_read(rows[cut : at + 1])):
            return cut
    return start


def _kinds(rows: Sequence[Row]) -> list[str]:
    """`date`, `head` or `text` for each row; `text` is what describes a role."""
    kinds: list[str] = []
    for at, row in enumerate(rows):
        kinds.append(_kind(row, rows[at - 1] if at else None, kinds[-1] if kinds else "", rows, at))
    return kinds


def _kind(row: Row, before: Row | None, last: str, rows: Sequence[Row], at: int) -> str:
    rest = " ".join(piece.value for piece in row.pieces)
    if row.spans and _is_anchor(row, rest):
        return "date"
    if row.bullet:
        opened = before is not None and last == "date" and not before.pieces and signs.title(row.text) >= 0.8 and not signs.prose(row.text)
        return "head" if opened else "text"
    if label(row, "title") or label(row, "company") or label(row, "dates"):
        return "head"
    if label(row, "duties") or row.text.rstrip().endswith(":") or signs.prose(row.text):
        return "text"
    return "text" if last == "text" and before and _goes_on(row, before, rows, at) else "head"


def _is_anchor(row: Row, rest: str) -> bool:
    ranged = any(span.ranged for span in row.spans)
    if row.bullet:
        return ranged and len(rest) < 90 and (signs.title(rest) >= 0.8 or not rest) and not _END.search(row.text)
    if label(row, "dates"):
        return True
    if ranged:
        return len(rest) < 100 and not (signs.prose(rest) and len(rest) > 60) and not (rest[:1].islower() and len(rest) > 25)
    return len(rest) < 70 and not signs.prose(row.text) and (not rest or signs.title(rest) >= 0.8 or signs.company(rest) >= 0.7)


def _goes_on(row: Row, before: Row, rows: Sequence[Row], at: int) -> bool:
    """Whether a row is the wrapped rest of the description above it."""
    if row.gap or (_END.search(before.text) and not row.text[:1].islower()):
        return False
    if signs.title(row.text) >= 0.8 and len(row.text) < 60:
        return False
    if row.x and before.x and row.page == before.page and abs(row.x - before.x) > 3:
        return row.x > before.x and not before.size < row.size - 0.6
    alike = not row.spans and not row.bold and abs(row.size - before.size) < 0.6
    return 75 < len(before.text) < 140 and alike and signs.company(row.text) < 0.7


def _heads(kinds: Sequence[str], at: int, step: int) -> int:
    """How many rows of names follow `at` directly in this direction, at most 4."""
    count = 0
    while count < 4 and 0 <= at + step * (count + 1) < len(kinds) and kinds[at + step * (count + 1)] == "head":
        count += 1
    return count


def _rows_above(kinds: Sequence[str], anchors: Sequence[int]) -> int:
    """The usual number of head rows above a date, from anchors whose block has a clear beginning."""
    clear = [at for at in anchors if at - _heads(kinds, at, -1) == 0 or kinds[at - _heads(kinds, at, -1) - 1] == "text"]
    counts = Counter(min(_heads(kinds, at, -1), 3) for at in clear)
    if not counts:
        return 0
    first = min(_heads(kinds, anchors[0], -1), 3) if anchors[0] - _heads(kinds, anchors[0], -1) == 0 else -1
    best = max(counts.values())
    return max(count for count, times in counts.items() if times == best or count == first)


def _needed(rows: Sequence[Row], start: int, at: int, below: int) -> int:
    """How many of the rows below a date belong to the head: while something is missing and they say it."""
    taken = 0
    have = _read(rows[start : at + 1])
    while taken < below and not (have.title and have.company):
        more = _read(rows[start : at + taken + 2])
        if (bool(more.title), bool(more.company), more.place) == (bool(have.title), bool(have.company), have.place) and have.options:
            break
        have, taken = more, taken + 1
    follow = rows[at + taken + 1] if taken < below else None
    return taken + bool(follow and follow.pieces and signs.place(follow.text) >= 0.8)


def _undated(rows: Sequence[Row], kinds: Sequence[str], start: int, stop: int) -> list[Role]:
    """Roles without dates: a run of head rows with a title (and an employer) before a description."""
    found: list[Role] = []
    at = start
    while at < stop:
        size = 0
        while at + size < stop and kinds[at + size] == "head" and size < 4:
            size += 1
        size = size if any(signs.title(row.text) for row in rows[at : at + size]) else 0
        size = next((n for n in range(min(1, size), size + 1) if n and _stands(_read(rows[at : at + n]))), 0)
        if size:
            found.append(Role(list(rows[at : at + size])))
        elif found:
            found[-1].body.append(rows[at])
        at += max(size, 1)
    return found


def _stands(head: Head) -> bool:
    """Whether a head without a date is a role all the same: a sure title, and a name beside it."""
    named = head.company or next(
        (p for p in head.options if signs.company(p.value) >= 0.3 and not signs.prose(p.value) and len(p.value) < 50), None
    )
    return bool(head.title and named and signs.title(head.title.value) >= 0.9 and len(head.title.value) < 60)


# --- head rows into fields -------------------------------------------------------------------------------------------


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


def _title_first(heads: Sequence[Head]) -> bool:
    sure = [head for head in heads if head.title and head.company]
    return 2 * sum(head.title.start < head.company.start for head in sure if head.title and head.company) >= len(sure)


def _read(rows: Sequence[Row]) -> Head:
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
        elif re.search(r"[^\W\d_]{2}", low) and not _SPAN_WORDS.fullmatch(low) and not _is_label(low):
            yield piece


def _is_label(low: str) -> bool:
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
        if _is_label(plain(left.value)) or _is_label(plain(right.value)):
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


# --- body -----------------------------------------------------------------------------------------------------------


def described(rows: Sequence[Row]) -> dict[str, Any]:
    """Highlights from bullets and paragraphs; a paragraph before bullets is the summary."""
    items: list[list[Row]] = []
    for row in rows:
        if row.text.rstrip().endswith(":") and _is_label(plain(row.text).strip(" :")):
            continue
        if items and not row.bullet and _continues(items[-1][-1], row, items[-1][0]):
            items[-1].append(row)
        else:
            items.append([row])
    bulleted = any(item[0].bullet for item in items)
    tree: dict[str, Any] = {"highlights": []}
    for item in items:
        piece = joined(item)
        if piece and bulleted and not item[0].bullet and not tree["highlights"] and "summary" not in tree and len(piece.value) > 30:
            tree["summary"] = piece
        elif piece:
            tree["highlights"].append(piece)
    return tree


def _continues(before: Row, row: Row, first: Row) -> bool:
    if row.gap:
        return False
    if row.text[:1].islower():
        return True
    if first.bullet and row.x and first.x and row.page == first.page:
        return row.x > first.x + 3
    return len(before.text) > 70 and not _END.search(before.text)
