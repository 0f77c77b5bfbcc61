"""Roles out of the rows of a work section, or of a whole resume without headings.

Dates anchor the roles. How many rows of names stand above a date is learned from the places in this document where it is
certain; who is employer and what is title is decided by evidence in the words, and where there is none, by the order that
the document's other roles use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.lexicon import DateSpan, plain
from core.resume import signs
from core.resume.heads import Head, is_label, read_head, title_first
from core.resume.pieces import Row, joined, levelled
from core.resume.sections import label

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
    found = [(role, read_head(role.head)) for role in _blocks([row for row in levelled(rows) if not row.link])]
    first = title_first([read for _, read in found])
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
    read = read_head([row])
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
        if _stands(read_head(rows[start:cut])) and _stands(read_head(rows[cut : at + 1])):
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
    have = read_head(rows[start : at + 1])
    while taken < below and not (have.title and have.company):
        more = read_head(rows[start : at + taken + 2])
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
        size = next((n for n in range(min(1, size), size + 1) if n and _stands(read_head(rows[at : at + n]))), 0)
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


# --- body -----------------------------------------------------------------------------------------------------------


def described(rows: Sequence[Row]) -> dict[str, Any]:
    """Highlights from bullets and paragraphs; a paragraph before bullets is the summary."""
    items: list[list[Row]] = []
    for row in rows:
        if row.text.rstrip().endswith(":") and is_label(plain(row.text).strip(" :")):
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
