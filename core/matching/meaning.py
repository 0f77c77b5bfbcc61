"""How near postings are to a record in meaning, by the vectors of a model that the settings name.

A model's cosines are read on a scale of its own (`vectors.Scale`), found once from invented texts on the same and on different work, so
that a posting's value depends on nothing but the two texts and the model. Without a model, or when it fails, there is no meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.errors import ProviderError
from core.matching.index import Index
from core.matching.person import Candidate
from core.matching.scoring import VERSION
from core.matching.sending import sent
from core.warehouse import vectors
from core.warehouse.vectors import Scale, Vectors
from core.workspace import Workspace

_ROWS = 4_096  # rows of a dense product at a time
State = tuple[object, ...]


@dataclass(frozen=True)
class Meant:
    """A person's side: the vector of what their record says, and how its cosines are read."""

    model: str
    source: str
    vector: np.ndarray
    scale: Scale

    def near(self, matrix: np.ndarray) -> np.ndarray:
        """How near the rows of a float16 matrix are, 0-1."""
        cosines = [matrix[at : at + _ROWS].astype(np.float32) @ self.vector for at in range(0, len(matrix), _ROWS)]
        cosine = np.concatenate([np.zeros(0, np.float32), *cosines]).round(4)  # the same alone and among others
        value: np.ndarray = np.clip((cosine - self.scale.unlike) / (self.scale.alike - self.scale.unlike), 0, 1)
        return value.astype(np.float32)


@dataclass(frozen=True)
class Meaning:
    """What to tell of it beside scores: the model, how many of the scored postings it compared, and why none when it failed."""

    model: str
    compared: int = 0
    failure: str = ""


@dataclass(frozen=True)
class _Placed:
    """A layer's vectors and, for each row of an index, the row of its vector (-1: none); holds the index, so that its id stays its own."""

    index: Index
    row: np.ndarray
    matrix: np.ndarray


@dataclass(frozen=True)
class Reader:
    """A model and what it has read: so many texts of postings; `failure` while it is left alone because it failed."""

    model: str
    host: str
    read: int
    failure: str


def meaning_state(ws: Workspace) -> State:
    """Differs whenever scores may differ because of the model, its vectors, or whether it answers; empty without a model."""
    if ws.embeddings is None:
        return ()
    source = ws.embeddings.embedder.source
    return source, *vectors.state(ws.warehouse, source), bool(ws.embeddings.failure)


def meaning_reader(ws: Workspace) -> Reader | None:
    """The model that compares meaning and how far it is; None without one."""
    if ws.embeddings is None:
        return None
    embedder = ws.embeddings.embedder
    return Reader(embedder.model, embedder.host, vectors.state(ws.warehouse, embedder.source)[1], ws.embeddings.failure)


def version(model: str) -> str:
    """The version of scores, with the model that compared meaning, if any."""
    return f"{VERSION}+{model}" if model else VERSION


def side(ws: Workspace, person: Candidate) -> tuple[Meant | None, str]:
    """The person's side, and why there is none when the model failed; none either before it read a posting, and nothing is sent then."""
    if ws.embeddings is None:
        return None, ""
    embedder = ws.embeddings.embedder
    scale, text = vectors.scale(ws.warehouse, embedder.source), sent(person)
    if scale is None or not text or not vectors.state(ws.warehouse, embedder.source)[1]:
        return None, ""
    try:
        vector = ws.embeddings.person(ws.owner, text)
    except ProviderError as error:
        return None, str(error)
    if len(vector) != scale.dimensions:
        return None, f"The model {embedder.model} gives other vectors than before; those of the postings are made anew in the background."
    return Meant(embedder.model, embedder.source, vector, scale), ""


def of_layer(ws: Workspace, layer: str, index: Index, person: Meant) -> np.ndarray:
    """How near each row of a layer's index is, 0-1; NaN where a posting has no vector."""
    if ws.embeddings is None:
        raise ValueError("there is no model")
    key = (person.source, vectors.state(ws.warehouse, person.source), id(index))
    placed = ws.embeddings.kept(layer, key, lambda: _placed(index, vectors.of_layer(ws.market, layer, person.source)))
    return _values(placed.row, person.near(placed.matrix))


def of_postings(ws: Workspace, ids: Sequence[str], person: Meant) -> np.ndarray:
    """As `of_layer`, for some visible postings by id."""
    found = vectors.of_postings(ws.market, ids, person.source)
    return _values(_rows(pa.array(ids, pa.string()), found), person.near(found.matrix))


def _placed(index: Index, found: Vectors) -> _Placed:
    return _Placed(index, _rows(index.ids, found), found.matrix)


def _rows(ids: pa.Array | pa.ChunkedArray, found: Vectors) -> np.ndarray:
    """The row of each id's vector; -1 where it has none."""
    at = pc.fill_null(pc.index_in(ids, value_set=found.ids), -1).to_numpy(zero_copy_only=False) if len(found.ids) else None
    return np.full(len(ids), -1) if at is None else np.append(found.row, -1)[at]


def _values(row: np.ndarray, near: np.ndarray) -> np.ndarray:
    values: np.ndarray = np.append(near, np.float32(np.nan))[row]
    return values
