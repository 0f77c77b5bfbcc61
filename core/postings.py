"""The owner's postings: added from a file or from pasted text, analysed, stored in chunks, with progress; their sources.

Files are read in a child process that can be cut off; what was stored before a failure stays, and a repeat adds nothing twice.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

from core.documents import read as read_document
from core.documents import worker
from core.errors import UserError
from core.jobs import analyse, from_text, opening_key, posting_id, read
from core.models import Posting
from core.warehouse.market import Added, StoredPosting
from core.workspace import Workspace

MAX_BYTES = 50_000_000
READ_SECONDS = 60.0
CHUNK = 500
MAX_TITLE = 200
PASTED = "Pasted text"
MOST_PASTED = 20
_PARTING = re.compile(r"^[ \t]*(?:-{3,}|={3,}|_{3,}|\*{3,})[ \t]*$", re.M)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """Where postings came from: how many, the newest date they state, when one was last read."""

    name: str
    postings: int
    newest: date | None
    read_at: datetime


@dataclass(frozen=True)
class Summary:
    """What adding a file did."""

    read: int
    added: int
    updated: int
    duplicates: int
    rejected: int
    seconds: float

    def __add__(self, other: Summary) -> Summary:
        sums = [getattr(self, f.name) + getattr(other, f.name) for f in fields(self)]
        return Summary(*sums)


def add_file(ws: Workspace, data: bytes, name: str, progress: Progress | None = None) -> Summary:
    """Read a feed, a table or a JSON file and store its postings."""
    if len(data) > MAX_BYTES:
        raise UserError(f"{name} is larger than 50 MB; split it and add the parts.")
    postings = worker.run(read, data, name, seconds=READ_SECONDS)
    return add(ws, [p if p.source else p.model_copy(update={"source": name}) for p in postings], progress)


def add_text(ws: Workspace, text: str, title: str = "") -> tuple[str, bool]:
    """Store one pasted job description, under `title` when given; returns its id, and whether it is new."""
    posting = from_text(text).model_copy(update={"source": PASTED})
    if title.strip():
        posting = posting.model_copy(update={"title": " ".join(title.split())[:MAX_TITLE]})
    if not posting.title.strip():
        raise UserError("The text does not say clearly what the job is called; write its title in the field. Nothing was stored.")
    return posting_id(posting), add(ws, [posting]).added == 1


def pasted(text: str) -> list[Posting]:
    """The job descriptions in a text, parted by lines of three or more dashes or equals signs; at most 20, nothing is stored."""
    parts = [part for part in _PARTING.split(text) if part.strip()]
    if not parts:
        raise UserError("There is no text yet; paste a job description, or several with a line of dashes between them.")
    if len(parts) > MOST_PASTED:
        raise UserError(f"These are {len(parts)} job descriptions; at most {MOST_PASTED} can be read at once. Nothing was stored.")
    return [_numbered(part, number if len(parts) > 1 else 0) for number, part in enumerate(parts, start=1)]


def _numbered(text: str, number: int) -> Posting:
    """One of several descriptions; what is wrong with it names its place."""
    try:
        return from_text(text).model_copy(update={"source": PASTED})
    except UserError as error:
        raise UserError(f"Description {number}: {error}" if number else str(error)) from None


def described(data: bytes, name: str) -> Posting:
    """The job description in a document (PDF, Word, text, a saved page), at most 10 MB; nothing is stored."""
    document = worker.run(read_document, data, name)
    return from_text(document.text).model_copy(update={"source": name[:MAX_TITLE]})


def add(ws: Workspace, postings: Sequence[Posting], progress: Progress | None = None) -> Summary:
    """Analyse and store postings; those without a title are rejected."""
    from core import terms

    started = time.monotonic()
    good = [posting for posting in postings if posting.title.strip()]
    total = Added(0, 0, 0)
    for at in range(0, len(good), CHUNK):
        part = [(posting_id(p), opening_key(p), p, analyse(p)) for p in good[at : at + CHUNK]]
        total = total + ws.market.add(part, ws.now(), describe=terms.with_words)
        if progress:
            progress(min(at + CHUNK, len(good)), len(good))
    seconds = round(time.monotonic() - started, 2)
    return Summary(len(postings), total.added, total.updated, total.duplicates, len(postings) - len(good), seconds)


def sources(ws: Workspace, sample: bool = False) -> list[Source]:
    """The sources of the postings that the owner sees (own ones, or those of the sample market), largest first."""
    sql = "SELECT source, count(*) AS n, max(published), max(last_seen) FROM visible GROUP BY source ORDER BY n DESC, source"
    return [Source(name, n, newest, seen.replace(tzinfo=UTC)) for name, n, newest, seen in ws.market.query(sql, sample=sample)]


def latest(ws: Workspace, limit: int, sample: bool = False) -> list[StoredPosting]:
    """The postings that came in last, the newest of them first."""
    sql = "SELECT id FROM visible ORDER BY first_seen DESC, published DESC NULLS LAST, id LIMIT ?"
    ids = [job_id for (job_id,) in ws.market.query(sql, [limit], sample)]
    found = ws.market.postings(ids)
    return [found[job_id] for job_id in ids]


def find(
    ws: Workspace, words: str = "", source: str = "", remote: str | None = None, days: int | None = None, sample: bool | None = None,
    skip: int = 0, limit: int = 50,
) -> tuple[list[StoredPosting], int]:  # fmt: skip
    """A page of stored postings, the newest first, and how many there are in all.

    Every word must stand in title or company; `days` counts from when a posting came in; `sample` None: own ones if there are any.
    """
    each = words.casefold().split()[:20]
    tests: list[tuple[str, list[object]]] = [("contains(lower(title || ' ' || company), ?)", [word]) for word in each]
    tests += [("source = ?", [source])] if source else []
    tests += [("remote = ?", [remote])] if remote else []
    tests += [("first_seen >= ?", [(ws.now().astimezone(UTC) - timedelta(days=days)).replace(tzinfo=None)])] if days is not None else []
    where = " AND ".join(["true", *(test for test, _ in tests)])
    values = [value for _, bound in tests for value in bound]
    if sample is None:
        sample = ws.market.count(sample=False) == 0
    total = ws.market.query(f"SELECT count(DISTINCT id) FROM visible WHERE {where}", values, sample)[0][0]
    newest = "GROUP BY id ORDER BY max(first_seen) DESC, max(published) DESC NULLS LAST, id LIMIT ? OFFSET ?"
    ids = [row[0] for row in ws.market.query(f"SELECT id FROM visible WHERE {where} {newest}", [*values, limit, skip], sample)]
    found = ws.market.postings(ids)
    return [found[job_id] for job_id in ids if job_id in found], int(total)
