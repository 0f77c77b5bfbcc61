"""The `parse` command: resume files in, a JSON line each out; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from core.resume.batch import Outcome, read_many
from core.resume.shapes import flat


def parse_files(files: Sequence[Path], jobs: int) -> Iterator[dict[str, Any]]:
    """One `{file, ok, error, warnings, confidence, seconds, resume, flat}` for each file, in order."""
    return map(_line, read_many(files, jobs, date.today()))


def _line(outcome: Outcome) -> dict[str, Any]:
    resume = outcome.resume
    told = resume.meta.shortlist if resume else None
    return {
        "file": str(outcome.file),
        "ok": resume is not None,
        "error": outcome.error or None,
        "warnings": told.warnings if told else [],
        "confidence": told.confidence if told else 0.0,
        "seconds": outcome.seconds,
        "resume": resume.to_json() if resume else None,
        "flat": flat(resume) if resume else None,
    }
