"""Where a record says that the person has a skill: the words as they stand, and the place in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.matching.explaining import around
from core.models import Resume
from core.skills import taxonomy


@dataclass(frozen=True)
class Proof:
    """The words of the record that name a skill; `pointer` is their place (`work/0/highlights/1`)."""

    skill: str
    quote: str
    pointer: str


def proofs(resume: Resume, skills: Sequence[str]) -> list[Proof]:
    """The best place for each skill that the record names: what was done in a role first, the list of skills last."""
    texts = [(pointer, text) for pointer, text in _texts(resume) if text.strip()]
    found = (_first(skill, texts) for skill in dict.fromkeys(skills))
    return [proof for proof in found if proof]


def _first(skill: str, texts: Sequence[tuple[str, str]]) -> Proof | None:
    known = taxonomy()
    names = [name for name, guarded in known[skill].names if not guarded] if skill in known else [skill]
    written = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if not written:
        return None
    named = re.compile(rf"(?<![^\W_])(?:{written})(?![^\W_])", re.I)
    for pointer, text in texts:
        match = named.search(text)
        if match:
            return Proof(skill, around(text, match.start(), match.end()), pointer)
    return None


def _texts(resume: Resume) -> Iterator[tuple[str, str]]:
    """Everything that can name a skill, what proves most first."""
    for number, role in enumerate(resume.work):
        yield from ((f"work/{number}/highlights/{at}", line) for at, line in enumerate(role.highlights))
        yield f"work/{number}/summary", role.summary
    for number, project in enumerate(resume.projects):
        yield from ((f"projects/{number}/highlights/{at}", line) for at, line in enumerate(project.highlights))
        yield f"projects/{number}/description", project.description
    yield from ((f"certificates/{number}/name", one.name) for number, one in enumerate(resume.certificates))
    yield from ((f"work/{number}/position", role.position) for number, role in enumerate(resume.work))
    yield "basics/summary", resume.basics.summary
    yield "basics/label", resume.basics.label
    yield from ((f"education/{number}/area", " ".join((one.study_type, one.area))) for number, one in enumerate(resume.education))
    yield from ((f"skills/{number}/name", ", ".join((one.name, *one.keywords))) for number, one in enumerate(resume.skills))
    yield from ((f"languages/{number}/language", one.language) for number, one in enumerate(resume.languages))
