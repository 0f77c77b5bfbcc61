"""Texts as few weighted words: the sparse rows that compare what a posting and a record talk about.

A row depends on its own text alone: raw word counts times how much a word says (our own words of skills and
titles, a versioned table of common words), the heaviest kept,
length 1. Words are hashed to columns, so that any language works and no vocabulary is stored.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
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
_WORDS = Path(__file__).resolve().parents[2] / "data" / "matching" / "common_words.toml"


def rows(texts: pa.Array | pa.ChunkedArray, kept: int = KEPT) -> csr_matrix:
    """One row of length 1 a text, float32 of shape (texts, COLUMNS), with at most `kept` words; empty for an empty text."""
    from scipy.sparse import vstack

    parts = [_rows(texts.slice(at, _CHUNK), kept) for at in range(0, len(texts), _CHUNK)]
    return vstack(parts, format="csr") if parts else csr_matrix((0, COLUMNS), dtype="float32")


def _rows(texts: pa.Array | pa.ChunkedArray, kept: int) -> csr_matrix:
    row, token, names = _tokens(texts)
    weighed = np.array([_weight(name) for name in names] or [0.0])
    column = np.array([_column(name) for name in names] or [0])
    row, token = row[weighed[token] > 0], token[weighed[token] > 0]
    key, place = np.unique(row.astype(np.int64) * COLUMNS + column[token], return_inverse=True)
    value = np.bincount(place, weights=weighed[token], minlength=len(key))
    keep = _heaviest(key // COLUMNS, value, kept)
    row, column, value = key[keep] // COLUMNS, key[keep] % COLUMNS, value[keep]
    length = np.sqrt(np.bincount(row, weights=value * value, minlength=len(texts)))
    data = (value / length[row]).astype(np.float32)
    return csr_matrix((data, (row, column)), shape=(len(texts), COLUMNS))


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
