"""Heavy libraries are imported in the background after the first page; then what they left is kept out of garbage collection."""

from __future__ import annotations

import gc
import importlib
import threading

DELAY_SECONDS = 2.0
_HEAVY = ("pandas", "scipy.sparse", "plotly.graph_objects", "core.profiles", "core.postings", "core.matching.listing")
_STARTED = threading.Event()


def start() -> None:
    """Begin once a process; the first page does not wait for it."""
    if not _STARTED.is_set():
        _STARTED.set()
        timer = threading.Timer(DELAY_SECONDS, _warm)
        timer.daemon = True
        timer.start()


def _warm() -> None:
    for name in _HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
