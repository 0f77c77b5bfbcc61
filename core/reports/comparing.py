"""Two reports in words: what rises or falls now, and which shares differ for sure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.reports.report import Line, Report, name_of
from core.trends.directions import FALSE_DISCOVERIES, LEAST_CHANGE, adjusted

MOST_TOLD = 6
_NORMAL_95 = 1.96


def compared(new: Report, old: Report) -> list[str]:
    """What has changed from one report to the next, the surest first; a sentence when nothing has."""
    since = f"since the report of {old.made_at.day} {old.made_at:%B %Y}"
    more = new.openings - old.openings
    said = [f"{abs(more):,} openings {'more' if more > 0 else 'fewer'} {since}."] if more else []
    if (new.openings, new.last, new.lines) == (old.openings, old.last, old.lines):
        return [f"Nothing was added {since}."]
    changes = [*_moved(new, old), *_turned(new, old)]
    return [*said, *(changes or [f"No share differs for sure {since}."])]


def _moved(new: Report, old: Report) -> list[str]:
    """Shares of the last three months that differ, corrected for how many were compared."""
    then = {(line.kind, line.term): line for line in old.lines}
    both = [(line, then[line.kind, line.term]) for line in new.lines if (line.kind, line.term) in then]
    if not both:
        return []
    now, was = (np.array([[one.share, one.lo, one.hi] for one in side]) for side in zip(*both, strict=True))
    q = adjusted(_p(now, was))
    factor = np.abs(np.log(np.maximum(now[:, 0], 1e-6) / np.maximum(was[:, 0], 1e-6)))
    sure = [at for at in np.argsort(q, kind="stable") if q[at] <= FALSE_DISCOVERIES and factor[at] >= np.log1p(LEAST_CHANGE)]
    return [_told(*both[at]) for at in sure[:MOST_TOLD]]


def _p(now: np.ndarray, was: np.ndarray) -> np.ndarray:
    """How likely chance makes two shares (columns share, lo, hi) differ as they do, the errors taken from their bands."""
    from scipy.special import ndtr

    error = np.hypot(now[:, 2] - now[:, 1], was[:, 2] - was[:, 1]) / (2 * _NORMAL_95)
    p: np.ndarray = 2 * ndtr(-np.abs(now[:, 0] - was[:, 0]) / np.maximum(error, 1e-9))
    return p


def _told(now: Line, was: Line) -> str:
    verb = "rose" if now.share > was.share else "fell"
    return f"{name_of(now)} {verb} from {was.share:.1%} to {now.share:.1%} of the openings of three months (n = {now.recent:,})."


def _turned(new: Report, old: Report) -> list[str]:
    """Which terms rise or fall now and did not before, and which no longer do."""
    then, now = ({(line.kind, line.term): line.direction for line in report.lines} for report in (old, new))
    told = []
    for way in ("rising", "falling"):
        begun = [line for line in new.lines if line.direction == way and then.get((line.kind, line.term)) not in (way, None)]
        over = [line for line in old.lines if line.direction == way and now.get((line.kind, line.term), way) != way]
        told += [f"Now {way}, and not before: {_names(begun)}."] if begun else []
        told += [f"No longer {way}: {_names(over)}."] if over else []
    return told


def _names(lines: Sequence[Line]) -> str:
    more = len(lines) - MOST_TOLD
    return ", ".join(name_of(line) for line in lines[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")
