"""Posts that an answer claims, held against the record: titles, employers, dates, and how long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from core import occupations
from core.interview.clauses import Clause, Sentence
from core.interview.cues import plain, stem, table, words
from core.interview.quantities import quantities
from core.interview.record import Record, Role
from core.interview.shapes import Contradicted, Contradiction
from core.resume import signs

_CLAIM = re.compile(
    r"\b(?:(?P<when>when i (?:was|worked as|became|still was|was still)|(?:time|years?|months?|days?|job|role|post|position|career|stint|start) (?:as|of being)|"
    r"(?:promoted|appointed|hired|employed|made|named) (?:to|as|me)?|became|i become|i worked as|i work as|i was working as|i served as|working as|employed as|been)|"
    r"(?P<am>i was|i am|i'm|being)|(?P<as>as))\s+(?P<article>an?|the|their|its|one of the|one of two)?\s*"
)
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.&-]*|\d+[A-Z]\w*)(?:\s+(?:(?:of|the|and|&|de|du|la|le|van|von|der|und|y|for)\s+){0,2}(?!I\b)(?:[A-ZÀ-Þ&][\w'’.&-]*))*"
)
_AT = re.compile(
    r"\b(?i:(?:at|for|with|by)\s+|(?:i|i've|i had|when i|after i|before i) (?:joined|left|quit)\s+)(?:the\s+)?(?=[A-ZÀ-Þ])",
)
_WORKED = re.compile(
    r"\b(?:i (?:was|worked|work|started|start|began|trained|am|'ve been|have been|had been|served|spent)|when i|worked|working|employed|hired|job|time|years?|months?|days|role|position|"
    r"post|career|stint|intern(?:ship)?|contract|shift|joined|left|quit|as (?:an? |the )?[a-z -]{3,30})\b[^.;!?]{0,45}$"
)
_YEAR = re.compile(r"(?<![\d.,/$€£])(?:19[5-9]\d|20[0-4]\d)(?!\d|[.,]\d|%)")
_STOP = frozenset(
    "at in for on and but or with when who that which i we he she they it from since by to under over then where while so because until during after before my our his her responsible not only also still back there here now already".split()
)
_BROAD = frozenset("head director manager chief vice dean superintendent secretary president captain chef master team".split())


@dataclass(frozen=True)
class Claim:
    """A post that the answer claims: title or employer may be empty; `strong` = in so many words, not for one evening."""

    title: str
    employer: str
    start: int
    end: int
    strong: bool
    sentence: int


@dataclass
class Case:
    """An answer with its reading and the record it is held against."""

    text: str
    low: str
    sentences: Sequence[Sentence]
    record: Record
    today: date
    found: list[Contradiction] = field(default_factory=list)

    def say(self, kind: Contradicted, start: int, end: int, record: str, line: int | None, sentence: str) -> None:
        """Note a contradiction between the words at these characters and words of the record."""
        self.found.append(
            Contradiction(
                quote=self.text[start:end], start=start, end=end, kind=kind, record=record.strip(), source_line=line, sentence=sentence
            )
        )

    def clause(self, at: int) -> Clause | None:
        """The clause that covers a character."""
        return next((c for s in self.sentences for c in s.clauses if c.start <= at < c.end), None)


def check(case: Case) -> None:
    """Titles, employers, dates and durations of an answer against the record's posts."""
    if not case.record.roles:
        return
    for sentence in case.sentences:
        claims = list(_claims(case, sentence))
        for claim in claims:
            _title(case, claim)
            _employer(case, claim)
        _dates(case, sentence, claims)
        _durations(case, sentence, claims)


# --- what is claimed -------------------------------------------------------------------------------------------------


def _claims(case: Case, sentence: Sentence) -> Iterator[Claim]:
    """Posts claimed in a sentence: titles with the employer that stands behind them, employers alone."""
    number = sentence.clauses[0].sentence
    taken: list[tuple[int, int]] = []
    for match in _CLAIM.finditer(case.low, sentence.start, sentence.end):
        clause = case.clause(match.start())
        if clause and (clause.negated or clause.tense == "modal" or clause.link == "if"):
            continue
        title, end = _titled(case.low, match.end(), sentence.end)
        if not title or not _own(case, match, sentence) or (match["as"] and not _speaks(case, match, sentence)):
            continue
        employer, far = _employed(case.text, end, sentence.end)
        passing = not match["when"] and not employer and _passing(case.low, end, sentence.end)
        informal = title.split()[0] in words_of("modifiers", "informal")
        taken.append((match.start(), far or end))
        yield Claim(title, employer, match.start(), far or end, not (passing or informal), number)
    for name in _AT.finditer(case.text, sentence.start, sentence.end):
        found = _NAME.match(case.text, name.end())
        if found and not any(start <= found.start() < end for start, end in taken) and _first_person(case, sentence, name):
            if re.match(r"\s+(?!at\b|in\b|on\b|and\b|as\b|for\b|from\b|since\b|until\b|when\b|where\b|with\b|we\b|they\b|i\b|it\b|the\b|a\b|an\b|my\b|to\b|but\b|because\b|had\b|was\b|were\b|after\b|before\b|during\b|so\b|by\b|then\b)[a-z]", case.text[found.end() :]):
                continue
            yield Claim("", found[0].rstrip(".'’"), name.start(), found.start() + len(found[0].rstrip(".'’")), True, number)


def words_of(group: str, key: str) -> frozenset[str]:
    """The words under `group.key` of the table of records."""
    return frozenset(table("record")[group][key].split())


def _titled(low: str, at: int, end: int) -> tuple[str, int]:
    """A job title that begins at `at`, and where it ends; empty when there is none."""
    said: list[str] = []
    stops: list[int] = []
    for word in re.finditer(r"[^\W_][\w'-]*|[^\w\s]", low[at:end]):
        token = word[0]
        if not (token[0].isalnum() or token in "/&") or (token in _STOP and not (token in ("of", "in") and False)):
            break
        if token == "of" and not (said and said[-1] in _BROAD):
            break
        said.append(token)
        stops.append(at + word.end())
        if len(said) == 6:
            break
    for size in range(len(said), 0, -1):
        if said[size - 1] in ("of", "/", "&"):
            continue
        phrase = " ".join(said[:size])
        if _is_post(said[:size], phrase):
            return phrase, stops[size - 1]
    return "", at


@cache
def _ranked() -> dict[str, float]:
    return {word: float(rank) for rank, said in table("record")["ranks"].items() for word in said.split()}


def _is_post(said: Sequence[str], phrase: str) -> bool:
    last = said[-1]
    if last in words_of("not_posts", "all") or (len(said) > 1 and said[0] in ("part", "member", "one", "first", "only", "single")):
        return False
    if "of" in said:
        return said[0] in _BROAD or said[said.index("of") - 1] in _BROAD
    if last in ("sister", "matron", "chef") or signs.titled(last):
        return all(not signs.titled(word) or word in _ranked() or word in ("nurse", "chef", "assistant") for word in said[:-1])
    return len(said) > 1 and last in ("lead", "head", "foreman", "principal")


def _employed(text: str, at: int, end: int) -> tuple[str, int]:
    """The organisation named right behind a title, and where it ends."""
    link = re.match(r"\s*,?\s*(?:at|for|with|of)\s+(?:the\s+)?(?=[A-ZÀ-Þ])", text[at:end])
    name = _NAME.match(text, at + link.end()) if link else None
    return (name[0].rstrip(".'’"), name.start() + len(name[0].rstrip(".'’"))) if name else ("", 0)


def _own(case: Case, match: re.Match[str], sentence: Sentence) -> bool:
    """Whether the speaker is meant."""
    clause = case.clause(match.start())
    before = case.low[sentence.start : match.end()]
    if re.search(
        r"\b(?:he|she|who|they|him|her|them|colleague|manager|boss|friend|brother|sister|wife|husband)\b[^,.;]*$",
        before[: match.start() - sentence.start],
    ):
        return False
    return clause is None or clause.subject in ("i", "") or match["when"] is not None or bool(re.search(r"\b(?:i|my|me)\b", before))


def _speaks(case: Case, match: re.Match[str], sentence: Sentence) -> bool:
    """Whether an "as ..." is about the speaker: "as team leader I had to", "I joined as a cook"."""
    before, after = case.low[sentence.start : match.start()], case.low[match.end() : sentence.end]
    if re.search(r"\b(?:such|same|well|soon|far|long|much|many|\w+ly|good|known)\s*$", before):
        return False
    opens = not before.strip(" ,") and re.search(r"[^.;]{0,60}\b(?:i|i'd|i've|my)\b", after)
    return bool(
        opens
        or re.search(
            r"\bi (?:\w+ )?(?:joined|started|worked|work|began|was|stayed|came|applied|qualified|trained|moved|served|returned|acted|helped|spent|had|stepped)\b[^,.;]{0,40}$",
            before,
        )
        or re.search(r"\bmy (?:\w+ ){0,3}$", before)
    )


def _passing(low: str, at: int, end: int) -> bool:
    """Whether a part was played for a while only: "for that shift", "on this project"."""
    return bool(
        re.match(
            r"\s*(?:on duty\b|on call\b|(?:for|on|of|in|during|at|that|this|to)\s*(?:that|this|the|one|a|an)?\s*(?:\w+\s){0,2}(?:night|day|shift|evening|morning|week|weekend|project|event|campaign|ticket|incident|release|sprint|bay|trip|tour|case|job|match|table|launch|round|festival|wedding|party|party|move|group)\b|that (?:day|night|week|evening|morning)\b)",
            low[at : min(end, at + 60)],
        )
    )


def _first_person(case: Case, sentence: Sentence, name: re.Match[str]) -> bool:
    """Whether a name behind "at" or "for" is where the speaker worked."""
    if re.search(r"\b(?:joined|left|quit)\s+(?:the\s+)?$", plain(name[0])):
        return True
    if plain(name[0]).startswith(("for", "by", "with")) and not re.search(r"\b(?:work(?:ed|ing|s)?|employed|hired|job|shifts?) (?:\w+ ){0,3}$", case.low[sentence.start : name.start()]):
        return False
    before = case.low[sentence.start : name.start()] + " "
    if not re.search(r"\b(?:i|my|me|i've|i'm)\b", before):
        return False
    return bool(_WORKED.search(before.rstrip())) and not re.search(
        r"\b(?:customer|client|patient|guest|supplier|friend|look(?:ed)?|call(?:ed)?|meeting|visit(?:ed)?|asked|arrived|stopped|booth|fair|conference)\b[^,]*$",
        before,
    )


# --- titles ----------------------------------------------------------------------------------------------------------


def rank(title: str) -> float:
    """How high a title stands, 0 (intern) to 8; 2 is a plain post. The last word that names a post decides, the words before shift it."""
    tokens = [word for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", plain(title))]
    if not tokens:
        return 2.0
    core = tokens[: tokens.index("of")] if "of" in tokens else tokens
    known = _ranked()
    base = known.get(core[-1], 2.0) if core else 2.0
    for before in core[:-1]:
        if before in words_of("modifiers", "lower"):
            base -= 1.0
        elif before in words_of("modifiers", "higher") or before in ("ward", "charge") and core[-1] == "nurse" and before == "charge":
            base = max(base + 1.0, 3.0 if before in ("senior", "lead") else 4.0 if before == "principal" else 5.0)
    if core and core[-1] == "chef" and any(word in known for word in core[:-1]):
        base = {"sous": 4.0, "head": 6.0, "executive": 6.0, "commis": 1.0, "junior": 1.0, "pastry": 3.0}.get(core[-2], base)
    return base


def _same(claimed: str, recorded: str) -> bool:
    """Whether two titles may name one post, without a step up."""
    one, two = set(map(stem, re.findall(r"[^\W_]+", plain(claimed)))), set(map(stem, re.findall(r"[^\W_]+", plain(recorded))))
    if not one or not two:
        return False
    if one <= two or two <= one:
        return rank(claimed) <= rank(recorded) + 0.4
    if rank(claimed) > rank(recorded) + 0.4:
        return False
    a, b = occupations.find(claimed), occupations.find(recorded)
    close = bool(a and b and (a.id == b.id or (a.family == b.family and a.family)))
    heads = plain(claimed).split()[-1], plain(recorded).split()[-1]
    return close or heads[0] == heads[1]


def _roles_at(record: Record, employer: str) -> list[Role]:
    return [role for role in record.roles if _named(employer, role.employer)]


def _named(claimed: str, recorded: str) -> bool:
    """Whether two names may be one organisation."""
    one = {word for word in re.findall(r"[^\W_]+", plain(claimed)) if len(word) > 2} - {"the", "and"}
    two = {word for word in re.findall(r"[^\W_]+", plain(recorded)) if len(word) > 2} - {"the", "and"}
    return bool(one & two) and (one <= two or two <= one or len(one & two) >= 2 or (min(len(one), len(two)) == 1))


def _title(case: Case, claim: Claim) -> None:
    if not claim.title or not claim.strong:
        return
    roles = [role for role in case.record.roles if role.title]
    there = [role for role in _roles_at(case.record, claim.employer) if role.title] if claim.employer else []
    if not roles or any(_same(claim.title, role.title) for role in there or roles) or _elsewhere(case.record, claim.title):
        return
    against = max(there or roles, key=lambda role: (_likeness(claim.title, role.title), role.start or 0))
    highest = max(rank(role.title) for role in there or roles)
    if there or rank(claim.title) > highest + 0.4:
        at = f" at {against.employer}" if against.employer else ""
        case.say(
            "title",
            claim.start,
            claim.end,
            against.text or against.title,
            against.line,
            f"Your resume says {against.title}{at}; here you say {claim.title}.",
        )


def _likeness(one: str, two: str) -> float:
    return len(set(map(stem, plain(one).split())) & set(map(stem, plain(two).split())))


def _elsewhere(record: Record, title: str) -> bool:
    """Whether another line of the record gives the speaker this title (volunteer work, an acting post), and not somebody else."""
    pattern = re.compile(rf"(?:^|[^\w]){re.escape(title)}(?!\w)")
    for statement in record.statements:
        low = plain(statement.text)
        found = pattern.search(low)
        if found and not re.search(
            r"\b(?:the|assisted|supported|helped|with|to|under|for|by|assist|support|deputy|assistant|our|a)\s+(?:\w+\s){0,2}$",
            low[: found.start() + 1],
        ):
            return True
    return False


# --- employers, dates, durations -------------------------------------------------------------------------------------


def _employer(case: Case, claim: Claim) -> None:
    """An employer that the record does not name anywhere."""
    name = claim.employer
    tokens = [word for word in re.findall(r"[^\W_]+", plain(name)) if len(word) > 1]
    if not tokens or tokens[0] in words_of("calendar", "all") or all(word in words_of("calendar", "all") for word in tokens):
        return
    if name.isupper() and len(name) <= 4:
        return
    known = case.record.words
    strange = [word for word in tokens if word not in ("the", "and", "of", "for", "de", "la") and word not in known]
    if (
        not strange
        or len(strange) * 2 < len([w for w in tokens if w not in ("the", "and", "of", "for")])
        or not any(role.employer for role in case.record.roles)
    ):
        return
    against = max(
        (role for role in case.record.roles if role.employer),
        key=lambda role: (_same(claim.title, role.title) if claim.title else False, role.start or 0),
    )
    case.say(
        "employer",
        claim.start,
        claim.end,
        against.text or against.employer,
        against.line,
        f"Your resume names no work at {name}; it names {', '.join(dict.fromkeys(r.employer for r in case.record.roles if r.employer))}.",
    )


def _dates(case: Case, sentence: Sentence, claims: Sequence[Claim]) -> None:
    """Years said together with a post of the record, outside its span."""
    for year in _YEAR.finditer(case.text, sentence.start, sentence.end):
        value = int(year[0])
        before = case.low[max(sentence.start, year.start() - 60) : year.start()]
        roles = _meant(case, sentence, claims)
        if re.search(r"\b(?:graduat\w+|my degree|degree in|qualified|diploma|my studies|certified)\b[^.;]*\b(?:in|of)\s*$", before):
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


def _meant(case: Case, sentence: Sentence, claims: Sequence[Claim]) -> list[Role]:
    """The roles of the record that a sentence ties the speaker to."""
    for claim in claims:
        there = _roles_at(case.record, claim.employer) if claim.employer else []
        if there:
            exact = [role for role in there if claim.title and _same(claim.title, role.title)]
            return exact or there
    said = case.text[sentence.start : sentence.end]
    if re.search(r"\b(?:i|my|we|our|me|us)\b", plain(said)):
        for role in case.record.roles:
            name = role.employer and re.search(
                rf"\b(?:at|for|with|joined|left|to)\s+(?:the\s+)?{re.escape(role.employer.split()[0])}\b", said
            )
            if name and len(role.employer.split()[0]) > 2 and _roles_at(case.record, role.employer):
                return _roles_at(case.record, role.employer)
        for claim in claims:
            exact = [
                role
                for role in case.record.roles
                if claim.title and claim.strong and _same(claim.title, role.title) and _same(role.title, claim.title)
            ]
            if exact:
                return exact
    return []


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


_GRACE = 0.6  # years by which dates and memory may differ


def _durations(case: Case, sentence: Sentence, claims: Sequence[Claim]) -> None:
    """How long the speaker says to have done something, against the spans of the record."""
    for number in quantities(case.text[sentence.start : sentence.end]):
        start = sentence.start + number.start
        unit = re.search(r"\b(year|month)s?\b", case.low[start : start + 40])
        if not unit or unit.start() > 24 or number.unit:
            continue
        end = start + unit.end()
        years = number.value / (12 if unit[1] == "month" else 1)
        if not _of_working(case, sentence, start, end) or years < 0.4:
            continue
        _duration(case, sentence, claims, start, end, years, number.rough)


def _of_working(case: Case, sentence: Sentence, start: int, end: int) -> bool:
    """Whether these years are years in work of the speaker, not of an event or of somebody else."""
    before, after = case.low[sentence.start : start], case.low[end : sentence.end]
    if re.match(r"\s*(?:ago|later|before|earlier|old|after|younger|older|long contract|back|contract|warranty|plan)\b", after) or re.match(
        r"-old|\s*-", after
    ):
        return False
    clause = case.clause(start)
    if (clause and clause.tense == "modal") or re.search(r"\b(?:not|never|n't)\s+(?:\w+\s)?$", before):
        return False
    experience = re.match(r"\s*(?:of |in )?(?:\w+ ){0,3}experience\b", after) or re.search(r"\bexperience of\s*$", before)
    worked = re.search(
        r"\b(?:i|i've|i'd|i had) (?:\w+ )?(?:worked|been|was|were|work|served|taught|nursed|cooked|drove|driven|managed|ran|led|spent|stayed|done|did|practised|have)\b[^.;]{0,70}$",
        before,
    )
    mine = re.search(
        r"\b(?:in|during|after|with|over|of|for|all|through) (?:my |the |about |over |more than |nearly |almost )*$", before
    ) or re.search(r"\bmy $", before)
    as_a = re.match(
        r"\s*(?:'\s*)?(?:as (?:an? |the )?\w+|at [a-zà-þ]|in (?:the |this )?(?:trade|job|role|post|business|profession|industry|field|kitchens?|sales|nursing|teaching|care)|with [a-z]|on the job|behind)",
        after,
    )
    return bool(
        experience
        or (worked and not re.search(r"\b(?:married|sick|ill|abroad|pregnant|parental|off)\b", before[-60:]))
        or (mine and as_a and re.search(r"\b(?:i|my|me)\b", case.low[sentence.start : sentence.end]))
        or (as_a and not before.strip())
    )


def _duration(case: Case, sentence: Sentence, claims: Sequence[Claim], start: int, end: int, years: float, rough: bool) -> None:
    roles = _meant(case, sentence, claims)
    every = [role for role in case.record.roles if role.years(case.today) is not None]
    if not every or len(every) < len(case.record.roles):
        return
    experience = re.match(r"\s*(?:of |in )?(?:\w+ ){0,3}experience\b", case.low[end : sentence.end])
    scope = roles if roles and not experience else every
    first = min(role.start for role in scope if role.start is not None)
    last = max(case.today.year + case.today.month / 12 if role.end is None else role.end for role in scope)
    most = last - first
    stated = [number.value for statement in case.record.statements for number in statement.numbers if "year" in map(stem, number.nouns)]
    role = scope[0]
    if years > most * (1.1 if rough else 1.0) + _GRACE and not any(years <= value + _GRACE for value in stated):
        what = f"{role.employer or role.title} ({_dated(role)})" if roles and not experience else f"about {most:.0f} years of work"
        case.say(
            "duration", start, end, role.text or role.title, role.line, f"Your resume shows {what}; here you say {case.text[start:end]}."
        )
        return
    whole = (
        re.search(r"\b(?:spent|in total|altogether|in my|my|during my)\s*(?:\w+ )?$", case.low[sentence.start : start])
        and roles
        and not experience
    )
    if (
        whole
        and years < most * 0.5
        and most - years >= 2
        and not re.search(r"\b(?:first|last|only|after|next|another|early)\b", case.low[sentence.start : start])
    ):
        case.say(
            "duration",
            start,
            end,
            role.text or role.title,
            role.line,
            f"Your resume shows {_dated(role)} at {role.employer or role.title}; here you say {case.text[start:end]}.",
        )
