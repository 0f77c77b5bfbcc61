"""The `trends` command: monthly shares with bands and directions, of a posting file or of the stored postings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.console import emit, read_bytes
from core.errors import UserError

if TYPE_CHECKING:
    from core.trends import Counts

MAX_TERM_BYTES = 2_000_000
LONGEST_TERM = 200


def trends(
    context: typer.Context,
    postings: Annotated[Path | None, typer.Option(help="A Parquet or CSV file of postings; without it, the stored ones.")] = None,
    text: Annotated[str, typer.Option(help="The column of the file with the text.")] = "text",
    month: Annotated[str, typer.Option(help="The column of the file with the month or date (YYYY-MM...).")] = "month",
    source: Annotated[str | None, typer.Option(help="The column of the file that says where a posting came from.")] = None,
    terms: Annotated[Path | None, typer.Option(help="A JSON list of names; without it, the skills that are named most.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines and nothing else on stdout.")] = False,
) -> None:
    """Shares by month, and what rises or falls. Example: python -m core trends --postings posts.parquet --terms names.json --json"""
    wanted = read_terms(terms) if terms else None
    emit(rows(_in_file(postings, text, month, source, wanted) if postings else _stored(context.obj, wanted)))


def read_terms(file: Path) -> list[str]:
    """The names of a JSON list, each once."""
    try:
        names = json.loads(read_bytes(file, MAX_TERM_BYTES))
    except (ValueError, RecursionError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() and len(name) <= LONGEST_TERM for name in names):
        raise UserError(f'{file.name} must hold a JSON list of names, such as ["Python", "Welding"].')
    return list(dict.fromkeys(names))


def rows(counts: Counts) -> Iterator[dict[str, Any]]:
    """A line a term and month, then a line a term, in the fixed output format."""
    from core.trends import directions, shares

    found, told = shares(counts), directions(counts)
    for number, term in enumerate(counts.terms):
        for at, month in enumerate(counts.months):
            if found.total[at]:
                share, lo, hi = (round(float(part[number, at]), 6) for part in (found.share, found.lo, found.hi))
                n, total = int(found.n[number, at]), int(found.total[at])
                yield {"skill": term, "month": month, "n": n, "total": total, "share": share, "lo": lo, "hi": hi}
    for number, term in enumerate(counts.terms):
        tested = bool(told.tested[number])
        change = round(float(told.change[number]), 4) if tested else None
        line = {"skill": term, "direction": told.direction[number], "change": change, "q": round(float(told.q[number]), 6)}
        yield line if tested else {**line, "note": told.note(number)}


def _in_file(file: Path, text: str, month: str, source: str | None, wanted: list[str] | None) -> Counts:
    from core.trends import counts_in_file
    from core.trends.counts import ENOUGH

    if wanted is not None:
        return counts_in_file(file, text, month, wanted, source)
    from core.skills import taxonomy

    return counts_in_file(file, text, month, taxonomy().ids[:5_000], source).at_least(ENOUGH)


def _stored(owner: str, wanted: list[str] | None) -> Counts:
    from core.cli.handover import workspace
    from core.trends import stored_counts

    with workspace(owner) as ws:
        return stored_counts(ws.market, "skill", sample=ws.market.count(sample=False) == 0, terms=wanted)
