"""Turns ESCO and O*NET files that a person downloaded into skill files of our format.

Names that the taxonomy already knows are left out, so an import only adds; what is a common word is marked to count in context alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from core.errors import UserError
from core.models import SkillCategory
from core.skills.catalogue import COLUMNS, KnownSkill, Taxonomy
from core.skills.cues import cues
from core.skills.tokens import name_keys

LARGEST = 200_000_000  # bytes
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_ALIAS_BREAK = re.compile(r"[\n|]+")
_FORBIDDEN = re.compile(r"[\t\r\n|]+")
Row = dict[str, str]


def import_skills(file: Path, known: Taxonomy) -> list[KnownSkill]:
    """The skills of an ESCO or O*NET file that `known` lacks; raises `UserError` for a file of another kind."""
    taken = {_key(name) for skill in known.skills for name, _ in skill.names}
    fresh: dict[str, KnownSkill] = {}
    for skill in _foreign(file):
        key = _key(skill.name)
        if key and key not in taken:
            aliases = {_key(alias): alias for alias in skill.aliases}
            kept = tuple(alias for other, alias in aliases.items() if other and other != key and other not in taken)
            fresh[key] = skill._replace(aliases=tuple(map(_guard, kept)), guarded=_guard(skill.name) != skill.name)
            taken.update((key, *map(_key, kept)))
    return list(fresh.values())


def write_skills(skills: Iterable[KnownSkill], file: Path) -> None:
    """Write a skill file in our format."""
    lines = ["\t".join(COLUMNS)]
    for skill in skills:
        name, aliases, related = skill.name + "?" * skill.guarded, "|".join(skill.aliases), "|".join(skill.related)
        lines.append("\t".join((name, skill.category, skill.sector, skill.parent, aliases, related)).rstrip("\t"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _foreign(file: Path) -> Iterator[KnownSkill]:
    """The skills of a file by what its header says it is."""
    try:
        if file.stat().st_size > LARGEST:
            raise UserError(f"{file.name} is larger than {LARGEST // 1_000_000} MB; import a single ESCO or O*NET file.")
        with file.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            tabs = "\t" in head
            rows = csv.DictReader(stream, delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL)
            yield from _reader(file, rows.fieldnames or ())(rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{file.name} cannot be read as a text table; give an ESCO skills_en.csv or an O*NET text file.") from error


def _reader(file: Path, columns: Iterable[str]) -> Callable[[Iterable[Row]], Iterator[KnownSkill]]:
    have = set(columns)
    if {"preferredLabel", "altLabels"} <= have:
        return _esco
    if {"Example", "Commodity Title"} <= have:
        return _onet_tools
    if {"Element ID", "Element Name"} <= have:
        return _onet_elements
    raise UserError(f"{file.name} is no ESCO skills file and no O*NET skills, knowledge or technology file; check its first line.")


def _esco(rows: Iterable[Row]) -> Iterator[KnownSkill]:
    for row in rows:
        label = row.get("preferredLabel") or ""
        category: SkillCategory = "domain" if (row.get("skillType") or "") == "knowledge" else "method"
        if (row.get("reuseLevel") or "") == "transversal":
            category = "soft"
        aliases = [label, *_ALIAS_BREAK.split(row.get("altLabels") or "")]
        yield _skill(_BRACKETS.sub("", label), category, "esco", aliases)


def _onet_tools(rows: Iterable[Row]) -> Iterator[KnownSkill]:
    for row in rows:
        yield _skill(row.get("Example") or "", "tool", "onet", ())


def _onet_elements(rows: Iterable[Row]) -> Iterator[KnownSkill]:
    """Elements of O*NET's content model: 2.C is knowledge, the others are basic and cross-functional skills."""
    for row in rows:
        category: SkillCategory = "domain" if (row.get("Element ID") or "").startswith("2.C") else "soft"
        yield _skill(row.get("Element Name") or "", category, "onet", ())


def _skill(name: str, category: SkillCategory, sector: str, aliases: Iterable[str]) -> KnownSkill:
    return KnownSkill(_clean(name), category, sector, aliases=tuple(filter(None, map(_clean, aliases))))


def _clean(name: str) -> str:
    return _FORBIDDEN.sub(" ", name).strip(" #?")[:120]


def _key(name: str) -> str:
    return "".join(name_keys(name))


def _guard(name: str) -> str:
    """The name with `?` when it is so short or common that it counts only in context."""
    keys = name_keys(name)
    common = len(keys) == 1 and (len(keys[0]) <= 2 or keys[0] in cues().common)
    return name + "?" if common else name
