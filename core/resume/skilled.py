"""Skills as the resume lists them, and how well the rest of the record supports each one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Any

from core.lexicon import plain, section, words
from core.models import Document, SkillEvidence, SkillMention
from core.resume import signs
from core.resume.pieces import Piece, Row, trim
from core.resume.sections import Section, label, spoken

_SEPARATOR = re.compile(r"[,•●▪|·‧]\s*|(?<!&amp);\s*|\t|\s/\s|\n|\s[–—]\s|\s-\s|\.\s+(?=[A-Z])")
_TAIL = re.compile(
    r"\s*\((?:less than )?\d+\+?\s*(?:years?|yrs?|months?|jahre?|ans|años|anos|anni|jaar|lat)[^)]*\)\s*$"
    r"|\s*[-–:]\s*\d+\+?\s*(?:years?|yrs?).*$",
    re.I,
)
_ETC = re.compile(r"\s*,?\s(?:etc|usw|ecc|inne)\b\.*\s*$", re.I)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+\.(?:com|org|net|io|dev)\b\S*")
_NUMBER = re.compile(r"\d")
_MAX_WORDS = 6
_MOST = 400  # separators of one list, and skills of one resume
_FEW = 3  # with fewer skills listed, those told in sentences, roles and projects are added


def listed(document: Document, found: Sequence[Section], mentions: Sequence[SkillMention]) -> list[Piece]:
    """Items of the skills sections and of skill lines elsewhere, in order; where few are listed, known names in sentences too."""
    items: dict[str, Piece] = {}
    told: dict[str, Piece] = {}
    for run in _runs(found, [mention.start for mention in mentions]):
        for piece in _items(document, run):
            (items if _is_item(piece.value) else told).setdefault(plain(piece.value), piece)
    if len(items) < _FEW:
        inner = [part for piece in told.values() for part in _inside(piece, mentions)]
        items = items | {plain(part.value): part for part in reversed(inner)}
    return list(items.values())[:_MOST]


def _runs(found: Sequence[Section], known: Sequence[int]) -> Iterator[list[Row]]:
    """Rows that belong to one list: a labelled line, a bullet, a wrapped run of commas."""
    for part in found:
        run: list[Row] = []
        for row in part.rows:
            wraps = bool(run) and _wraps(run[-1], row)
            if run and not wraps:
                yield run
                run = []
            if wraps or (not row.link if part.kind == "skills" else _elsewhere(row, part.kind, known)):
                run.append(row)
        if run:
            yield run


def _elsewhere(row: Row, kind: str, known: Sequence[int]) -> bool:
    """A line of skills outside a skills section: labelled as one, or a list among other information of which half is known."""
    if kind in ("", "other", "summary", "contact", "interests") and label(row, "skills"):
        return True
    if kind != "other" or signs.prose(row.text) or row.spans or row.link:
        return False
    cuts = list(_cuts(row.text))
    hits = sum(bisect_left(known, row.start + a) < bisect_left(known, row.start + b) for a, b in cuts)
    return len(row.text.split()) / len(cuts) <= _MAX_WORDS and 2 * hits >= len(cuts)


def _wraps(before: Row, row: Row) -> bool:
    if row.bullet or row.gap or row.number != before.number + 1 or ":" in row.text[:40]:
        return False
    return (
        before.text.rstrip().endswith((",", "/", "&", " and", "-"))
        or (before.text.count(",") > 1 and len(before.text) > 60)
        or row.text[:1].islower()
    )


def _items(document: Document, run: Sequence[Row]) -> Iterator[Piece]:
    start, end = run[0].start + _label_end(run[0]), run[-1].start + len(run[-1].text)
    text = document.text[start:end].replace("\n", " ")
    cuts = list(_cuts(text))
    if _told(text, cuts, run[0]):
        yield Piece(" ".join(text.split()), start, end, run[0].number)
        return
    if len(cuts) == 1 and plain(text.strip()) in words("phrases", "labels"):
        return
    for a, b in cuts:
        a, b = _bare(text, a, b)
        value = " ".join(text[a:b].split())
        if not value:
            continue
        piece = Piece(value, start + a, start + b, run[0].number + document.text.count("\n", run[0].start, start + a))
        yield piece


def _told(text: str, cuts: Sequence[tuple[int, int]], first: Row) -> bool:
    """Whether a run is sentences about work, not a list of names."""
    count = len(re.sub(r"\([^)]*\)", " ", text).split())
    closed = text.rstrip().endswith(".") and count > 5 and len(cuts) < 3
    return closed or (count > 7 and count / len(cuts) > 4.5) or (signs.prose(first.text) and count > 5 and count / len(cuts) > 3.5)


def _label_end(row: Row) -> int:
    """Where the items begin after "Databases:" or a first table cell that names the group."""
    colon = re.match(r"[^:,;]{2,45}?:\s*[-–]?\s*", row.text)
    if colon and not row.text[: colon.end()].lower().startswith("http"):
        return colon.end()
    cell = re.match(r"([^\t,]{2,40})\t+", row.text)
    if cell and ("," in row.text[cell.end() :] or cell[1].isupper()) and row.text.count("\t") == 1:
        return cell.end()
    if "," in row.text:
        return _spaced_label(row.text)
    return 0


def _spaced_label(text: str) -> int:
    """The length of a leading group name without a colon ("Operating Systems Windows, Linux")."""
    first = list(re.finditer(r"\S+\s*", text.split(",")[0]))
    for size in (3, 2):
        head = text[: first[size - 1].end()].strip() if len(first) > size else ""
        if head and (section(head) == "skills" or plain(head) in words("phrases", "labels")):
            return first[size - 1].end()
    return 0


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Parts of a list, cut outside brackets; a last "and" is cut when the list has commas."""
    marks = [(0, 0), *_outside(text), (len(text), len(text))]
    for (_, start), (end, _) in pairwise(marks):
        joint = re.match(r"(?:and|und|et|y|e|i|en|oraz|&)\s+", text[start:end]) if len(marks) > 3 else None
        start += joint.end() if joint else 0
        last = re.search(r"\s(?:and|und|et|y|oraz|&)\s", text[start:end]) if len(marks) > 3 and end == len(text) else None
        if last and len(text[start:end].split()) < 6:
            yield start, start + last.start()
            start += last.end()
        yield start, end


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """Separators that stand outside brackets, at most as many as a list may have items."""
    depth, at = 0, 0
    for mark in islice(_SEPARATOR.finditer(text), _MOST):
        depth += text.count("(", at, mark.start()) - text.count(")", at, mark.start())
        at = mark.start()
        if depth <= 0:
            yield mark.span()


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without lead-ins ("knowledge of"), years of practice and loose punctuation."""
    tail = _TAIL.search(text[start:end]) or _ETC.search(text[start:end])
    end = start + tail.start() if tail else end
    start, end = trim(text, start, end)
    lead = _lead_end(text[start:end])
    if lead:
        start, end = trim(text, start + lead, end)
    while end > start and text[end - 1] in ".!":
        end -= 1
    return start, end


def _lead_end(text: str) -> int:
    """Where the skill begins after a lead-in ("Good working knowledge of ..."), or 0."""
    found = list(re.finditer(r"[^\W_][\w'-]*", plain(text)[:90]))
    cue = next((n for n, word in enumerate(found[:4]) if word[0] in words("phrases", "lead_cues")), -1)
    links = [word.end() for word in found[cue + 1 : cue + 6] if word[0] in words("phrases", "lead_links")] if cue >= 0 else []
    return links[0] + 1 if links and links[0] + 1 < len(text) else 0


def _is_item(value: str) -> bool:
    """Whether a part of a list is short enough, and enough of a name, to be a skill by itself."""
    found = signs.tokens(value)
    noise = words("phrases", "skill_noise") | words("languages", "levels")
    if not found or len(found) > _MAX_WORDS or len(value) > 60 or all(token in noise or token.isdigit() for token in found):
        return False
    if signs.place(value) >= 0.9 or signs.institution(value) or "=" in value:
        return False
    if re.search(r"https?:|www\.|@|\d{6,}", value) or (section(value) and len(found) > 1 and value.istitle() is False and value.isupper()):
        return False
    hits = spoken(value)
    return not (hits and hits[0][1] == 0 and len(found) <= 3)


def _inside(piece: Piece, mentions: Sequence[SkillMention]) -> Iterator[Piece]:
    """Known skills inside a sentence of a skills section."""
    for mention in mentions:
        if piece.start <= mention.start < piece.end:
            yield replace(piece, value=" ".join(mention.text.split()), start=mention.start, end=mention.end, confidence=0.7)


def _mentions(text: str) -> list[SkillMention]:
    from core.skills import extract

    links = [match.span() for match in _LINK.finditer(text)]
    found = [m for m in extract(text, "resume") if m.category != "spoken"]
    return [m for m in found if not any(a <= m.start < b for a, b in links)]


# --- evidence --------------------------------------------------------------------------------------------------------


def skills(
    document: Document, found: Sequence[Section], work: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Skill entries (name, keywords as written) and evidence entries, from lists and from what the person did."""
    mentions = _mentions(document.text)
    items = listed(document, found, mentions)
    known = _known(mentions)
    entries: dict[str, dict[str, Any]] = {}
    for item in items:
        name = known.get((item.start, item.end), item.value)
        entry = entries.setdefault(plain(name), {"name": replace(item, value=name), "keywords": []})
        if item.value != name:
            entry["keywords"].append(item)
    evidence = _evidence(document, mentions, found, work, list(entries.values()))
    if len(items) < _FEW:
        _add_used(document, entries, mentions, items, found)
    return list(entries.values()), evidence


def _known(mentions: Sequence[SkillMention]) -> dict[tuple[int, int], str]:
    return {(m.start, m.end): m.name for m in mentions if m.known}


def _add_used(
    document: Document,
    entries: dict[str, dict[str, Any]],
    mentions: Sequence[SkillMention],
    items: Sequence[Piece],
    found: Sequence[Section],
) -> None:
    """Skills that the person used in a role or project without listing them."""
    taken = [(item.start, item.end) for item in items]
    parts = [
        (row.start, row.start + len(row.text)) for part in found if part.kind in ("work", "projects", "summary", "") for row in part.rows
    ]
    for mention in mentions:
        if mention.category not in ("tool", "language") or any(a <= mention.start < b for a, b in taken):
            continue
        if any(a <= mention.start < b for a, b in parts) and plain(mention.name) not in entries:
            piece = Piece(mention.name, mention.start, mention.end, document.text.count("\n", 0, mention.start), 0.6)
            entries[plain(mention.name)] = {
                "name": piece,
                "keywords": [replace(piece, value=mention.text)] if mention.text != mention.name else [],
            }


def _evidence(
    document: Document,
    mentions: Sequence[SkillMention],
    found: Sequence[Section],
    work: Sequence[dict[str, Any]],
    entries: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    lists = [
        (row.start, row.start + len(row.text)) for part in found if part.kind in ("skills", "languages", "contact") for row in part.rows
    ]
    proof: dict[str, SkillEvidence] = {}
    for mention in mentions:
        one = proof.setdefault(mention.name, SkillEvidence(name=mention.name, category=mention.category, mentions=0))
        one.mentions += 1
        if any(a <= mention.start < b for a, b in lists):
            continue
        role, bullet = _role_of(mention.start, work)
        if role:
            strong = bool(bullet and _NUMBER.search(document.text[bullet.start : bullet.end]))
            one.evidence = "achieved" if strong or one.evidence == "achieved" else "used"
            one.last_used = max(one.last_used, _last(role))
    for entry in entries:
        name = entry["name"].value
        if name not in proof:
            proof[name] = SkillEvidence(name=name)
    return [one.model_dump() for one in proof.values()]


def _role_of(at: int, work: Sequence[dict[str, Any]]) -> tuple[dict[str, Any] | None, Piece | None]:
    for role in work:
        for piece in [*role.get("highlights", []), role.get("summary"), role.get("position")]:
            if piece and piece.start <= at < piece.end:
                return role, piece
    return None, None


def _last(role: dict[str, Any]) -> str:
    """The month a role ended, `9999` while it goes on."""
    if role.get("current"):
        return "9999"
    end = role.get("endDate") or role.get("startDate")
    return end.value if end else ""
