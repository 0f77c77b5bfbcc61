"""Job titles understood: which occupation a title names, its level, and how alike two titles are.

`find` reads a title as people and employers write it; `similarities` compares many titles at once. The occupations and their
titles are our own table under `data/occupations`; `imports` reads O*NET and ESCO files that a user has.
"""

from core.occupations.likeness import similarities, similarity, vectors
from core.occupations.match import OccupationMatch, find
from core.occupations.table import Occupation, Occupations, table
from core.occupations.words import level, normalise

__all__ = [
    "Occupation",
    "OccupationMatch",
    "Occupations",
    "find",
    "level",
    "normalise",
    "sectors",
    "similarities",
    "similarity",
    "table",
    "vectors",
]


def sectors() -> tuple[str, ...]:
    """The names of all sectors, in the order of the table."""
    return table().sectors
