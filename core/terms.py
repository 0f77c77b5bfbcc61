"""Texts as few weighted words: the sparse rows that compare what a posting and a record talk about.

A row depends on its own text alone: raw word counts times how much a word says (our own words of skills and
titles, a versioned table of common words), the heaviest kept,
length 1. Words are hashed to columns, so that any language works and no vocabulary is stored.
A posting's row is packed into a few bytes when the posting comes in, and unpacked when an index is built; `recipe` names how.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_matrix

from core import occupations
from core.skills import taxonomy
from core.text import fold

COLUMNS = 1 << 15
KEPT = 24
_CHARACTERS = 8_000
_CHUNK = 5_000
OWN, OTHER, TALK = 1.0, 0.5, 0.3  # words of skills and titles, any other word, the usual talk of postings and resumes
_WORDS = Path(__file__).resolve().parents[1] / "data" / "matching" / "common_words.toml"
_FORMAT = 1  # counts up when the words of a text or their packing change otherwise than by the names and numbers above
_STEPS = 100  # a packed weight is a whole number of hundredths
_SLOT = np.dtype("<u2")
SIZE = 2 * KEPT * _SLOT.itemsize  # bytes of a packed row: the columns, then their weights; 0 = no more words


def with_words(table: pa.Table) -> pa.Table:
    """A table of postings with `words` and `words_recipe` beside their `title` and `description`."""
    text = pc.binary_join_element_wise(pc.fill_null(table["title"], ""), pc.fill_null(table["description"], ""), "\n")
    made = {"words": pack(text), "words_recipe": pa.repeat(pa.scalar(recipe()), len(table))}
    for name, column in made.items():
        table = table.append_column(name, column)
    return table


def pack(texts: pa.Array | pa.ChunkedArray) -> pa.BinaryArray:
    """One packed row of `SIZE` bytes a text; an empty or null text has no words."""
    parts = [_pack(texts.slice(at, _CHUNK)) for at in range(0, len(texts), _CHUNK)]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.binary())


def unpack(packed: pa.Array | pa.ChunkedArray) -> csr_matrix:
    """The rows of packed texts, as `rows` gives them but for the rounding of the weights; none may be null."""
    joined = packed.combine_chunks() if isinstance(packed, pa.ChunkedArray) else packed
    slots = np.frombuffer(b"" if not len(joined) else _bytes(joined), _SLOT).reshape(-1, 2, KEPT)
    weight = slots[:, 1].astype(np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", weight, weight))
    weight /= np.where(length > 0, length, 1)[:, None]
    used = slots[:, 1] > 0
    ends = np.concatenate([[0], np.cumsum(np.count_nonzero(used, axis=1))]).astype(np.int32)
    return csr_matrix((weight[used], slots[:, 0][used].astype(np.int32), ends), shape=(len(slots), COLUMNS))


@lru_cache(maxsize=4)
def _recipe_of(names: frozenset[str]) -> str:
    told = [_FORMAT, COLUMNS, KEPT, _CHARACTERS, OWN, OTHER, TALK, sorted(names), sorted((k, sorted(v)) for k, v in common().items())]
    return sha256(repr(told).encode()).hexdigest()[:12]


def recipe() -> str:
    """What packed rows are made by, as a short name: another one means that they have to be made anew."""
    return _recipe_of(_own())


def rows(texts: pa.Array | pa.ChunkedArray, kept: int = KEPT) -> csr_matrix:
    """One row of length 1 a text, float32 of shape (texts, COLUMNS), with at most `kept` words; empty for an empty text."""
    from scipy.sparse import vstack

    parts = [_rows(texts.slice(at, _CHUNK), kept) for at in range(0, len(texts), _CHUNK)]
    return vstack(parts, format="csr") if parts else csr_matrix((0, COLUMNS), dtype="float32")


def _rows(texts: pa.Array | pa.ChunkedArray, kept: int) -> csr_matrix:
    row, column, value = _weighed(texts, kept)
    length = np.sqrt(np.bincount(row, weights=value * value, minlength=len(texts)))
    data = (value / length[row]).astype(np.float32)
    return csr_matrix((data, (row, column)), shape=(len(texts), COLUMNS))


def _pack(texts: pa.Array | pa.ChunkedArray) -> pa.BinaryArray:
    row, column, value = _weighed(texts, KEPT)
    slot = np.arange(len(row)) - np.searchsorted(row, row)
    packed = np.zeros((len(texts), 2, KEPT), _SLOT)
    packed[row, 0, slot] = column
    packed[row, 1, slot] = np.clip(np.rint(value * _STEPS), 1, np.iinfo(_SLOT).max)
    ends = pa.py_buffer(np.arange(0, len(packed) * SIZE + 1, SIZE, dtype=np.int32))
    return pa.BinaryArray.from_buffers(pa.binary(), len(packed), [None, ends, pa.py_buffer(packed)])


def _bytes(packed: pa.BinaryArray) -> memoryview:
    """The bytes of packed rows, one after the other."""
    if packed.null_count or np.any(pc.binary_length(packed).to_numpy() != SIZE):
        raise ValueError("a packed text has another size")
    ends = np.frombuffer(packed.buffers()[1], np.int32)
    first = int(ends[packed.offset])
    return memoryview(packed.buffers()[2])[first : first + len(packed) * SIZE]


def _weighed(texts: pa.Array | pa.ChunkedArray, kept: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and weight of the heaviest words of every text, in the order of rows and columns."""
    row, token, names = _tokens(texts)
    weighed = np.array([_weight(name) for name in names] or [0.0])
    column = np.array([_column(name) for name in names] or [0])
    row, token = row[weighed[token] > 0], token[weighed[token] > 0]
    key, place = np.unique(row.astype(np.int64) * COLUMNS + column[token], return_inverse=True)
    value = np.bincount(place, weights=weighed[token], minlength=len(key))
    keep = _heaviest(key // COLUMNS, value, kept)
    return key[keep] // COLUMNS, key[keep] % COLUMNS, value[keep]


def _tokens(texts: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Row and word number of every word of the texts, and the distinct words."""
    plain = pc.utf8_normalize(pc.utf8_lower(pc.utf8_slice_codeunits(texts.cast(pa.string()), 0, _CHARACTERS)), form="NFKD")
    split = pc.split_pattern_regex(pc.replace_substring_regex(plain, r"\p{M}", ""), r"[^\p{L}\p{N}+#]+")
    split = split.combine_chunks() if isinstance(split, pa.ChunkedArray) else split
    words = split.flatten().dictionary_encode()
    row = np.repeat(np.arange(len(split)), pc.fill_null(pc.list_value_length(split), 0).to_numpy(zero_copy_only=False))
    return row, words.indices.to_numpy(zero_copy_only=False), words.dictionary.to_pylist()


def _heaviest(row: np.ndarray, value: np.ndarray, kept: int) -> np.ndarray:
    """Positions of the `kept` largest values of each row (the lower column on a tie), in the order of rows and columns."""
    order = np.lexsort((-value, row))
    first = np.searchsorted(row, row)
    chosen: np.ndarray = np.sort(order[np.arange(len(order)) - first[order] < kept])
    return chosen


@lru_cache(maxsize=200_000)
def _weight(word: str) -> float:
    if len(word) < 2 or word.isdigit() or word in common()["small"]:
        return 0.0
    if word in common()["talk"]:
        return TALK
    return OWN if word in _own() or word.removesuffix("s") in _own() else OTHER


@lru_cache(maxsize=200_000)
def _column(word: str) -> int:
    """The word's column; a plural s is dropped, so that both forms meet."""
    plural = len(word) > 4 and word.endswith("s") and not word.endswith("ss")
    return crc32((word[:-1] if plural else word).encode()) % COLUMNS


@cache
def _own() -> frozenset[str]:
    """The words of our own skills (traits aside) and occupations, folded."""
    skills = (name for skill in taxonomy().skills if skill.category != "soft" for name, _ in skill.names)
    titles = (title for one in occupations.table() for title in one.titles)
    return frozenset(re.findall(r"[^\W_]+[+#]*", fold("\n".join((*skills, *titles)))))


@cache
def common() -> dict[str, frozenset[str]]:
    """Words that say nothing (`small`) and the usual talk of postings and resumes (`talk`), of all languages together."""
    table = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {kind: frozenset(word for words in languages.values() for word in words.split()) for kind, languages in table.items()}
