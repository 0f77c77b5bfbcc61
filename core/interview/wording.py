"""The sentences of feedback: what earned points, what cost some, and the next question an interviewer would ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.interview.asking import Kind
from core.interview.clauses import Sentence
from core.interview.cues import phrases, plain
from core.interview.qualities import Qualities
from core.interview.quantities import quantities
from core.interview.shapes import Feedback, FollowUp, Part
from core.interview.story import Told

EARNED = {
    "situation": "Says when and where it was, so that one can picture it.",
    "task": "Says what was wanted of you.",
    "action": "Says what you yourself did.",
    "result": "Says what came of it.",
}
STOCK = "A phrase that interviewers hear every day; your own words say more."
HEDGE = "Makes the sentence softer than you may mean it."
HABIT = "Tells what you do in general; one real event says more."
VAGUE = "Leaves open how much; a number or a name would settle it."
FIRST = "Can you tell me about one real event, from the start?"
_HOW_MUCH = re.compile(
    r"\b(?:many|a lot of|lots of|several|various|significantly|much (?:better|faster|quicker|easier|more)|a few|numerous|huge|great deal)\b"
)


def marks(text: str, sentence: Sentence) -> Iterator[tuple[tuple[int, int], Part, str]]:
    """Words of a sentence that cost points: hedges, habits, and amounts left open."""
    low = plain(text)
    for found in phrases("plain", "hedges").finditer(low, sentence.start, sentence.end):
        yield found.span(), "clarity", HEDGE
    habit = next((c for c in sentence.clauses if c.habit and c.subject == "i" and c.tense == "present"), None)
    if habit:
        yield (habit.start, habit.end), "action", HABIT
    for found in _HOW_MUCH.finditer(low, sentence.start, sentence.end):
        yield found.span(), "specificity", VAGUE


def _ask(text: str, why: str, kind: str) -> FollowUp:
    return FollowUp.model_validate({"text": text, "why": why, "kind": kind})


def follow_up(text: str, kind: Kind, told: Told, feedback: Feedback, found: Qualities) -> FollowUp:
    """The next question, from what was said: a contradiction first, then what is missing, then what is vague."""
    if feedback.contradictions:
        one = feedback.contradictions[0]
        return _ask(f"You said “{_cut(one.quote)}”. How does that fit with your resume?", one.sentence, "contradiction")
    if found.stuffed:
        return _ask(
            "Those are key words. Which one of them did you live through, and what happened?",
            "The answer lists words instead of telling an event.",
            "vague",
        )
    if kind != "behavioural":
        return _other(text, kind, told, found)
    if not told.event:
        return _no_event(text, found)
    return _missing(text, told, feedback)


def _no_event(text: str, found: Qualities) -> FollowUp:
    if found.astray:
        return _ask(
            "Let us come back to the question: when did that happen to you at work?",
            "Most of the answer is about something else.",
            "relevance",
        )
    return _ask(
        "Can you think of one particular time? What did you do first?",
        "The answer says what you do in general; no single event is told.",
        "action",
    )


def _missing(text: str, told: Told, feedback: Feedback) -> FollowUp:
    act = _cut(text[told.acts[-1].start : told.acts[-1].end])
    if not told.result:
        return _ask(f"You said “{act}”. What came of it?", "The answer ends before the result.", "result")
    if not told.situation:
        return _ask(
            "When and where was that, and what had happened before?",
            "The answer starts with what you did; the scene is missing.",
            "situation",
        )
    if not told.task:
        return _ask(
            "What exactly was your job in that, and who was counting on it?", "The answer does not say what was wanted of you.", "task"
        )
    ends = text[told.result[0].start : told.result[-1].end]
    if not quantities(ends):
        return _ask(f"You said “{_cut(ends)}”. By how much, or by when?", "The result has no number, name or date.", "number")
    vague = _HOW_MUCH.search(plain(text))
    if vague:
        return _ask(f"You said “{text[vague.start() : vague.end()]}”. How many, roughly?", "One amount is left open.", "vague")
    return _ask("What would you do differently today?", "All four parts are there.", "none")


def _other(text: str, kind: Kind, told: Told, found: Qualities) -> FollowUp:
    if found.astray:
        return _ask(
            "Let us come back to the question: what would you say to it in one sentence?",
            "Most of the answer is about something else.",
            "relevance",
        )
    if kind == "pay" and not quantities(text):
        return _ask("Which figure, or from what to what, would you name?", "The answer names no amount.", "number")
    if found.specificity < 45:
        return _ask("Can you give one example, with a name or a number?", "The answer stays general.", "vague")
    if kind == "motivation" and not told.event:
        return _ask("What have you done already that shows this?", "The answer tells wishes; an event would prove them.", "action")
    return _ask("What would make you choose otherwise?", "The answer holds what was asked.", "none")


def _cut(text: str, most: int = 80) -> str:
    bare = re.sub(r"\s+", " ", text).strip()
    return bare if len(bare) <= most else bare[:most].rsplit(" ", 1)[0] + " …"
