"""The ready-made sources, from `data/feeds/presets.toml`; every one is off until a person switches it on."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from core.errors import UserError
from core.settings import ROOT

FILE = ROOT / "data" / "feeds" / "presets.toml"
MOST_MONTHS = 24


@dataclass(frozen=True)
class Preset:
    """A source: its address, what it asks to be shown (`attribution` with `link`) and what it asks of readers (`terms`).

    `parameter` says what the person must name (empty: nothing), `example` shows one; `hours` lie between two readings at least.
    """

    id: str
    name: str
    category: str
    url: str
    attribution: str
    link: str
    terms: str
    kind: str = "feed"
    hours: int = 1
    parameter: str = ""
    example: str = ""
    slug: str = ""
    pages: int = 1
    first_page: int = 1

    def understood(self, words: str) -> str:
        """What a person named, brought into form (a pasted board address gives its company); UserError when it cannot be it."""
        words = words.strip()
        if not self.parameter:
            return ""
        if self.kind == "hiring":
            return _months(words or self.example)
        found = re.search(self.slug, words, re.I)
        name = found.group(1) if found else words
        inner = "[a-z0-9-]" if "//{company}" in self.url else "[a-z0-9_.%-]"  # part of a host name, or of a path
        if not re.fullmatch(rf"[a-z0-9](?:{inner}{{0,78}}[a-z0-9])?", name, re.I | re.ASCII):
            raise UserError(f"{self.name} needs the company as it stands in its board's address, for instance {self.example}.")
        return name

    def title(self, parameter: str) -> str:
        """The name of a feed of this source."""
        return f"{self.name}: {parameter}" if self.category == "board" else self.name

    def address(self, parameter: str = "", page: int | None = None) -> str:
        """The address of a page."""
        return self.url.replace("{company}", quote(parameter, safe="%")).replace("{page}", str(self.first_page if page is None else page))


@cache
def presets() -> dict[str, Preset]:
    """All sources by id, in the order of the file."""
    return {name: Preset(id=name, **values) for name, values in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def preset(preset_id: str) -> Preset:
    """One source; UserError when there is none of that id."""
    if preset_id not in presets():
        raise UserError(f"There is no ready-made source {preset_id!r}; there are {', '.join(presets())}.")
    return presets()[preset_id]


def _months(words: str) -> str:
    if not re.fullmatch(r"\d{1,2}", words) or not 1 <= int(words) <= MOST_MONTHS:
        raise UserError(f"Give the months to read back as a number from 1 to {MOST_MONTHS}.")
    return str(int(words))
