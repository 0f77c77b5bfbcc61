"""Rows of jobs become a sparse matrix whose columns have names, so that every coefficient can be told in words.

Each field of a job gives tokens (a title its words and word pairs, years the steps that are passed); a token that enough rows
share is a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.sparse import csr_matrix, hstack

from core.occupations import normalise
from core.occupations.words import words
from core.salary.facts import country_groups, occupation

if TYPE_CHECKING:
    import pandas as pd

Tokens = tuple[str, ...]
OPEN = "?"  # the token of a value that is not stated
FEWEST_ROWS = 3  # a token of fewer rows says nothing
MOST_COLUMNS = {"title": 500, "skill": 400, "city": 200, "country": 120, "residence": 120, "region": 120, "place": 60, "year": 30}
OTHER_COLUMNS = 30
AVERAGED = ("level", "remote", "size", "contract")  # a value that no training row had counts as not stated
YEAR_SCALE = 0.3  # a year's own level is trusted less than what kind of job it is
STEPS = (1, 2, 3, 5, 8, 12, 17, 25)  # years of experience from which pay moves
INPUTS = ("title", "level", "years", "skills", "place", "remote", "company size", "contract", "date")
_INPUT_OF = {
    "title": "title", "level": "level", "years": "years", "skill": "skills", "country": "place", "residence": "place", "region": "place",
    "city": "place", "place": "place", "remote": "remote", "size": "company size", "contract": "contract", "year": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Design:
    """The columns of the matrix in their order, as (field, token), and the share of training rows that have each; stored as JSON.

    A field that a job leaves open counts as the average of the training rows, unless training rows leave it open as well: then
    that has a column of its own.
    """

    columns: tuple[tuple[str, str], ...]
    shares: tuple[float, ...]

    @classmethod
    def learn(cls, table: pd.DataFrame) -> Self:
        """The tokens that enough rows share, the most common ones of each field."""
        found: list[tuple[tuple[str, str], float]] = []
        for name, codes, tokens in _fields(table):
            seen: dict[str, int] = {}
            for count, several in zip(np.bincount(codes, minlength=len(tokens)), tokens, strict=True):
                for token in several:
                    seen[token] = seen.get(token, 0) + int(count)
            common = sorted((-count, token) for token, count in seen.items() if FEWEST_ROWS <= count < len(table))
            kept = common[: MOST_COLUMNS.get(name, OTHER_COLUMNS)]
            found += [((name, token), -count / len(table)) for count, token in kept]
        found = found or [(("title", OPEN), 0.0)]  # rows all alike: there is nothing but their median to learn
        return cls(tuple(column for column, _ in found), tuple(share for _, share in found))

    def matrix(self, table: pd.DataFrame) -> csr_matrix:
        """The rows as a matrix of shape (rows, columns)."""
        blocks = []
        for name, codes, tokens in _fields(_known_years(table, self.newest_year)):
            known = {token: share for (field, token), share in zip(self.columns, self.shares, strict=True) if field == name}
            scale = YEAR_SCALE if name == "year" else 1.0
            blocks.append(_block([_weights(name, several, known) for several in tokens], list(known), scale)[codes])
        return csr_matrix(hstack(blocks, format="csr"))

    @property
    def newest_year(self) -> float:
        """The newest calendar year of the training rows; NaN when they state none."""
        return max((float(token) for field, token in self.columns if field == "year" and token != OPEN), default=float("nan"))

    def of_input(self, name: str) -> np.ndarray:
        """Which columns belong to an input (`INPUTS`), as a mask."""
        return np.array([_INPUT_OF[field] == name for field, _ in self.columns], dtype=bool)

    def knows(self, field: str, value: str) -> bool:
        """Whether training rows had a value of a field that gives one token; other fields are always known."""
        return field not in (*AVERAGED, "country", "region", "city", "residence") or (field, value) in self.columns

    def of_token(self, field: str, token: str) -> np.ndarray:
        """The column of one token, as a mask."""
        return np.array([column == (field, token) for column in self.columns], dtype=bool)


def groups(table: pd.DataFrame) -> np.ndarray:
    """Calibration groups of each row, coarse to fine: the country's pay group, and the level within it; shape (rows, 2)."""
    names = ("", *dict.fromkeys(country_groups().values()))
    levels = ("", "intern", "junior", "mid", "senior", "lead", "executive")
    place = np.array([names.index(country_groups().get(country, "")) for country in table["country"]], dtype=np.int64)
    level = np.array([levels.index(one) if one in levels else 0 for one in table["level"]], dtype=np.int64)
    return np.column_stack([place, place * len(levels) + level])


def _fields(table: pd.DataFrame) -> Iterator[tuple[str, np.ndarray, list[Tokens]]]:
    """Each field with a code for every row and the tokens of each code."""
    makers: dict[str, tuple[Iterable[Any], Callable[[Any], Tokens]]] = {
        "title": (table["title"], title_tokens),
        "year": (table["year"], _year),
        "years": (table["years"], _steps),
        "skill": (map(tuple, table["skills"]), tuple),
        "place": (zip(table["country"], table["level"], strict=True), _place_and_level),
    }
    for name in _INPUT_OF:
        values, tokens = makers.get(name) or (table[name], _itself)
        codes: dict[Any, int] = {}
        rows = np.fromiter((codes.setdefault(_key(value), len(codes)) for value in values), dtype=np.int64, count=len(table))
        yield name, rows, [tokens(value) for value in codes]


def title_tokens(title: str) -> Tokens:
    """The title itself, its words and pairs of words, the role without its level, the occupation."""
    plain = words(title)
    pairs = [f"{a} {b}" for a, b in pairwise(plain)]
    named = occupation(title)
    whole = f"={' '.join(plain)}"
    return tuple(dict.fromkeys([whole, *plain, *pairs, f"role={normalise(title)}", *([f"occupation={named}"] if named else [])]))


def _itself(value: str) -> Tokens:
    return (value or OPEN,)


def _year(value: float | None) -> Tokens:
    return (OPEN,) if value is None else (str(int(value)),)


def _steps(value: float | None) -> Tokens:
    return (OPEN,) if value is None else ("stated", *(f"from {step}" for step in STEPS if value >= step))


def _place_and_level(value: tuple[str, str]) -> Tokens:
    group = country_groups().get(value[0], "")
    return (group, f"{group} {value[1] or OPEN}") if group else (OPEN,)


def _weights(name: str, tokens: Tokens, known: dict[str, float]) -> dict[str, float]:
    """What a value has in the columns of its field: 1 for each of its tokens, shares for what is open or was never seen."""
    found = {token: 1.0 for token in tokens if token in known}
    if OPEN in tokens or (not found and name in AVERAGED):
        return found or ({OPEN: 1.0} if OPEN in known else known)
    if name == "place" and len(found) == 1:
        group = f"{tokens[0]} "
        inside = {token: share for token, share in known.items() if token.startswith(group)}
        found |= {token: share / sum(inside.values()) for token, share in inside.items()}
    return found


def _key(value: Any) -> Any:
    """NaN differs from itself, so it would be a new value in every row."""
    return None if isinstance(value, float) and value != value else value


def _known_years(table: pd.DataFrame, newest: float) -> pd.DataFrame:
    return table.assign(year=table["year"].fillna(newest).clip(upper=newest))


def _block(values: list[dict[str, float]], columns: list[str], scale: float) -> csr_matrix:
    """One row of columns for each distinct value."""
    place = {token: at for at, token in enumerate(columns)}
    ends = np.cumsum([0, *map(len, values)])
    at = np.array([place[token] for one in values for token in one], dtype=np.int64)
    weights = np.array([weight * scale for one in values for weight in one.values()])
    return csr_matrix((weights, at, ends), shape=(len(values), len(columns)))
