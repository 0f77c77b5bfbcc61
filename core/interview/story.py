"""The four parts of a story found in an answer: situation, task, action, result.

No part counts without at least one act of the speaker in one real event: habits, principles and wishes are none. What stands before
the first act is the situation, what follows the last one the result; what was owed is the task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from core.interview.clauses import Clause, Sentence
from core.interview.cues import pattern, phrases, plain, stem, table, words

_TOGETHER = 2  # acts of "we" that make up for none of "I"
_WORKPLACE = frozenset(["in", "at", "as", "for", "there", "here", "with"])
_THINGS = frozenset(["the", "it", "everything", "all"])
_HANGING = frozenset(["that", "who", "which", "whose", "whom", "where", "whether", "if", "until", "before", "unless"])
ACTING_LINKS = frozenset(["", "and", "but", "so", "then", "or", "plus", "yet", "after", "once", "where"])
_QUANTITY = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|double|twice|hundred|thousand|third|quarter)\b"
)
_OWED_AT_THE_END = re.compile(r"\bto (?!the\b|a\b|my\b|our\b|me\b|us\b|him\b|her\b|them\b|it\b|\d)([a-z]{3,})")
_WANTED = re.compile(
    r"\b(?:wanted|needed|asked for|expected|demanded|required|gave (?:me|us))\b(?! to\b)[^.;!?]*\b"
    rf"(?:(?:by|within|before|until|till) (?:the |next |\d|{pattern('few')}|{pattern('feasts')}|{pattern('weekdays')}|{pattern('months')})"
    rf"|in (?:\d+|{pattern('few')}) (?:minutes|hours|days|weeks|months))"
)
_TOLD_IN = ("present", "past", "perfect", "progressive")
_AFTERWARDS = re.compile(
    rf"\b(?:after|within|by|in) (?:only |about |just )?(?:\d+|{pattern('few')}|a|an) (?:minute|hour|day|week|month|year)s?\b"
)
_DATED = re.compile(rf"\b(?:19|20)\d\d\b|\b(?:in|on|last|this|one) (?:{pattern('months')}|{pattern('weekdays')})\b")
_TIME_LEFT = re.compile(
    rf"\b(?:i|we|with) (?:had )?(?:only |just |about )*(?:\d+|{pattern('few')}|a|an|half an?) (?:\w+ )?"
    r"(?:minute|hour|day|week|month)s?(?: left)? (?:to|until|till|before)\b"
)
_FOR_LONG = re.compile(r"\b(?:for|over) (?:\w+ ){0,2}(?:years|months)\b|\bevery (?:day|week|month|year)\b")


@dataclass
class Told:
    """The clauses of each part; `acts` in order. All empty when the answer tells no event."""

    situation: list[Clause] = field(default_factory=list)
    task: list[Clause] = field(default_factory=list)
    acts: list[Clause] = field(default_factory=list)
    result: list[Clause] = field(default_factory=list)
    present: bool = False  # told in the present tense

    @property
    def event(self) -> bool:
        """Whether one real event is told."""
        return bool(self.acts)


def tell(text: str, sentences: Sequence[Sentence]) -> Told:
    """The parts of the story in an answer."""
    clauses = [clause for sentence in sentences for clause in sentence.clauses]
    low = plain(text)
    acts = [clause for clause in clauses if _acts(clause, low, "past")]
    narrated = False
    if not _carries(acts):
        narrated = _framed(clauses, low)
        acts = [clause for clause in clauses if narrated and any(_acts(clause, low, tense) for tense in _TOLD_IN)]
    if not _carries(acts):
        acts = [clause for clause in clauses if _acts(clause, low, "past", "we")]
        narrated = False
        if len(acts) < _TOGETHER:
            return Told()
    if not narrated and _general(clauses, acts):
        return Told()
    told = Told(present=narrated)
    told.task = [clause for clause in clauses if owed(clause, low, narrated) and clause.start <= acts[-1].start]
    steps = _steps(acts, low)
    told.acts = steps
    told.situation = list(_before(clauses, steps, told.task, low, narrated))
    told.result = _results(clauses, steps, told.task, low, narrated)
    return told


# --- acts ------------------------------------------------------------------------------------------------------------


def _acts(clause: Clause, low: str, tense: str, who: str = "i") -> bool:
    """Whether the speaker does something of substance here, once."""
    if tense == "progressive" and not (clause.auxiliary == "was" and clause.verb.endswith("ing")):
        return False
    if (
        clause.subject != who
        or clause.tense != ("past" if tense == "progressive" else tense)
        or clause.habit
        or clause.negated
        or clause.link not in ACTING_LINKS
    ):
        return False
    if (clause.auxiliary and tense != "progressive" and not _spelt_out(clause)) or owed(clause, low, tense != "past"):
        return False
    verb, rest = _inner(clause)
    said = low[clause.start : clause.end]
    if (phrases("story", "unnumbered").search(said) and not re.search(r"\d", said)) or _FOR_LONG.search(said):
        return False
    if (verb in ("came", "come") and rest[:1] == ("from",)) or (verb in ("work", "worked") and rest[:1] and rest[0] in _WORKPLACE):
        return False
    if verb in words("grammar", "states") or any(found.start() < clause.end for found in _reflects(clause, low)):
        return False
    if verb not in words("grammar", "light"):
        return True
    enough = 1 if verb in words("grammar", "moving") or _QUANTITY.search(" ".join(rest)) else 2
    return substance(rest) >= enough


def _spelt_out(clause: Clause) -> bool:
    """Whether an auxiliary only carries the tense of an act: "I did explain", "I have called", in a story "I was calling"."""
    if clause.auxiliary in ("did", "have", "i've"):
        return clause.verb not in ("do", "have", "be") and clause.verb != clause.auxiliary
    return False


def _inner(clause: Clause) -> tuple[str, tuple[str, ...]]:
    """The verb that says what was done: "tried to calm" is calming."""
    rest = clause.after
    if clause.auxiliary and clause.verb in rest:
        rest = rest[rest.index(clause.verb) + 1 :]
    if clause.verb in (
        "tried",
        "try",
        "managed",
        "manage",
        "decided",
        "decide",
        "started",
        "start",
        "began",
        "begin",
        "helped",
        "help",
        "went",
        "offered",
        "agreed",
        "chose",
        "continued",
    ):
        if len(rest) > 1 and rest[0] == "to":
            return rest[1], rest[2:]
        if rest and rest[0].endswith("ing") and len(rest[0]) > 4:
            return rest[0], rest[1:]
    return clause.verb, rest


@cache
def _empty() -> frozenset[str]:
    return (
        words("plain", "nouns")
        | words("plain", "stopwords")
        | words("grammar", "adverbs")
        | words("grammar", "determiners")
        | words("plain", "buzz")
    )


def substance(said: Sequence[str]) -> int:
    """How many of the words name something in particular."""
    return sum(_solid(word) for word in said)


@lru_cache(maxsize=20_000)
def _solid(word: str) -> bool:
    light = words("grammar", "light")
    if len(word) <= 2 or word in _empty() or word in light or word.endswith("ly"):
        return False
    return not (word.endswith("ing") and (word[:-3] in light or word[:-3] + "e" in light))


def _carries(acts: Sequence[Clause]) -> bool:
    """Whether the acts tell an event."""
    return any(not clause.sub for clause in acts)


def _general(clauses: Sequence[Clause], acts: Sequence[Clause]) -> bool:
    """Whether a lone act drowns in what the speaker does in general."""
    main = [clause for clause in clauses if clause.at >= 0 and not clause.sub]
    general = sum(clause.habit or clause.tense in ("present", "modal", "perfect") for clause in main)
    return len(acts) < 3 and general > len(main) - general


def _framed(clauses: Sequence[Clause], low: str) -> bool:
    """Whether a story in the present tense is about one event: a word that fixes it near the start, or the past beside several acts."""
    for clause in clauses[:6]:
        said = low[clause.start : clause.end]
        if not clause.habit and clause.tense != "modal" and (phrases("story", "event").search(said) or _DATED.search(said)):
            return True
    acts = sum(_does(clause) for clause in clauses) if any(_acts(clause, low, "present") for clause in clauses) else 0
    past = [c for c in clauses if c.tense == "past" and (c.subject != "i" or c.auxiliary) and not c.habit and not c.sub]
    return bool(past) and acts >= (2 if past[0] in clauses[:4] else 3)


def _does(clause: Clause) -> bool:
    """Whether the speaker does anything here, in the present tense."""
    known = clause.verb in words("grammar", "states") or clause.auxiliary or clause.habit
    return clause.subject == "i" and clause.tense == "present" and not clause.sub and not known


def _steps(acts: Sequence[Clause], low: str) -> list[Clause]:
    """The acts without a closing outcome ("I finished in two days"), as long as one act is left."""
    steps = list(acts)
    while len(steps) > 1 and _outcome(steps[-1], low):
        steps.pop()
    return steps


def _outcome(clause: Clause, low: str) -> bool:
    said = low[clause.start : clause.end]
    closes = clause.verb in words("story", "result_verbs") and bool(_QUANTITY.search(said) or phrases("story", "result").search(said))
    return closes or clause.verb in (
        "finished",
        "reached",
        "won",
        "passed",
        "achieved",
        "completed",
        "exceeded",
        "doubled",
        "halved",
        "recovered",
        "finish",
        "reach",
        "win",
    )


# --- what was owed ---------------------------------------------------------------------------------------------------


@cache
def _owing() -> re.Pattern[str]:
    said = table("story")
    return re.compile(rf"\b(?:{'|'.join(said['obligation_subjects'].split())})\b[^.;!?]{{0,60}}?\b(?:{said['obligation_verbs']})\b")


def owed(clause: Clause, low: str, narrated: bool = False) -> bool:
    """Whether a clause says what was wanted of the speaker."""
    must = (
        clause.auxiliary == "must"
        and (clause.subject in ("i", "we") or (narrated and bool(_THINGS & {word.text for word in clause.words[:2]})))
        and not phrases("story", "must_say").search(low, clause.start, clause.end)
    )
    if (
        clause.habit
        or (clause.tense in ("modal", "perfect") and not must and not (narrated and clause.tense == "perfect"))
        or (clause.tense == "present" and not narrated and clause.auxiliary not in ("is", "i'm", "am"))
    ):
        return False
    said = low[clause.start : clause.end]
    if (
        clause.link in ("if", "because", "which", "who", "before", "until", "that")
        and clause.subject == "other"
        and not re.search(r"\b(?:me|us|my|our)\b", said)
    ):
        return False
    found = phrases("story", "obligation").search(said) or _TIME_LEFT.search(said)
    if found and not clause.negated:
        return True
    if clause.at >= 0 and clause.subject == "other" and clause.words[0].text in ("he", "she", "they", "you"):
        return False
    if _owing().search(said) or must:
        return True
    if clause.subject != "i" and _WANTED.search(said):
        return True
    if clause.at < 0:
        bare = _OWED_AT_THE_END.search(said)
        return bool(bare and (bare[1] in words("grammar", "base") or bare[1] in words("grammar", "both")) and len(clause.words) > 4)
    return clause.auxiliary in ("had", "needed") and clause.after[:1] == ("to",) and clause.link not in ("before", "until", "who")


# --- before and after ------------------------------------------------------------------------------------------------


def _reflects(clause: Clause, low: str) -> Iterator[re.Match[str]]:
    return phrases("story", "reflection").finditer(low, clause.start, clause.end)


_SETTING_OFF = frozenset(["when", "after", "because", "while", "as", "since"])
_PLACING = frozenset(["in", "on", "at", "during", "after", "before", "as", "one", "with", "last", "for", "two", "three", "when"])


def _before(clauses: Sequence[Clause], acts: Sequence[Clause], task: Sequence[Clause], low: str, narrated: bool) -> Iterator[Clause]:
    """What stood before the first act, or set it off within its sentence."""
    first = acts[0]
    for clause in clauses:
        sets_off = clause.sentence == first.sentence and clause.link in _SETTING_OFF and clause.subject == "other"
        if clause in task or clause in acts or not (clause.start < first.start or sets_off):
            continue
        if not (clause.sub and clause.link in _HANGING and _hangs(clause, clauses, task)) and _scene(clause, clauses, low, narrated):
            yield clause
    lead = [word.text for word in first.words[: max(0, first.at - 1)]]
    if first.at > 1 and substance(lead) >= 2 and lead[0] in _PLACING:
        yield first


def _scene(clause: Clause, clauses: Sequence[Clause], low: str, narrated: bool) -> bool:
    """Whether a clause tells how things stood."""
    said = [word.text for word in clause.words]
    solid = substance(said)
    if clause.tense in ("past", "before") or (narrated and clause.tense in ("present", "perfect")):
        thought = clause.subject == "i" and clause.verb in words("story", "musing")
        general = clause.habit and clause.subject != "other"
        return solid >= 1 and not thought and not general and not any(_reflects(clause, low))
    if clause.tense == "present":
        return clause.subject in ("we", "other") and not clause.habit and solid >= 2 and _ours(said)
    if clause.tense != "none":
        return False
    around = [one for one in clauses if one.sentence == clause.sentence]
    if all(one.tense == "none" for one in around):
        solid = sum(substance([word.text for word in one.words]) for one in around)
    event = solid >= 1 and bool(phrases("story", "event").search(low, clause.start, clause.end))
    return solid >= 3 or (solid >= 2 and len(said) > 3) or event


def _ours(said: Sequence[str]) -> bool:
    """Whether a standing fact about the speaker's own place is told."""
    return bool({"we", "our", "my", "we've"} & set(said)) or any(word[:1].isdigit() for word in said)


def _hangs(clause: Clause, clauses: Sequence[Clause], task: Sequence[Clause]) -> bool:
    """Whether a clause only completes what was owed ("to explain the rules that had changed")."""
    before = [c for c in clauses if c.sentence == clause.sentence and c.start < clause.start and not c.sub]
    return bool(before) and before[-1] in task


def _results(clauses: Sequence[Clause], acts: Sequence[Clause], task: Sequence[Clause], low: str, narrated: bool) -> list[Clause]:
    """What came of it: after the last act, else a strong sign of an outcome after the first."""
    last = acts[-1]
    after = [c for c in clauses if c.start > last.start and c not in task and _came(c, low, narrated)]
    if after:
        return after
    between = [c for c in clauses if acts[0].start < c.start < last.start and c not in acts and c not in task]
    strong = [c for c in between if c.subject != "i" and _came(c, low, narrated) and _measured(c, low)]
    return strong or [c for c in acts[1:] if _outcome(c, low)]


def _measured(clause: Clause, low: str) -> bool:
    """Whether an outcome is told with how much, or as a change by how much."""
    said = low[clause.start : clause.end]
    return bool(_QUANTITY.search(said)) and (clause.verb in words("story", "change_verbs") or bool(phrases("story", "result").search(said)))


def _came(clause: Clause, low: str, narrated: bool) -> bool:
    """Whether a clause tells how things came out."""
    said = low[clause.start : clause.end]
    if clause.habit or owed(clause, low, narrated) or any(_reflects(clause, low)):
        return False
    cue = bool(phrases("story", "result").search(said) or _AFTERWARDS.search(said))
    told = clause.tense in ("past", "before") or (narrated and clause.tense in ("present", "perfect"))
    if clause.tense == "perfect" and clause.subject == "i":
        return bool(_QUANTITY.search(said) or " no " in said or clause.negated or cue)
    lasting = (clause.tense == "perfect" or (clause.tense == "present" and cue)) and clause.subject != "i"
    if clause.at < 0:
        return bool(_QUANTITY.search(said)) and len(clause.words) > 2
    if not (told or lasting):
        return False
    if clause.sub and clause.link not in ("which", "when", "after", "until", "once") and not (clause.link == "that" and cue):
        return False
    if clause.sub and clause.link != "which" and not cue:
        return False
    if clause.sub and not (cue or clause.verb in words("story", "change_verbs") or clause.verb in words("story", "effect_verbs")):
        return False
    if phrases("story", "verdict").search(said):
        return False
    if clause.subject == "i":
        counted = clause.verb in ("had", "have", "got") and bool(_QUANTITY.search(said) or clause.negated or " no " in said)
        return clause.verb in words("story", "result_verbs") or cue or counted
    if clause.subject == "we":
        return clause.verb in words("story", "result_verbs") or cue or bool(_QUANTITY.search(said))
    return bool({stem(word.text) for word in clause.words} - {"it", "be"})
