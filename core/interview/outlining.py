"""An outline of a better answer, from the person's own record alone: which achievement to tell, its numbers, and what to add."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from core.interview.asking import themes, vocabulary
from core.interview.cues import competencies, phrases, plain
from core.interview.quantities import Quantity
from core.interview.record import Record, Role, Statement, read_record
from core.interview.shapes import Outline, OutlineStep
from core.models import Resume

VERSION = "outline-1"
_LONGEST = 220
_SCENE = "Start with the scene: your time {where}. Add when it was and what had happened."
_WANTED = "Say in one sentence what was wanted of you there ({theme}). Your record leaves it open: add it yourself."
_UNTOLD = "Your record names no single piece of work in this role. Tell three things that you did yourself, in order."
_STEPS = "Tell how you did this, in two or three steps of your own"


def outline(question: str, resume: str | Resume, competency: str = "", today: date | None = None) -> Outline:
    """Steps of an answer from the line of the record that fits the question best; empty when the record tells no work."""
    day = today or datetime.now(UTC).date()
    read = read_record(resume, day)
    record = read if isinstance(resume, Resume) else read_record(read.resume, day)
    best = _best(record, question, competency)
    if best is None:
        return Outline(version=VERSION)
    return Outline(steps=list(_steps(record.roles[best.role], best, themes(question, competency))), version=VERSION)


def _best(record: Record, question: str, competency: str) -> Statement | None:
    """The line of a role that shares most with the question; a number and a recent role decide between equals."""
    wanted = vocabulary(question, competency)
    lines = [line for line in record.statements if 0 <= line.role < len(record.roles) and line.pointer.startswith("work/")]

    def fit(line: Statement) -> tuple[float, float]:
        shared = sum(wanted.get(one, 0.0) for one in line.stems)
        told = "/position" not in line.pointer
        return shared + 0.8 * bool(line.numbers) + 1.5 * told, -line.role

    return max(lines, key=fit, default=None)


def _steps(role: Role, line: Statement, about: list[str]) -> Iterator[OutlineStep]:
    where = " at ".join(part for part in (f"as {role.title}" if role.title else "", role.employer) if part)
    yield OutlineStep(
        part="situation", text=f"Start with the scene: your time {where}. Add when it was and what had happened.", pointer=role.pointer
    )
    theme = competencies()[about[0]].name.lower() if about else "the question"
    yield OutlineStep(
        part="task", text=f"Say in one sentence what was wanted of you there ({theme}). Your record leaves it open: add it yourself."
    )
    yield from _told(role, line)


def _told(role: Role, line: Statement) -> Iterator[OutlineStep]:
    said = line.text.strip().lstrip("-•* ")
    said = said if len(said) <= _LONGEST else said[:_LONGEST].rsplit(" ", 1)[0] + " …"
    if "/position" in line.pointer:
        yield OutlineStep(
            part="action", text="Your record names no single piece of work in this role. Tell three things that you did yourself, in order."
        )
    else:
        helped = bool(phrases("record", "helping").search(plain(line.text)))
        part = " Your record says that you helped, so name your own part of it." if helped else ""
        yield OutlineStep(
            part="action", text=f"Tell how you did this, in two or three steps of your own: “{said}”.{part}", pointer=line.pointer
        )
    numbers = ", ".join(_shown(line.text, number) for number in line.numbers[:3])
    if numbers:
        yield OutlineStep(part="result", text=f"End with what came of it. Your record gives the figures: {numbers}.", pointer=line.pointer)
    else:
        yield OutlineStep(part="result", text="End with what came of it. Your record gives no figure here: name one only if you know it.")


def _shown(text: str, number: Quantity) -> str:
    return " ".join(text[number.start : number.end].split())
