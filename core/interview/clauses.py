"""Spoken English cut into sentences and clauses, each with who acts, the verb, its tense, and how it hangs on the rest.

Light rules over closed word classes; imperfect English is read, not corrected. Offsets are characters of the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal, NamedTuple

from core.interview.cues import phrases, plain, words

Subject = Literal["i", "we", "other", ""]
Tense = Literal["past", "before", "present", "perfect", "modal", "open", "none"]
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:-[^\W\d_]+)+|[$€£₹]?\d+(?:[.,:]\d+)*(?:st|nd|rd|th|[kKmM]\b)?%?|[^\W_]+(?:['’\-][^\W_]+)*|[^\S\n]+|\n\s*|\S",
    re.UNICODE,
)
_NEXT = re.compile(r"\s*([^\W_]+(?:'[^\W_]+)?)")
_PEOPLE = frozenset(
    ["i", "we", "he", "she", "it", "you", "they", "who", "everyone", "everybody", "nobody", "someone", "somebody", "which", "what"]
)
_BEFORE_MAY = frozenset(["last", "in", "this", "next", "since", "until", "early", "late", "of", "mid", "by", "every", "one"])
_SAYING = frozenset(["say", "says", "tell", "tells", "ask", "asks"])
_OBJECTS = frozenset(["them", "him", "us", "me", "what", "mine"])
_OPENERS = frozenset(["the", "my", "our", "his", "her", "their", "one", "all", "i", "we"])
_STOPS = frozenset(".!?…")
_BREAKS = frozenset(",;:–—()\n-•*")
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "prof", "st", "approx", "e.g", "i.e", "vs", "no"])
_PRONOUN = {
    "i": "i",
    "we": "we",
    "i'm": "i",
    "i've": "i",
    "i'd": "i",
    "i'll": "i",
    "we're": "we",
    "we've": "we",
    "we'd": "we",
    "we'll": "we",
}


class Word(NamedTuple):
    """One word as `plain` writes it, and its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Clause:
    """A stretch of words with at most one finite verb.

    `tense`: `before` is had + participle, `open` a form that may be past or present, `none` a fragment without a verb;
    `link` is the word it hangs on (and, because, which, ...), `elided` says that the subject was carried over.
    """

    words: tuple[Word, ...]
    sentence: int
    link: str = ""
    subject: Subject = ""
    verb: str = ""
    auxiliary: str = ""
    at: int = -1
    tense: Tense = "none"
    sub: bool = False
    negated: bool = False
    habit: bool = False
    elided: bool = False
    pronoun: bool = False

    @property
    def start(self) -> int:
        """First character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.words[-1].end

    @property
    def after(self) -> tuple[str, ...]:
        """The words after the verb."""
        return tuple(word.text for word in self.words[self.at + 1 :]) if self.at >= 0 else ()


@dataclass(frozen=True)
class Sentence:
    """From its first to its last word; `clauses` in reading order."""

    start: int
    end: int
    clauses: tuple[Clause, ...] = field(default=())


@cache
def _class(name: str) -> frozenset[str]:
    return words("grammar", name)


@cache
def _classes(*names: str) -> frozenset[str]:
    return frozenset().union(*map(_class, names))


def read(text: str) -> list[Sentence]:
    """The sentences of a text; nothing for a text without a word."""
    found: list[Sentence] = []
    low = plain(text)
    for number, pieces in enumerate(_sentences(low)):
        clauses = _resolved(_carried([_clause(piece, verb, number) for piece, verb in _merged(pieces)]), low)
        found.append(Sentence(clauses[0].start, clauses[-1].end, tuple(clauses)))
    return _settled(found)


# --- cutting ---------------------------------------------------------------------------------------------------------


def _sentences(low: str) -> list[list[list[Word]]]:
    """Sentences as lists of pieces, cut at commas, conjunctions and subordinators."""
    sentences: list[list[list[Word]]] = []
    pieces: list[list[Word]] = [[]]
    cutting = _classes("conjunctions", "subordinators")
    for token in _TOKEN.finditer(low):
        word = token[0]
        if word[0].isalnum() or (len(word) > 1 and word[0] in "$€£₹"):
            if word in cutting and pieces[-1] and pieces[-1][-1].text not in cutting and not (word == "that" and _points(low, token)):
                pieces.append([])
            pieces[-1].append(Word(word, token.start(), token.end()))
        elif (
            (word in _STOPS and not (word == "." and pieces[-1] and pieces[-1][-1].text in _TITLES))
            or (word[0] == "\n" and "\n" in word[1:])
            or word == ";"
        ):
            sentences.append(pieces)
            pieces = [[]]
        elif word[0] in _BREAKS and pieces[-1] and not (word == "-" and low[token.start() - 1].isalnum()):
            pieces.append([])
    sentences.append(pieces)
    return [kept for one in sentences if (kept := [piece for piece in one if piece])]


def _points(low: str, that: re.Match[str]) -> bool:
    """Whether this `that` points at a noun ("in that shop") rather than opening a clause."""
    follows = _NEXT.match(low, that.end())
    word = follows[1] if follows else ""
    return not (
        word in _PRONOUN
        or word in _class("pronouns")
        or word in ("the", "a", "an", "my", "our", "his", "her", "their")
        or is_past(word)
        or word in _auxiliaries()
    )


def _merged(pieces: Sequence[list[Word]]) -> list[tuple[list[Word], _Found]]:
    """Pieces with their verbs; one without goes to the piece before, except the first, and those of a sentence that has no verb at all."""
    read_ = [(piece, _find(piece)) for piece in pieces]
    if all(found.at < 0 for _, found in read_):
        return read_
    merged: list[tuple[list[Word], _Found]] = []
    for piece, found in read_:
        if merged and found.at < 0 and not (len(merged) == 1 and merged[0][1].at < 0):
            merged[-1] = ([*merged[-1][0], *piece], merged[-1][1])
        else:
            merged.append((piece, found))
    return merged


# --- verbs -----------------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    at: int = -1
    tense: Tense = "none"
    subject: Subject = ""
    pronoun: bool = False


def is_past(word: str) -> bool:
    """Whether a word is an unmistakable past form."""
    if word in _class("past"):
        return True
    return (
        len(word) > 3
        and word.endswith("ed")
        and word not in _class("not_past")
        and not word.endswith(("eed", "-oriented", "-based", "-focused", "-related", "-minded", "-skilled"))
    )


def _participle(word: str) -> bool:
    return is_past(word) or word in _class("participles")


@cache
def _auxiliaries() -> frozenset[str]:
    return _classes("be", "have", "do", "modals")


def _find(piece: Sequence[Word]) -> _Found:
    """The finite verb of a piece, its tense and its subject."""
    subject: Subject = ""
    pronoun = False
    small = _classes("adverbs", "conjunctions", "subordinators")
    for at, word in enumerate(piece):
        token, before = word.text, piece[at - 1].text if at else ""
        if token in _PRONOUN:
            subject, pronoun = ("i" if _PRONOUN[token] == "i" else "we"), True
            if "'" in token:
                return _Found(at, _auxiliary_tense(token, piece, at), subject, True)
            continue
        direct = pronoun and all(w.text in small for w in piece[_last_pronoun(piece, at) + 1 : at])
        tense = _tense(token, before, piece, at, direct, bool(subject) or at == 0 or all(w.text in small for w in piece[:at]))
        if tense:
            return _Found(at, tense, subject, pronoun)
        if token in _class("pronouns") and before not in _class("determiners"):
            subject, pronoun = ("other", True) if subject not in ("i", "we") else (subject, pronoun)
        elif token not in small and not subject:
            subject = "other"
    return _weak(piece, subject)


def _last_pronoun(piece: Sequence[Word], before: int) -> int:
    known = _class("pronouns")
    return next((at for at in range(before - 1, -1, -1) if piece[at].text in known), -1)


def _tense(token: str, before: str, piece: Sequence[Word], at: int, direct: bool, opens: bool) -> Tense | None:
    """The tense that a word has as the finite verb here; None when it is none."""
    if token in _auxiliaries():
        clock = (token == "am" and before[:1].isdigit()) or (token == "may" and before in _BEFORE_MAY)
        return None if clock or token in ("being", "having", "been", "be") else _auxiliary_tense(token, piece, at)
    if before in ("to", "be", "been", "being") or (before in _class("determiners") and not direct) or before[:1].isdigit():
        return None
    if token in _class("both"):
        return "open" if direct or opens else None
    if is_past(token):
        return "past"
    if direct and piece[_last_pronoun(piece, at)].text in _PEOPLE and not _no_verb(token):
        return "present"
    if token in _SAYING and opens and at and before not in _class("determiners") and before != "to":
        return "present"
    return "present" if opens and token in _class("base") and before in ("and", "then", "also", "so", "but") else None


def _no_verb(token: str) -> bool:
    closed = _classes("determiners", "pronouns", "adverbs", "conjunctions", "subordinators", "negations")
    return token in closed or token.endswith(("ing", "ly")) or not token[0].isalpha()


def _weak(piece: Sequence[Word], subject: Subject) -> _Found:
    """A verb in its bare or -s form after a noun ("my boss say thank you"), when no better one stands there."""
    for at, word in enumerate(piece):
        before = piece[at - 1].text if at else ""
        bare = word.text[:-1] if word.text.endswith("s") and not word.text.endswith("ss") else word.text
        if (
            at
            and (bare in _class("base") or word.text in _class("both"))
            and before not in _class("determiners")
            and before != "to"
            and not before[:1].isdigit()
        ):
            noun = any(w.text not in _class("adverbs") and w.text not in _class("conjunctions") for w in piece[:at])
            if noun and (word.text in _class("both") or piece[0].text in _OPENERS):
                return _Found(at, "open" if word.text in _class("both") else "present", "other")
    return _Found(-1, "none", subject)


def _auxiliary_tense(token: str, piece: Sequence[Word], at: int) -> Tense:
    follows = next((w.text for w in piece[at + 1 : at + 4] if w.text not in _class("adverbs") and w.text not in _class("negations")), "")
    if token.endswith("'d") or token in ("had", "hadn't"):
        if token.endswith("'d") and not _participle(follows):
            return "modal"
        return "before" if _participle(follows) else "past"
    if token in _class("modals"):
        return "past" if token in ("could", "couldn't") else "modal"
    if token in _class("be_past") or token in ("did", "didn't", "didnt"):
        return "past"
    if token in _class("have") and token not in ("had", "hadn't"):
        return "perfect" if _participle(follows) else "present"
    return "present"


def _main(piece: Sequence[Word], at: int) -> str:
    """The verb with the meaning: after an auxiliary, the next one that is no adverb; else the finite verb itself."""
    token = piece[at].text
    if token not in _auxiliaries():
        return token
    skipped = _classes("adverbs", "negations") | {"been", "being", "be", "have"}
    follows = next((w.text for w in piece[at + 1 : at + 5] if w.text not in skipped), "")
    if token in ("do", "does", "did") and follows in _classes("determiners", "pronouns") | _OBJECTS:
        return "do"
    if token in _class("be"):
        return follows if _participle(follows) or (follows.endswith("ing") and len(follows) > 4) else "be"
    if token in _class("have"):
        return follows if _participle(follows) or (token in ("had", "i'd", "we'd") and follows in _class("both")) else "have"
    return follows or token


def _leads(piece: Sequence[Word], found: _Found) -> bool:
    """Whether the first word is a preposition before a main clause ("as head of the ward I must", "before Christmas we were")."""
    if piece[0].text not in ("before", "after", "as", "since", "until", "till") or found.at < 0 or not found.pronoun:
        return False
    at = _last_pronoun(piece, found.at + 1)
    return at > 1 and piece[at].text in _PRONOUN and any(w.text not in _class("adverbs") for w in piece[1:at])


def _clause(piece: Sequence[Word], found: _Found, sentence: int) -> Clause:
    link = piece[0].text if piece[0].text in _classes("conjunctions", "subordinators") else ""
    second = piece[1].text if link and len(piece) > 1 else ""
    sub = (
        (link in _class("subordinators") and not _leads(piece, found))
        or second in _class("subordinators")
        or (link == "so" and second == "that")
    )
    clause = Clause(tuple(piece), sentence, second if second in _class("subordinators") else link, sub=sub)
    if found.at < 0:
        return clause
    token = piece[found.at].text
    near = [w.text for w in piece[max(0, found.at - 2) : found.at + 3]]
    return replace(
        clause,
        subject=found.subject,
        at=found.at,
        verb=_main(piece, found.at),
        auxiliary=token if token in _auxiliaries() else "",
        tense=found.tense,
        negated=any(w in _class("negations") or w.endswith("n't") for w in near),
        pronoun=found.pronoun,
    )


# --- context ---------------------------------------------------------------------------------------------------------


def _carried(clauses: Sequence[Clause]) -> list[Clause]:
    """A clause that opens with its verb takes the subject of the main clause before it, else that of `_opener`."""
    done: list[Clause] = []
    main: Clause | None = None
    for clause in clauses:
        skipped = _classes("adverbs", "conjunctions", "subordinators")
        if clause.at >= 0 and not clause.subject and all(w.text in skipped for w in clause.words[: clause.at]):
            carried: Subject = main.subject if main else _opener(done, clause)
            clause = replace(clause, subject=carried, elided=True, sub=clause.sub and clause.link not in ("so", "then"))
        if clause.at >= 0 and not clause.sub:
            main = clause
        done.append(clause)
    return done


def _opener(before: Sequence[Clause], clause: Clause) -> Subject:
    """Whose verb opens a sentence, or follows fragments: "called the vet" is the speaker's, "Ole, three years old, choked" is not."""
    if clause.auxiliary:
        return "other"
    first = before[0].words[0].text if before and before[0].at < 0 else ""
    timed = not first or first in _class("determiners") - _class("articles") or first in _class("adverbs") or first in _class("times")
    return "i" if timed else "other"


def _resolved(clauses: Sequence[Clause], low: str) -> list[Clause]:
    """Habits marked: a habitual word in the clause, or before it at the head of the sentence."""
    start, end = clauses[0].start, clauses[-1].end
    marks = [found.start() for found in phrases("story", "habit").finditer(low, start, end)]
    if not marks:
        return list(clauses)
    heads = [mark for mark in marks if mark < (clauses[1].start if len(clauses) > 1 else end)]
    return [replace(c, habit=bool(heads) or any(c.start <= mark < c.end for mark in marks)) for c in clauses]


def _settled(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Forms that may be past or present take the tense of their sentence, else of the whole text."""
    every = [clause for sentence in sentences for clause in sentence.clauses]
    whole = _leaning(every)
    settled = []
    for sentence in sentences:
        tense = _leaning(sentence.clauses) or whole or "past"
        settled.append(replace(sentence, clauses=tuple(replace(c, tense=tense) if c.tense == "open" else c for c in sentence.clauses)))
    return settled


def _leaning(clauses: Sequence[Clause]) -> Tense | None:
    past = sum(clause.tense in ("past", "before") for clause in clauses)
    present = sum(clause.tense == "present" for clause in clauses)
    return None if past == present else "past" if past > present else "present"
