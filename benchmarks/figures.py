"""One measured figure, and how to take a steady one."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A value with its unit; `against` names the reference, `goal` is the most that it should be."""

    name: str
    value: float
    unit: str = "x"
    goal: float | None = None
    against: str = ""


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Median time of a call, garbage collected before each."""
    taken = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
