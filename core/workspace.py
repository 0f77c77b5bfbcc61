"""What every edge opens: one owner's view of everything, immutable for the length of a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from core.ask import Answer, Recipe, ask
from core.embedding import Embeddings
from core.settings import Settings
from core.store import Records, Store
from core.warehouse import Market, Warehouse

T = TypeVar("T")


@dataclass(frozen=True)
class Workspace:
    """One owner's records, market, settings and clock; `embeddings` when meaning is compared."""

    owner: str
    settings: Settings
    now: Callable[[], datetime]
    store: Store
    warehouse: Warehouse
    embeddings: Embeddings | None = None

    @cached_property
    def records(self) -> Records:
        """The owner's own records."""
        return self.store.records(self.owner)

    @cached_property
    def market(self) -> Market:
        """The postings that the owner sees; what a visitor of a hosted instance adds stays private."""
        return Market(self.warehouse, self.owner, private=self.settings.mode == "hosted", limit=self.settings.max_postings)

    def ask(self, recipe: Recipe[T], /, **inputs: Any) -> Answer[T]:
        """The answer of a recipe, by its local function until a provider is set up."""
        return ask(recipe, inputs)

    def erase(self) -> None:
        """Delete everything of this owner from both databases."""
        self.market.erase()
        self.records.erase()
        if self.embeddings:
            self.embeddings.forget(self.owner)
