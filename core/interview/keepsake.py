"""An interview to take along: as Markdown, and as a PDF set from `data/documents/interview.typ`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core.interview.history import named
from core.interview.sessions import Attempt, Interview, Item

QUALITIES = ("relevance", "specificity", "evidence", "structure", "clarity")
STORY = ("situation", "task", "action", "result")
LEGEND = "Scores run from 0 to 100 and are made by rule from the answer's own words; they compare answers, not people."
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")
MOST_TEXT = 12_000  # characters of one answer in a PDF


def markdown(interview: Interview) -> str:
    """The interview as Markdown; what a person or a posting wrote is escaped, so it stays text wherever the file is opened."""
    return "\n\n".join(_markdown(interview)) + "\n"


def pdf(interview: Interview) -> bytes:
    """The interview as a PDF."""
    from core.documents.typesetting import pdf as typeset

    return typeset("interview", pages(interview))


def file_name(interview: Interview, kind: str) -> str:
    """A plain file name from what the interview was for."""
    said = re.sub(r"[^\w-]+", "-", interview.setup.role).strip("-").lower()[:60]
    return f"interview-{said or 'practice'}-{interview.stored.started_at:%Y-%m-%d}.{kind}"


def pages(interview: Interview) -> dict[str, Any]:
    """What the template shows."""
    day = interview.stored.started_at
    facts = {
        "Date": f"{day:%d %B %Y}",
        "Round": interview.setup.round,
        "Score": "not judged" if interview.score is None else f"{interview.score:.0f}",
        "Answered": f"{_answered(interview)} of {len(interview.questions)}",
    }
    return {
        "title": "Practice interview",
        "subtitle": interview.title,
        "date": [day.year, day.month, day.day],
        "facts": [list(fact) for fact in facts.items()],
        "questions": [_page(interview, number, item) for number, item in enumerate(interview.questions, 1)],
        "notes": interview.notes,
        "legend": LEGEND,
    }


def _page(interview: Interview, number: int, item: Item) -> dict[str, Any]:
    parts = [item, *interview.follow_ups(item)]
    score = interview.score_of(item)
    return {
        "number": number,
        "text": item.ask.text,
        "about": f"{named(item.ask.competency)}, {item.ask.round}",
        "score": "" if score is None else f"{score:.0f}",
        "state": item.stored.state,
        "said": [
            {"asked": part.ask.text if part is not item else "", "text": _cut(attempt.stored.text), "told": list(_told(attempt))}
            for part in parts
            for attempt in part.attempts
        ],
        "sample": item.ask.sample,
        "sample_of": item.ask.sample_of,
        "why": item.ask.why,
    }


def _told(attempt: Attempt) -> Iterator[str]:
    """The feedback in lines."""
    feedback = attempt.feedback
    if feedback is None:
        return
    story = [f"{name} {getattr(feedback.parts, name).score:.0f}" for name in STORY]
    qualities = [f"{name} {getattr(feedback.parts, name):.0f}" for name in QUALITIES]
    yield f"Score {feedback.score:.0f}: {', '.join([*story, *qualities])}."
    yield from (f"“{one.quote}”: {one.effect}{_points(one.points)}" for one in feedback.evidence if one.quote)
    yield from (f"“{one.quote}” does not agree with “{one.record}”." for one in feedback.contradictions)
    known = {(one.start, one.end) for one in feedback.evidence}
    yield from (f"“{one.quote}” is a phrase that everybody says." for one in feedback.stock if (one.start, one.end) not in known)


def _points(points: float) -> str:
    return f" ({points:+.0f})" if abs(points) >= 1 else ""


def _markdown(interview: Interview) -> Iterator[str]:
    day = interview.stored.started_at
    yield f"# Practice interview: {_plain(interview.title)}"
    score = "not judged" if interview.score is None else f"{interview.score:.0f} of 100"
    yield (
        f"{day:%d %B %Y} · round: {interview.setup.round} · score: {score} · answered: {_answered(interview)} of {len(interview.questions)}"
    )
    for number, item in enumerate(interview.questions, 1):
        yield from _question(interview, number, item)
    if interview.notes:
        yield "## Notes"
        yield _quoted(interview.notes)
    yield f"*{LEGEND}*"


def _question(interview: Interview, number: int, item: Item) -> Iterator[str]:
    yield f"## {number}. {_plain(item.ask.text)}"
    yield f"*{named(item.ask.competency)}, {item.ask.round}*"
    for part in (item, *interview.follow_ups(item)):
        if part is not item and part.attempts:
            yield f"**Follow-up:** {_plain(part.ask.text)}"
        for attempt in part.attempts:
            yield _quoted(attempt.stored.text)
            yield "\n".join(f"- {_plain(line)}" for line in _told(attempt))
    if not item.attempts:
        yield "Skipped." if item.stored.state == "skipped" else "Not answered."
    if item.ask.sample:
        asked = f" (to “{_plain(item.ask.sample_of)}”)" if item.ask.sample_of else ""
        yield f"**A sample answer{asked}, by an invented person:** {_plain(item.ask.sample)}"
        yield f"*{_plain(item.ask.why)}*"


def _answered(interview: Interview) -> int:
    return sum(bool(item.attempts) for item in interview.questions)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _quoted(text: str) -> str:
    return "\n".join("> " + _MARKUP.sub(r"\\\1", line) for line in text.splitlines())


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT].rstrip() + " … (the whole answer is kept in Shortlist)"
