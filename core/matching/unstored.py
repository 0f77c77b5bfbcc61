"""Job descriptions that a person looks at before keeping them: what they say, how sure that is, and how they fit; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.jobs import Statement, analyse, opening_key, posting_id, statements
from core.matching.comparing import Compared, scored, skills
from core.matching.explaining import Explanation, explain
from core.matching.listing import weights
from core.matching.person import candidate
from core.models import Match, Pay, Posting
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace


@dataclass(frozen=True)
class Considered:
    """A posting as it would be stored, what its facts rest on, and its score and why (None without a profile)."""

    stored: StoredPosting
    statements: tuple[Statement, ...]
    match: Match | None = None
    explanation: Explanation | None = None


def consider(ws: Workspace, profile: StoredProfile | None, postings: Sequence[Posting]) -> list[Considered]:
    """Each posting once, in the order given, scored as it would be in the list of matches."""
    now, unique = ws.now(), {posting_id(one): one for one in postings}
    stored = [StoredPosting(key, one, analyse(one), False, opening_key(one), now, now) for key, one in unique.items()]
    said = [tuple(statements(one.posting.model_copy(update={"pay": Pay()}), one.facts)) for one in stored]  # its pay came from its text
    if profile is None:
        return [Considered(one, words) for one, words in zip(stored, said, strict=True)]
    person = candidate(profile.resume, profile.preferences, now.date())
    matches, chosen = scored(ws, person, stored), weights(ws)
    return [Considered(one, words, matches[one.id], explain(person, one, chosen)) for one, words in zip(stored, said, strict=True)]


def beside(ws: Workspace, profile: StoredProfile, considered: Sequence[Considered]) -> list[Compared]:
    """The same postings as rows of a comparison, best score first."""
    person = candidate(profile.resume, profile.preferences, ws.now().date())
    ranked = sorted(((one.match.score, one) for one in considered if one.match), key=lambda pair: (-pair[0], pair[1].stored.id))
    return [
        Compared(rank, one.match, one.stored, None, *skills(person, one.stored.facts))
        for rank, (_, one) in enumerate(ranked, start=1)
        if one.match
    ]
