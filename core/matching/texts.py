"""Plain texts against plain texts: what `score` says when all that is known of both sides is their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from core import occupations
from core.jobs import analyse
from core.matching.index import Index
from core.matching.person import Candidate, from_text
from core.matching.scoring import Weights, score
from core.models import JobFacts, Posting
from core.occupations.words import expand, stem, words
from core.skills import requirements
from core.warehouse.market import posting_table

_LONGEST = 5  # words of a title in running text
_LIMIT = 8_000
ONLY_TEXT = Weights(location=0, salary=0)


class TextPosting(NamedTuple):
    """A posting of which only words are known; the title may be empty."""

    title: str
    text: str


def rank(people: Sequence[str], postings: Sequence[TextPosting]) -> np.ndarray:
    """Scores 0-100 of every person's text against every posting, shape (people, postings); each pair stands for itself."""
    index = index_texts(postings)
    rows = [score(index, person_in(text), ONLY_TEXT).score for text in people]
    return np.array(rows, np.float32).reshape(len(people), len(postings))


def person_in(text: str) -> Candidate:
    """The person that a text tells, with the roles that it names (the most named weighs 1)."""
    named = roles_in(text)
    most = max(named.values(), default=1)
    table = occupations.table()
    return replace(from_text(text), titles=tuple((table[role].name, count / most) for role, count in named.items()))


def index_texts(postings: Sequence[TextPosting]) -> Index:
    """An index of postings of which only words are known; roles come from the title, else from the text."""
    rows, roles = [], []
    for number, one in enumerate(postings):
        posting = Posting(title=one.title, description=one.text)
        facts = analyse(posting) if one.title else _facts(one.text)
        rows.append((str(number), str(number), posting, facts))
        found = [facts.occupation] if facts.occupation else list(roles_in(one.text).elements())
        roles.append(None if one.title and not found else found)
    return Index.build(posting_table(rows).append_column("roles", pa.array(roles, pa.list_(pa.string()))))


def _facts(text: str) -> JobFacts:
    """The skills that a text asks for, as often as it names them."""
    mentions = [one for one in requirements(text[:_LIMIT]) if one.known]
    required = [one.name for one in mentions if one.required is not False]
    return JobFacts(required=required, preferred=[one.name for one in mentions if one.required is False])


def roles_in(text: str) -> Counter[str]:
    """The occupations whose titles stand in a text, with how often; the longest title counts where several begin.

    In running text a single word is as often a thing as a role (server, printer), so it counts only when it is the whole line.
    """
    known = occupations.table().by_key
    found: Counter[str] = Counter()
    for line in text[:_LIMIT].splitlines():
        tokens = [stem(word) for word in expand(words(line))]
        at = 0
        while at < len(tokens):
            longest = min(_LONGEST, len(tokens) - at)
            size = next((n for n in range(longest, 0, -1) if " ".join(tokens[at : at + n]) in known and (n > 1 or len(tokens) == 1)), 0)
            if size:
                found[known[" ".join(tokens[at : at + size])]] += 1
            at += size or 1
    return found
