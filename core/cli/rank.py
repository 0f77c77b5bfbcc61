"""The `rank` command: every query against every posting, a JSON line a pair; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.console import read_lines
from core.errors import UserError

if TYPE_CHECKING:
    import numpy as np


def rank_files(queries: Path, postings: Path) -> Iterator[dict[str, Any]]:
    """One `{qid, did, score}` for each pair; lines hold `title` or `text`, postings may hold both."""
    asked, given = _read(queries, "qid"), _read(postings, "did")
    for query, scores in zip(asked, _scores(asked, given), strict=True):
        for posting, value in zip(given, scores, strict=True):
            yield {"qid": query["qid"], "did": posting["did"], "score": round(float(value), 6)}


def _scores(asked: Sequence[dict[str, Any]], given: Sequence[dict[str, Any]]) -> Iterable[np.ndarray]:
    if not asked or not given:
        return [[] for _ in asked]  # type: ignore[misc]
    if all(_text(line, "title") and not _text(line, "text") for line in (*asked, *given)):
        from core import occupations

        return occupations.similarities([_text(line, "title") for line in asked], [_text(line, "title") for line in given])
    from core.matching.texts import TextPosting, rank

    postings = [TextPosting(_text(line, "title"), _text(line, "text")) for line in given]
    return rank([_text(line, "text") or _text(line, "title") for line in asked], postings)


def _text(line: dict[str, Any], name: str) -> str:
    return str(line.get(name) or "")


def _read(path: Path, key: str) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as stream:
            lines = list(read_lines(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The file {path.name!r} cannot be read; give a UTF-8 file with a JSON object a line.") from error
    if any(key not in line for line in lines):
        raise UserError(f"A line of {path.name} has no {key!r}; give every line one.")
    return lines
