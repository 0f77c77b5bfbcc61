"""Up to four postings beside each other for one person: the same scores as in the list, and who asks for what the person has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import UserError
from core.matching import meaning
from core.matching.explaining import HELD
from core.matching.index import Index
from core.matching.listing import match_of, weights
from core.matching.person import Candidate, candidate
from core.matching.scoring import score
from core.matching.vocabulary import credit
from core.models import JobFacts, Match
from core.skills import taxonomy
from core.store import StoredProfile
from core.store.tables import ActionRow
from core.warehouse.market import StoredPosting, posting_table
from core.workspace import Workspace

MOST = 4


@dataclass(frozen=True)
class Compared:
    """One of the compared postings.

    `rank` is 1 for the best score. Skills by their taxonomy names: asked for and held, required and missing, welcome and missing.
    """

    rank: int
    match: Match
    stored: StoredPosting
    action: ActionRow | None
    held: tuple[str, ...]
    missing: tuple[str, ...]
    missing_plus: tuple[str, ...]


def compare(ws: Workspace, profile: StoredProfile, ids: Sequence[str]) -> list[Compared]:
    """The postings with these ids, best score first; ids that are not among the visible postings are left out."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST:
        raise UserError(f"At most {MOST} postings can be compared at once; {len(wanted)} were named. Take some out.")
    stored = list(ws.market.postings(wanted).values())
    if not stored:
        return []
    person = candidate(profile.resume, profile.preferences, ws.now().date())
    matches, actions = scored(ws, person, stored), ws.records.actions(wanted)
    ranked = sorted(stored, key=lambda one: (-matches[one.id].score, one.id))
    return [
        Compared(rank, matches[one.id], one, actions.get(one.id), *skills(person, one.facts)) for rank, one in enumerate(ranked, start=1)
    ]


def scored(ws: Workspace, person: Candidate, stored: Sequence[StoredPosting]) -> dict[str, Match]:
    """The postings' scores by id; the same numbers as in the list of matches."""
    if not stored:
        return {}
    index = Index.build(posting_table([(one.id, one.opening, one.posting, one.facts) for one in stored]))
    side, _ = meaning.side(ws, person)
    near = meaning.of_postings(ws, [one.id for one in stored], side) if side else None
    scores, version = score(index, person, weights(ws), near), meaning.version(side.model if side else "")
    found = [match_of(scores, row, version=version) for row in range(len(index))]
    return {match.job_id: match for match in found}


def skills(person: Candidate, facts: JobFacts) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What a posting asks for, by whether the person has it or a part of it: held, required and missing, welcome and missing."""
    known, columns = taxonomy(), taxonomy().columns
    credited = credit(known, person.skills)
    shown = {*person.skills, *(above for name in person.skills if name in known for above in known.ancestors(name))}
    has = {
        name: name in shown or (name in columns and float(credited[columns[name]]) >= HELD) for name in (*facts.required, *facts.preferred)
    }
    held = tuple(name for name, yes in has.items() if yes)
    return held, tuple(name for name in facts.required if not has[name]), tuple(name for name in facts.preferred if not has[name])


def sure(first: Match, second: Match) -> bool:
    """Whether the bands of two scores do not meet, so that what is unknown cannot turn their order round."""
    return first.band[0] > second.band[1] or second.band[0] > first.band[1]
