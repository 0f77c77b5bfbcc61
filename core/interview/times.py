"""Years and lengths of time that an answer claims, held against the record's posts and studies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from core.interview.claiming import Case, Claim, claims
from core.interview.clauses import Sentence
from core.interview.cues import pattern, plain, stem
from core.interview.posts import roles_at
from core.interview.ranks import same
from core.interview.record import Role

_YEAR = re.compile(r"(?<![\d.,/$€£])(?:19[5-9]\d|20[0-4]\d)(?!\d|[.,]\d|%)")


_GRADUATED = re.compile(
    r"\b(?:graduat\w+|(?:received|got|finished|completed|earned|took|did) my (?:\w+ ){0,2}"
    r"(?:degree|diploma|phd|doctorate|masters?|master's|bachelors?|bachelor's|mba|bsc|msc|studies))\b[^.;]*\b(?:in|of)\s*$"
)


def check(case: Case) -> None:
    """Dates and durations of an answer against the record."""
    for sentence in case.sentences if case.record.roles else ():
        claimed = list(claims(case, sentence))
        _dates(case, sentence, claimed)
        _durations(case, sentence, claimed)


def _dates(case: Case, sentence: Sentence, claimed: Sequence[Claim]) -> None:
    """Years said together with a post of the record, outside its span."""
    for year in _YEAR.finditer(case.text, sentence.start, sentence.end):
        value = int(year[0])
        before = case.low[max(sentence.start, year.start() - 60) : year.start()]
        roles = _meant(case, sentence, claimed)
        if _GRADUATED.search(before):
            _graduation(case, year, value)
        if not roles:
            continue
        spans = [
            (role, role.start, role.end if role.end is not None else float("inf"))
            for role in roles
            if role.start is not None and (role.end is not None or role.open)
        ]
        if not spans:
            continue
        role = spans[0][0]
        joined = re.search(
            r"\b(?:joined|started|began|start|hired|employed|since|from|came to|moved to)\b[^.;,]{0,40}$", before
        ) and re.search(r"\b(?:i|my|me)\b|since|from", before)
        left = re.search(r"\b(?:left|quit|resigned|finished at|until|till|my last (?:day|year))\b[^.;,]{0,40}$", before)
        if joined:
            wrong = all(int(start) != value for _, start, _ in spans) and (
                not _inside(spans, value) or re.search(r"\b(?:joined|started|began|since|hired)\b", before)
            )
        elif left:
            wrong = all(end != float("inf") and int(end - 0.01) != value for _, _, end in spans)
        else:
            wrong = not _inside(spans, value)
        if wrong:
            case.say(
                "date",
                year.start(),
                year.end(),
                role.text or role.employer,
                role.line,
                f"Your resume gives {_dated(role)} for {role.employer or role.title}; here you say {value}.",
            )


def _inside(spans: Sequence[tuple[Role, float, float]], year: int) -> bool:
    return any(start - 0.01 <= year + 0.99 and year <= end for _, start, end in spans if int(start) <= year)


def _dated(role: Role) -> str:
    start = str(int(role.start)) if role.start is not None else "?"
    return f"{start} to {int(role.end - 0.01)}" if role.end is not None else f"since {start}"


def _meant(case: Case, sentence: Sentence, claimed: Sequence[Claim]) -> list[Role]:
    """The roles of the record that a sentence ties the speaker to."""
    for claim in claimed:
        there = roles_at(case.record, claim.employer) if claim.employer else []
        if there:
            exact = [role for role in there if claim.title and same(claim.title, role.title)]
            return exact or there
    said = case.text[sentence.start : sentence.end]
    if re.search(r"\b(?:i|my|we|our|me|us)\b", plain(said)):
        for role in case.record.roles:
            if _at_work(role, said):
                return roles_at(case.record, role.employer)
        for claim in claimed:
            exact = [
                role
                for role in case.record.roles
                if claim.title and claim.strong and same(claim.title, role.title) and same(role.title, claim.title)
            ]
            if exact:
                return exact
    return []


def _at_work(role: Role, said: str) -> bool:
    """Whether words say "at" or "for" this role's employer, by a word of its name that is written large."""
    names = [word for word in re.findall(r"[^\W\d_]+", role.employer) if len(word) > 2 and word[0].isupper()][:2]
    either = "|".join(map(re.escape, names))
    return bool(names) and bool(re.search(rf"\b(?:at|for|with|joined|left|to)\s+(?:the\s+)?(?:\w+\.?\s+){{0,1}}(?:{either})\b", said))


def _graduation(case: Case, year: re.Match[str], value: int) -> None:
    ends = [study for study in case.record.studies if study.end]
    if ends and all(study.end != value for study in ends) and len(ends) == len(case.record.studies):
        study = ends[0]
        shown = next(
            (s for s in case.record.statements if str(study.end) in s.text and (study.institution or study.text)[:12] in s.text), None
        )
        case.say(
            "date",
            year.start(),
            year.end(),
            shown.text if shown else f"{study.text}, {study.end}",
            study.line,
            f"Your resume gives {study.end} for {study.text or study.institution}; here you say {value}.",
        )


# --- how long --------------------------------------------------------------------------------------------------------

_GRACE = 0.6  # years by which dates and memory may differ
_OTHER_TIME = re.compile(r"\s*(?:ago|later|before|earlier|old|after|younger|older|long contract|back|contract|warranty|plan)\b|\s*-")
_EXPERIENCE = re.compile(r"\s*(?:of |in )?(?:\w+ ){0,3}experience\b")
_WORKED = re.compile(rf"\b(?:i|i've|i'd|i had) (?:\w+ )?{pattern('had_worked')}\b[^.;]{{0,70}}$")
_MINE = re.compile(r"\b(?:in|during|after|with|over|of|for|all|through) (?:my |the |about |over |more than |nearly |almost )*$|\bmy $")
_AS_A = re.compile(
    rf"\s*(?:'\s*)?(?:as (?:an? |the )?\w+|at [a-zà-þ]|in (?:the |this )?{pattern('trades')}|with [a-z]|on the job|behind|"
    r"of (?:research|work|service|practice|duty|\w+ing)\b)"
)
_AWAY = re.compile(r"\b(?:married|sick|ill|abroad|pregnant|parental|off)\b")
_WHOLE = re.compile(r"\b(?:spent|in total|altogether|in my|my|during my)\s*(?:\w+ )?$")
_PART_OF_IT = re.compile(r"\b(?:first|last|only|after|next|another|early)\b")


def _durations(case: Case, sentence: Sentence, claimed: Sequence[Claim]) -> None:
    """How long the speaker says to have done something, against the spans of the record."""
    for number in case.within(sentence):
        start = number.start
        unit = re.search(r"\b(year|month)s?\b", case.low[start : start + 40])
        counted = {stem(noun) for noun in number.nouns[:3]} & {"year", "month"}
        if not unit or number.unit or not (counted or re.match(r"\S+ and a half (?:year|month)", case.low[start:])):
            continue
        end = start + unit.end()
        years = number.value / (12 if unit[1] == "month" else 1)
        if years >= 0.4 and _of_working(case, sentence, start, end):
            _duration(case, sentence, _meant(case, sentence, claimed), (start, end), years, number.rough)


def _of_working(case: Case, sentence: Sentence, start: int, end: int) -> bool:
    """Whether these years are years in work of the speaker, not of an event or of somebody else."""
    before, after = case.low[sentence.start : start], case.low[end : sentence.end]
    clause = case.clause(start)
    if _OTHER_TIME.match(after) or (clause and clause.tense == "modal") or re.search(r"\b(?:not|never|n't)\s+(?:\w+\s)?$", before):
        return False
    if _EXPERIENCE.match(after) or re.search(r"\bexperience of\s*$", before):
        return True
    if _WORKED.search(before) and not _AWAY.search(before[-60:]):
        return True
    speaks = re.search(r"\b(?:i|my|me)\b", case.low[sentence.start : sentence.end])
    return bool(_AS_A.match(after) and (not before.strip() or (speaks and _MINE.search(before))))


def _duration(case: Case, sentence: Sentence, meant: Sequence[Role], place: tuple[int, int], years: float, rough: bool) -> None:
    start, end = place
    dated = [role for role in case.record.roles if role.years(case.today) is not None]
    if not dated or len(dated) < len(case.record.roles):
        return
    overall = not meant or bool(_EXPERIENCE.match(case.low[end : sentence.end]))
    scope = dated if overall else meant
    role, most = scope[0], _length(scope, case.today)
    stated = [number.value for line in case.record.statements for number in line.numbers if "year" in map(stem, number.nouns)]
    before = case.low[sentence.start : start]
    much = years > most * (1.1 if rough else 1.0) + _GRACE and not any(years <= value + _GRACE for value in stated)
    little = years < most * 0.5 and most - years >= 2 and bool(_WHOLE.search(before)) and not overall and not _PART_OF_IT.search(before)
    if much or little:
        shown = f"about {most:.0f} years of work" if overall else f"{role.employer or role.title} ({_dated(role)})"
        sentence_ = f"Your resume shows {shown}; here you say {case.text[start:end]}."
        case.say("duration", start, end, role.text or role.title, role.line, sentence_)


def _length(roles: Sequence[Role], today: date) -> float:
    """Years from the first start to the last end of these posts."""
    now = today.year + today.month / 12
    return max(now if role.end is None else role.end for role in roles) - min(role.start or now for role in roles)
