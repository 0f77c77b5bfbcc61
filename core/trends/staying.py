"""How long postings stay open, those that still are included: the time by which half of them are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.trends.counts import ENOUGH
from core.trends.stored import Dimension, Slice, openings
from core.warehouse import Market

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LONGEST = 730  # days


@dataclass(frozen=True)
class Staying:
    """Days until half of a group's postings are closed with a 95 % interval (None = fewer than half have closed), over `n` openings."""

    group: str
    days: float | None
    lo: float | None
    hi: float | None
    n: int
    closed: int


def staying(market: Market, by: Dimension = "occupation", part: Slice | None = None, sample: bool = False) -> list[Staying]:
    """Days open by group, groups of at least 30 openings, the slowest first.

    A posting closes on its stated day, or when its source was read again without it; one that is still there counts as open so far.
    """
    columns = ["published", "first_seen", "last_seen", "expires", by]
    return staying_in(openings(market, columns, part, sample), by)


def staying_in(table: pa.Table, by: str) -> list[Staying]:
    """As `staying`, over a table of openings."""
    import pandas as pd

    frame = pd.DataFrame({name: table[name].to_pandas() for name in ("published", "first_seen", "last_seen", "expires", "source", by)})
    for name in ("published", "first_seen", "last_seen", "expires"):
        frame[name] = pd.to_datetime(frame[name]).dt.normalize()
    read = frame.groupby("source")["last_seen"].transform("max")
    gone = frame["last_seen"] < read
    stated = frame["expires"].notna() & (frame["expires"] <= read)
    end = frame["expires"].where(stated, frame["last_seen"])
    frame["days"] = (end - frame["published"].fillna(frame["first_seen"])).dt.days.clip(upper=LONGEST)
    frame["closed"] = gone | stated
    frame = frame[frame["days"] >= 0]
    found = [_staying(str(name), each) for name, each in frame.groupby(by) if len(each) >= ENOUGH]
    return sorted(found, key=lambda one: (-(one.days or LONGEST + 1), one.group))


def _staying(group: str, frame: pd.DataFrame) -> Staying:
    days, closed = frame["days"].to_numpy(), frame["closed"].to_numpy()
    when, left, lo, hi = survival(days, closed)
    half, early, late = (float(when[np.argmax(curve <= 0.5)]) if (curve <= 0.5).any() else None for curve in (left, lo, hi))
    return Staying(group, half, early, late, len(days), int(closed.sum()))


def survival(days: np.ndarray, closed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Kaplan and Meier: days on which postings closed, the share still open after each, and its 95 % band."""
    when, ended = np.unique(days[closed], return_counts=True)
    at_risk = len(days) - np.searchsorted(np.sort(days), when)
    left = np.cumprod(1 - ended / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(ended / (at_risk * (at_risk - ended)))) / np.abs(np.log(left))
        lo, hi = left ** np.exp(1.96 * spread), left ** np.exp(-1.96 * spread)
    return when, left, np.nan_to_num(lo), np.where(np.isnan(hi), left, hi)
