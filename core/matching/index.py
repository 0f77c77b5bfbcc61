"""Postings ready to be scored: sparse rows of skills and words, and a few codes a posting for everything else.

Postings stand in blocks. One that is added goes into a small block of its own, small blocks are joined as they grow, one that is
deleted or written anew is only marked, so that a change costs what changed. What a posting does not state is a bit that is not set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix, csr_matrix, vstack

from core import terms
from core.matching import columns
from core.matching.columns import BIT, FEW_SKILLS, Codes, Roles
from core.matching.vocabulary import near_table, occupation_columns
from core.skills import Taxonomy, taxonomy

BLOCK = 64_000  # rows worked out at a time: few enough for the processor's cache, many enough for little overhead
NEEDED = ("id", "required", "preferred", "occupation", "years", "level", "city", "country", "remote", "employment",
          "pay_min", "pay_max", "currency", "period", "published", "opening")  # fmt: skip
_KIND = {"stated": (0, 0x1FF), "years": (9, 0x7F), "level": (16, 0xF), "contract": (20, 0xFFFFFFFF)}  # first bit and mask in a kind
_ANY_CITY = "\0"
_ROWS = ("published", "opening", "sample", "revision", "alive")


class Spot(NamedTuple):
    """Where and how the work is done; None = not stated."""

    city: str | None
    country: str | None
    remote: str | None


@dataclass(frozen=True)
class Block:
    """Up to `BLOCK` postings from row `start` on: two sparse matrices, codes into the index's tables, pay in euros a year (0 = none).

    By column, because a person has few of the skills and words.
    """

    start: int
    skills: csc_matrix
    terms: csc_matrix
    kind: np.ndarray
    role: np.ndarray
    place: np.ndarray
    pay_low: np.ndarray
    pay_high: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True)
class Index:
    """Postings of one layer, over the skills `known` when it was built.

    Codes of the blocks point into `kinds` (what is stated, years, level and contract in one number), `places`, `roles`; `contracts`
    are pointed at by kinds. `published` in days since 1970; `opening` numbers the openings from 0; only `alive` rows count.
    """

    known: Taxonomy
    ids: pa.ChunkedArray
    blocks: tuple[Block, ...]
    kinds: np.ndarray
    places: tuple[Spot, ...]
    roles: tuple[Roles, ...]
    contracts: tuple[str | None, ...]
    published: np.ndarray
    opening: np.ndarray
    sample: np.ndarray
    revision: np.ndarray
    alive: np.ndarray
    opening_keys: np.ndarray
    opening_codes: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def openings(self) -> int:
        """How many openings are numbered."""
        return len(self.opening_keys)

    @property
    def newest(self) -> int:
        """The last revision that the index knows."""
        return int(self.revision.max(initial=0))

    def column(self, name: str) -> np.ndarray:
        """One number or code of every posting: stated, years, level, contract, place, role, pay_low, pay_high."""
        if name in _KIND:
            return self.kind_part(name).take(self.column("kind"))
        parts = [getattr(block, name) for block in self.blocks]
        return np.concatenate(parts) if parts else np.zeros(0, np.intp)

    def kind_part(self, name: str) -> np.ndarray:
        """One of the numbers that a kind is made of, for every kind."""
        shift, mask = _KIND[name]
        part: np.ndarray = (self.kinds >> shift) & mask
        return part

    @cached_property
    def role_shares(self) -> csr_matrix:
        """Each code of `roles` as shares of occupations, summing to 1."""
        sets = [one or () for one in self.roles]
        row = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
        column = np.array([column for one in sets for column in one], np.intp)
        share = np.array([1 / len(one) for one in sets for _ in one], np.float32)
        return csr_matrix((share, (row, column)), shape=(len(sets), len(occupation_columns())))

    @cached_property
    def near_skills(self) -> csc_matrix:
        """What each known skill (column) says of each other one (row), 0-1."""
        return near_table(self.known)

    @cached_property
    def traits(self) -> np.ndarray:
        """Which of the known skills are traits of character, by column."""
        return np.array([one.category == "soft" for one in self.known.skills], bool)

    @cached_property
    def place_groups(self) -> tuple[list[Spot], np.ndarray]:
        """The kinds of `places` where any city is like any other (its name is `_ANY_CITY`), and the kind of each place."""
        codes: Codes = {}
        kind = [codes.setdefault(Spot(spot.city and _ANY_CITY, spot.country, spot.remote), len(codes)) for spot in self.places]
        return list(codes), np.array(kind or [0], np.intp)

    @cached_property
    def cities(self) -> dict[str, list[int]]:
        """The codes of the places in each city."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for code, spot in enumerate(self.places):
            if spot.city:
                found[spot.city].append(code)
        return dict(found)

    def block_of(self, row: int) -> Block:
        """The block that a row is in."""
        return next(one for one in self.blocks if one.start <= row < one.start + len(one))

    def only(self, row: int) -> Index:
        """An index of this one posting."""
        block = self.block_of(row)
        at = slice(row - block.start, row - block.start + 1)
        cut = {field.name: getattr(block, field.name)[at] for field in fields(Block) if field.name != "start"}
        rows = {name: getattr(self, name)[row : row + 1] for name in _ROWS}
        return replace(self, ids=self.ids.slice(row, 1), blocks=(Block(start=0, **cut),), **rows)

    def has(self, ids: Collection[str]) -> np.ndarray:
        """Which postings are among these ids."""
        if not ids:
            return np.zeros(len(self), bool)
        found: np.ndarray = pc.is_in(self.ids, value_set=pa.array(list(ids), pa.string())).to_numpy().astype(bool)
        return found

    @classmethod
    def build(cls, tables: pa.Table | Iterable[pa.Table]) -> Index:
        """The index of postings with the columns `NEEDED` and `words`, or `title` and `description` to make the words from.

        Also reads `sample`, `revision`, and `roles` (occupation ids found in the text). Several tables are read one after the other,
        so that they are never in memory together.
        """
        growing = _Growing(cls._empty())
        for table in _cut([tables] if isinstance(tables, pa.Table) else tables):
            if table.num_rows:
                growing.add(table)
        return growing.index()

    def with_rows(self, tables: Iterable[pa.Table]) -> Index:
        """The index with more postings; those that it has already under their ids are marked as gone."""
        growing = _Growing(self)
        for table in _cut(tables):
            if table.num_rows:
                growing.replaced(table["id"])
                growing.add(table)
        return growing.index()

    def without(self, ids: Collection[str]) -> Index:
        """The index with these postings marked as gone."""
        return replace(self, alive=self.alive & ~self.has(ids)) if ids else self

    def within(self, limit: int) -> Index:
        """The index with no more than `limit` postings: the oldest are marked as gone, the larger ids among those of one day."""
        rows = np.flatnonzero(self.alive)
        if len(rows) <= limit:
            return self
        last = np.partition(self.published[rows], len(rows) - limit)[len(rows) - limit]
        newer, same = rows[self.published[rows] > last], rows[self.published[rows] == last]
        alive = np.zeros(len(self), bool)
        alive[newer] = True
        order = pc.sort_indices(self.ids.take(pa.array(same))).to_numpy()
        alive[same[order[: limit - len(newer)]]] = True
        return replace(self, alive=alive)

    @classmethod
    def _empty(cls) -> Index:
        rows = {name: np.zeros(0, kind) for name, kind in zip(_ROWS, (np.int32, np.int32, bool, np.int64, bool), strict=True)}
        return cls(
            known=taxonomy(),
            ids=pa.chunked_array([], pa.string()),
            blocks=(),
            kinds=np.zeros(0, np.int64),
            places=(),
            roles=(),
            contracts=(),
            opening_keys=np.zeros(0, np.uint64),
            opening_codes=np.zeros(0, np.int32),
            **rows,
        )


class _Growing:
    """An index while postings are added to it; its vocabularies go on from those of the index that it began with."""

    def __init__(self, index: Index) -> None:
        self.first = index
        self.blocks = list(index.blocks)
        self.ids = list(index.ids.chunks)
        self.rows = {name: [getattr(index, name)] for name in ("published", "sample", "revision", "alive")}
        self.openings: list[np.ndarray] = []
        self.kinds, self.places, self.roles, self.contracts = (
            {value: code for code, value in enumerate(values)}
            for values in (index.kinds.tolist(), index.places, index.roles, [(kind,) for kind in index.contracts])
        )

    def replaced(self, ids: pa.ChunkedArray) -> None:
        """Mark the postings that come in anew."""
        old = self.first.ids
        again = pc.is_in(old, value_set=ids.combine_chunks()).to_numpy().astype(bool)
        self.rows["alive"][0] = self.rows["alive"][0] & ~again

    def add(self, table: pa.Table) -> None:
        """One table of at most `BLOCK` postings, as a block; small blocks before it are joined with it."""
        block = self._block(table)
        while self.blocks and len(self.blocks[-1]) <= 2 * len(block) and len(self.blocks[-1]) + len(block) <= BLOCK:
            block = _joined(self.blocks.pop(), block)
        self.blocks.append(block)
        self.ids.append(table["id"].combine_chunks())
        self.openings.append(columns.keys(table["opening"]))
        for name, values in (
            ("published", columns.days(table)),
            ("sample", columns.numbers(table, "sample", bool)),
            ("revision", columns.numbers(table, "revision", np.int64)),
            ("alive", np.ones(table.num_rows, bool)),
        ):
            self.rows[name].append(values)

    def _block(self, table: pa.Table) -> Block:
        places, roles = columns.combined(table, self.places, "city", "country", "remote"), columns.roles(table, self.roles)
        low, high = columns.pay(table)
        skills, words = columns.skills(table, self.first.known), columns.words(table)
        years, level = columns.years(table), columns.levels(table)
        contract = columns.combined(table, self.contracts, "employment")
        asked = np.bincount(skills.indices, minlength=table.num_rows)
        known = {
            "skills": asked > 0,
            "many": asked >= FEW_SKILLS,
            "role": _flags(self.roles, lambda one: one is not None)[roles],
            "text": np.bincount(words.indices, minlength=table.num_rows) > 0,
            "years": years > 0,
            "level": level > 0,
            "place": _flags(self.places, lambda spot: bool(spot[0] or spot[1] or spot[2] == "remote"))[places],
            "pay": high > 0,
            "contract": _flags(self.contracts, lambda kind: bool(kind[0]))[contract],
        }
        stated = sum(np.where(flag, BIT[name], 0) for name, flag in known.items())
        parts = {"stated": stated, "years": years, "level": level, "contract": contract}
        kind = sum(parts[name] << shift for name, (shift, _) in _KIND.items())
        start = sum(map(len, self.blocks))
        return Block(start, skills, words, columns.numbered(np.asarray(kind), self.kinds), roles, places, low, high)

    def index(self) -> Index:
        """The index with everything that was added."""
        if not self.openings:
            return self.first
        rows: dict[str, Any] = {name: np.concatenate(parts) for name, parts in self.rows.items()}
        keys, codes, opening = _numbered(self.first.opening_keys, self.first.opening_codes, np.concatenate(self.openings))
        return replace(
            self.first,
            ids=pa.chunked_array(self.ids, pa.string()),
            blocks=tuple(self.blocks),
            kinds=np.array(list(self.kinds), np.int64),
            places=tuple(Spot(*place) for place in self.places),
            roles=tuple(self.roles),
            contracts=tuple(kind for (kind,) in self.contracts),
            opening=np.concatenate([self.first.opening, opening]),
            opening_keys=keys,
            opening_codes=codes,
            **rows,
        )


def _flags(codes: Codes, holds: Callable[[Any], bool]) -> np.ndarray:
    """For each code whether its value holds."""
    return np.array([holds(value) for value in codes] or [False])


def _joined(one: Block, other: Block) -> Block:
    """Two blocks as one, the second behind the first."""
    sparse = {name: vstack([getattr(one, name), getattr(other, name)], format="csc") for name in ("skills", "terms")}
    plain = {name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in ("kind", "role", "place", "pay_low", "pay_high")}
    return Block(start=one.start, **sparse, **plain)


def _numbered(keys: np.ndarray, codes: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sorted keys of openings and their codes with those of new rows among them, and the code of each new row."""
    distinct, place = np.unique(rows, return_inverse=True)
    at = np.searchsorted(keys, distinct)
    known = np.zeros(len(distinct), bool)
    known[at < len(keys)] = keys[at[at < len(keys)]] == distinct[at < len(keys)]
    code = np.empty(len(distinct), np.int32)
    code[known] = codes[at[known]]
    code[~known] = np.arange(len(keys), len(keys) + np.count_nonzero(~known))
    return np.insert(keys, at[~known], distinct[~known]), np.insert(codes, at[~known], code[~known]), code[place]


def _cut(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables with their words and without their texts, in pieces of `BLOCK` rows."""
    waiting: list[pa.Table] = []
    for table in tables:
        with_words = table if "words" in table.column_names else terms.with_words(table)
        waiting.append(with_words.drop_columns([name for name in ("title", "description") if name in with_words.column_names]))
        while sum(map(len, waiting)) >= BLOCK:
            together = pa.concat_tables(waiting)
            yield together.slice(0, BLOCK)
            waiting = [together.slice(BLOCK)]
    if waiting:
        yield pa.concat_tables(waiting)
