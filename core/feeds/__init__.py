"""Feeds: ready-made sources and own addresses, read politely and safely, each with its health.

`follow` and `add` choose, `refresh` reads. Hides HTTP, the check of addresses, paging, and what is stored of a feed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.feeds.catalogue import Preset, preset, presets
    from core.feeds.choosing import MAX_NAME, add, choose, follow, listed, remove, shared, switch
    from core.feeds.fetching import Fetcher
    from core.feeds.liveness import AGAIN, check
    from core.feeds.refreshing import Outcome, RefreshReport, refresh
    from core.store import StoredFeed as Feed

_HOMES = {
    "core.feeds.choosing": "MAX_NAME add choose follow listed remove shared switch",
    "core.feeds.fetching": "Fetcher",
    "core.feeds.catalogue": "Preset preset presets",
    "core.feeds.liveness": "AGAIN check",
    "core.feeds.refreshing": "Outcome RefreshReport refresh",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "AGAIN",
    "MAX_NAME",
    "Feed",
    "Fetcher",
    "Outcome",
    "Preset",
    "RefreshReport",
    "add",
    "check",
    "choose",
    "follow",
    "listed",
    "preset",
    "presets",
    "refresh",
    "remove",
    "shared",
    "switch",
]


def __getattr__(name: str) -> Any:
    if name == "Feed":
        from core.store import StoredFeed

        return StoredFeed
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(_HOME[name]), name)
