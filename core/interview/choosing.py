"""Which questions a session holds: from the match, the record and the bank, nothing twice, what went badly coming back.

Deterministic: the same set-up, history and seed give the same questions in the same order.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from core import occupations
from core.interview.bank import Question, bank, likeness, suits
from core.interview.own import Ask, Ground, own_questions
from core.interview.shapes import Strictness

SHORTEST, LONGEST = 1, 12
TOO_ALIKE = 0.7
MOST_POSTING = 6_000  # characters of a posting that answers are compared with
SURE = 0.5  # a title that is read with less confidence names no occupation
Kind = Literal["mixed", "screening", "behavioural", "knowledge", "case", "pay"]
Wanted = Literal["any", "junior", "senior", "lead"]
# Which slots a round fills, the most useful first; a slot without a question left gives its place to the next.
PLANS: dict[Kind, tuple[str, ...]] = {
    "mixed": (
        "claim", "behavioural", "gap", "case", "opening", "knowledge", "strength", "behavioural", "pay", "claim", "knowledge", "standing",
    ),
    "screening": ("opening", "claim", "gap", "screening", "standing", "screening", "pay", "claim", "screening", "gap"),
    "behavioural": ("behavioural", "claim", "behavioural", "strength", "behavioural", "claim"),
    "knowledge": ("knowledge", "strength", "knowledge", "knowledge", "gap"),
    "case": ("case", "case", "case", "gap"),
    "pay": ("pay", "pay", "pay", "standing"),
}  # fmt: skip
_ORDER = ("focus", "opening", "claim", "behavioural", "strength", "knowledge", "gap", "standing", "case", "screening", "pay", "spare")
_OPENERS = frozenset({"motivation", "communication"})


class Setup(BaseModel):
    """What a session is for; `focus` are competencies that it is to hold, `posting` the text of the posting."""

    role: str = Field(default="", max_length=160)
    company: str = Field(default="", max_length=160)
    level: Wanted = "any"
    round: Kind = "mixed"
    length: int = Field(default=5, ge=SHORTEST, le=LONGEST)
    strictness: Strictness = "normal"
    focus: list[str] = Field(default_factory=list)
    posting: str = Field(default="", max_length=MOST_POSTING)
    sample: bool = False


def occupation_of(role: str) -> str:
    """The occupation that a role names; empty when the title names none for sure."""
    found = occupations.find(role) if role.strip() else None
    return found.id if found and found.confidence >= SURE else ""


def occupations_of(setup: Setup, ground: Ground) -> tuple[str, ...]:
    """The occupations whose questions suit: of the role and the posting, else (when the bank has none for them) of the newest past role."""
    facts = ground.stored.facts.occupation if ground.stored else None
    named = tuple(dict.fromkeys(one for one in (occupation_of(setup.role), facts) if one))
    if any(question.occupations and suit(question, named) for question in bank().values()):
        return named
    past = [occupation_of(role.position) for role in ground.resume.work] if ground.resume else []
    return tuple(dict.fromkeys([*named, *filter(None, past[:1])]))


def suit(question: Question, named: Sequence[str]) -> float:
    """How far a question suits the nearest of these occupations."""
    return max((suits(question, one) for one in named), default=suits(question, ""))


def choose(setup: Setup, ground: Ground, seed: str, weak: Sequence[str] = (), lately: Collection[str] = ()) -> list[Ask]:
    """The questions of a session in the order they are asked; fewer than wished when there are no more that suit.

    `weak` are competencies to come back to, the weakest first; `lately` are sources asked in the last weeks, taken only when nothing
    else is left.
    """
    rng = random.Random(seed)
    named = occupations_of(setup, ground)
    pool = [*own_questions(ground, rng), *_from_bank(named)]
    worth = {one.source: rng.random() * 0.3 + _worth(one, setup, named, weak) for one in pool}
    picked = _picked(setup, pool, worth, frozenset(lately))
    return [_with_sample(ask, named) for _, ask in sorted(picked, key=lambda pair: _ORDER.index(pair[0]))]


def _picked(setup: Setup, pool: list[Ask], worth: dict[str, float], lately: frozenset[str]) -> list[tuple[str, Ask]]:
    """Fill the slots one by one with the best that is left."""
    picked: list[tuple[str, Ask]] = []
    for slot, fits, taken in _slots(setup, lately):
        while len(picked) < setup.length:
            used = Counter(ask.competency for _, ask in picked)
            left = [ask for ask in pool if fits(ask) and not taken(ask) and _is_new(ask, picked)]
            if not left:
                break
            best = max(left, key=lambda ask: (worth[ask.source] - 0.4 * used[ask.competency], ask.source))
            picked.append((slot, best))
            if slot not in ("focus", "spare"):
                break
    return picked


Test = Callable[[Ask], bool]


def _slots(setup: Setup, lately: frozenset[str]) -> Iterator[tuple[str, Test, Test]]:
    """Slot, what fits it, what may not be taken: the plan of the round, then whatever is left, then what was asked lately."""

    def asked_lately(ask: Ask) -> bool:
        return ask.source in lately

    def nothing(_: Ask) -> bool:
        return False

    if setup.focus:
        yield "focus", lambda ask: ask.competency in setup.focus, asked_lately
    plan = PLANS[setup.round]
    for number in range(2 * setup.length):
        yield plan[number % len(plan)], _fitting(plan[number % len(plan)]), asked_lately
    yield "spare", _of_round(setup.round), asked_lately
    yield "spare", _of_round("mixed"), asked_lately
    yield "spare", _of_round("mixed"), nothing


def _fitting(slot: str) -> Test:
    if slot == "standing":
        return lambda ask: ask.kind in ("years", "level")
    if slot == "opening":
        return lambda ask: ask.round == "screening" and ask.kind == "bank" and ask.competency in _OPENERS
    if slot in ("claim", "gap", "strength"):
        return lambda ask: ask.kind == slot
    return lambda ask: ask.round == slot and (ask.kind == "bank" or slot == "pay")


def _of_round(wanted: Kind) -> Test:
    return lambda ask: wanted == "mixed" or ask.round == wanted


def _is_new(ask: Ask, picked: Sequence[tuple[str, Ask]]) -> bool:
    """Neither the same question, nor one about the same line of the record, nor one in nearly the same words."""
    if ask.pointer and any(one.pointer == ask.pointer for _, one in picked):
        return False
    return not any(one.source == ask.source or likeness(one.text, ask.text) >= TOO_ALIKE for _, one in picked)


def _worth(ask: Ask, setup: Setup, named: Sequence[str], weak: Sequence[str]) -> float:
    """What speaks for a question: it suits the role and the level, and its competency went badly."""
    question = bank().get(ask.source)
    near = suit(question, named) if question else 1.0
    level = 0.0 if not question or "any" in (question.level, setup.level) else 0.3 if question.level == setup.level else -0.6
    back = 0.9 - 0.1 * min(6, weak.index(ask.competency)) if ask.competency in weak else 0.0
    return near + level + back


# --- from the bank ---------------------------------------------------------------------------------------------------


def _from_bank(named: Sequence[str]) -> list[Ask]:
    """The questions of the bank that suit one of these occupations."""
    return [_of_bank(question) for question in bank().values() if suit(question, named) > 0]


def _of_bank(question: Question) -> Ask:
    names = [occupations.table()[name].name.lower() for name in question.occupations if name in occupations.table().by_id]
    return Ask(
        source=question.id, kind="bank", round=question.round, competency=question.competency, text=question.text, shows=question.shows,
        reason=f"Asked of {_article(names[0])}." if names else "Any interview may hold it.", follow_ups=list(question.follow_ups),
        sample=question.sample, why=question.why,
    )  # fmt: skip


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def _with_sample(ask: Ask, named: Sequence[str]) -> Ask:
    """A question made from the record borrows the sample answer of the nearest one in the bank."""
    if ask.sample:
        return ask
    suited = [one for one in bank().values() if suit(one, named) > 0]
    like = [one for one in suited if one.competency == ask.competency] or suited
    same_round = [one for one in like if one.round == ask.round] or like
    best = max(same_round, key=lambda one: (suit(one, named), likeness(one.text, ask.text), one.id), default=None)
    if best is None:
        return ask
    return ask.model_copy(update={"sample": best.sample, "sample_of": best.text, "why": best.why})
