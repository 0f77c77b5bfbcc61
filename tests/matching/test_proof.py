"""Where a record says that the person has a skill."""

from __future__ import annotations

from pydantic import TypeAdapter

from core.matching import Proof, proofs
from core.models import Resume
from tests.matching.making import resume


def at(record: Resume, pointer: str) -> str:
    """The value at a JSON pointer of the record."""
    node = TypeAdapter(Resume).dump_python(record, by_alias=True)
    for step in pointer.split("/"):
        node = node[int(step)] if step.isdigit() else node[step]
    return str(node)


def test_what_was_done_comes_before_what_is_listed() -> None:
    found = proofs(resume(), ["Python", "Docker", "Python", "Kubernetes"])
    assert [(one.skill, one.pointer) for one in found] == [("Python", "work/0/highlights/0"), ("Docker", "work/0/highlights/1")]
    assert all(one.quote in at(resume(), one.pointer) for one in found)


def test_a_skill_that_is_only_listed_points_to_the_list() -> None:
    record = Resume.model_validate({"skills": [{"name": "Databases", "keywords": ["PostgreSQL"]}, {"name": "No such skill"}]})
    assert proofs(record, ["PostgreSQL", "No such skill"]) == [
        Proof("PostgreSQL", "Databases, PostgreSQL", "skills/0/name"), Proof("No such skill", "No such skill", "skills/1/name"),
    ]  # fmt: skip


def test_only_whole_words_count() -> None:
    record = Resume.model_validate({"work": [{"position": "Engineer", "highlights": ["Wrote JavaScript for shops"]}]})
    assert proofs(record, ["Java"]) == [] and proofs(Resume(), ["Java"]) == []
