"""Finds what is wrong with skill files: double names, unknown parents, circles, near-duplicates, marks that the format forbids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from core.skills.catalogue import KnownSkill, read_skills
from core.skills.tokens import name_keys

SHORT = 4  # letters; short names differ by their blanks too (SOP, S&OP)


def problems(files: Iterable[Path]) -> list[str]:
    """One sentence for each fault of these files taken together; empty when they are sound."""
    skills = [(path.name, skill) for path in files for skill in read_skills(path)]
    return [*_doubles(skills), *_strangers(skills), *_circles(skills)]


def _doubles(skills: Iterable[tuple[str, KnownSkill]]) -> Iterator[str]:
    """Names that are the same once case, plural, spelling, blanks and hyphens are gone."""
    owner: dict[str, str] = {}
    for file, skill in skills:
        for written, _ in skill.names:
            keys = name_keys(written)
            if not keys:
                yield f"{file}: {skill.name} has a name without letters."
                continue
            joined = "".join(keys)
            first = owner.setdefault(joined if len(joined) > SHORT else " ".join(keys), skill.name)
            if first != skill.name:
                yield f"{file}: {written!r} of {skill.name} is a name of {first} already."
    names: set[str] = set()
    for file, skill in skills:
        if skill.name in names:
            yield f"{file}: {skill.name} stands twice."
        names.add(skill.name)


def _strangers(skills: list[tuple[str, KnownSkill]]) -> Iterator[str]:
    known = {skill.name for _, skill in skills}
    for file, skill in skills:
        for other in filter(None, (skill.parent, *skill.related)):
            if other not in known:
                yield f"{file}: {skill.name} names {other}, which is no skill."
        if not skill.sector.isalpha() or not skill.sector.islower():
            yield f"{file}: {skill.name} has no sector in one small word."


def _circles(skills: list[tuple[str, KnownSkill]]) -> Iterator[str]:
    parents = {skill.name: skill.parent for _, skill in skills}
    for name in parents:
        seen, at = {name}, parents[name]
        while at:
            if at in seen:
                yield f"{name} is its own ancestor."
                break
            seen.add(at)
            at = parents.get(at, "")
