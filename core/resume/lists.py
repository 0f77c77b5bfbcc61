"""The smaller sections: certificates, spoken languages, awards, publications, projects, volunteering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from core.lexicon import plain, words
from core.resume import signs
from core.resume.pieces import Piece, Row, joined
from core.resume.roles import described, roles
from core.resume.sections import spoken

_ISSUER = re.compile(r"\s+(?:by|from|von|par|por|da|door|przez)\s+(?=[A-Z])|,\s+(?=[A-Z])|\s*\((?=[A-Z])")
_LEVEL = re.compile(r"[A-C][12]\b|[^,;|()/\t–-]+")


def certificates(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Certificates: a row each, with date and issuer when they stand beside it."""
    found: list[dict[str, Any]] = []
    for row in rows:
        if signs.prose(row.text) and len(row.text) > 120:
            continue
        pieces = row.pieces
        if not pieces:
            if row.spans and found and not row.bullet:
                found[-1].setdefault("date", row.day(row.spans[0]))
            continue
        tree = _issued(row, pieces)
        if row.spans:
            tree["date"] = row.day(row.spans[-1])
        found.append(tree)
    return found[:60]


def _issued(row: Row, pieces: Sequence[Piece]) -> dict[str, Any]:
    tree: dict[str, Any] = {"name": pieces[0]}
    if len(pieces) > 1 and not re.search(r"https?:|www\.", pieces[1].value):
        barred = "|" in row.text or "\t" in row.text or signs.company(pieces[1].value) >= 0.7
        whole = row.piece(0, pieces[1].start - row.start + len(pieces[1].value))
        return tree | {"issuer": pieces[1].sure(0.6)} if barred or not whole else {"name": whole}
    cut = _ISSUER.search(pieces[0].value)
    left = pieces[0].cut(0, cut.start()) if cut else None
    right = pieces[0].cut(cut.end(), len(pieces[0].value)) if cut else None
    if left and right and (signs.company(right.value) >= 0.7 or "," not in pieces[0].value):
        tree = {"name": left, "issuer": right.sure(0.6)}
    return tree


def languages(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Spoken languages with the level that stands beside them, before the next language."""
    found: dict[str, dict[str, Any]] = {}
    for at, row in enumerate(rows):
        hits = spoken(row.text)
        for number, (name, start, end) in enumerate(hits):
            stop = hits[number + 1][1] if number + 1 < len(hits) else len(row.text)
            piece = row.piece(start, end)
            level = _level(row, end, stop) or (_level(row, 0, start) if number == 0 and len(hits) == 1 else None)
            if not level and len(hits) == 1 and at + 1 < len(rows) and not spoken(rows[at + 1].text):
                level = _level(rows[at + 1], 0, len(rows[at + 1].text))
            if piece:
                found.setdefault(name, {"language": piece} | ({"fluency": level} if level else {}))
    return list(found.values())


def _level(row: Row, start: int, end: int) -> Piece | None:
    """Words of a known level within a part of the row, with the words around them up to a comma or bracket."""
    for match in _LEVEL.finditer(row.text, start, end):
        piece = row.piece(match.start(), match.end())
        low = plain(piece.value) if piece else ""
        if piece and len(low) < 50 and any(re.search(rf"\b{re.escape(word)}\b", low) for word in words("languages", "levels")):
            return piece
    return None


def awards(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Distinctions, a row or bullet each."""
    found: list[dict[str, Any]] = []
    for item in _items(rows):
        pieces = item[0].pieces
        if not pieces:
            continue
        whole = joined(item) if len(item) > 1 or signs.prose(item[0].text) else None
        tree: dict[str, Any] = {"title": whole or pieces[0]}
        if not whole and len(pieces) > 1:
            tree["awarder"] = pieces[1].sure(0.5)
        if span := next((s for row in item for s in row.spans), None):
            tree["date"] = next(row for row in item if row.spans).day(span)
        found.append(tree)
    return found[:60]


def publications(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Publications, an item each, as written."""
    found: list[dict[str, Any]] = []
    for item in _items(rows):
        whole = joined(item)
        if whole and len(whole.value) > 8:
            dated = next((row for row in item if row.spans), None)
            found.append({"name": whole} | ({"releaseDate": dated.day(dated.spans[-1])} if dated else {}))
    return found[:100]


def projects(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Projects: a short row opens one, bullets and text describe it."""
    found: list[dict[str, Any]] = []
    bodies: list[list[Row]] = []
    for row in rows:
        opens = (
            not row.bullet and bool(row.pieces) and (not signs.prose(row.text) or not found) and not row.text.rstrip().endswith((".", ","))
        )
        if opens and not (found and not bodies[-1] and not row.spans and not row.gap):
            found.append(_project(row))
            bodies.append([])
        elif found and not row.pieces and row.spans:
            found[-1] |= _period(row)
        elif found:
            bodies[-1].append(row)
        elif row.bullet:
            found.append(_project(row))
            bodies.append([])
    for tree, body in zip(found, bodies, strict=True):
        told = described(body)
        tree["highlights"] = told["highlights"]
        if "summary" in told:
            tree["description"] = told["summary"]
    return found[:60]


def _project(row: Row) -> dict[str, Any]:
    tree: dict[str, Any] = {"name": row.pieces[0]} | _period(row)
    link = next((p for p in row.pieces if re.match(r"https?://|www\.", p.value)), None)
    return tree | ({"url": link} if link else {})


def _period(row: Row) -> dict[str, Any]:
    if not row.spans:
        return {}
    span = row.spans[-1]
    return {"startDate": row.day(span), "endDate": row.day(span, end=True)} if span.ranged else {"endDate": row.day(span)}


def volunteer(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Unpaid work, read as roles are."""
    return [
        {("organization" if key == "name" else key): value for key, value in tree.items() if key not in ("location", "url")}
        for tree in roles(rows)
    ]


def _items(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows grouped into items: a bullet, a gap or a finished row begins the next one."""
    group: list[Row] = []
    bulleted = any(row.bullet for row in rows)
    for row in rows:
        begins = row.bullet or row.gap or (not bulleted and not row.text[:1].islower() and len(group[-1].text if group else "") < 70)
        if group and begins:
            yield group
            group = []
        group.append(row)
    if group:
        yield group
