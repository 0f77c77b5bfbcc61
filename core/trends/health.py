"""What the figures of a chart rest on, said beside it: openings, dates, sources, repeats, and whether one source dominates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.trends.counts import ENOUGH, Counts

DOMINANT = 0.6  # share of one source from which its readers are the market that is seen
SHIFT = 0.25  # change of a source's share from the first to the last quarter of the range that is worth saying


@dataclass(frozen=True)
class Health:
    """`sources` are (name, openings, share); `dominant` a source with most of the openings, `shifted` those whose part has changed."""

    openings: int
    repeats: int
    first: str
    last: str
    sources: tuple[tuple[str, int, float], ...]
    dominant: str = ""
    shifted: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether there is anything to draw."""
        return self.openings >= ENOUGH

    @property
    def sentence(self) -> str:
        """All of it in plain words."""
        if not self.enough:
            return f"Not enough data: {self.openings:,} openings, and a figure needs {ENOUGH}."
        named = ", ".join(f"{name or 'no source named'} {share:.0%}" for name, _, share in self.sources[:4])
        said = [f"{self.openings:,} openings from {self.first} to {self.last}, {self.repeats:,} repeats left out. Sources: {named}."]
        if self.dominant:
            said.append(f"Most of them come from {self.dominant}, so this is its part of the market.")
        if self.shifted:
            said.append(f"The mix of sources has changed ({', '.join(self.shifted)}); directions are adjusted for it, raw shares are not.")
        return " ".join(said)


def health(counts: Counts) -> Health:
    """The data behind some counts."""
    every = counts.totals.sum(axis=0)
    order = np.argsort(-every, kind="stable")
    total = max(counts.openings, 1)
    sources = tuple((counts.sources[k], int(every[k]), float(every[k] / total)) for k in order if every[k] > 0)
    seen = [month for month, n in zip(counts.months, counts.totals.sum(axis=1), strict=True) if n > 0]
    dominant = sources[0][0] if len(sources) > 1 and sources[0][2] >= DOMINANT else ""
    ends = (seen[0], seen[-1]) if seen else ("", "")
    return Health(counts.openings, counts.repeats, *ends, sources, dominant, _shifted(counts))


def _shifted(counts: Counts) -> tuple[str, ...]:
    """Sources whose share of the openings differs much between the first and the last quarter of the range."""
    quarter = max(len(counts.months) // 4, 1)
    early, late = (part.sum(axis=0) / max(part.sum(), 1) for part in (counts.totals[:quarter], counts.totals[-quarter:]))
    return tuple(counts.sources[k] for k in np.flatnonzero(np.abs(late - early) >= SHIFT))
