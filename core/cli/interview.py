"""The `interview` commands: answers judged, a line each."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any

import typer

from core.cli.console import emit, lines_or_errors

interview = typer.Typer(no_args_is_help=True, help="Interview answers: what earned points and what is missing.")
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines and nothing else on stdout.")]


@interview.callback()
def group() -> None:
    """Keep `score` a command of its own name, also while it is the only one."""


@interview.command()
def score(as_json: AsJson = False) -> None:
    """Judge answers: lines `{id, question, answer, resume?, job?}` on stdin. Example: python -m core interview score --json < a.jsonl"""
    emit(rows(lines_or_errors(sys.stdin)))


def rows(lines: Iterable[dict[str, Any] | str]) -> Iterator[dict[str, Any]]:
    """One result a line; a line that is no object, or lacks its texts, becomes `{id, ok: false, error}`."""
    from core.interview import judge
    from core.interview.record import Record, read_record

    @lru_cache(maxsize=16)
    def record(resume: str) -> Record:
        """The record of a resume, read once for the answers of one person."""
        return read_record(resume, datetime.now(UTC).date())

    for line in lines:
        if isinstance(line, str):
            yield {"id": None, "ok": False, "error": line}
            continue
        texts: dict[str, Any] = {key: line.get(key) or "" for key in ("question", "answer", "resume", "job", "competency", "round")}
        wrong = next((key for key, value in texts.items() if not isinstance(value, str)), None)
        if wrong or not isinstance(line.get("answer"), str):
            yield {
                "id": line.get("id"),
                "ok": False,
                "error": f'The field {wrong or "answer"} is no text; write {{"id": ..., "question": ..., "answer": ...}}.',
            }
            continue
        told: dict[str, Any] = {key: texts[key] for key in ("job", "competency", "round")}
        feedback = judge(texts["question"], texts["answer"], resume=record(texts["resume"]), **told)
        yield {"id": line.get("id"), **feedback.model_dump(exclude={"contradictions"}), "contradictions": _contradictions(feedback)}


def _contradictions(feedback: Any) -> list[dict[str, Any]]:
    return [{**one.model_dump(), "source": {"line": one.source_line, "text": one.record}} for one in feedback.contradictions]
