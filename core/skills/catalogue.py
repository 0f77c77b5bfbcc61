"""The skills we know: names, aliases, categories, parents and relations, read from `data/skills/*.tsv`.

Hides the file format, the spelling variants that are derived from each name, and the index that makes lookups cheap.
A person's own files (`skills/*.tsv` in the data folder) extend or replace ours.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, get_args

from core.errors import UserError
from core.models import SkillCategory
from core.settings import Settings
from core.skills.tokens import name_keys

DATA = Path(__file__).resolve().parents[2] / "data" / "skills"
COLUMNS = ("name", "category", "sector", "parent", "aliases", "related")
CATEGORIES = frozenset(get_args(SkillCategory))
LARGEST = 50_000_000  # bytes of a skill file
PARENT, GRANDPARENT, RELATED, SIBLING = 0.7, 0.5, 0.6, 0.4
_SHORT_FORM = re.compile(r"(.*\S)\s*\(([A-Z][^()a-z]{1,9}s?)\)")  # "Large language models (LLMs)"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class KnownSkill(NamedTuple):
    """One skill of the taxonomy; a name in `aliases` that ends in `?` counts only in context."""

    name: str
    category: SkillCategory
    sector: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    guarded: bool = False

    @property
    def names(self) -> Iterator[tuple[str, bool]]:
        """Every written name and whether it counts only in context."""
        yield self.name, self.guarded
        for alias in self.aliases:
            yield alias.removesuffix("?"), alias.endswith("?")


class Entry(NamedTuple):
    """A name in the index: its word keys, the skill's column, the name as written, whether it needs context."""

    keys: list[str]
    column: int
    written: str
    guarded: bool


Index = dict[str, dict[str, list[Entry]]]


@dataclass(frozen=True)
class Taxonomy:
    """All known skills in a stable order (by name); a skill's place in `skills` is its matrix column."""

    skills: tuple[KnownSkill, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The names in column order."""
        return tuple(skill.name for skill in self.skills)

    @cached_property
    def columns(self) -> dict[str, int]:
        """Name to column."""
        return {name: number for number, name in enumerate(self.ids)}

    @cached_property
    def index(self) -> Index:
        """First word key, then second ("" for names of one word), to the names that begin so, longest first."""
        return _index(self.skills)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for skill in self.skills:
            if skill.parent:
                children.setdefault(skill.parent, []).append(skill.name)
        return children

    def find(self, written: str) -> KnownSkill | None:
        """The skill with this name or alias, whatever its spelling, or None; a short form in brackets behind it may be all we know."""
        whole = self._named(written)
        if whole is None and (parts := _SHORT_FORM.fullmatch(written.strip())):
            return self._named(parts[1]) or self._named(parts[2])
        return whole

    def _named(self, written: str) -> KnownSkill | None:
        exact = self.columns.get(written)
        if exact is not None:
            return self.skills[exact]
        keys = name_keys(written)
        near = self.index.get(keys[0], {}).get("".join(keys[1:2]), []) if keys else []
        return next((self.skills[e.column] for e in near if e.keys == keys and (not e.guarded or _same_letters(e.written, written))), None)

    def canonical(self, written: str) -> str:
        """The taxonomy's name for what was written, or the words themselves."""
        skill = self.find(written)
        return skill.name if skill else written.strip()

    def __getitem__(self, name: str) -> KnownSkill:
        return self.skills[self.columns[name]]

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def __len__(self) -> int:
        return len(self.skills)

    def ancestors(self, name: str) -> list[str]:
        """Parent, grandparent and so on; empty for a top skill or an unknown name."""
        chain: list[str] = []
        parent = self[name].parent if name in self else ""
        while parent and parent not in chain and parent in self:
            chain.append(parent)
            parent = self[parent].parent
        return chain

    def group(self, name: str) -> str:
        """The skill that this one counts under: its parent, or itself when it has none."""
        chain = self.ancestors(name)
        return chain[0] if chain else name

    def children(self, name: str) -> list[str]:
        """Skills whose parent is `name`."""
        return self._children.get(name, [])

    def neighbours(self, name: str) -> dict[str, float]:
        """Skills that partly stand for `name`, with how far (0-1); `name` itself is 1."""
        if name not in self:
            return {}
        near = dict.fromkeys(self.children(self[name].parent), SIBLING) if self[name].parent else {}
        for grand in self.ancestors(name)[1:2]:
            near[grand] = GRANDPARENT
        near.update(dict.fromkeys(self[name].related, RELATED))
        near.update(dict.fromkeys(self.children(name), PARENT))
        near.update(dict.fromkeys(self.ancestors(name)[:1], PARENT))
        near[name] = 1.0
        return near

    def similarity(self, one: str, other: str) -> float:
        """How far one skill stands for another, 0-1: the same, parent, relation, sibling; symmetric."""
        if one == other:
            return 1.0
        return max(self.neighbours(one).get(other, 0.0), self.neighbours(other).get(one, 0.0))


def _index(skills: Iterable[KnownSkill]) -> Index:
    found: dict[tuple[str, ...], Entry] = {}
    derived: dict[tuple[str, ...], Entry] = {}
    for column, skill in enumerate(skills):
        for written, guarded in skill.names:
            keys = name_keys(written)
            if keys:
                found.setdefault(tuple(keys), Entry(keys, column, written, guarded))
                for variant in _variants(written, keys):
                    derived.setdefault(tuple(variant), Entry(variant, column, written, guarded))
    for keys_, entry in derived.items():
        found.setdefault(keys_, entry)
    index: Index = {}
    for entry in sorted(found.values(), key=lambda e: -len(e.keys)):
        index.setdefault(entry.keys[0], {}).setdefault("".join(entry.keys[1:2]), []).append(entry)
    return index


def _same_letters(one: str, other: str) -> bool:
    """True but for capitals: a doubtful name is no other word with an accent (Informatica, informática)."""
    return one.casefold() == other.strip().casefold()


def _variants(written: str, keys: list[str]) -> Iterator[list[str]]:
    """Two words written as one (`front end`, `frontend`) and humps written apart (`JavaScript`, `java script`)."""
    if len(keys) == 2 and (keys[1] in ("js", "net", "io") or (len(keys[0]) + len(keys[1]) >= 7 and min(map(len, keys)) > 1)):
        yield [keys[0] + keys[1]]
    elif len(keys) == 1 and _HUMP.search(written) and len(written) >= 7:
        yield name_keys(_HUMP.sub(" ", written))


def read_skills(path: Path) -> Iterator[KnownSkill]:
    """The skills of one TSV file; `#` lines are comments. Raises `UserError` for a line that does not fit the format."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip() or line.startswith(("#", "name\t")):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        cells += [""] * (len(COLUMNS) - len(cells))
        if len(cells) > len(COLUMNS) or not cells[0] or cells[1] not in CATEGORIES:
            columns, categories = ", ".join(COLUMNS), ", ".join(sorted(CATEGORIES))
            raise UserError(f"{path.name}, line {number}: expected {columns} separated by tabs, with a category of {categories}.")
        name, category, sector, parent, aliases, related = cells
        yield KnownSkill(
            name=name.removesuffix("?"),
            category=category,  # type: ignore[arg-type]
            sector=sector,
            parent=parent.removesuffix("?"),
            aliases=tuple(a for a in map(str.strip, aliases.split("|")) if a),
            related=tuple(r.removesuffix("?") for r in map(str.strip, related.split("|")) if r),
            guarded=name.endswith("?"),
        )


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path.name} is larger than {LARGEST // 1_000_000} MB; split the skill file or leave skills out.")
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name} cannot be read; a skill file is a UTF-8 text with tabs.") from error


def build(files: Iterable[Path]) -> Taxonomy:
    """A taxonomy of these files; a name in a later file replaces an earlier one, unknown parents and relations are dropped."""
    skills: dict[str, KnownSkill] = {}
    for path in files:
        skills.update((skill.name, skill) for skill in read_skills(path))
    ordered = sorted(skills.values(), key=lambda s: (s.name.casefold(), s.name))
    return Taxonomy(
        tuple(
            skill._replace(
                parent=skill.parent if skill.parent in skills else "",
                related=tuple(r for r in skill.related if r in skills),
            )
            for skill in ordered
        )
    )


def shipped_files() -> list[Path]:
    """The skill files of the product."""
    return sorted(DATA.glob("*.tsv"))


def own_folder() -> Path:
    """Where a person's own skill files stand: `skills` in the data folder."""
    return _skills_in(os.environ.get("SHORTLIST_HOME"))


@lru_cache(maxsize=4)
def _skills_in(_home: str | None) -> Path:
    return Settings.from_env().home / "skills"


def taxonomy() -> Taxonomy:
    """The taxonomy: ours and the person's own files; read once, and again when an own file changes."""
    own = own_folder()
    extra = sorted((str(p), p.stat().st_mtime) for p in own.glob("*.tsv")) if own.is_dir() else []
    return _cached(tuple(extra))


@lru_cache(maxsize=4)
def _cached(extra: tuple[tuple[str, float], ...]) -> Taxonomy:
    return build([*shipped_files(), *(Path(path) for path, _ in extra)])
