"""From a table of postings to arrays: sparse rows of skills and words, codes and numbers for everything else.

Worked out set by set. Codes are given by growing vocabularies, so that a later table goes on where an earlier one ended.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix

from core import terms
from core.matching.money import factor_to_euros
from core.matching.vocabulary import occupation_columns, skill_weights
from core.models import Level
from core.skills import Taxonomy

PREFERRED = 0.4
MOST_YEARS = 25
FEW_SKILLS = 3
LEVELS: tuple[str, ...] = get_args(Level)
EVIDENCE = ("skills", "role", "years", "level", "text", "place", "pay", "contract", "many")
BIT = {name: 1 << place for place, name in enumerate(EVIDENCE)}

Codes = dict[Any, int]
Roles = tuple[int, ...] | None  # columns of the occupations that a posting names; None = none was looked for or found


def skills(table: pa.Table, known: Taxonomy) -> csc_matrix:
    """What each posting asks for; a row sums to 1, preferred skills weigh less, general ones too."""
    parts = [(weight, *_entries(table[name], known.columns)) for name, weight in (("required", 1.0), ("preferred", PREFERRED))]
    row, column = (np.concatenate([part[at] for part in parts]) for at in (1, 2))
    value = np.concatenate([np.full(len(part), weight) for weight, part, _ in parts]) * skill_weights(known, column)
    sums = np.bincount(row, value, table.num_rows)
    matrix = csc_matrix(((value / sums[row]).astype(np.float32), (row, column)), shape=(table.num_rows, len(known)))
    matrix.sort_indices()
    return matrix


def words(table: pa.Table) -> csc_matrix:
    """The weighted words of each posting, from its packed words."""
    return terms.unpack(table["words"]).tocsc()


def roles(table: pa.Table, codes: Codes) -> np.ndarray:
    """The code of the occupations that each posting names: that of the title, or those that `roles` lists (there an empty list means
    that the text was searched in vain)."""
    known = occupation_columns()
    listed = "roles" in table.column_names
    names = table["roles"].to_pylist() if listed else []
    if listed:
        return _coded([None if one is None else tuple(known[name] for name in one if name in known) for one in names], codes)
    named = table["occupation"].combine_chunks().dictionary_encode(null_encoding="encode")
    sets = [(known[name],) if name in known else None for name in named.dictionary.to_pylist()]
    each: np.ndarray = _coded(sets, codes).take(named.indices.to_numpy(zero_copy_only=False))
    return each


def combined(table: pa.Table, codes: Codes, *names: str) -> np.ndarray:
    """The code of each row's combination of some columns."""
    encoded = [table[name].combine_chunks().dictionary_encode(null_encoding="encode") for name in names]
    numbers = np.zeros(table.num_rows, np.int64)
    for one in encoded:
        numbers = numbers * (len(one.dictionary) + 1) + one.indices.to_numpy(zero_copy_only=False)
    _, first, place = np.unique(numbers, return_index=True, return_inverse=True)
    distinct = table.select(list(names)).take(first)
    return _coded(list(zip(*(distinct[name].to_pylist() for name in names), strict=True)), codes)[place]


def numbered(values: np.ndarray, codes: Codes) -> np.ndarray:
    """The code of each whole number."""
    distinct, place = np.unique(values, return_inverse=True)
    return _coded(distinct.tolist(), codes)[place]


def _coded(values: Sequence[Hashable], codes: Codes) -> np.ndarray:
    return np.array([codes.setdefault(value, len(codes)) for value in values], np.intp)


def years(table: pa.Table) -> np.ndarray:
    """Half years from 1 on; 0 = not stated."""
    asked = _floats(table["years"])
    codes: np.ndarray = np.where(np.isnan(asked), 0, np.clip(np.nan_to_num(asked), 0, MOST_YEARS) * 2 + 1).astype(np.int64)
    return codes


def levels(table: pa.Table) -> np.ndarray:
    """Place of the level in `LEVELS` from 1 on; 0 = not stated."""
    places = pc.index_in(table["level"], value_set=pa.array(LEVELS, table["level"].type))
    codes: np.ndarray = pc.fill_null(places, -1).to_numpy().astype(np.int64) + 1
    return codes


def pay(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end in euros a year; an end that is not stated equals the other, 0 = no pay stated."""
    kinds: Codes = {}
    kind = combined(table, kinds, "currency", "period")
    factor = np.array([factor_to_euros(currency, period) or np.nan for currency, period in kinds] or [np.nan])[kind]
    low, high = (np.nan_to_num(_floats(table[name]) * factor).clip(0) for name in ("pay_min", "pay_max"))
    low, high = np.where(low > 0, low, high), np.maximum(low, high)
    return low.astype(np.float32), high.astype(np.float32)


def days(table: pa.Table) -> np.ndarray:
    """When published, in days since 1970; 0 = not stated."""
    since: np.ndarray = pc.fill_null(table["published"].cast(pa.date32()).cast(pa.int32()), 0).to_numpy()
    return since


def keys(column: pa.ChunkedArray) -> np.ndarray:
    """A number a value, for telling texts apart; numbers stay as they are."""
    if pa.types.is_integer(column.type):
        whole: np.ndarray = column.to_numpy().astype(np.uint64)
        return whole
    encoded = column.combine_chunks().dictionary_encode()
    number = np.array([hash(value) & 0xFFFFFFFFFFFFFFFF for value in encoded.dictionary.to_pylist()], np.uint64)
    each: np.ndarray = number.take(encoded.indices.to_numpy(zero_copy_only=False)) if len(number) else number
    return each


def numbers(table: pa.Table, name: str, kind: type) -> np.ndarray:
    """A column of flags or whole numbers that a table may lack; then all are 0."""
    if name not in table.column_names:
        return np.zeros(table.num_rows, kind)
    return np.asarray(table[name].to_numpy(), kind)


def _entries(column: pa.ChunkedArray, columns: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of every listed name that has a column."""
    lists = column.combine_chunks()
    names = lists.flatten().dictionary_encode()
    row = np.repeat(np.arange(len(lists)), pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False))
    codes = np.array([*(columns.get(name, -1) for name in names.dictionary.to_pylist()), -1])
    chosen = codes[pc.fill_null(names.indices, len(codes) - 1).to_numpy(zero_copy_only=False)]
    return row[chosen >= 0], chosen[chosen >= 0]


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    values: np.ndarray = pc.fill_null(column.cast(pa.float64()), float("nan")).to_numpy()
    return values
