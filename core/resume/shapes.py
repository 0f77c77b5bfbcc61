"""Other shapes of a resume: the flat form of the command line, and sources carried over an edit."""

from __future__ import annotations

import re
from typing import Any

from core.models import Resume, Source
from core.resume.signs import country_name

_INDEX = re.compile(r"/\d+")


def flat(resume: Resume) -> dict[str, Any]:
    """Name, contacts and lists of skills, companies, titles, institutions, degrees and graduation years, without repeats."""
    basics, spot = resume.basics, resume.basics.location
    skills = [word for skill in resume.skills for word in skill.keywords or [skill.name]]
    degrees = [" ".join(part for part in (study.study_type, study.area) if part) for study in resume.education]
    return {
        "name": basics.name,
        "email": basics.email,
        "phone": basics.phone,
        "location": ", ".join(dict.fromkeys(part for part in (spot.city, spot.region, _country(resume)) if part)) or spot.address,
        "skills": _once(skills),
        "companies": _once([role.name for role in resume.work]),
        "titles": _once([role.position for role in resume.work]),
        "institutions": _once([study.institution for study in resume.education]),
        "degrees": _once(degrees),
        "years": _once([study.end_date[:4] for study in resume.education]),
    }


def _country(resume: Resume) -> str:
    spot = resume.basics.location
    return spot.country_code if spot.city else country_name(spot.country_code)


def _once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def carry_sources(old: Resume, new: Resume) -> Resume:
    """`new` with the sources of `old` on every value that is still the same in the same kind of field; edited values have none."""
    before: dict[tuple[str, str], list[Source]] = {}
    values = dict(_values(old))
    for pointer, source in old.meta.shortlist.sources.items():
        if pointer in values:
            before.setdefault((_INDEX.sub("/*", pointer), values[pointer]), []).append(source)
    kept: dict[str, Source] = {}
    for pointer, value in _values(new):
        known = before.get((_INDEX.sub("/*", pointer), value))
        same = old.meta.shortlist.sources.get(pointer) if values.get(pointer) == value else None
        if same and known and same in known:
            kept[pointer] = same
        elif known:
            kept[pointer] = known[0]
    carried = new.model_copy(deep=True)
    carried.meta.shortlist.sources = kept
    return carried


def _values(resume: Resume) -> list[tuple[str, str]]:
    """Pointer and text of every filled value."""
    found: list[tuple[str, str]] = []

    def walk(node: Any, pointer: str) -> None:
        if isinstance(node, str) and node:
            found.append((pointer, node))
        for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            walk(value, f"{pointer}/{key}" if pointer else str(key))

    walk({key: value for key, value in resume.to_json().items() if key != "meta"}, "")
    return found
