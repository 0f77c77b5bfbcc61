"""How alike two titles are: one sparse vector a title, so that any number of pairs is one matrix product.

A vector joins three kinds of evidence: the occupations that the title may name (spread over close occupations), its words
(rare ones weigh more) and the character n-grams of its words. Rarity comes from our own table alone, so a pair has one
number whatever else is compared. Hides the index over the table's titles, which is built on first use.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from core.occupations.table import Occupations, table
from core.occupations.words import role, segments, stem

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

_GRAMS = (3, 4, 5)
_LONGEST = 300  # characters of a title without words that count
_WORD_COLUMNS = 1 << 15
_COLUMNS = _WORD_COLUMNS + (1 << 17)
_BLOCK = 256  # titles compared with the whole table at once: bounds the memory
_NAMED = 0.6  # share of a vector that the occupations have; the rest is spelling
_WHOLE = 0.6  # share of the whole word within spelling; the rest is its character n-grams
_EXACT = 0.999  # cosine from which a title counts as listed
_SHARP = 4  # exponent that makes the closest occupations stand out
_KEPT = 20  # occupations kept a title
_BESIDE = 0.4  # what the others keep when an occupation lists exactly this title
_FAMILY, _RELATED = 0.15, 0.3  # how much of an occupation its family and its related occupations share
_UNSEEN = 0.8  # rarity of a word that the table lacks, as a part of the highest


def similarity(a: str, b: str) -> float:
    """How alike two titles are, 0-1; 1 for the same role."""
    return float(similarities([a], [b])[0, 0])


def similarities(queries: Sequence[str], titles: Sequence[str]) -> np.ndarray:
    """Similarity of every query to every title, float32 of shape (queries, titles), each 0-1 and independent of the others."""
    import numpy as np

    left, right = vectors(queries), vectors(titles)
    alike: np.ndarray = np.clip((left @ right.T).toarray(), 0.0, 1.0)
    return alike


def vectors(titles: Sequence[str]) -> csr_matrix:
    """One vector of length 1 a title, whose products are the similarities; rows may be stored and compared later."""
    return _index().encode(titles)


def nearest(title: str) -> tuple[str, float]:
    """The occupation closest to a title by words and characters, and how close, 0-1."""
    return _index().nearest(title)


def _index() -> _Index:
    return _made(table())


@functools.lru_cache(maxsize=2)
def _made(occupations: Occupations) -> _Index:
    return _Index(occupations)


class _Index:
    """The table's titles as vectors, and what is needed to make one of any title."""

    def __init__(self, occupations: Occupations) -> None:
        import numpy as np

        self.ids = list(occupations.by_id)
        place = {identity: number for number, identity in enumerate(self.ids)}
        listed = [(words.split(), place[identity]) for words, identity in occupations.by_key.items()]
        listed.sort(key=lambda one: one[1])
        self._rarity = _rarity(listed, len(self.ids))
        self._owner = np.array([owner for _, owner in listed])
        self._starts = np.flatnonzero(np.r_[True, np.diff(self._owner) > 0])
        self._listed = self._spelling([tokens for tokens, _ in listed]).T.tocsr()
        self._spread = _closeness(occupations, place)

    def encode(self, titles: Sequence[str]) -> csr_matrix:
        """Vectors of length 1, shape (titles, columns)."""
        from scipy.sparse import csr_matrix, hstack

        plain = [_tokens(title) for title in titles]
        spelling = self._spelling(plain)
        if not len(plain):
            return csr_matrix((0, _COLUMNS + len(self.ids)), dtype="float32")
        roles = _unit(self._occupations(spelling) @ self._spread)
        return _unit(hstack([spelling * (1 - _NAMED) ** 0.5, roles * _NAMED**0.5], format="csr"))

    def nearest(self, title: str) -> tuple[str, float]:
        """The closest occupation and the cosine of its closest title."""
        best = self._closest(self._spelling([_tokens(title)]))[0]
        number = int(best.argmax())
        return self.ids[number], float(best[number])

    def _occupations(self, spelling: csr_matrix) -> csr_matrix:
        import numpy as np
        from scipy.sparse import csr_matrix, vstack

        blocks = []
        for at in range(0, spelling.shape[0], _BLOCK):
            best = self._closest(spelling[at : at + _BLOCK])
            floor = np.sort(best, axis=1)[:, -_KEPT:][:, :1]
            weights = np.where(best >= floor, best, 0) ** _SHARP
            listed = best > _EXACT
            weights[listed.any(axis=1, keepdims=True) & ~listed] *= _BESIDE
            blocks.append(csr_matrix(weights))
        return vstack(blocks, format="csr")

    def _closest(self, spelling: csr_matrix) -> np.ndarray:
        """Cosine of each title to the closest listed title of each occupation, shape (titles, occupations)."""
        import numpy as np

        scores = (spelling @ self._listed).toarray()
        return np.maximum.reduceat(scores, self._starts, axis=1)

    def _spelling(self, titles: Sequence[Sequence[str]]) -> csr_matrix:
        """Words and character n-grams as rows of length 1."""
        import numpy as np
        from scipy.sparse import csr_matrix

        vocabulary: dict[str, int] = {}
        rows, columns, values = [], [], []
        for row, tokens in enumerate(titles):
            for word in tokens:
                rows.append(row)
                columns.append(vocabulary.setdefault(word, len(vocabulary)))
                values.append(self._rarity.get(word, self._rarity[""]))
        used = csr_matrix((np.array(values, "float32"), (rows, columns)), shape=(len(titles), len(vocabulary)), dtype="float32")
        return _unit(used @ _words(vocabulary))


def _words(vocabulary: Iterable[str]) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for word in vocabulary:
        at, weights = _features(word)
        columns += at
        values += weights
        ends.append(len(columns))
    return csr_matrix((np.array(values, "float32"), columns, ends), shape=(len(ends) - 1, _COLUMNS), dtype="float32")


@functools.lru_cache(maxsize=50_000)
def _features(word: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Columns and weights of a word: itself, and its character n-grams."""
    padded = f"<{word}>"
    grams = [padded[at : at + size] for size in _GRAMS for at in range(len(padded) - size + 1)] or [padded]
    columns = [_WORD_COLUMNS + crc32(gram.encode("utf-8", "replace")) % (_COLUMNS - _WORD_COLUMNS) for gram in grams]
    weight = math.sqrt((1 - _WHOLE) / len(grams))
    return (crc32(word.encode("utf-8", "replace")) % _WORD_COLUMNS, *columns), (math.sqrt(_WHOLE), *[weight] * len(grams))


def _tokens(title: str) -> list[str]:
    parts = segments(title)
    return [stem(word) for word in role([word for part in parts for word in part])] or [title.strip().lower()[:_LONGEST]]


def _rarity(listed: Sequence[tuple[list[str], int]], total: int) -> dict[str, float]:
    seen = Counter(word for word, _ in {(word, owner) for tokens, owner in listed for word in tokens})
    weights = {word: math.log1p(total / count) for word, count in seen.items()}
    return weights | {"": math.log1p(total) * _UNSEEN}


def _closeness(occupations: Occupations, place: dict[str, int]) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    close = np.eye(len(place), dtype="float32")
    families: dict[str, list[int]] = {}
    for one in occupations:
        families.setdefault(one.family, []).append(place[one.id])
    for members in families.values():
        close[np.ix_(members, members)] += _FAMILY
    for one in occupations:
        for other in one.related:
            if other in place:
                close[place[one.id], place[other]] += _RELATED
                close[place[other], place[one.id]] += _RELATED
    np.fill_diagonal(close, 1.0)
    return csr_matrix(close)


def _unit(matrix: csr_matrix) -> csr_matrix:
    import numpy as np
    from scipy.sparse import diags

    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    return (diags(1 / np.where(length > 0, length, 1)) @ matrix).tocsr().astype("float32")
