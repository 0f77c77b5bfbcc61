"""Postings ready to be scored: sparse rows of skills, roles and words, and one number a posting for everything else.

Built set by set from an Arrow table, never posting by posting. What a posting does not state is a bit that is not set.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix, csr_matrix, vstack

from core.matching import terms
from core.matching.money import factor_to_euros
from core.matching.vocabulary import occupation_columns, skill_weights
from core.models import Level
from core.skills import Taxonomy, taxonomy

BLOCK = 64_000  # rows worked out at a time: few enough for the processor's cache, many enough for little overhead
PREFERRED = 0.4
MOST_YEARS = 25
FEW_SKILLS = 3
LEVELS: tuple[str, ...] = get_args(Level)
EVIDENCE = ("skills", "role", "years", "level", "text", "place", "pay", "contract", "many")
BIT = {name: 1 << place for place, name in enumerate(EVIDENCE)}
NEEDED = ("id", "title", "description", "required", "preferred", "occupation", "years", "level", "city", "country", "remote", "employment",
          "pay_min", "pay_max", "currency", "period", "published", "opening")  # fmt: skip

Named = tuple[str | None, ...]


class Spot(NamedTuple):
    """Where and how the work is done; None = not stated."""

    city: str | None
    country: str | None
    remote: str | None


@dataclass(frozen=True)
class Block:
    """Up to `BLOCK` postings. `stated` holds the bits of what they state; codes point into the index's tables."""

    start: int
    skills: csc_matrix
    roles: csr_matrix
    terms: csc_matrix
    stated: np.ndarray
    years: np.ndarray
    level: np.ndarray
    place: np.ndarray
    contract: np.ndarray
    pay_low: np.ndarray
    pay_high: np.ndarray


@dataclass(frozen=True)
class Index:
    """Postings of one layer, over the skills `known` when it was built.

    Codes of the blocks point into `places` and `contracts`; `published` in days since 1970.
    """

    known: Taxonomy
    ids: pa.ChunkedArray
    blocks: tuple[Block, ...]
    places: tuple[Spot, ...]
    contracts: tuple[str | None, ...]
    published: np.ndarray
    opening: np.ndarray
    sample: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> np.ndarray:
        """One number or code of every posting, by the name it has in `Block`."""
        parts = [getattr(block, name) for block in self.blocks]
        return np.concatenate(parts) if parts else np.zeros(0)

    def only(self, row: int) -> Index:
        """An index of this one posting."""
        block = self.blocks[row // BLOCK]
        at = slice(row - block.start, row - block.start + 1)
        columns = {name: value[at] for name, value in vars(block).items() if name != "start"} | {"place": np.zeros(1, np.int32)}
        rows = {name: getattr(self, name)[row : row + 1] for name in ("published", "opening", "sample")}
        place = self.places[block.place[row - block.start]]
        return replace(self, ids=self.ids.slice(row, 1), places=(place,), blocks=(Block(start=0, **columns),), **rows)

    def has(self, ids: Collection[str]) -> np.ndarray:
        """Which postings are among these ids."""
        found: np.ndarray = pc.is_in(self.ids, value_set=pa.array(list(ids), pa.string())).to_numpy().astype(bool)
        return found

    @classmethod
    def build(cls, tables: pa.Table | Iterable[pa.Table]) -> Index:
        """The index of postings with the columns `NEEDED`; also reads `sample`, and `roles` (occupation ids found in the text).

        Several tables are read one after the other, so that their descriptions are never in memory together.
        """
        known = taxonomy()
        table, words = _without_texts([tables] if isinstance(tables, pa.Table) else tables)
        places, place = _codes(table, "city", "country", "remote")
        contracts, contract = _codes(table, "employment")
        columns = {
            "years": _years(table["years"]), "level": _choice(table["level"], LEVELS),
            "place": place, "contract": contract, **_pay(table),
        }  # fmt: skip
        rows = {"skills": _skills(table, known), "roles": _roles(table), "terms": words}
        stated = _stated(rows, columns, places, contracts)
        return cls(
            known=known,
            ids=table["id"],
            blocks=tuple(_blocks({**rows, **columns, "stated": stated}, table.num_rows)),
            places=tuple(Spot(*place) for place in places),
            contracts=tuple(kind for (kind,) in contracts),
            published=_days(table["published"]),
            opening=_codes(table, "opening")[1],
            sample=_flags(table),
        )


def _blocks(columns: dict[str, Any], size: int) -> list[Block]:
    """Blocks of rows; skills and words by column, because a person has few of them, roles by row, because all are near or far."""
    blocks = []
    for at in range(0, size, BLOCK):
        cut = {name: column[at : at + BLOCK] for name, column in columns.items()}
        blocks.append(Block(start=at, **{**cut, "skills": cut["skills"].tocsc(), "terms": cut["terms"].tocsc()}))
    return blocks


def _skills(table: pa.Table, known: Taxonomy) -> csr_matrix:
    """What each posting asks for; a row sums to 1, preferred skills weigh less, general ones too."""
    weights = skill_weights(known)
    total = csr_matrix((table.num_rows, len(weights)), dtype="float32")
    for name, weight in (("required", 1.0), ("preferred", PREFERRED)):
        row, column = _entries(table[name], lambda written: known.columns.get(written, -1))
        total = total + csr_matrix((weight * weights[column], (row, column)), shape=total.shape, dtype="float32")
    return _summing_to_one(total)


def _roles(table: pa.Table) -> csr_matrix:
    """The occupation that the title names, else those that the text names; a row sums to 1."""
    known = occupation_columns()
    source = table["roles"] if "roles" in table.column_names else pa.chunked_array([_lists(table["occupation"])])
    row, column = _entries(source, lambda name: known.get(name, -1))
    return _summing_to_one(csr_matrix((np.ones(len(row), "float32"), (row, column)), shape=(table.num_rows, len(known)), dtype="float32"))


def _lists(column: pa.ChunkedArray) -> pa.ListArray:
    """Each value as a list of one."""
    values = column.combine_chunks()
    return pa.ListArray.from_arrays(pa.array(np.arange(len(values) + 1, dtype="int32")), values)


def _entries(column: pa.ChunkedArray, code: Callable[[str], int]) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of every listed name that has a column."""
    lists = column.combine_chunks()
    names = lists.flatten().dictionary_encode()
    row = np.repeat(np.arange(len(lists)), pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False))
    codes = np.array([*(code(name) if name is not None else -1 for name in names.dictionary.to_pylist()), -1])
    chosen = codes[pc.fill_null(names.indices, len(codes) - 1).to_numpy(zero_copy_only=False)]
    return row[chosen >= 0], chosen[chosen >= 0]


def _summing_to_one(matrix: csr_matrix) -> csr_matrix:
    matrix = matrix.tocsr()
    matrix.sum_duplicates()
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    matrix.data /= np.repeat(np.where(sums > 0, sums, 1), np.diff(matrix.indptr))
    return matrix.astype("float32")


def _without_texts(tables: Iterable[pa.Table]) -> tuple[pa.Table, csr_matrix]:
    """The tables as one, their texts turned into rows of weighted words."""
    plain, words = [], []
    for table in tables:
        text = pc.binary_join_element_wise(pc.fill_null(table["title"], ""), pc.fill_null(table["description"], ""), "\n")
        words.append(terms.rows(text))
        plain.append(table.drop_columns(["title", "description"]))
    return pa.concat_tables(plain), vstack(words, format="csr")


def _years(column: pa.ChunkedArray) -> np.ndarray:
    """Half years from 1 on; 0 = not stated."""
    years = _floats(column)
    return np.where(np.isnan(years), 0, np.clip(np.nan_to_num(years), 0, MOST_YEARS) * 2 + 1).astype(np.uint8)


def _choice(column: pa.ChunkedArray, choices: Sequence[str]) -> np.ndarray:
    """Place of each value in `choices` from 1 on; 0 = not stated."""
    places = pc.index_in(column, value_set=pa.array(choices, column.type))
    codes: np.ndarray = (pc.fill_null(places, -1).to_numpy() + 1).astype(np.uint8)
    return codes


def _codes(table: pa.Table, *names: str) -> tuple[list[Named], np.ndarray]:
    """The distinct combinations of some columns, and the place of each row among them."""
    encoded = [table[name].combine_chunks().dictionary_encode(null_encoding="encode") for name in names]
    codes = np.zeros(table.num_rows, np.int64)
    for one in encoded:
        codes = codes * (len(one.dictionary) + 1) + one.indices.to_numpy(zero_copy_only=False)
    _, first, code = np.unique(codes, return_index=True, return_inverse=True)
    distinct = table.select(list(names)).take(first)
    return list(zip(*(distinct[name].to_pylist() for name in names), strict=True)), code.astype(np.int32)


def _pay(table: pa.Table) -> dict[str, np.ndarray]:
    """Lower and upper end in euros a year; an end that is not stated equals the other, 0 = no pay stated."""
    kinds, kind = _codes(table, "currency", "period")
    factor = np.array([factor_to_euros(currency, period) or np.nan for currency, period in kinds] or [np.nan])[kind]
    low, high = (np.nan_to_num(_floats(table[name]) * factor).clip(0) for name in ("pay_min", "pay_max"))
    low, high = np.where(low > 0, low, high), np.maximum(low, high)
    return {"pay_low": low.astype(np.float32), "pay_high": high.astype(np.float32)}


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    values: np.ndarray = pc.fill_null(column.cast(pa.float64()), float("nan")).to_numpy()
    return values


def _days(column: pa.ChunkedArray) -> np.ndarray:
    days: np.ndarray = pc.fill_null(column.cast(pa.date32()).cast(pa.int32()), 0).to_numpy()
    return days


def _flags(table: pa.Table) -> np.ndarray:
    if "sample" not in table.column_names:
        return np.zeros(table.num_rows, bool)
    flags: np.ndarray = np.asarray(table["sample"].to_numpy(), bool)
    return flags


def _stated(rows: dict[str, csr_matrix], columns: dict[str, np.ndarray], places: Sequence[Named], contracts: Sequence[Named]) -> np.ndarray:
    """The bits of what each posting states."""
    count = {name: np.diff(matrix.indptr) for name, matrix in rows.items()}
    somewhere = np.array([bool(city or country or how == "remote") for city, country, how in places] or [False])
    known = {
        "skills": count["skills"] > 0,
        "many": count["skills"] >= FEW_SKILLS,
        "role": count["roles"] > 0,
        "text": count["terms"] > 0,
        "years": columns["years"] > 0,
        "level": columns["level"] > 0,
        "place": somewhere[columns["place"]],
        "pay": columns["pay_high"] > 0,
        "contract": np.array([bool(kind) for (kind,) in contracts] or [False])[columns["contract"]],
    }
    bits = np.zeros(len(columns["place"]), np.uint16)
    for name, flag in known.items():
        bits |= np.where(flag, BIT[name], 0).astype(np.uint16)
    return bits
