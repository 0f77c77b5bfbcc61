"""Vectors of what postings say, by the model that made them and the text that they were made of; nothing of a person stands here.

A text that stands in several postings has one vector. Those of deleted postings go with them, at the latest when the task runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.warehouse.market import Market
from core.warehouse.warehouse import DIGEST, Warehouse

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

MOST_BYTES = 200_000_000  # of vectors that are stored, and so held in memory by who compares
_READ = 4_096
_ORDER = "sample, published DESC NULLS LAST, digest"
_TEXTS = (  # every text once, the own ones before the sample's, the newest first
    f"SELECT {DIGEST} AS digest, bool_and(sample) AS sample, max(published) AS published FROM posting "
    "WHERE title <> '' OR description <> '' "
    f"GROUP BY 1 ORDER BY {_ORDER} LIMIT ?"
)


@dataclass(frozen=True)
class Scale:
    """How a model's cosines are read: what texts on different work reach, and what texts on the same work reach."""

    dimensions: int
    unlike: float
    alike: float


@dataclass(frozen=True)
class Vectors:
    """Postings by id, and for each the row of `matrix` (float16, rows of length 1) that its text has."""

    ids: pa.Array
    row: np.ndarray
    matrix: np.ndarray


def state(warehouse: Warehouse, source: str) -> tuple[int, int]:
    """Differs whenever the vectors of a source have changed: the last write among them, and how many they are."""
    with warehouse.read() as cursor:
        found = cursor.execute("SELECT coalesce(max(written), 0), count(*) FROM vector WHERE source = ?", [source]).fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)


def scale(warehouse: Warehouse, source: str) -> Scale | None:
    """How the source's cosines are read, once that was found out."""
    with warehouse.read() as cursor:
        found = cursor.execute("SELECT dimensions, unlike, alike FROM vector_scale WHERE source = ?", [source]).fetchone()
    return Scale(*found) if found else None


def keep_scale(warehouse: Warehouse, source: str, found: Scale) -> None:
    """Store how the source's cosines are read; its vectors from before are deleted, and everything of other sources."""
    with warehouse.write() as cursor:
        cursor.execute("DELETE FROM vector")
        cursor.execute("DELETE FROM vector_scale")
        cursor.execute("INSERT INTO vector_scale VALUES (?, ?, ?, ?)", [source, found.dimensions, found.unlike, found.alike])


def waiting(warehouse: Warehouse, source: str, dimensions: int, limit: int) -> pa.Table:
    """Digest, title and description of the next texts that have no vector, of those for which there is room."""
    with warehouse.read() as cursor:
        return cursor.execute(
            f"WITH room AS ({_TEXTS}), waits AS (SELECT * FROM room WHERE digest NOT IN (SELECT digest FROM vector WHERE source = ?) "
            f"ORDER BY {_ORDER} LIMIT ?), text AS (SELECT {DIGEST} AS digest, title, description FROM posting) "
            "SELECT digest, any_value(title) AS title, any_value(description) AS description FROM waits JOIN text USING (digest) "
            f"GROUP BY digest, sample, published ORDER BY {_ORDER}",
            [room(dimensions), source, limit],
        ).to_arrow_table()


def count_waiting(warehouse: Warehouse, source: str, dimensions: int) -> int:
    """How many texts have no vector, of those for which there is room."""
    with warehouse.read() as cursor:
        found = cursor.execute(
            f"SELECT count(*) FROM ({_TEXTS}) WHERE digest NOT IN (SELECT digest FROM vector WHERE source = ?)", [room(dimensions), source]
        ).fetchone()
    return int(found[0]) if found else 0


def room(dimensions: int) -> int:
    """How many vectors of this length are stored at most."""
    return MOST_BYTES // (2 * dimensions)


def keep(warehouse: Warehouse, source: str, digests: Sequence[int], rows: np.ndarray) -> None:
    """Store vectors of length 1, one a digest."""
    import numpy as np
    import pyarrow as pa

    numbers = [row.tobytes() for row in rows.astype("<f2")]
    made = pa.table({"digest": pa.array(np.asarray(digests, np.int64)), "numbers": pa.array(numbers, pa.binary())})
    with warehouse.write() as cursor:
        cursor.register("made", made)
        cursor.execute("UPDATE revision SET last = last + 1")
        cursor.execute(
            "INSERT OR REPLACE INTO vector SELECT ?, digest, numbers, (SELECT last FROM revision) FROM made "
            f"WHERE digest IN (SELECT {DIGEST} FROM posting)",
            [source],
        )
        cursor.unregister("made")


def prune(warehouse: Warehouse, dimensions: int) -> None:
    """Delete vectors of texts that are in no posting any more, and of the oldest ones beyond the room there is."""
    with warehouse.write() as cursor:
        cursor.execute(f"DELETE FROM vector WHERE digest NOT IN (SELECT digest FROM ({_TEXTS}))", [room(dimensions)])


def of_layer(market: Market, layer: str, source: str) -> Vectors:
    """The vectors of one visible layer's postings."""
    if layer not in market.layers:
        raise ValueError("not a layer of this owner")
    return _read(market.warehouse, "layer = ?", [layer], source)


def of_postings(market: Market, ids: Sequence[str], source: str) -> Vectors:
    """The vectors of some visible postings."""
    where, values = market.visible()
    return _read(market.warehouse, f"{where} AND id IN ({', '.join('?' * len(ids)) or 'NULL'})", [*values, *ids], source)


def _read(warehouse: Warehouse, where: str, values: Sequence[object], source: str) -> Vectors:
    import numpy as np

    chosen = f"SELECT id, {DIGEST} AS digest FROM posting WHERE {where}"
    with warehouse.read() as cursor:
        cursor.begin()  # both queries see one moment
        pairs = cursor.execute(
            f"WITH chosen AS ({chosen}) SELECT id, digest FROM chosen WHERE digest IN (SELECT digest FROM vector WHERE source = ?)",
            [*values, source],
        ).to_arrow_table()
        digests = np.unique(pairs["digest"].to_numpy())
        cursor.register("wanted", _column(digests))
        reader = cursor.execute(
            "SELECT digest, numbers FROM vector WHERE source = ? AND digest IN (SELECT digest FROM wanted)", [source]
        ).to_arrow_reader(_READ)
        matrix: np.ndarray | None = None
        for batch in reader:
            block = np.frombuffer(b"".join(batch["numbers"].to_pylist()), "<f2").reshape(len(batch), -1)
            if matrix is None:
                matrix = np.empty((len(digests), block.shape[1]), np.float16)
            matrix[np.searchsorted(digests, batch["digest"].to_numpy())] = block
        cursor.unregister("wanted")
        cursor.rollback()
    row = np.searchsorted(digests, pairs["digest"].to_numpy()).astype(np.int32)
    return Vectors(pairs["id"].combine_chunks(), row, np.empty((0, 0), np.float16) if matrix is None else matrix)


def _column(digests: np.ndarray) -> pa.Table:
    import pyarrow as pa

    return pa.table({"digest": pa.array(digests)})
