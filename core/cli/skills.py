"""The `skills` command: JSON lines of texts in, JSON lines of skills out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.skills import extract


def rows(lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One `{id, skills}` for each `{id, text}`; a line without text becomes `{id, ok: false, error}`."""
    for line in lines:
        text = line.get("text")
        if not isinstance(text, str):
            yield {"id": line.get("id"), "ok": False, "error": 'The line has no text; write {"id": ..., "text": "..."}.'}
            continue
        found = [m.model_dump(include={"name", "text", "start", "end", "category"}) for m in extract(text)]
        yield {"id": line.get("id"), "skills": found}
