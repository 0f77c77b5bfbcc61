"""The `match`, `learn` and `rank` commands; with `--postings` nothing is stored and no data folder is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.console import emit, read_bytes
from core.errors import UserError

if TYPE_CHECKING:
    from core.matching import Candidate, Lesson
    from core.models import Match
    from core.models import Resume as Record
    from core.warehouse.market import StoredPosting

MAX_POSTINGS_BYTES = 50_000_000
Resume = Annotated[Path, typer.Option(help="A resume file.")]
Postings = Annotated[Path | None, typer.Option(help="A posting file; without it, the stored postings.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many lines.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines and nothing else on stdout.")]


def match(
    context: typer.Context,
    resume: Resume,
    postings: Postings = None,
    limit: Limit = 10,
    min_score: Annotated[float, typer.Option(min=0, max=100, help="Least score.")] = 60,
    as_json: AsJson = False,
) -> None:
    """Score postings for a resume. Example: python -m core match --resume cv.pdf --postings feed.xml --json"""
    person = read_person(resume)
    emit(_in_file(person, postings, limit, min_score) if postings else _stored(context.obj, person, limit, min_score))


def learn(context: typer.Context, resume: Resume, postings: Postings = None, limit: Limit = 10, as_json: AsJson = False) -> None:
    """What learning a skill would bring. Example: python -m core learn --resume cv.pdf --json"""
    from core import matching
    from core.cli.handover import workspace

    person = read_person(resume)
    if postings:
        emit(map(lesson_row, matching.learn([_index(_read(postings))], person, limit=limit)))
        return
    with workspace(context.obj) as ws:
        emit(map(lesson_row, matching.lessons_for(ws, person, limit=limit)))


def rank(
    queries: Annotated[Path, typer.Option(help="JSON lines `{qid, text}` or `{qid, title}`.")],
    postings: Annotated[Path, typer.Option(help="JSON lines `{did, text}` or `{did, title, text}`.")],
    as_json: AsJson = False,
) -> None:
    """Compare texts or titles, every pair. Example: python -m core rank --queries q.jsonl --postings p.jsonl --json"""
    from core.cli.rank import rank_files

    emit(rank_files(queries, postings))


def read_record(file: Path) -> Record:
    """The record of a resume file; `UserError` when it cannot be read."""
    from core.documents import MAX_BYTES, worker
    from core.resume import read_file

    record: Record = worker.run(read_file, read_bytes(file, MAX_BYTES), file.name, date.today())[1]
    return record


def read_person(file: Path) -> Candidate:
    """The person of a resume file; `UserError` when it cannot be read."""
    from core.matching import candidate
    from core.models import Preferences

    return candidate(read_record(file), Preferences(), date.today())


def match_row(one: Match, stored: StoredPosting) -> dict[str, Any]:
    """One match in the fixed output format."""
    row = one.model_dump(include={"job_id", "score", "band", "confidence", "parts", "reasons", "gaps"})
    return {"job_id": row.pop("job_id"), "title": stored.posting.title, "company": stored.posting.company, **row}


def lesson_row(lesson: Lesson) -> dict[str, Any]:
    """One skill or pair in the fixed output format."""
    name = {"skill": lesson.skills[0]} if len(lesson.skills) == 1 else {"pair": list(lesson.skills)}
    return {**name, "matches_gained": lesson.gained, "fresh": lesson.fresh, "pay_change": lesson.pay_change, "n": lesson.n}


def _stored(owner: str, person: Candidate, limit: int, least: float) -> Iterator[dict[str, Any]]:
    from core import matching
    from core.cli.handover import workspace

    with workspace(owner) as ws:
        for one in matching.search(ws, person, matching.Filters(minimum=least, limit=limit)):
            yield match_row(one.match, one.stored)


def _in_file(person: Candidate, file: Path, limit: int, least: float) -> Iterator[dict[str, Any]]:
    from core import matching

    stored = _read(file)
    scores = matching.score(_index(stored), person)
    for row in sorted(range(len(stored)), key=lambda row: (-float(scores.score[row]), row))[:limit]:
        if scores.score[row] >= least:
            yield match_row(matching.match_of(scores, row, matching.explain(person, stored[row])), stored[row])


def _read(file: Path) -> list[StoredPosting]:
    """The postings of a file with their facts, each once."""
    from core.documents import worker
    from core.jobs import analyse, opening_key, posting_id, read
    from core.warehouse.market import StoredPosting

    found = {posting_id(one): one for one in worker.run(read, read_bytes(file, MAX_POSTINGS_BYTES), file.name, seconds=60.0)}
    if not found:
        raise UserError(f"There is no posting in {file.name}; give a feed, a table or a JSON file of postings.")
    now = datetime.now(UTC)
    return [StoredPosting(job_id, one, analyse(one), False, opening_key(one), now, now) for job_id, one in found.items()]


def _index(stored: list[StoredPosting]) -> Any:
    from core.matching import Index
    from core.warehouse.market import posting_table

    return Index.build(posting_table([(one.id, one.opening, one.posting, one.facts) for one in stored]))
