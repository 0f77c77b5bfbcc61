"""Rows of jobs become a sparse matrix whose columns have names, so that every coefficient can be told in words.

Each field of a job gives tokens (a title its words and word pairs, years the steps that are passed); a token that enough rows
share is a column. Unknown gives no token.
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
FEWEST_ROWS = 3  # a token of fewer rows says nothing
MOST_COLUMNS = {"title": 500, "skill": 400, "city": 200, "country": 120, "residence": 120, "region": 120, "place": 60, "year": 30}
OTHER_COLUMNS = 30
YEAR_SCALE = 0.3  # a year's own level is trusted less than what kind of job it is
STEPS = (1, 2, 3, 5, 8, 12, 17, 25)  # years of experience from which pay moves
INPUTS = ("title", "level", "years", "skills", "place", "remote", "company size", "contract", "date")
_INPUT_OF = {
    "title": "title", "level": "level", "years": "years", "skill": "skills", "country": "place", "residence": "place", "region": "place",
    "city": "place", "place": "place", "remote": "remote", "size": "company size", "contract": "contract", "year": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Design:
    """The columns of the matrix in their order, as (field, token); made from training rows once, stored as JSON."""

    columns: tuple[tuple[str, str], ...]

    @classmethod
    def learn(cls, table: pd.DataFrame) -> Self:
        """The tokens that enough rows share, the most common ones of each field."""
        columns: list[tuple[str, str]] = []
        for name, codes, tokens in _fields(table):
            rows = np.bincount(codes, minlength=len(tokens))
            seen: dict[str, int] = {}
            for count, several in zip(rows, tokens, strict=True):
                for token in several:
                    seen[token] = seen.get(token, 0) + int(count)
            common = sorted((-count, token) for token, count in seen.items() if FEWEST_ROWS <= count < len(table))
            columns += [(name, token) for _, token in common[: MOST_COLUMNS.get(name, OTHER_COLUMNS)]]
        return cls(tuple(columns))

    def matrix(self, table: pd.DataFrame) -> csr_matrix:
        """The rows as a matrix of shape (rows, columns)."""
        blocks = []
        for name, codes, tokens in _fields(_known_years(table, self.newest_year)):
            place = {token: at for at, token in enumerate(token for field, token in self.columns if field == name)}
            blocks.append(_block(tokens, place, YEAR_SCALE if name == "year" else 1.0)[codes])
        return csr_matrix(hstack(blocks, format="csr"))

    @property
    def newest_year(self) -> float:
        """The newest calendar year of the training rows; NaN when they state none."""
        return max((float(token) for field, token in self.columns if field == "year"), default=float("nan"))

    def of_input(self, name: str) -> np.ndarray:
        """Which columns belong to an input (`INPUTS`), as a mask."""
        return np.array([_INPUT_OF[field] == name for field, _ in self.columns], dtype=bool)

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
    return (value,) if value else ()


def _year(value: float | None) -> Tokens:
    return () if value is None else (str(int(value)),)


def _steps(value: float | None) -> Tokens:
    return () if value is None else ("stated", *(f"from {step}" for step in STEPS if value >= step))


def _place_and_level(value: tuple[str, str]) -> Tokens:
    group = country_groups().get(value[0], "")
    return (group, f"{group} {value[1]}") if group and value[1] else _itself(group)


def _key(value: Any) -> Any:
    """NaN differs from itself, so it would be a new value in every row."""
    return None if isinstance(value, float) and value != value else value


def _known_years(table: pd.DataFrame, newest: float) -> pd.DataFrame:
    return table.assign(year=table["year"].fillna(newest).clip(upper=newest))


def _block(tokens: list[Tokens], place: dict[str, int], scale: float) -> csr_matrix:
    """One row of columns for each distinct value."""
    found = [[place[token] for token in several if token in place] for several in tokens]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.array([column for several in found for column in several], dtype=np.int64)
    return csr_matrix((np.full(len(columns), scale), columns, ends), shape=(len(tokens), len(place)))
