"""Sizes that an answer claims, held against the record: teams, and standing facts such as beds, budgets and caseloads.

Numbers of one day are left alone: only what describes a place or a post, or a change that the record tells too, is compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from core.interview.claiming import Case
from core.interview.clauses import Clause, Sentence
from core.interview.cues import either, pattern, plain, stem, stems, table, words
from core.interview.quantities import Quantity, measures, near
from core.interview.record import Statement

_ROUGHLY = rf"\s(?:{pattern('roughly')}\s)*$"
_HELD = re.compile(rf"\b(?:i|we|which|that|it|who)\s(?:\w+\s)?{pattern('held')}{_ROUGHLY}")
_HOUSE = re.compile(
    rf"\b(?:(?:our|my)\s\w+(?:\s\w+)?|the (?:{'|'.join(sorted(words('record', 'holding')))}))\s(?:had|has|have|counted|employed){_ROUGHLY}"
)
_IN_CARE = re.compile(rf"\b(?:responsible for|in charge of|in my care|looking after|caring for){_ROUGHLY}")
_VALUED = re.compile(r"\b(?:worth|valued|value|contracts?|grants?|orders?|deals?|portfolio|turnover|budgets?)\b")
_MOVES = re.compile(rf"\b{pattern('change')}")
_CHANGE = re.compile(r"\bfrom\b[^.;]{1,40}?\bto\b")


class _Fact(NamedTuple):
    """A number of the record with what it is a size of."""

    line: Statement
    number: Quantity
    key: str


def check(case: Case) -> None:
    """Teams, standing numbers and measured changes of an answer against the record's lines."""
    if not case.record.statements:
        return
    facts = [_Fact(line, number, _key(number, _around(line.text, number))) for line in case.record.statements for number in line.numbers]
    for sentence in case.sentences:
        for number in case.within(sentence):
            if number.value < 2 and number.unit != "%":
                continue
            if _is_team(case, sentence, number):
                _team(case, sentence, number)
            else:
                _standing(case, facts, number) or _changed(case, sentence, number)


@cache
def _generic() -> frozenset[str]:
    return frozenset(map(stem, table("record")["patterns"]["generic"].split()))


@cache
def _people() -> frozenset[str]:
    return frozenset(map(stem, words("record", "people")))


def _of_people(number: Quantity) -> bool:
    return bool(number.nouns) and (number.head in _people() or (len(number.nouns) > 1 and stem(number.nouns[0]) in _people()))


def _clause_text(case: Case, number: Quantity) -> tuple[str, str, Clause | None]:
    """The words of the clause before and after a number."""
    clause = case.clause(number.start)
    start = clause.start if clause else max(0, number.start - 60)
    end = clause.end if clause else number.end + 60
    return case.low[start : number.start], case.low[number.end : max(end, number.end)], clause


# --- teams -----------------------------------------------------------------------------------------------------------


@cache
def _leads() -> frozenset[str]:
    return words("record", "leads")


@cache
def _under() -> re.Pattern[str]:
    return either(table("record")["under"])


def _is_team(case: Case, sentence: Sentence, number: Quantity) -> bool:
    """Whether a number is the size of the speaker's own team."""
    before, after, clause = _clause_text(case, number)
    if number.unit or (clause and (clause.negated or clause.tense == "modal")):
        return False
    wide = case.low[number.start : sentence.end]
    if number.holder in words("record", "groups") and (not number.nouns or _of_people(number) or number.head not in _things(case)):
        return bool(re.search(r"\b(?:my|our|i|we|me)\b", before)) and not _part(before, after)
    if (
        not _of_people(number)
        and number.head not in (stem("report"),)
        and not re.search(r"^[^.;,]{0,24}\b(?:under me|reporting to me|direct reports)\b", wide)
    ):
        return False
    if _under().search(wide[:70]):
        return True
    led = any(word in _leads() for word in re.findall(r"[a-z]+", before)[-6:]) and bool(
        re.search(r"\b(?:i|i've|my)\b", before) or (clause and clause.subject == "i")
    )
    held = bool(re.search(r"\b(?:my|our|all my|all our)\s+(?:\w+\s)?$", before))
    return (led or held) and not _part(before, after)


@cache
def _passes() -> re.Pattern[str]:
    return either(table("record")["passing"])


def _part(before: str, after: str) -> bool:
    """Whether a part of the team is meant, or a team for one day."""
    return (
        _passing(before[-14:])
        or _passing(after[:24])
        or bool(re.search(r"\b(?:that|this|one) (?:day|night|evening|morning|week|weekend|shift|event|project)\b", before))
    )


def _passing(said: str) -> bool:
    return bool(_passes().search(said))


def _things(case: Case) -> frozenset[str]:
    """Stems of what the record counts that is not people."""
    return frozenset(n.head for s in case.record.statements for n in s.numbers if n.head and n.head not in _people())


def _teams(case: Case) -> list[tuple[Statement, list[Quantity]]]:
    """Lines of the record that state how large a team is, with their numbers."""
    found = []
    for statement in case.record.statements:
        low = plain(statement.text)
        sizes = [n for n in statement.numbers if not n.unit and n.value >= 1 and (_of_people(n) or n.holder in words("record", "groups"))]
        grouped = any(n.holder in words("record", "groups") for n in sizes)
        if sizes and (
            grouped
            or any(word in _leads() for word in re.findall(r"[a-z]+", low))
            or re.search(r"\b(?:team|crew|staff|reports?|shift)\b", low)
        ):
            found.append((statement, sizes))
    return found


def _team(case: Case, sentence: Sentence, number: Quantity) -> None:
    lines = _teams(case)
    if not lines:
        return
    sizes = [(line, n) for line, some in lines for n in some]
    same = [(line, n) for line, n in sizes if number.head and n.head == number.head] or sizes
    totals = [(line, sum(n.value for n in some)) for line, some in lines]
    known = (
        [n.value for _, n in sizes] + [total for _, total in totals] + [total + 1 for _, total in totals] + [n.value - 1 for _, n in sizes]
    )
    if any(near(number.value, value, number.rough) for value in known):
        return
    largest = max(total for _, total in totals)
    smallest = min(n.value for _, n in same)
    if number.value < largest and not (len(lines) == 1 and number.value < 0.67 * smallest and _whole(case, number)):
        return
    line = min(same, key=lambda one: abs(one[1].value - number.value))[0]
    start, end = _quoted(case, number)
    case.say(
        "team",
        start,
        end,
        line.text,
        line.line,
        f"Your resume says “{_short(line.text)}”; here the team is {case.text[number.start : number.end]}.",
    )


def _whole(case: Case, number: Quantity) -> bool:
    """Whether the whole team is meant, so that a smaller number is a contradiction, too."""
    before, _, _ = _clause_text(case, number)
    return bool(
        re.search(
            r"\b(?:my|our|the whole|whole)\s+(?:\w+\s){0,2}(?:of\s+)?$|\bi (?:led|managed|supervised|ran|headed) a (?:\w+ )?(?:\w+) of $",
            before,
        )
    ) or bool(_under().search(case.low[number.start : number.end + 30]))


def _quoted(case: Case, number: Quantity) -> tuple[int, int]:
    """The clause that a number stands in, as far as it is short; else the number with what it counts."""
    clause = case.clause(number.start)
    if clause and clause.end - clause.start <= 90:
        return clause.start, max(clause.end, number.end)
    return number.start, number.end


def _short(text: str, most: int = 90) -> str:
    bare = text.strip().lstrip("-•* ")
    return bare if len(bare) <= most else bare[:most].rsplit(" ", 1)[0] + " …"


# --- standing numbers ------------------------------------------------------------------------------------------------


def _key(number: Quantity, said: str) -> str:
    """What a number is a size of, as one stem: the thing counted, or "money" with what holds it."""
    if number.unit == "money":
        return "money:budget" if any(word in words("record", "budgets") for word in re.findall(r"[a-z]+", said)) else ""
    if number.unit == "%" or not (number.nouns or number.holder):
        return ""
    if number.holder in words("record", "holding") and not number.nouns:
        return "of:" + stem(number.holder)
    return "" if number.head in measures() or number.head in _generic() else number.head


def _around(text: str, number: Quantity) -> str:
    return plain(text[max(0, number.start - 40) : number.end + 25])


def _standing(case: Case, facts: Sequence[_Fact], number: Quantity) -> bool:
    """A standing fact that the record states with another number; says whether the record states one at all."""
    key = _key(number, _around(case.text, number))
    if not key:
        return number.unit == "money" and _amount(case, number)
    lines = [(fact.line, fact.number) for fact in facts if fact.key == key or _held_alike(fact.number, number)]
    if not lines:
        return False
    before, after, clause = _clause_text(case, number)
    if (clause and (clause.negated or clause.tense == "modal")) or not _stands(case, number, before, after):
        return False
    values = [n.value for _, n in lines]
    spans = [(min(pair), max(pair)) for s, _ in lines if (pair := _range(s))]
    if any(near(number.value, value, number.rough) for value in values) or any(lo * 0.9 <= number.value <= hi * 1.1 for lo, hi in spans):
        return True
    if _summed(lines, number):
        return True
    line = min(lines, key=lambda one: abs(one[1].value - number.value))[0]
    start, end = _quoted(case, number)
    said = case.text[number.start : number.end]
    case.say("number", start, end, line.text, line.line, f"Your resume says “{_short(line.text)}”; here you say {said}.")
    return True


def _held_alike(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are the size of the same holder ("a caseload of")."""
    return bool(other.holder) and one.holder == other.holder and one.unit == other.unit and not one.nouns


def _amount(case: Case, number: Quantity) -> bool:
    """A sum of money for a thing that the record names with a much smaller sum."""
    _, _, clause = _clause_text(case, number)
    if not clause or clause.negated or clause.tense == "modal" or _passing(case.low[clause.start : clause.end]):
        return False
    said = stems(case.text[clause.start : clause.end]) - _verbs()
    valued = bool(_VALUED.search(case.low[clause.start : clause.end]))
    for statement in case.record.statements:
        sums = [n.value for n in statement.numbers if n.unit == "money"]
        shared = (said & statement.stems) - _verbs() - _money()
        if sums and len(shared) >= (1 if valued else 2) and number.value > 1.5 * max(sums):
            start, end = _quoted(case, number)
            sentence = f"Your resume says “{_short(statement.text)}”; here you say {case.text[number.start : number.end]}."
            case.say("number", start, end, statement.text, statement.line, sentence)
            return True
    return False


@cache
def _money() -> frozenset[str]:
    said = "euro pound dollar million thousand billion worth valued eur gbp usd budget"
    return frozenset(map(stem, said.split()))


def _summed(lines: Sequence[tuple[Statement, Quantity]], number: Quantity) -> bool:
    return len(lines) > 1 and near(sum(n.value for _, n in lines), number.value)


def _stands(case: Case, number: Quantity, before: str, after: str) -> bool:
    """Whether a number describes the place or the post, not what happened on one day."""
    near_by = before[-30:] + " " + after[:30]
    if number.joined or number.holder in words("record", "holding"):
        return not re.search(r"\b(?:another|different|next|new|other|neighbouring|friend'?s?)\s+(?:\w+\s)?$", before)
    if (
        re.match(r"\s+(?:to [a-z]|of (?:the|our|my|them|these|those)\b)", after)
        or _passing(near_by)
        or _passing(case.low[number.start : number.end])
    ):
        return False
    if number.unit == "money":
        return True
    owned = re.search(r"\b(?:our|my|all (?:our|my|the)?|one of (?:our|my)|of (?:our|my))\s*(?:\w+\s)?$", before)
    furnished = re.search(r"(?:^|[^a-z])with\s+(?:(?:about|around|over|some|nearly|more than|up to|the|a)\s)*$", before)
    together = re.search(r"\b(?:met|spoke|talked|sat|started|began|meeting|came) with\b[^,]*$", before)
    return bool(owned or _HELD.search(before) or _HOUSE.search(before) or _IN_CARE.search(before) or (furnished and not together))


def _range(statement: Statement) -> tuple[float, float] | None:
    """The two numbers of a change that a line tells: "from 40 to 65 members"."""
    if not _CHANGE.search(plain(statement.text)):
        return None
    low = plain(statement.text)
    for one, two in zip(statement.numbers, statement.numbers[1:], strict=False):
        between = low[one.start : two.start]
        if re.search(r"\bfrom\s+[$€£]?$", low[: one.start][-8:] + "") and re.search(r"\bto\b", between):
            return one.value, two.value
    return None


# --- changes ---------------------------------------------------------------------------------------------------------


def _changed(case: Case, sentence: Sentence, number: Quantity) -> bool:
    """A measured change of the same thing that the record tells with another outcome."""
    before, _, clause = _clause_text(case, number)
    arrow = re.search(r"\b(to|by|of)\s+(?:about |around |nearly |over |almost |more than |under |just |only )*[$€£]?$", before)
    if not arrow or not clause or clause.negated or clause.tense in ("modal",):
        return False
    if not _MOVES.search(case.low[clause.start : clause.end]):
        return False
    if arrow[1] == "of":
        return False
    said = stems(case.text[clause.start : clause.end]) - _generic()
    for statement in case.record.statements:
        shared = (said & statement.stems) - _verbs()
        ends = [
            n
            for n in statement.numbers
            if n.unit == number.unit and _arrow(statement, n) == arrow[1] and _unit_of(n, statement.text) == _unit_of(number, case.text)
        ]
        if not ends or not shared or (len(shared) == 1 and len(statement.stems - _verbs()) > 5):
            continue
        if any(near(number.value, n.value, number.rough) for n in statement.numbers):
            return False
        span = _range(statement)
        if span and min(span) <= number.value <= max(span):
            return False
        start, end = _quoted(case, number)
        case.say(
            "number",
            start,
            end,
            statement.text,
            statement.line,
            f"Your resume says “{_short(statement.text)}”; here you say {case.text[number.start : number.end]}.",
        )
        return True
    return False


def _arrow(statement: Statement, number: Quantity) -> str:
    found = re.search(
        r"\b(to|by)\s+(?:about |around |nearly |over |almost |more than |under )*[$€£]?$", plain(statement.text)[: number.start]
    )
    return found[1] if found else ""


def _unit_of(number: Quantity, text: str) -> str:
    return number.unit or (stem(number.nouns[0]) if number.nouns and stem(number.nouns[0]) in measures() else "")


@cache
def _verbs() -> frozenset[str]:
    """Stems of verbs of change, which say nothing about what changed."""
    return frozenset(map(stem, table("record")["patterns"]["change_words"].split())) | _generic()
