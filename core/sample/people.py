"""The six sample people: invented, in different fields, languages and file formats, each with what the person wants."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, Field

from core.models import Preferences
from core.sample.facts import FOLDER


class SampleResume(BaseModel):
    """An invented person's resume file, `kind` by its content (pdf, docx, txt, md, json), and the person's preferences."""

    name: str
    field: str
    path: Path
    kind: str
    language: str
    about: str
    preferences: Preferences = Field(default_factory=Preferences)

    def content(self) -> bytes:
        """The bytes of the file, as a person would upload them."""
        return self.path.read_bytes()


def resumes() -> list[SampleResume]:
    """All sample people, in the order in which they are offered."""
    return [resume.model_copy(deep=True) for resume in _known()]


@cache
def _known() -> tuple[SampleResume, ...]:
    entries = tomllib.loads((FOLDER / "resumes.toml").read_text(encoding="utf-8"))["resume"]
    return tuple(SampleResume(**{**entry, "path": FOLDER / "resumes" / entry["path"]}) for entry in entries)
