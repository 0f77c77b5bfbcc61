"""One answer judged: the story told, the qualities, contradictions with the record, put together into points with their words.

The score is made of parts that a person can see. Stories are asked for their four parts; questions about knowledge, cases, motives and
pay put their weight on relevance, detail and reasons. Contradictions rank below everything that is merely vague.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

from core.interview import wording
from core.interview.asking import Kind, kind_of, vocabulary
from core.interview.clauses import Clause, Sentence, read
from core.interview.contradictions import contradictions
from core.interview.cues import pattern, phrases, plain
from core.interview.qualities import SHORTEST, Qualities, qualities
from core.interview.quantities import quantities
from core.interview.record import Record, read_record
from core.interview.shapes import Evidence, Feedback, FollowUp, Parts, PartScore, Star, Stock, Strictness
from core.interview.story import Told, substance, tell
from core.models import Resume

VERSION = "interview-1"
LONGEST = 12_000  # characters of an answer that are judged
CUT = f"Only the first {LONGEST:,} characters were judged; an answer of two minutes is about 1,500."
EMPTY = "There is no answer yet; write or say a few sentences about one real event."
STARS: tuple[Star, ...] = ("situation", "task", "action", "result")
_WEIGHTS: dict[str, float] = {
    "situation": 12, "task": 12, "action": 26, "result": 22, "relevance": 10, "specificity": 8, "evidence": 5, "structure": 3, "clarity": 2,
}  # fmt: skip
_OTHER: dict[Kind, dict[str, float]] = {
    "knowledge": {"relevance": 38, "specificity": 26, "evidence": 12, "reasons": 14, "clarity": 10},
    "case": {"relevance": 26, "specificity": 18, "steps": 28, "reasons": 18, "clarity": 10},
    "motivation": {"relevance": 28, "specificity": 26, "evidence": 12, "reasons": 14, "story": 12, "clarity": 8},
    "pay": {"relevance": 30, "figure": 30, "reasons": 24, "clarity": 16},
}
_VAGUE, _NOTHING, _CONTRADICTED = (16.0, 34.0), 8.0, 12.0  # bounds of answers without an event, of none, of one against the record


def judge(
    question: str,
    answer: str,
    *,
    resume: str | Resume | Record = "",
    job: str = "",
    competency: str = "",
    round: str = "",
    strictness: Strictness = "normal",
    today: date | None = None,
) -> Feedback:
    """Feedback on an answer: deterministic, bounded; `today` only closes posts of the record that are still held."""
    text, note = answer[:LONGEST], CUT if len(answer) > LONGEST else ""
    every = read(text)
    sentences = [one for one in every if not _to_the_judge(text, one)]
    if not sentences:
        return Feedback(score=0, follow_up=FollowUp(text=wording.FIRST, why=EMPTY, kind="action"), version=VERSION, note=note or EMPTY)
    day = today or datetime.now(UTC).date()
    record = read_record(resume, day)
    told = tell(text, sentences)
    kind = _kind(question, round, told)
    whole = len(sentences) == len(every)
    heard = text if whole else ". ".join(text[one.start : one.end] for one in sentences)
    found = qualities(heard, sentences if whole else read(heard), told, vocabulary(question, competency, f"{record.text}\n{job[:LONGEST]}"))
    parts = _parts(text, told, found)
    feedback = Feedback(
        score=0,
        parts=parts,
        contradictions=contradictions(text, sentences, record, day),
        follow_up=FollowUp(text=""),
        version=VERSION,
        note=note,
    )
    feedback.stock = [
        Stock(quote=text[m.start() : m.end()], start=m.start(), end=m.end()) for m in phrases("plain", "stock").finditer(plain(text))
    ]
    feedback.score = round_score(_overall(kind, told, parts, found, heard, feedback), strictness)
    feedback.evidence = _evidence(text, sentences, told, feedback, kind)
    feedback.follow_up = wording.follow_up(text, kind, told, feedback, found)
    return feedback


def _kind(question: str, round: str, told: Told) -> Kind:
    """The kind of the question; a first call asks about the past without wanting a story, so only one that is told is judged as such."""
    kind = kind_of(question, round)
    return "motivation" if round == "screening" and kind == "behavioural" and not told.event else kind


def _to_the_judge(text: str, sentence: Sentence) -> bool:
    """Whether a sentence speaks to whoever gives the points; such words count for nothing."""
    before = text[max(0, sentence.start - 2) : sentence.start]
    return bool(phrases("story", "to_the_judge").search(plain(before + text[sentence.start : sentence.end + 1])))


# --- parts -----------------------------------------------------------------------------------------------------------


def _parts(text: str, told: Told, found: Qualities) -> Parts:
    clauses = {"situation": told.situation, "task": told.task, "action": told.acts, "result": told.result}
    # Words alone show little of how near a story is to the question, so a story told keeps most of its relevance.
    relevance = round(40 + 0.6 * found.relevance, 1) if told.event and not found.astray else found.relevance
    numbers = [number.start for number in quantities(text)]
    scored = {name: _part(text, name, some, numbers) for name, some in clauses.items()}
    return Parts(
        situation=scored["situation"], task=scored["task"], action=scored["action"], result=scored["result"],
        relevance=relevance, specificity=found.specificity, evidence=found.evidence, structure=found.structure, clarity=found.clarity,
    )  # fmt: skip


def _part(text: str, name: str, clauses: list[Clause], numbers: list[int]) -> PartScore:
    """A part that is there starts at 55; what it names in particular adds the rest, up to a ceiling that a few words reach."""
    if not clauses:
        return PartScore()
    start, end = _stretch(text, clauses)
    said = [word.text for clause in clauses for word in clause.words]
    particular = min(1.0, substance(said) / (6.0 if name == "action" else 4.0))
    counted = any(c.start <= number < c.end for c in clauses for number in numbers)
    steps = min(1.0, (len(clauses) - 1) / 2) if name == "action" else 0.0
    score = {
        "situation": 60 + 30 * particular + 10 * counted,
        "task": 70 + 20 * particular + 10 * counted,
        "action": 50 + 25 * steps + 25 * particular,
        "result": 50 + 15 * particular + 35 * counted,
    }[name]
    return PartScore(present=True, score=round(score, 1), quote=text[start:end])


def _stretch(text: str, clauses: list[Clause]) -> tuple[int, int]:
    """The words to quote: the first clause and what follows it without a gap of another part, at most 240 characters."""
    start, end = clauses[0].start, clauses[0].end
    for clause in clauses[1:]:
        if clause.end - start > 240 or (re.search(r"[.!?]", text[end : clause.start]) and clause.start - end > 3):
            break
        if clause.start - end > 12:
            break
        end = max(end, clause.end)
    return start, end


# --- the score -------------------------------------------------------------------------------------------------------


def _overall(kind: Kind, told: Told, parts: Parts, found: Qualities, heard: str, feedback: Feedback) -> float:
    if kind == "behavioural":
        score = _story(told, parts, found)
    else:
        score = _other(kind, told, parts, found, heard)
    if found.stuffed:
        score = min(score, _NOTHING)
    if found.words < SHORTEST:
        score = min(score, _NOTHING) * found.words / SHORTEST
    if feedback.contradictions:
        score = min(score, _CONTRADICTED) * (0.6 + 0.4 * score / 100)
    return score


def _story(told: Told, parts: Parts, found: Qualities) -> float:
    if not told.event:
        if found.astray:
            return _NOTHING
        low, high = _VAGUE
        ease = (0.6 * found.relevance + 0.25 * found.specificity + 0.15 * found.clarity) / 100
        return low + (high - low) * ease
    values: dict[str, float] = {name: getattr(parts, name).score for name in STARS} | {
        "relevance": parts.relevance, "specificity": found.specificity, "evidence": found.evidence,
        "structure": found.structure, "clarity": found.clarity,
    }  # fmt: skip
    score: float = sum(_WEIGHTS[name] * value for name, value in values.items()) / 100
    return score * 0.75 if found.astray else max(score, _VAGUE[1] + 1)


def _other(kind: Kind, told: Told, parts: Parts, found: Qualities, heard: str) -> float:
    """Answers that need no story: shares of what they should hold."""
    low = plain(heard)
    steps = len(phrases("story", "order").findall(low)) + len(
        re.findall(r"\b(?:i would|i'd|i will|i'll|i check|i ask|i call|i look|i start)\b", low)
    )
    if found.astray and not told.event and found.specificity < 50 and steps < 3:
        return _NOTHING
    values: dict[str, float] = {
        "relevance": found.relevance,
        "specificity": found.specificity,
        "evidence": 100.0 if quantities(heard) else 30.0,
        "reasons": min(100.0, 50.0 * len(re.findall(rf"\b{pattern('reasons')}\b", low))),
        "steps": min(100.0, 25.0 * steps),
        "story": 100.0 if told.event else 0.0,
        "figure": 100.0 if any(number.value >= 8 for number in quantities(heard)) else 0.0,
        "clarity": found.clarity,
    }
    return sum(weight * values[name] for name, weight in _OTHER[kind].items()) / 100


def round_score(score: float, strictness: Strictness) -> float:
    """The score as shown: 0-100 with one decimal; strictness bends the scale and never the order."""
    bend = {"kind": 0.8, "normal": 1.0, "strict": 1.3}[strictness]
    share = max(0.0, min(100.0, score)) / 100
    return round(100 * math.pow(share, bend), 1)


# --- the words behind it ---------------------------------------------------------------------------------------------


def _evidence(text: str, sentences: list[Sentence], told: Told, feedback: Feedback, kind: Kind) -> list[Evidence]:
    """What earned points and what cost some, in the order of the answer; every quote stands in it word for word."""
    found: list[Evidence] = []
    for name, clauses in zip(STARS, (told.situation, told.task, told.acts, told.result), strict=True):
        part: PartScore = getattr(feedback.parts, name)
        if part.present:
            start = text.index(part.quote, clauses[0].start)
            points = round(_WEIGHTS[name] * part.score / 100, 1) if kind == "behavioural" else 0.0
            found.append(
                Evidence(quote=part.quote, start=start, end=start + len(part.quote), part=name, effect=wording.EARNED[name], points=points)
            )
    found += [Evidence(quote=s.quote, start=s.start, end=s.end, part="clarity", effect=wording.STOCK, points=-0.5) for s in feedback.stock]
    for one in sentences:
        for mark, about, effect in wording.marks(text, one):
            found.append(Evidence(quote=text[mark[0] : mark[1]], start=mark[0], end=mark[1], part=about, effect=effect, points=-0.5))
    found += [
        Evidence(quote=c.quote, start=c.start, end=c.end, part="contradiction", effect=c.sentence, points=-30.0)
        for c in feedback.contradictions
    ]
    return sorted(found, key=lambda one: (one.start, one.end))[:60]


__all__ = ["CUT", "EMPTY", "LONGEST", "VERSION", "judge"]
