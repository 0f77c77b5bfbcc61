"""What the record adds up to: years, level, achievements, and how much of the text was understood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from core.lexicon import plain, section, table
from core.models import Achievement, Document, Level, Project, Resume, SkillEvidence, Volunteer, Work
from core.resume import signs
from core.resume.pieces import Row, rows
from core.resume.sections import is_noise

_NUMBER = re.compile(r"(?<![\w.])[$€£₹]?\s?\d[\d.,]*\s?(?:%|percent|[kKmMbB]\b|million\b|x\b|\+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_UNREAD = 200


def judge(resume: Resume, documents: Sequence[Document], tree: dict[str, Any], today: date) -> None:
    """Fills `meta.shortlist` of a resume that was just read."""
    told = resume.meta.shortlist
    told.years = years(resume, [bool(role.get("current")) for role in tree.get("work", [])], today)
    told.level = level(resume, told.years)
    told.skills = [_evidence(entry, today) for entry in tree.get("evidence", [])]
    told.achievements = list(achievements(resume))
    lines = [(number, row) for number, document in enumerate(documents) if document.data is None for row in rows(document)]
    told.unread = list(_unread(resume, tree, lines))[:_MOST_UNREAD]
    told.counts = _counts(resume, documents, lines)
    told.confidence = _confidence(resume, len(told.unread), len(lines))
    told.warnings = [*(w for d in documents for w in d.warnings), *_missing(resume)]


def _evidence(entry: dict[str, Any], today: date) -> SkillEvidence:
    last = entry["last_used"]
    return SkillEvidence.model_validate(entry | {"last_used": today.strftime("%Y-%m") if last == "9999" else last})


# --- time ------------------------------------------------------------------------------------------------------------


def years(resume: Resume, current: Sequence[bool], today: date) -> float | None:
    """Years in which the person worked, overlapping roles counted once; None when no role has dates."""
    spans = sorted(_months(resume, current, today))
    if not spans:
        return None
    total, reach = 0.0, 0.0
    for start, end in spans:
        total += max(0.0, end - max(start, reach))
        reach = max(reach, end)
    return round(total / 12, 1)


def _months(resume: Resume, current: Sequence[bool], today: date) -> Iterator[tuple[float, float]]:
    now = today.year * 12 + today.month
    for role, goes_on in zip(resume.work, current, strict=False):
        start = _month(role.start_date, 0)
        end = now if goes_on and not role.end_date else _month(role.end_date, 1)
        if start and end and start < end <= now + 1:
            yield start, end


def _month(iso: str, after: int) -> float:
    """Months since year 0; a year alone stands for its middle, half a year wide."""
    if len(iso) >= 7:
        return int(iso[:4]) * 12 + int(iso[5:7]) - 1 + after
    return int(iso[:4]) * 12 + 6 - 3 * (1 - 2 * after) if len(iso) == 4 else 0.0


def level(resume: Resume, spent: float | None) -> Level | None:
    """Career level from the latest role's title, else from years worked."""
    latest = max(resume.work, key=lambda role: (not role.end_date and bool(role.start_date), role.end_date, role.start_date), default=None)
    found = set(signs.tokens((latest.position if latest else "") or resume.basics.label))
    ranks: tuple[Level, ...] = ("executive", "lead", "senior", "intern", "junior")
    said = table("titles")["levels"]
    for rank in ranks:
        if found & {plain(word) for word in said[rank]}:
            return rank
    if spent is None:
        return None
    return "junior" if spent < 2 else "mid" if spent < 6 else "senior"


# --- achievements and counts -----------------------------------------------------------------------------------------


def achievements(resume: Resume) -> Iterator[Achievement]:
    """Sentences of roles, projects and distinctions that hold numbers other than years."""
    for pointer, text in _sentences(resume):
        numbers = [n for n in numbers_in(text) if not _YEAR.fullmatch(n)]
        if numbers:
            yield Achievement(text=text, numbers=numbers, pointer=pointer)


def numbers_in(text: str) -> list[str]:
    """Numbers of a text with their units."""
    return [match[0].strip().rstrip(".,") for match in _NUMBER.finditer(text)]


def _sentences(resume: Resume) -> Iterator[tuple[str, str]]:
    told: dict[str, Sequence[Work | Project | Volunteer]] = {
        "work": resume.work,
        "projects": resume.projects,
        "volunteer": resume.volunteer,
    }
    for key, entries in told.items():
        for at, entry in enumerate(entries):
            for number, text in enumerate(entry.highlights):
                yield f"{key}/{at}/highlights/{number}", text
    for at, award in enumerate(resume.awards):
        yield f"awards/{at}/title", award.title


def _counts(resume: Resume, documents: Sequence[Document], lines: Sequence[tuple[int, Row]]) -> dict[str, int]:
    spans = _spans(resume)
    texts = {n: d.text for n, d in enumerate(documents) if d.data is None}
    return {
        "roles": len(resume.work),
        "bullets": sum(len(role.highlights) for role in resume.work),
        "bulletsInText": sum(row.bullet for _, row in lines),
        "numbers": sum(_covered(spans.get(n, []), m.start()) for n, text in texts.items() for m in _NUMBER.finditer(text)),
        "numbersInText": sum(len(_NUMBER.findall(text)) for text in texts.values()),
        "lines": len(lines),
        "unread": len(resume.meta.shortlist.unread),
    }


def _spans(resume: Resume) -> dict[int, list[tuple[int, int]]]:
    """Merged spans of each document that values were read from, sorted."""
    raw: dict[int, list[tuple[int, int]]] = {}
    for source in resume.meta.shortlist.sources.values():
        raw.setdefault(source.document, []).append((source.start, source.end))
    merged: dict[int, list[tuple[int, int]]] = {}
    for number, spans in raw.items():
        kept: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if kept and start <= kept[-1][1]:
                kept[-1] = (kept[-1][0], max(kept[-1][1], end))
            else:
                kept.append((start, end))
        merged[number] = kept
    return merged


def _covered(spans: Sequence[tuple[int, int]], at: int) -> bool:
    place = bisect_right(spans, (at, 1 << 60)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def _unread(resume: Resume, tree: dict[str, Any], lines: Sequence[tuple[int, Row]]) -> Iterator[str]:
    """Lines of which no word became a value, headings and page marks aside."""
    spans = _spans(resume)
    headings = {row.start for row in tree.get("seen", [])}
    for number, row in lines:
        inside = any(_covered(spans.get(number, []), row.start + at) for at in range(0, len(row.text), 3))
        if not inside and row.start not in headings and not section(row.text) and not is_noise(row.text):
            yield row.text[:300]


# --- confidence --------------------------------------------------------------------------------------------------------


def _confidence(resume: Resume, unread: int, lines: int) -> float:
    """How much of what a resume should say was read, weighted; 0-1."""
    whole = [role for role in resume.work if role.position and role.name and role.start_date]
    parts = [
        (0.2, float(bool(resume.basics.name))),
        (0.15, float(bool(resume.basics.email or resume.basics.phone))),
        (0.25, len(whole) / len(resume.work) if resume.work else 0.0),
        (0.15, float(any(study.institution or study.study_type for study in resume.education))),
        (0.1, min(1.0, len(resume.skills) / 5)),
        (0.15, 1.0 - unread / lines if lines else 1.0),
    ]
    return round(sum(weight * value for weight, value in parts), 2)


def _missing(resume: Resume) -> Iterator[str]:
    """A sentence for each thing that nearly every resume says and this one was not seen to say."""
    one = {"name": resume.basics.name, "e-mail address": resume.basics.email}
    many = {"roles": resume.work, "education": resume.education, "skills": resume.skills}
    for what in [key for key, value in one.items() if not value]:
        yield f"No {what} was found; if the document has one, add it by hand."
    for what in [key for key, value in many.items() if not value]:
        yield f"No {what} found; if the document has any, add them by hand."
