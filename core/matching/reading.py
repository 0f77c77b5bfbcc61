"""Having the model read postings that it has not read, in the background: some a run, the next run goes on where it ended."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np
import pyarrow as pa

from core.embedding import BATCH, Embedder
from core.errors import ProviderError, UserError
from core.settings import ROOT
from core.warehouse import Warehouse, vectors
from core.warehouse.vectors import Scale

SCALE_TEXTS = ROOT / "data" / "matching" / "meaning.toml"
LEAST_APART = 0.02  # of cosines; below, a model cannot tell one kind of work from another
_FETCHED = 1_024


def read_postings(warehouse: Warehouse, embedder: Embedder, most: int, going: Callable[[], bool] = lambda: True) -> tuple[int, int]:
    """Store vectors of at most `most` texts while `going`, the newest first; how many were read, and how many still wait.

    `UserError` when the model fails; what was read until then is kept.
    """
    run = _Run(warehouse, embedder)
    try:
        for batch in run.batches(most):
            if not going():
                break
            run.read(batch)
    except ProviderError as error:
        raise UserError(f"{error} Texts read before that: {run.done:,}; the next run goes on from there.") from error
    return run.done, vectors.count_waiting(warehouse, embedder.source, run.scale.dimensions)


class _Run:
    """One run: how far it is, and how the model's cosines are read."""

    def __init__(self, warehouse: Warehouse, embedder: Embedder) -> None:
        self.warehouse, self.embedder, self.done, self.again = warehouse, embedder, 0, False

    @cached_property
    def scale(self) -> Scale:
        """As it is stored, else found out now."""
        return vectors.scale(self.warehouse, self.embedder.source) or measured(self.warehouse, self.embedder)

    def batches(self, most: int) -> Iterator[pa.Table]:
        """Digests and texts that wait, a request's worth at a time, until `most` were read."""
        vectors.prune(self.warehouse, self.scale.dimensions)
        while self.done < most:
            waiting = vectors.waiting(self.warehouse, self.embedder.source, self.scale.dimensions, min(_FETCHED, most - self.done))
            if not len(waiting):
                return
            yield from (waiting.slice(at, BATCH) for at in range(0, len(waiting), BATCH))

    def read(self, batch: pa.Table) -> None:
        """Have one batch read, and store its vectors."""
        columns = batch["title"].to_pylist(), batch["description"].to_pylist()
        rows = self.embedder.embed([f"{title}\n{text}" for title, text in zip(*columns, strict=True)])
        if rows.shape[1] != self.scale.dimensions:  # another model under the same name: nothing from before can be compared with it
            self.scale = self._measured_again()
        if rows.shape[1] == self.scale.dimensions:
            vectors.keep(self.warehouse, self.embedder.source, batch["digest"].to_pylist(), rows)
            self.done += len(batch)

    def _measured_again(self) -> Scale:
        if self.again:
            raise ProviderError(f"The model {self.embedder.model} gives vectors of changing length.")
        self.again = True
        return measured(self.warehouse, self.embedder)


def measured(warehouse: Warehouse, embedder: Embedder) -> Scale:
    """Find out and store how this model's cosines are read, from invented pairs of a record and a posting of the same work."""
    pairs = tomllib.loads(SCALE_TEXTS.read_text(encoding="utf-8"))["pair"]
    rows = [embedder.embed([pair[side].strip() for pair in pairs]) for side in ("record", "posting")]
    if rows[0].shape != rows[1].shape:
        raise ProviderError(f"The model {embedder.model} gave vectors of two lengths.")
    cosine = rows[0] @ rows[1].T
    same = np.eye(len(pairs), dtype=bool)
    unlike, alike = float(cosine[~same].mean()), float(cosine[same].mean())
    if alike - unlike < LEAST_APART:
        raise ProviderError(f"The model {embedder.model} cannot tell one kind of work from another.")
    found = Scale(rows[0].shape[1], unlike, alike)
    vectors.keep_scale(warehouse, embedder.source, found)
    return found
