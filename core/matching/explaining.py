"""Why a posting got its score: reasons and gaps in the words of both texts, and which facts would move the score most.

Made on display for the few postings that are shown, from the same numbers as the score. Every quotation is verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from core import occupations
from core.matching.columns import BIT
from core.matching.index import Index
from core.matching.person import Candidate
from core.matching.scoring import LIKELY, PARTS, PIECES, Wanted, Weights, pieces, prepare, score, score_block
from core.matching.vocabulary import credit
from core.models import SkillMention, Work
from core.skills import extract, requirements, taxonomy
from core.warehouse.market import StoredPosting, posting_table

HELD, CLOSE = 0.65, 0.12
MOST_REASONS, MOST_GAPS, MOST_FACTS = 6, 6, 3
_QUOTE = 90
_YEAR_WORDS = r"(?:years?|yrs?|jahre?n?|ans|annees?|anos|años|anni|jaar|lata?)"
_MISSING = {
    "skills": ("the skills the posting asks for", "your skills"),
    "role": ("what kind of job it is", "the titles of your roles"),
    "years": ("the years of experience asked for", "your years of experience"),
    "level": ("the level of the job", "your level"),
    "text": ("what the work is", "what you did in your roles"),
    "place": ("where the job is", "where you want to work"),
    "pay": ("the pay", "the pay you wish for"),
    "contract": ("the kind of contract", "the kind of contract you want"),
}


@dataclass(frozen=True)
class Phrase:
    """Words of the posting that name a skill: `description[start:end] == text`; `held` 0-1 is how far the person has it.

    `part` is a skill of the person that belongs to it (wound care to nursing), so that it is no gap.
    """

    start: int
    end: int
    text: str
    skill: str
    held: float
    required: bool | None
    part: str = ""

    @property
    def missing(self) -> bool:
        """Whether the person has neither the skill nor a part of it."""
        return self.held < HELD and not self.part


@dataclass(frozen=True)
class Fact:
    """Something unknown or missing and what it could change: the score could fall or rise by so many points."""

    what: str
    whose: str
    down: float
    up: float


@dataclass(frozen=True)
class Explanation:
    """Reasons and gaps (required first) as short sentences, the facts that would move the score most, words to highlight."""

    reasons: list[str]
    gaps: list[str]
    facts: list[Fact]
    phrases: list[Phrase]


def explain(candidate: Candidate, stored: StoredPosting, weights: Weights | None = None) -> Explanation:
    """Explain one posting's score for one person."""
    return explain_all(candidate, [stored], weights)[0]


def explain_all(
    candidate: Candidate, several: Sequence[StoredPosting], weights: Weights | None = None, meaning: Sequence[float] | None = None
) -> list[Explanation]:  # fmt: skip
    """As `explain`, for several postings; `meaning` as in `score`."""
    if not several:
        return []
    index = Index.build(posting_table([(one.id, one.opening, one.posting, one.facts) for one in several]))
    wanted = prepare(index, candidate, weights or Weights())
    parts = _parts(candidate, index)
    near = [None] * len(several) if meaning is None else [np.array([one], np.float32) for one in meaning]
    return [
        _explained(candidate, one, weights or Weights(), index.only(row), replace(wanted, meaning=near[row]), parts)
        for row, one in enumerate(several)
    ]


def _explained(
    candidate: Candidate, stored: StoredPosting, weights: Weights, index: Index, wanted: Wanted, parts: dict[str, str]
) -> Explanation:  # fmt: skip
    phrases = _phrases(candidate, stored, index, wanted, parts)
    value = {name: float(one[0]) for name, one in pieces(index.blocks[0], wanted).items()}
    state = int(index.column("stated")[0]) & wanted.stated
    judged = {name: value[name] for name in PIECES if state & BIT[name]}
    return Explanation(
        reasons=list(_reasons(candidate, stored, phrases, judged))[:MOST_REASONS],
        gaps=list(_gaps(candidate, stored, phrases, judged))[:MOST_GAPS],
        facts=_facts(index, candidate, weights, wanted, phrases),
        phrases=phrases,
    )


def single(stored: StoredPosting) -> Index:
    """An index of this one posting."""
    return Index.build(posting_table([(stored.id, stored.opening, stored.posting, stored.facts)]))


def relevance(work: Sequence[Work], stored: StoredPosting) -> list[float]:
    """How much each role has to do with the posting, 0-100: its skills, title and words, nothing else."""
    index = single(stored)
    return [round(float(score(index, _role(role), Weights(location=0, salary=0)).score[0]), 1) for role in work]


def _role(role: Work) -> Candidate:
    text = "\n".join(part for part in (role.position, role.summary, *role.highlights) if part)
    skills: dict[str, float] = {}
    for mention in extract(text, "resume"):
        if mention.known:
            skills[mention.name] = skills.get(mention.name, 0.0) + 1.0
    return Candidate(skills=skills, titles=((role.position, 1.0),) if role.position else (), text=text)


# --- words of the posting ------------------------------------------------------------------------------------------


def _phrases(candidate: Candidate, stored: StoredPosting, index: Index, wanted: Wanted, parts: dict[str, str]) -> list[Phrase]:
    """The posting's known skills where they stand in its text."""
    columns, asked, wished = index.known.columns, set(stored.facts.required), set(stored.facts.preferred)
    found = []
    for mention in _mentions(stored.posting.description):
        if mention.known and (mention.name in asked or mention.name in wished):
            share = 1.0 if mention.name in candidate.skills else float(wanted.skills[columns[mention.name]])
            part = parts.get(mention.name, "") if share < HELD else ""
            found.append(Phrase(mention.start, mention.end, mention.text, mention.name, share, mention.name in asked, part))
    return found


def _parts(candidate: Candidate, index: Index) -> dict[str, str]:
    """Skills that one of the person's belongs to, with that one."""
    known = index.known
    return {above: name for name in sorted(candidate.skills) if name in known for above in known.ancestors(name)}


@lru_cache(maxsize=512)
def _mentions(description: str) -> tuple[SkillMention, ...]:
    return tuple(requirements(description))


def _by_skill(phrases: Sequence[Phrase], required: bool) -> list[Phrase]:
    """The first phrase of each skill, in the posting's order."""
    first: dict[str, Phrase] = {}
    for phrase in phrases:
        if phrase.required is required:
            first.setdefault(phrase.skill, phrase)
    return list(first.values())


# --- reasons and gaps ----------------------------------------------------------------------------------------------


def _reasons(candidate: Candidate, stored: StoredPosting, phrases: Sequence[Phrase], judged: dict[str, float]) -> Iterator[str]:
    required, preferred = _by_skill(phrases, True), _by_skill(phrases, False)
    held = [one for one in (*required, *preferred) if one.held >= HELD]
    proven = [(one, line) for one in held if (line := _line_with(candidate, one.skill))]
    for phrase, line in proven[:2]:
        yield f"“{phrase.text}” is asked for; your record says “{line}”."
    rest = [one for one in held if one not in [phrase for phrase, _ in proven[:2]]]
    if rest:
        yield f"{_quoted([one.text for one in rest[:5]])} {'is' if len(rest) == 1 else 'are'} asked for and in your record."
    covered = next((one for one in required if one.part), None)
    if covered:
        yield f"“{covered.text}” is asked for; your record shows {covered.part}, which belongs to it."
    if judged.get("role", 0) >= 0.6:
        title = _closest_title(tuple(title for title, _ in candidate.titles), stored.posting.title)
        if title:
            yield f"“{stored.posting.title}” is close to your “{title}”."
    if judged.get("years", 0) >= 1 and candidate.years is not None and stored.facts.years:
        yield f"{_asked_years(stored)} asked for; your record shows {candidate.years:g} years."
    if judged.get("place", 0) >= 0.9:
        yield f"{_place(stored)} fits where you want to work."
    if judged.get("pay", 0) >= 0.7:
        yield f"The stated pay, {pay_text(stored)}, reaches your wish."


def _gaps(candidate: Candidate, stored: StoredPosting, phrases: Sequence[Phrase], judged: dict[str, float]) -> Iterator[str]:
    for phrase in _by_skill(phrases, True):
        if phrase.missing:
            near = _nearest(candidate, phrase.skill) if phrase.held >= CLOSE else ""
            yield f"“{phrase.text}” is required and not in your record" + (f"; closest is {near}." if near else ".")
    if judged.get("years", 1) < 1 and candidate.years is not None:
        yield f"{_asked_years(stored)} asked for; your record shows {candidate.years:g} years."
    if judged.get("level", 1) <= 0.7 and stored.facts.level and candidate.level:
        yield f"The job is at {stored.facts.level} level; your record reads as {candidate.level}."
    if judged.get("role", 1) < 0.35:
        yield f"“{stored.posting.title}” is far from the titles in your record."
    if judged.get("place", 1) <= 0.6:
        yield f"{_place(stored)} is not where or how you want to work."
    if judged.get("pay", 1) < 0.7:
        yield f"The stated pay, {pay_text(stored)}, stays below your wish."
    for phrase in _by_skill(phrases, False):
        if phrase.missing:
            yield f"“{phrase.text}” is a plus and not in your record."


def _quoted(words: Sequence[str]) -> str:
    marks = [f"“{word}”" for word in words]
    return marks[0] if len(marks) == 1 else f"{', '.join(marks[:-1])} and {marks[-1]}"


def _line_with(candidate: Candidate, skill: str) -> str:
    """A stretch of the record's sentences that names the skill, cut at words; empty when only the list of skills does."""
    if skill not in candidate.skills:
        return ""
    names = sorted((re.escape(name) for name, guarded in taxonomy()[skill].names if not guarded), key=len, reverse=True)
    if not names:
        return ""
    found = re.search(rf"(?<![^\W_])(?:{'|'.join(names)})(?![^\W_])", candidate.text, re.I)
    return around(candidate.text, found.start(), found.end()) if found else ""


def around(text: str, start: int, end: int) -> str:
    """At most `_QUOTE` characters of the line around a span, whole words, as they stand."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - first <= _QUOTE:
        return text[first:last].strip()
    low = max(first, min(start - 30, last - _QUOTE))
    high = min(last, max(end, low + _QUOTE))
    low = low if low == first else min(start, text.find(" ", low, start + 1) + 1 or start)
    high = high if high == last else max(end, text.rfind(" ", end, high))
    return text[low:high].strip()


@lru_cache(maxsize=2_000)
def _closest_title(titles: tuple[str, ...], title: str) -> str:
    alike = occupations.similarities(titles, [title])[:, 0] if titles else np.zeros(0)
    return titles[int(alike.argmax())] if titles else ""


def _nearest(candidate: Candidate, skill: str) -> str:
    """The skill of the record that covers most of `skill`."""
    near = {name: taxonomy().similarity(name, skill) for name in candidate.skills}
    best = max(near, key=lambda name: near[name], default="")
    return best if best and near[best] > 0 else ""


def _asked_years(stored: StoredPosting) -> str:
    """The posting's own words for the years, quoted, else the number."""
    years = stored.facts.years or 0
    found = re.search(rf"(?<!\d){years:g}\s?\+?[^\n.;,]{{0,14}}?{_YEAR_WORDS}(?!\w)", stored.posting.description, re.I)
    return f"“{found.group()}” are" if found else f"{years:g} years are"


def _place(stored: StoredPosting) -> str:
    workplace = stored.posting.remote or stored.facts.remote or ""
    how = {"remote": "Remote work", "hybrid": "Hybrid work", "onsite": "Work on site"}.get(workplace, "Work")
    return f"{how} in “{stored.posting.location}”" if stored.posting.location else how


def pay_text(stored: StoredPosting) -> str:
    """The pay as stated, with its currency and period."""
    pay = stored.posting.pay if stored.posting.pay.min or stored.posting.pay.max else stored.facts.pay
    ends = [f"{end:,.0f}" if end >= 1000 else f"{end:,g}" for end in (pay.min, pay.max) if end]
    return f"{' to '.join(dict.fromkeys(ends))} {pay.currency or ''} a {pay.period}".replace("  ", " ")


# --- what would move the score -------------------------------------------------------------------------------------


def _facts(index: Index, candidate: Candidate, weights: Weights, wanted: Wanted, phrases: Sequence[Phrase]) -> list[Fact]:
    """The three largest moves: what is not stated, and missing skills if the person has them after all."""
    now = float(score_block(index.blocks[0], wanted)["score"][0])
    found = [*_unstated(index, weights, wanted, now), *_unshown(index, candidate, wanted, now, phrases)]
    return sorted(found, key=lambda fact: (-(fact.down + fact.up), fact.what))[:MOST_FACTS]


def _unstated(index: Index, weights: Weights, wanted: Wanted, now: float) -> Iterator[Fact]:
    posting = int(index.column("stated")[0])
    everything = sum(max(0.0, float(getattr(weights, part))) for part in PARTS) or 1.0
    for piece, (part, share) in PIECES.items():
        weight = max(0.0, float(getattr(weights, part))) * share / everything
        if posting & wanted.stated & BIT[piece] or not weight:
            continue
        low, high = (100 * min(max(end, 0.0), 1.0) for end in LIKELY[piece])
        down, up = max(0.0, weight * (now - low)), max(0.0, weight * (high - now))
        if not posting & BIT[piece]:
            yield Fact(_MISSING[piece][0], "posting", round(down, 1), round(up, 1))
        else:
            yield Fact(_MISSING[piece][1], "you", round(down, 1), round(up, 1))


def _unshown(index: Index, candidate: Candidate, wanted: Wanted, now: float, phrases: Sequence[Phrase]) -> Iterator[Fact]:
    for phrase in _by_skill(phrases, True):
        if phrase.missing:
            listed = candidate.knowing(phrase.skill).skills[phrase.skill]
            skills = credit(index.known, {phrase.skill: listed}, wanted.skills)
            better = float(score_block(index.blocks[0], replace(wanted, skills=skills))["score"][0])
            yield Fact(f"whether you know “{phrase.text}”", "you", 0.0, round(better - now, 1))
