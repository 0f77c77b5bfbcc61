"""How much of the work an answer claims, held against lines of the record that tell of helping or of membership."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core.interview.claiming import Case
from core.interview.clauses import Clause
from core.interview.cues import either, pattern, plain, stem, stems, table, words
from core.interview.ranks import rank
from core.interview.record import Record, Statement
from core.resume import signs

_LEAST = 2
_LED_A_TEAM = re.compile(rf"\b{pattern('led_team')}\b.{{0,30}}\b(?:team|crew|group|squad|unit|department)\b")


@dataclass(frozen=True)
class _Help:
    """A line of the record by which the speaker helped with something: the stems of that thing."""

    statement: Statement
    things: frozenset[str]


def check(case: Case) -> None:
    """Claims of leading or of doing it alone against lines that say helped, took part, was a member."""
    helped = list(_helped(case.record))
    member = [s for s in case.record.statements if _phrases("member").search(plain(s.text))]
    if not helped and not member:
        return
    for sentence in case.sentences:
        for clause in sentence.clauses:
            claim = _claims(case, clause)
            if claim:
                _against(case, clause, helped) or _against_membership(case, clause, member)


@cache
def _phrases(key: str) -> re.Pattern[str]:
    found = table("record")[key]
    return either(found.split() if isinstance(found, str) else found)


@cache
def _plain_words() -> frozenset[str]:
    said = [*table("record")["leading"].split(), *table("record")["helping"], "new", "two", "three", "day", "work", "project", "team"]
    return frozenset(stem(word) for one in said for word in one.split()) | frozenset(map(stem, words("plain", "nouns")))


def _helped(record: Record) -> Iterator[_Help]:
    for statement in record.statements:
        low = plain(statement.text)
        found = _phrases("helping").search(low)
        if not found or (_own_lead(low[: found.start()])) or found.start() > 40:
            continue
        if signs.titled(low[: found.end()].strip()):
            continue
        things = stems(low[found.end() :]) - _plain_words() - {stem(word) for word in re.findall(r"[a-z]+", low) if signs.titled(word)}
        if things:
            yield _Help(statement, things)


def _own_lead(said: str) -> bool:
    return any(word in words("record", "leading") for word in re.findall(r"[a-z]+", said))


def _claims(case: Case, clause: Clause) -> bool:
    """Whether the speaker claims to have led something or to have done it alone."""
    if clause.subject != "i" or clause.negated or clause.habit or clause.tense in ("modal", "none", "present") or clause.link == "if":
        return False
    said = case.low[clause.start : clause.end]
    if _phrases("helping").search(said) or "we " in said:
        return False
    if re.search(r"\b(?:ran|run)\s+(?:a|to|into|out|over|back|through|after|down|the (?:test|tests|query|numbers|script|report))\b", said):
        return False
    return (clause.verb in words("record", "leading") and not re.match(r"to\b", " ".join(clause.after))) or bool(
        _phrases("leading_phrases").search(said) or _phrases("doing_alone").search(said)
    )


def _against(case: Case, clause: Clause, helped: list[_Help]) -> bool:
    said = stems(case.text[clause.start : clause.end]) - _plain_words()
    for one in helped:
        shared = said & one.things
        enough = min(_LEAST, len(one.things)) if len(one.things) <= 4 else _LEAST
        if len(shared) < max(1, enough if len(said) > 2 else 1) or _borne_out(case.record, one, shared):
            continue
        case.say(
            "scope",
            clause.start,
            clause.end,
            one.statement.text,
            one.statement.line,
            f"Your resume says “{one.statement.text.strip().lstrip('-•* ')[:90]}”; here you claim the whole of it.",
        )
        return True
    return False


def _borne_out(record: Record, weak: _Help, shared: frozenset[str]) -> bool:
    """Whether another line of the record tells of leading the same thing."""
    return any(
        s is not weak.statement
        and shared <= s.stems
        and any(word in words("record", "leading") for word in re.findall(r"[a-z]+", plain(s.text)))
        for s in record.statements
    )


def _against_membership(case: Case, clause: Clause, member: list[Statement]) -> bool:
    said = case.low[clause.start : clause.end]
    if not _LED_A_TEAM.search(said):
        return False
    leads = any(_own_lead(plain(s.text)) for s in case.record.statements) or any(rank(role.title) >= 3 for role in case.record.roles)
    if leads or not member:
        return False
    case.say(
        "scope",
        clause.start,
        clause.end,
        member[0].text,
        member[0].line,
        f"Your resume says “{member[0].text.strip().lstrip('-•* ')[:90]}”; here you led it.",
    )
    return True
