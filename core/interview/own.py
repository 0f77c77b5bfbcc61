"""Questions made from a person's own record and one posting: what they claim, what the posting misses, what it finds, years and pay.

The sentences around the quotations stand in `data/interview/own_questions.toml`; every quotation is verbatim.
"""

from __future__ import annotations

import functools
import hashlib
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from core.models import Resume
from core.settings import ROOT
from core.skills import taxonomy
from core.warehouse.market import StoredPosting

if TYPE_CHECKING:
    from core.matching import Explanation, Phrase

FILE = ROOT / "data" / "interview" / "own_questions.toml"
LONGEST_QUOTE, SHORTEST_QUOTE = 160, 20
MOST_GAPS, MOST_STRENGTHS = 6, 6
ROUND_OF = {"claim": "behavioural", "strength": "behavioural", "gap": "screening", "years": "screening", "level": "screening", "pay": "pay"}


class Ask(BaseModel):
    """A question as it is put to the person.

    `source` is its id in the bank, or a digest of its words; `kind` says where it comes from, `reason` in a sentence. `sample` is an
    invented person's answer: to this question, or (where `sample_of` is set) to that like one. `pointer` is the place in the record.
    """

    source: str
    kind: str
    round: str
    competency: str
    text: str
    shows: str = ""
    reason: str = ""
    follow_ups: list[str] = Field(default_factory=list)
    sample: str = ""
    sample_of: str = ""
    why: str = ""
    pointer: str = ""


class Form(BaseModel):
    """One way to make a question; it fits lines that hold one of `words`, or every line."""

    model_config = ConfigDict(extra="forbid")
    words: tuple[str, ...] = ()
    competency: str
    ask: tuple[str, ...]
    shows: str


@dataclass(frozen=True)
class Ground:
    """What a session rests on; each may be missing."""

    resume: Resume | None = None
    stored: StoredPosting | None = None
    explanation: Explanation | None = None


@functools.cache
def forms() -> dict[str, tuple[Form, ...]]:
    """The ways to make a question, by kind."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {kind: tuple(Form(**entry) for entry in listed) for kind, listed in entries.items()}


def own_questions(ground: Ground, rng: random.Random) -> list[Ask]:
    """Every question that the record and the posting give, the most telling of each kind first."""
    turns = _Turns(rng)
    found = list(_claims(ground.resume, turns)) if ground.resume else []
    if ground.stored and ground.explanation:
        found += [*_gaps(ground, ground.explanation, turns), *_strengths(ground, ground.explanation, turns), *_standing(ground, turns)]
    return found


class _Turns:
    """Takes the sentences of a form in turn, from a random first one, so that two questions seldom sound alike."""

    def __init__(self, rng: random.Random) -> None:
        self._rng, self._next = rng, dict[tuple[str, ...], int]()

    def take(self, sentences: tuple[str, ...]) -> str:
        at = self._next.setdefault(sentences, self._rng.randrange(len(sentences)))
        self._next[sentences] = at + 1
        return sentences[at % len(sentences)]


# --- the record's own claims -----------------------------------------------------------------------------------------


def _claims(resume: Resume, turns: _Turns) -> Iterator[Ask]:
    """One question a line: lines with a number first, the newest role first."""
    numbered = {one.pointer for one in resume.meta.shortlist.achievements}
    lines = sorted(_lines(resume), key=lambda line: line[0] not in numbered)
    for pointer, said, at in lines:
        form = next(form for form in forms()["claim"] if not form.words or _names_one(said, form.words))
        yield _ask("claim", form, turns, "Your record says so.", pointer, said=said, at=f" ({at})" if at else "")


def _lines(resume: Resume) -> Iterator[tuple[str, str, str]]:
    """The lines of the roles and projects: pointer, words, where."""
    for number, role in enumerate(resume.work):
        at = ", ".join(part for part in (role.position, role.name) if part)
        yield from ((f"work/{number}/highlights/{n}", said, at) for n, text in enumerate(role.highlights) if (said := _quote(text)))
    for number, project in enumerate(resume.projects):
        lines = ((f"projects/{number}/highlights/{n}", text) for n, text in enumerate(project.highlights))
        yield from ((pointer, said, project.name) for pointer, text in lines if (said := _quote(text)))


def _quote(text: str) -> str:
    """A line without its full stop, cut at a word; empty when it is too short to ask about."""
    flat = " ".join(text.split()).rstrip(".;,")
    if len(flat) > LONGEST_QUOTE:
        flat = flat[: flat.rfind(" ", 0, LONGEST_QUOTE)].rstrip(".;,") + " …"
    return flat if len(flat) >= SHORTEST_QUOTE else ""


def _names_one(said: str, words: Sequence[str]) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", said, re.I))


# --- the posting against the record ----------------------------------------------------------------------------------


def _gaps(ground: Ground, explanation: Explanation, turns: _Turns) -> Iterator[Ask]:
    missing = [one for one in _first(explanation.phrases) if one.missing]
    for phrase in sorted(missing, key=lambda one: not one.required)[:MOST_GAPS]:
        near = _nearest(ground.resume, phrase.skill)
        reason = f"The posting {'requires' if phrase.required else 'would welcome'} it and your record does not show it."
        form = forms()["near" if near else "gap"][0]
        yield _ask("gap", form, turns, reason, skill=phrase.text, near=near)


def _strengths(ground: Ground, explanation: Explanation, turns: _Turns) -> Iterator[Ask]:
    from core.matching.explaining import HELD

    held = [one for one in _first(explanation.phrases) if one.held >= HELD and one.required]
    lined = [(one, *found) for one in held if (found := _line_naming(ground.resume, one))]
    for phrase, pointer, line in lined[:MOST_STRENGTHS]:
        yield _ask("strength", forms()["strength"][0], turns, "The posting asks for it, and it is in your record.", pointer,
                   skill=phrase.text, line=line)  # fmt: skip


def _standing(ground: Ground, turns: _Turns) -> Iterator[Ask]:
    """Years, level and pay, where the posting and the record differ or the posting states them."""
    facts = ground.stored.facts if ground.stored else None
    known = ground.resume.meta.shortlist if ground.resume else None
    if facts and known and facts.years and known.years is not None and known.years < facts.years:
        yield _ask("years", forms()["years"][0], turns, "You have fewer years than the posting asks for.",
                   asked=f"{facts.years:g}", own=f"{known.years:g}")  # fmt: skip
    if facts and known and facts.level and known.level and facts.level != known.level:
        yield _ask("level", forms()["level"][0], turns, "The job is at another level than your record.", asked=facts.level, own=known.level)
    if ground.stored and (pay := _pay(ground.stored)):
        yield _ask("pay", forms()["pay"][0], turns, "The posting states its pay.", asked=pay)


def _first(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The first phrase of each skill."""
    found: dict[str, Phrase] = {}
    for phrase in phrases:
        found.setdefault(phrase.skill, phrase)
    return list(found.values())


def _nearest(resume: Resume | None, skill: str) -> str:
    """The skill of the record that is closest to a missing one; empty when none is close."""
    names = [one.name for one in resume.meta.shortlist.skills if one.name in taxonomy()] if resume else []
    near = {name: taxonomy().similarity(name, skill) for name in names}
    best = max(near, key=lambda name: near[name], default="")
    return best if best and near[best] > 0 else ""


def _line_naming(resume: Resume | None, phrase: Phrase) -> tuple[str, str] | None:
    """The first line of the record that names a skill, by the posting's word or the taxonomy's."""
    lines = _lines(resume) if resume else ()
    return next(((pointer, said) for pointer, said, _ in lines if _names_one(said, (phrase.text, phrase.skill))), None)


def _pay(stored: StoredPosting) -> str:
    """The stated pay in words, empty when it is not stated."""
    pay = stored.posting.pay if stored.posting.pay.min or stored.posting.pay.max else stored.facts.pay
    ends = dict.fromkeys(f"{end:,.0f}" if end >= 1000 else f"{end:,g}" for end in (pay.min, pay.max) if end)
    period = pay.period or "year"
    return f"{' to '.join(ends)} {pay.currency or ''} {'an' if period == 'hour' else 'a'} {period}".replace("  ", " ") if ends else ""


def _ask(kind: str, form: Form, turns: _Turns, reason: str, pointer: str = "", **words: str) -> Ask:
    """Fill one of a form's sentences; what stands in a quotation is put in as it is."""
    sentence = turns.take(form.ask)
    text = re.sub(r"\{(\w+)\}", lambda name: words[name[1]], sentence)
    source = "own-" + hashlib.sha256(f"{kind} {pointer} {words.get('skill', '')}".encode()).hexdigest()[:16]
    return Ask(
        source=source, kind=kind, round=ROUND_OF[kind], competency=form.competency, text=text, shows=form.shows, reason=reason,
        pointer=pointer,
    )  # fmt: skip
