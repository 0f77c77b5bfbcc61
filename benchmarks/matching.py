"""Scoring one person against many postings beside a plain product, TF-IDF and a scan; alone: `python -m benchmarks.matching [SIZE]`."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from scipy.sparse import csr_matrix, vstack

from benchmarks.figures import Figure, seconds
from core import occupations
from core.matching import Candidate, Index, learn, score
from core.skills import taxonomy

SKILLS, WORDS, COLUMNS = 10, 90, 4_000
TEXTS, TFIDF, ROUNDS = 5_000, 20_000, 9


def postings(size: int, seed: int = 1) -> pa.Table:
    """Invented postings: about ten skills each, some rare and some common, ninety words, most facts stated half of the time."""
    rng = np.random.default_rng(seed)
    skills, roles = pa.array(taxonomy().ids), pa.array([one.id for one in occupations.table()])
    words = np.array([f"{a}{b}" for a in ("ka", "lo", "mi", "ne", "ru", "sa", "te", "vo") for b in range(1, 2_001)])
    texts = pa.array([" ".join(words[_common(rng, len(words), WORDS)]) for _ in range(TEXTS)])
    drawn = [_lists(skills, _common(rng, len(skills), size * count), count) for count in (SKILLS - 3, 3)]
    return pa.table(
        {
            "id": pa.array(np.char.mod("%016x", rng.permutation(size))),
            "title": roles.take(_indices(rng, len(roles), size)),
            "description": texts.take(_indices(rng, TEXTS, size)),
            "required": drawn[0],
            "preferred": drawn[1],
            "occupation": _sometimes(rng, roles.take(_indices(rng, len(roles), size)), 0.8),
            "years": _sometimes(rng, pa.array(rng.integers(1, 12, size).astype(float)), 0.5),
            "level": _sometimes(rng, pa.array(["junior", "mid", "senior", "lead"]).take(_indices(rng, 4, size)), 0.6),
            "city": _sometimes(rng, pa.array([f"City {n}" for n in range(500)]).take(_indices(rng, 500, size)), 0.9),
            "country": pa.array(["DE", "US", "GB", "FR"]).take(_indices(rng, 4, size)),
            "remote": _sometimes(rng, pa.array(["remote", "hybrid", "onsite"]).take(_indices(rng, 3, size)), 0.5),
            "employment": pa.array(["full-time", "part-time"]).take(_indices(rng, 2, size)),
            "pay_min": _sometimes(rng, pa.array(rng.normal(60_000, 15_000, size).round(-3)), 0.5),
            "pay_max": _sometimes(rng, pa.array(rng.normal(80_000, 15_000, size).round(-3)), 0.4),
            "currency": pa.array(["EUR", "USD", "GBP"]).take(_indices(rng, 3, size)),
            "period": pa.array(["year"]).take(pa.array(np.zeros(size, int))),
            "published": pa.array(rng.integers(20_000, 20_700, size), pa.int32()).cast(pa.date32()),
            "opening": pa.array(np.char.mod("%d", rng.integers(0, size, size))),
        }
    )


def person(table: pa.Table) -> Candidate:
    """Someone with thirty of the common skills."""
    names = table["required"].slice(0, 5).combine_chunks().flatten().unique().to_pylist()[:30]
    return Candidate(
        skills=dict.fromkeys(names, 7.0),
        titles=(("Software Developer", 1.0),),
        text=table["description"][0].as_py(),
        years=6,
        level="senior",
        cities=frozenset({"City 1", "City 2"}),
        area=frozenset({"DE"}),
        pay_min=70_000,
        contracts=frozenset({"full-time"}),
    )


def run(size: int = 1_000_000) -> list[Figure]:
    """All figures for so many postings."""
    table = postings(size)
    someone = person(table)
    before, started = _resident(), time.perf_counter()
    index = Index.build(table)
    built, grown = time.perf_counter() - started, _resident() - before
    score(index, someone)
    ours = seconds(lambda: score(index, someone), ROUNDS)
    floor = seconds(_product(size), ROUNDS)
    text = seconds(_tfidf(table), ROUNDS) / min(TFIDF, size) * size
    scan = seconds(_scan(table), ROUNDS)
    return [
        Figure(f"score {size:,} postings", ours / floor, "x", 8, f"one sparse product, {COLUMNS:,} skills, {SKILLS} a posting"),
        Figure("score, all parts", ours / text, "x", 0.2, f"TF-IDF cosine, {min(TFIDF, size):,} texts, scaled"),
        Figure("score, all parts", ours / scan, "x", None, "DuckDB scan of the same columns"),
        Figure("score, all parts", ours * 1000, "ms"),
        Figure("the bands and confidences of all postings", seconds(lambda: _banded(index, someone), ROUNDS) * 1000 - ours * 1000, "ms"),
        Figure("largest difference, alone and among others", _single_to_batch(table, index, someone), "points", 0.01, "1,000 pairs"),
        *learning(Index.build(table.slice(0, 20_000)), someone),
        *learning(index, someone),
        Figure("index built from texts", built, "s"),
        Figure("index in memory", _size_of(index) / 1e6, "MB", 1_500),
        Figure("resident memory while building, growth", grown, "MB"),
    ]


def learning(index: Index, someone: Candidate) -> list[Figure]:
    """What learning one of 300 skills brings, beside the one product of all postings' skills and the 300 changes."""
    scores = [score(index, someone).score]
    threshold = float(np.percentile(scores[0], 95))
    tried = learn([index], someone, threshold, limit=300, scores=scores, pairs=False)
    near = index.near_skills[:, [index.known.columns[lesson.skills[0]] for lesson in tried]].tocsr()
    asked = vstack([block.skills.tocsr() for block in index.blocks], format="csr")
    floor = seconds(lambda: asked @ near, 5)
    alone = seconds(lambda: learn([index], someone, threshold, scores=scores, pairs=False), 5)
    whole = seconds(lambda: learn([index], someone, threshold), 3)
    return [
        Figure(f"learn, 300 skills, {len(index):,} postings", alone / floor, "x", 3, "one product, postings x skills x the same 300"),
        Figure(f"learn, with scoring and pairs, {len(index):,} postings", whole * 1000, "ms"),
    ]


def _banded(index: Index, someone: Candidate) -> None:
    scores = score(index, someone)
    _ = scores.low, scores.high, scores.confidence


def _product(size: int) -> Callable[[], Any]:
    """One sparse matrix-vector product with as many skills a posting as ours have."""
    rng = np.random.default_rng(2)
    columns = rng.integers(0, COLUMNS, size * SKILLS).astype(np.int32)
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, np.arange(0, len(columns) + 1, SKILLS)), shape=(size, COLUMNS))
    vector = rng.random(COLUMNS).astype(np.float32)
    return lambda: matrix @ vector


def _tfidf(table: pa.Table) -> Callable[[], Any]:
    """Cosine of one text with the postings' texts by scikit-learn, fitted before."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer()
    texts = table["description"].slice(0, TFIDF).to_pylist()
    matrix = vectors.fit_transform(texts)
    return lambda: (vectors.transform(texts[:1]) @ matrix.T).toarray()


def _scan(table: pa.Table) -> Callable[[], Any]:
    """A full scan of the same columns in DuckDB, two threads."""
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    connection.register("incoming", table)
    connection.execute("CREATE TABLE posting AS SELECT * FROM incoming")
    names = ("occupation", "years", "level", "city", "country", "remote", "pay_min", "pay_max", "published")
    highest = ", ".join(f"max({name})" for name in names)
    sql = f"SELECT {highest}, sum(len(required)), sum(len(preferred)), max(length(description)) FROM posting"
    return lambda: connection.execute(sql).fetchall()


def _single_to_batch(table: pa.Table, index: Index, someone: Candidate, pairs: int = 1_000) -> float:
    """The largest difference between a posting's score alone and among all, over random postings."""
    rows = np.random.default_rng(3).choice(table.num_rows, min(pairs, table.num_rows), replace=False)
    together = score(index, someone).score[rows]
    alone = [score(Index.build(table.slice(int(row), 1)), someone).score[0] for row in rows]
    return float(np.abs(together - np.array(alone)).max())


def _size_of(index: Index) -> int:
    """Bytes of the arrays that scoring reads."""
    sparse = [getattr(block, name) for block in index.blocks for name in ("skills", "terms")]
    dense = [value for block in index.blocks for value in vars(block).values() if isinstance(value, np.ndarray)]
    return sum(one.data.nbytes + one.indices.nbytes + one.indptr.nbytes for one in sparse) + sum(one.nbytes for one in dense)


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _common(rng: np.random.Generator, size: int, count: int) -> np.ndarray:
    """Places of which the first are far more common than the last."""
    return (size * rng.random(count) ** 3).astype(np.int64)


def _indices(rng: np.random.Generator, size: int, count: int) -> pa.Array:
    return pa.array(rng.integers(0, size, count))


def _lists(values: pa.Array, places: np.ndarray, count: int) -> pa.ListArray:
    ends = np.arange(0, len(places) + 1, count).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), values.take(pa.array(places)))


def _sometimes(rng: np.random.Generator, values: pa.Array, share: float) -> pa.Array:
    return pa.compute.if_else(pa.array(rng.random(len(values)) < share), values, pa.scalar(None, values.type))


if __name__ == "__main__":
    from benchmarks.__main__ import show

    for figure in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000):
        print(show(figure))
