"""A person's record against postings: scored all at once, explained one by one, and what learning a skill would change.

`matches` and `lessons` answer for a workspace; below them stand plain values: a `Candidate` made from a resume and wishes, an `Index`
made from a table of postings, `score` over the two. Silence is neutral: what a posting or person does not state drops out, its
weight goes to the rest, and the band widens. A score never depends on which other postings stand beside it.
Where a model is configured, half of the piece "text" is how near the two texts are in meaning (`meaning`), for postings whose texts the
model has read; for the others, and without a model, words have all of it. The version of a score names the model.
Hides the sparse matrices, and keeps numpy and scipy out until the first score.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.matching.companies import hidden_companies, hide_company, show_company
    from core.matching.comparing import Compared, compare
    from core.matching.explaining import Explanation, Fact, Phrase, explain, relevance
    from core.matching.index import Index
    from core.matching.learning import Lesson, learn
    from core.matching.listing import (
        Filters,
        Found,
        Listed,
        lessons,
        lessons_for,
        match_of,
        matches,
        search,
        set_weights,
        weights,
    )
    from core.matching.meaning import Meaning, Reader, meaning_reader, meaning_state
    from core.matching.person import Candidate, candidate, from_text
    from core.matching.proof import Proof, proofs
    from core.matching.scoring import VERSION, Scores, Weights, score
    from core.matching.stored import catch_up, index_of
    from core.matching.texts import rank

_HOMES = {
    "companies": "hidden_companies hide_company show_company",
    "comparing": "Compared compare",
    "meaning": "Meaning Reader meaning_reader meaning_state",
    "person": "Candidate candidate from_text",
    "explaining": "Explanation Fact Phrase explain relevance",
    "index": "Index",
    "learning": "Lesson learn",
    "listing": "Filters Found Listed lessons lessons_for match_of matches search set_weights weights",
    "proof": "Proof proofs",
    "scoring": "VERSION Scores Weights score",
    "stored": "catch_up index_of",
    "texts": "rank",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "VERSION",
    "Candidate",
    "Compared",
    "Explanation",
    "Fact",
    "Filters",
    "Found",
    "Index",
    "Lesson",
    "Listed",
    "Meaning",
    "Phrase",
    "Proof",
    "Reader",
    "Scores",
    "Weights",
    "candidate",
    "catch_up",
    "compare",
    "explain",
    "from_text",
    "hidden_companies",
    "hide_company",
    "index_of",
    "learn",
    "lessons",
    "lessons_for",
    "match_of",
    "matches",
    "meaning_reader",
    "meaning_state",
    "proofs",
    "rank",
    "relevance",
    "score",
    "search",
    "set_weights",
    "show_company",
    "weights",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    value = getattr(import_module(f"core.matching.{_HOME[name]}"), name)
    globals()[name] = value
    return value
