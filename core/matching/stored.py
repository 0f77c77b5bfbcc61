"""The indexes of the stored postings: made from columns when they are first needed, brought up to date by what changed since.

The words of a posting are stored with it; where they are missing, or were made by another recipe, they are made here, once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core import terms
from core.matching import meaning
from core.matching.index import BLOCK, NEEDED, Index
from core.matching.person import Candidate
from core.matching.scoring import Scores, Weights, score
from core.skills import taxonomy
from core.warehouse import indexing
from core.warehouse.warehouse import Kept
from core.workspace import Workspace

MOST_GONE = 0.125  # of an index's rows; beyond that a new one is made
_COLUMNS = (*(name for name in NEEDED if name != "opening"), "hash(opening) AS opening", "sample", "revision", "words")
_TURNS = threading.BoundedSemaphore(os.cpu_count() or 1)  # more at a time would only take each other's processor cache
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Layer:
    """One layer's postings, scored for one person; `chosen` are those that count: the sample ones, or all others.

    `meaning` is what `score` was given, by `model`; `failure` is why it was given none.
    """

    name: str
    index: Index
    scores: Scores
    chosen: np.ndarray
    sample: bool
    meaning: np.ndarray | None = None
    model: str = ""
    failure: str = ""


def scored(ws: Workspace, person: Candidate, weights: Weights, sample: bool | None) -> list[Layer]:
    """The layers with any postings; `sample` None chooses the own postings when there are any, else the sample."""
    indexes = {layer: index for layer in ws.market.layers if len(index := index_of(ws, layer))}
    if sample is None:
        sample = not any((index.alive & ~index.sample).any() for index in indexes.values())
    side, failure = meaning.side(ws, person)
    layers = []
    with _TURNS:
        for layer, index in indexes.items():
            near = meaning.of_layer(ws, layer, index, side) if side else None
            chosen, told = index.alive & (index.sample == sample), score(index, person, weights, near)
            layers.append(Layer(layer, index, told, chosen, sample, near, side.model if side else "", failure))
    return layers


def index_of(ws: Workspace, layer: str, progress: Progress | None = None) -> Index:
    """The index of one layer's postings, the newest that the settings hold in memory; kept while the same skills are known.

    `progress` hears how many postings have had their words made, of how many that lacked them.
    """

    def build() -> Index:
        _make_words(ws, layer, -1, progress)
        return Index.build(indexing.rows(ws.market, _COLUMNS, layer, terms.recipe(), size=BLOCK))

    def update(kept: Kept[Index]) -> Index:
        old, gone = kept.value, ws.warehouse.gone(layer, kept.generation)
        if gone is None or (gone and len(old) >= ws.market.limit):  # what was left out may come in again
            return build()
        _make_words(ws, layer, old.newest, progress)
        later = indexing.later_rows(ws.market, _COLUMNS, layer, terms.recipe(), old.newest, size=BLOCK)
        new = old.without(gone).with_rows(later).within(ws.market.limit)
        return new if new.alive.sum() >= len(new) * (1 - MOST_GONE) else build()

    if layer not in ws.market.layers:
        raise ValueError("not a layer of this owner")
    return ws.warehouse.derived(layer, f"matching {id(taxonomy())}", build, update)


def catch_up(ws: Workspace, progress: Progress | None = None) -> None:
    """Make what matching needs of everything that the owner sees, before the first view; `progress` as in `index_of`."""
    for layer in ws.market.layers:
        index_of(ws, layer, progress)


def left_out(ws: Workspace, layer: str, index: Index) -> int:
    """How many of a layer's postings, the oldest, are not held in memory."""
    held = int(index.alive.sum())
    return max(0, indexing.stored(ws.market, layer) - held) if held >= ws.market.limit else 0


def _make_words(ws: Workspace, layer: str, since: int, progress: Progress | None) -> None:
    """Make and store the words of the rows after revision `since` that lack them."""
    waiting, done = indexing.without_words(ws.market, layer, terms.recipe(), since), 0
    while done < waiting:
        table = indexing.texts(ws.market, layer, terms.recipe(), since)
        if not len(table):
            break
        indexing.keep_words(ws.market, layer, terms.with_words(table))
        done += len(table)
        if progress:
            progress(min(done, waiting), waiting)
