"""Prompt files: `prompts/<name>.md`, flat front matter and a `string.Template` body, so braces and user text stay inert."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from string import Template

from core.settings import ROOT

FOLDER = ROOT / "prompts"
LOCK = FOLDER / "versions.json"


@dataclass(frozen=True)
class Prompt:
    """One prompt; `stamp` (`name@version`) goes on every answer made with it."""

    name: str
    version: int
    inputs: tuple[str, ...]
    system: str
    temperature: float
    max_tokens: int
    tier: str
    body: Template

    @property
    def stamp(self) -> str:
        """`name@version`."""
        return f"{self.name}@{self.version}"

    @property
    def hash(self) -> str:
        """A hash of what the model would see, to notice an edit without a new version."""
        return hashlib.sha256(f"{self.system}\n{self.body.template}".encode()).hexdigest()[:16]

    def fill(self, inputs: dict[str, str]) -> str:
        """The body with its inputs put in as they are."""
        return self.body.substitute(inputs)


@cache
def load(name: str) -> Prompt:
    """Read and check one prompt file; a mistake in it is a `ValueError` (a bug, not the user's input)."""
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.strip().splitlines())
    inputs = tuple(part.strip() for part in fields["inputs"].split(","))
    template = Template(body.strip() + "\n")
    if set(template.get_identifiers()) != set(inputs) or not template.is_valid():
        raise ValueError(f"prompts/{name}.md declares {inputs} but uses {template.get_identifiers()}")
    return Prompt(
        name=name,
        version=int(fields["version"]),
        inputs=inputs,
        system=fields["system"],
        temperature=float(fields["temperature"]),
        max_tokens=int(fields["max_tokens"]),
        tier=fields["tier"],
        body=template,
    )


def names() -> list[str]:
    """All prompts."""
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def locked() -> dict[str, list[object]]:
    """The recorded [version, hash] of each prompt."""
    return dict(json.loads(LOCK.read_text(encoding="utf-8")))
