"""The words around skills: what leads in to them, what heads their sections, what is never one. Read from `data/skills/cues.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from core.skills.catalogue import DATA
from core.skills.spelling import word_key
from core.skills.tokens import name_keys

Words = frozenset[str]
Runs = dict[str, list[list[str]]]  # first key to the key sequences that begin with it, longest first


class Mark(NamedTuple):
    """Words that make the skills before (`after` = it follows them) or behind them required or only preferred."""

    keys: list[str]
    required: bool
    after: bool


@dataclass(frozen=True)
class Cues:
    """Word lists as comparable keys; the file says what each is for."""

    before: Words
    after: Words
    never_after: Words
    common: Words
    between: Words
    cue: Words
    strong: Words
    joint: Words
    general: Words
    lead: Words
    tail: Words
    clause: Words
    conjunction: Words
    stop: Words
    idle: Runs
    traits: Runs
    verbs: Words
    gerunds: Words
    headings: dict[str, Any]
    marks: dict[str, list[Mark]]
    nouns: dict[str, str]


@cache
def cues() -> Cues:
    """The cue lists, read once."""
    data: dict[str, Any] = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    names, phrases = data["names"], data["phrases"]
    single = {name: _keys(names[name]) for name in names}
    single |= {name: _keys(words) for name, words in phrases.items() if name != "idle"}
    marks = _marks(data)
    alone = frozenset(first for first, group in marks.items() if any(len(mark.keys) == 1 for mark in group))
    single |= {"lead": single["lead"] | alone, "tail": single["tail"] | alone}
    verbs = data["verbs"]["base"].split()
    return Cues(
        **single,
        idle=_runs(phrases["idle"].strip().splitlines()),
        traits=_runs(data["traits"]["words"].split()),
        verbs=frozenset(map(word_key, verbs)),
        gerunds=frozenset(word_key(form) for verb in verbs for form in _gerunds(verb)),
        headings={" ".join(name_keys(line)): kind for kind, lines in data["headings"].items() for line in lines.strip().splitlines()},
        marks=marks,
        nouns={word_key(form): word_key(noun) for forms, noun in data["nouns"].items() for form in (*forms.split(), noun)},
    )


def _marks(data: dict[str, Any]) -> dict[str, list[Mark]]:
    """First key to the marks that begin with it, longest first."""
    marks: dict[str, list[Mark]] = {}
    for name, required in (("wish", False), ("must", True)):
        for side in ("before", "after"):
            for line in data[name][side].strip().splitlines():
                keys = name_keys(line)
                marks.setdefault(keys[0], []).append(Mark(keys, required, side == "after"))
    for group in marks.values():
        group.sort(key=lambda mark: -len(mark.keys))
    return marks


def _keys(words: str) -> Words:
    return frozenset(word_key(word) for word in words.split())


def _runs(lines: Iterable[str]) -> Runs:
    runs: Runs = {}
    for keys in sorted((name_keys(line) for line in lines), key=len, reverse=True):
        runs.setdefault(keys[0], []).append(keys)
    return runs


def _gerunds(verb: str) -> tuple[str, ...]:
    """`manage` gives managing, `plan` planning (and planing, which does no harm)."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return (verb[:-1] + "ing",)
    return verb + "ing", verb + verb[-1] + "ing"
