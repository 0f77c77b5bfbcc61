"""What an answer claims about the speaker's posts: titles and employers, with the words that claim them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from core.interview.clauses import Clause, Sentence
from core.interview.cues import pattern, plain, table
from core.interview.quantities import Quantity, quantities
from core.interview.ranks import ranked, words_of
from core.interview.record import Record
from core.interview.shapes import Contradicted, Contradiction
from core.resume import signs

_CLAIM = re.compile(
    rf"\b(?:(?P<when>{pattern('when')})|(?P<am>i was|i am|i'm|being)|(?P<as>as))\s+"
    r"(?:(?P<article>an?|the|their|its|one of the|one of two)\s+)?"
)
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.&-]*|\d+[A-Z]\w*)"
    r"(?:\s+(?:(?:of|the|and|&|de|du|la|le|van|von|der|und|y|for)\s+){0,2}(?!I\b)(?:[A-ZÀ-Þ&][\w'’.&-]*))*"
)
_AT = re.compile(
    r"\b(?i:(?:at|for|with|by)\s+|(?:i|i've|i had|when i|after i|before i) (?:joined|left|quit)\s+)(?:the\s+)?(?=[A-ZÀ-Þ])",
)
_WORKED = re.compile(rf"\b(?:{table('record')['employers']['worked']}|as (?:an? |the )?[a-z -]{{3,30}})\b[^.;!?]{{0,45}}$")
_OTHERS = re.compile(rf"\b(?:{table('record')['employers']['others']})\b[^,]*$")
_BEFORE_A_NOUN = re.compile(rf"\s+(?!(?:{'|'.join(table('record')['employers']['alone'].split())})\b)[a-z]")
_PASSING = re.compile(
    r"\s*(?:on duty\b|on call\b|(?:for|on|of|in|during|at|that|this|to)\s*(?:that|this|the|one|a|an)?\s*(?:\w+\s){0,2}"
    rf"(?:{table('record')['employers']['passing']})\b|that (?:day|night|week|evening|morning)\b)"
)
_BEGAN_AS = re.compile(rf"\bi (?:\w+ )?{pattern('began_as')}\b[^,.;]{{0,40}}$")


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

    @cached_property
    def numbers(self) -> list[Quantity]:
        """All numbers of the answer."""
        return quantities(self.text)

    def within(self, sentence: Sentence) -> list[Quantity]:
        """The numbers of one sentence."""
        return [number for number in self.numbers if sentence.start <= number.start < sentence.end]

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


# --- what is claimed -------------------------------------------------------------------------------------------------


def claims(case: Case, sentence: Sentence) -> Iterator[Claim]:
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
            if _BEFORE_A_NOUN.match(case.text, found.end()):
                continue
            yield Claim("", found[0].rstrip(".'’"), name.start(), found.start() + len(found[0].rstrip(".'’")), True, number)


def _titled(low: str, at: int, end: int) -> tuple[str, int]:
    """A job title that begins at `at`, and where it ends; empty when there is none."""
    said: list[str] = []
    stops: list[int] = []
    for word in re.finditer(r"[^\W_][\w'-]*|[^\w\s]", low[at:end]):
        token = word[0]
        if not (token[0].isalnum() or token in "/&") or (token in words_of("titles", "end")):
            break
        if token == "of" and not (said and said[-1] in words_of("titles", "broad")):
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


def _is_post(said: Sequence[str], phrase: str) -> bool:
    last = said[-1]
    if last in words_of("not_posts", "all") or (len(said) > 1 and said[0] in ("part", "member", "one", "first", "only", "single")):
        return False
    if "of" in said:
        return bool({said[0], said[said.index("of") - 1]} & words_of("titles", "broad"))
    if last in ("sister", "matron", "chef") or signs.titled(last):
        return all(
            not signs.titled(word) or word in ranked() or word in words_of("modifiers", "lower") or word in ("nurse", "chef", "assistant")
            for word in said[:-1]
        )
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
    if re.search(rf"\b{pattern('spoken_of')}\b[^,.;]*$", before[: match.start() - sentence.start]):
        return False
    return clause is None or clause.subject in ("i", "") or match["when"] is not None or bool(re.search(r"\b(?:i|my|me)\b", before))


def _speaks(case: Case, match: re.Match[str], sentence: Sentence) -> bool:
    """Whether an "as ..." is about the speaker: "as head of the ward I must", "I joined as a cook"."""
    before, after = case.low[sentence.start : match.start()], case.low[match.end() : sentence.end]
    if re.search(r"\b(?:such|same|well|soon|far|long|much|many|\w+ly|good|known)\s*$", before):
        return False
    opens = not before.strip(" ,") and re.search(r"[^.;]{0,60}\b(?:i|i'd|i've|my)\b", after)
    return bool(opens or _BEGAN_AS.search(before) or re.search(r"\bmy (?:\w+ ){0,3}$", before))


def _passing(low: str, at: int, end: int) -> bool:
    """Whether a part was played for a while only: "for that shift", "on this project"."""
    return bool(_PASSING.match(low[at : min(end, at + 60)]))


def _first_person(case: Case, sentence: Sentence, name: re.Match[str]) -> bool:
    """Whether a name behind "at" or "for" is where the speaker worked."""
    if re.search(r"\b(?:joined|left|quit)\s+(?:the\s+)?$", plain(name[0])):
        return True
    if plain(name[0]).startswith(("for", "by", "with")) and not re.search(
        r"\b(?:work(?:ed|ing|s)?|employed|hired|job|shifts?) (?:\w+ ){0,3}$", case.low[sentence.start : name.start()]
    ):
        return False
    before = case.low[sentence.start : name.start()] + " "
    if not re.search(r"\b(?:i|my|me|i've|i'm)\b", before):
        return False
    return bool(_WORKED.search(before.rstrip())) and not _OTHERS.search(before)
