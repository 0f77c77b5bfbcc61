"""Invented resumes in eight languages and several layouts against what they say; `UPDATE_GOLDEN=1` rewrites the answers."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.documents import read_text
from core.models import Resume
from core.resume import flat, parse

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
TODAY = date(2026, 1, 15)


def told(resume: Resume) -> dict[str, Any]:
    """What a reader of the golden file wants to see."""
    facts = resume.model_dump(exclude_defaults=True, exclude={"meta"})
    added = resume.meta.shortlist
    facts["skills"] = flat(resume)["skills"]
    return facts | {
        "years": added.years,
        "level": added.level,
        "unread": added.unread,
        "achievements": [a.text for a in added.achievements],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_reads_what_the_resume_says(case: Path) -> None:
    resume = parse(read_text(case.read_text(encoding="utf-8")), TODAY)
    golden = case.with_suffix(".json")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(json.dumps(told(resume), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert told(resume) == json.loads(golden.read_text(encoding="utf-8"))


def test_every_value_stands_where_its_source_says() -> None:
    for case in CASES:
        document = read_text(case.read_text(encoding="utf-8"))
        resume = parse(document, TODAY)
        values = resume.to_json()
        for pointer, source in resume.meta.shortlist.sources.items():
            value: Any = values
            for step in pointer.split("/"):
                value = value[int(step)] if isinstance(value, list) else value[step]
            written = " ".join(document.text[source.start : source.end].split())
            assert written, (case.name, pointer)
            normalised = pointer.rsplit("/", 1)[-1] in ("startDate", "endDate", "date", "releaseDate", "countryCode", "network", "email")
            known = pointer.startswith("skills/") and pointer.endswith("/name")
            assert normalised or known or value == written, (case.name, pointer)
            assert document.text.count("\n", 0, source.start) == source.line, (case.name, pointer)


def test_no_value_without_a_source() -> None:
    for case in CASES:
        resume = parse(read_text(case.read_text(encoding="utf-8")), TODAY)
        filled = [f"work/{at}/{name}" for at, role in enumerate(resume.work) for name in ("name", "position") if getattr(role, name)]
        assert set(filled) <= set(resume.meta.shortlist.sources)


def test_the_same_text_gives_the_same_resume() -> None:
    document = read_text(CASES[0].read_text(encoding="utf-8"))
    assert parse(document, TODAY) == parse(document, TODAY)
