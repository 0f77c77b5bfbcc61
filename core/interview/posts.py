"""Posts that an answer claims, held against the record: titles and employers."""

from __future__ import annotations

import re

from core.interview.claiming import Case, Claim, claims
from core.interview.cues import plain, stem
from core.interview.ranks import rank, same, words_of
from core.interview.record import Record, Role


def check(case: Case) -> None:
    """Titles and employers of an answer against the record's posts."""
    for sentence in case.sentences if case.record.roles else ():
        for claim in claims(case, sentence):
            _title(case, claim)
            _employer(case, claim)


# --- titles ----------------------------------------------------------------------------------------------------------


def roles_at(record: Record, employer: str) -> list[Role]:
    """The posts held at an organisation that may be the one named."""
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
    there = [role for role in roles_at(case.record, claim.employer) if role.title] if claim.employer else []
    if not roles or any(same(claim.title, role.title) for role in there or roles) or _elsewhere(case.record, claim.title):
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
        key=lambda role: (same(claim.title, role.title) if claim.title else False, role.start or 0),
    )
    case.say(
        "employer",
        claim.start,
        claim.end,
        against.text or against.employer,
        against.line,
        f"Your resume names no work at {name}; it names {', '.join(dict.fromkeys(r.employer for r in case.record.roles if r.employer))}.",
    )
