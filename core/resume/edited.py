"""A resume after a person changed it, or after another document was read into it: what it adds up to is worked out anew.

Hides how sources follow values that stayed, and how evidence for skills is found in a record instead of a document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from core.models import Evidence, Extension, Project, Resume, SkillEvidence, Source, Volunteer, Work
from core.resume import merging, standing
from core.resume.shapes import carry_sources

_NUMBER = re.compile(r"\d")
_RANK: dict[Evidence, int] = {"listed": 0, "used": 1, "achieved": 2}


class _Said(NamedTuple):
    """A sentence of a record, what it proves of a skill in it, and the month that its role ended."""

    text: str
    proves: Evidence = "listed"
    last: str = ""


def restate(old: Resume, new: Resume, today: date) -> Resume:
    """`new` with the sources of unchanged values, and with the years, level, achievements and evidence that follow from it."""
    told = carry_sources(old, new)
    return told if _content(old) == _content(told) else _settled(told, today)


def combine(known: Resume, added: Resume, number: int, today: date) -> Resume:
    """One record of two: `added` was read from document `number`; what is known, edits included, comes first."""
    trees = [{key: value for key, value in resume.to_json().items() if key != "meta"} for resume in (known, added)]
    whole = Resume.model_validate(merging.merged(trees))
    moved = added.model_copy(deep=True)
    for source in moved.meta.shortlist.sources.values():
        source.document = number
    sources = {**_sources(moved, whole), **_sources(known, whole)}
    whole.meta.shortlist = _together(known.meta.shortlist, moved.meta.shortlist, sources)
    return _settled(whole, today)


def _content(resume: Resume) -> dict[str, object]:
    return resume.model_dump(exclude={"meta"})


def _sources(part: Resume, whole: Resume) -> dict[str, Source]:
    return carry_sources(part, whole).meta.shortlist.sources


def _together(one: Extension, two: Extension, sources: dict[str, Source]) -> Extension:
    """What the reading of both said; the confidence is that of both, weighted by their lines."""
    lines = one.counts.get("lines", 0), two.counts.get("lines", 0)
    weight = lines[0] / sum(lines) if any(lines) else 0.5
    counts = {name: one.counts.get(name, 0) + two.counts.get(name, 0) for name in {*one.counts, *two.counts}}
    return Extension(
        sources=sources, counts=counts, unread=[*one.unread, *two.unread], warnings=list(dict.fromkeys([*one.warnings, *two.warnings])),
        documents=[*one.documents, *two.documents], confidence=round(weight * one.confidence + (1 - weight) * two.confidence, 2),
    )  # fmt: skip


def _settled(resume: Resume, today: date) -> Resume:
    facts = resume.meta.shortlist
    facts.achievements = list(standing.achievements(resume))
    facts.years = standing.years(resume, [bool(role.start_date) and not role.end_date for role in resume.work], today)
    facts.level = standing.level(resume, facts.years)
    facts.skills = _evidence(resume, today)
    return resume


# --- evidence --------------------------------------------------------------------------------------------------------


def _evidence(resume: Resume, today: date) -> list[SkillEvidence]:
    """Evidence for every skill that the record names: in its lists, its roles, or a bullet with a number."""
    from core.skills import extract

    said = list(_sentences(resume, today.strftime("%Y-%m")))
    starts = [0, *accumulate(len(one.text) + 1 for one in said)]
    proof: dict[str, SkillEvidence] = {}
    for mention in extract("\n".join(one.text for one in said), "resume"):
        if mention.category == "spoken":
            continue
        one = said[bisect_right(starts, mention.start) - 1]
        found = proof.setdefault(mention.name, SkillEvidence(name=mention.name, category=mention.category, mentions=0))
        found.mentions += 1
        found.evidence = max(found.evidence, one.proves, key=_RANK.__getitem__)
        found.last_used = max(found.last_used, one.last)
    for skill in resume.skills:
        if skill.name and skill.name not in proof:
            proof[skill.name] = SkillEvidence(name=skill.name)
    return list(proof.values())


def _sentences(resume: Resume, now: str) -> Iterator[_Said]:
    yield from map(_Said, (resume.basics.label, resume.basics.summary))
    parts: list[Work | Volunteer | Project] = [*resume.work, *resume.volunteer, *resume.projects]
    for part in parts:
        last = (part.end_date or now) if part.start_date else part.end_date
        yield from (_Said(text, "used", last) for text in _titles(part) if text)
        yield from (_Said(text, "achieved" if _NUMBER.search(text) else "used", last) for text in part.highlights)
    yield from (_Said(f"{study.study_type} {study.area}") for study in resume.education)
    yield from (_Said(certificate.name) for certificate in resume.certificates)
    if resume.skills:
        yield _Said("Skills")
        yield from (_Said(", ".join([skill.name, *skill.keywords])) for skill in resume.skills)


def _titles(part: Work | Volunteer | Project) -> tuple[str, ...]:
    if isinstance(part, Project):
        return part.name, part.description, ", ".join(part.keywords)
    return part.position, part.summary
