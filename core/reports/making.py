"""Making a report from the counted market, and finding those that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np

from core import trends
from core.errors import UserError
from core.reports.report import Kind, Line, Report, SourceLine
from core.store import StoredReport
from core.trends import ENOUGH
from core.trends.shares import whole_range
from core.trends.stored import stored_counts
from core.workspace import Workspace

RECENT_MONTHS, MOST_LINES, MOST_PAIRS = 3, 300, 20


def make(ws: Workspace) -> Report:
    """A report on the stored openings, or on the sample where there are no others; it is kept. `UserError` below 30 openings."""
    sample = not trends.basis(ws.market).openings
    basis = trends.basis(ws.market, sample=sample)
    if not basis.enough:
        raise UserError(f"There are {basis.openings:,} openings, and a report needs {ENOUGH}; add postings and try again.")
    lines = tuple(line for kind in get_args(Kind) for line in _lines(ws, kind, sample))
    skills = stored_counts(ws.market, "skill", sample, terms=[]).last(RECENT_MONTHS)
    report = Report(
        made_at=ws.now(), sample=sample, openings=basis.openings, repeats=basis.repeats, first=basis.first, last=basis.last,
        recent=skills.months, recent_openings=skills.openings, basis=basis.sentence, dominant=basis.dominant, lines=lines,
        sources=tuple(SourceLine(name=name, n=n, share=share) for name, n, share in basis.sources),
        paying=tuple(trends.premiums(ws.market, None, sample)[:MOST_LINES]),
        pairs=tuple(trends.pairs(ws.market, None, sample, MOST_PAIRS)),
    )  # fmt: skip
    return report_of(ws.records.reports.add(report.model_dump(mode="json")))


def _lines(ws: Workspace, kind: Kind, sample: bool) -> Iterator[Line]:
    """The terms of a dimension with at least 30 openings, those named most first."""
    counts = stored_counts(ws.market, kind, sample)
    way = trends.directions(counts)
    last = counts.last(RECENT_MONTHS)
    share, lo, hi = whole_range(last)
    for at in np.argsort(-way.n, kind="stable")[:MOST_LINES]:
        change = [float(part[at]) if way.tested[at] else None for part in (way.change, way.lo, way.hi)]
        yield Line(
            kind=kind, term=counts.terms[at], n=int(way.n[at]), recent=int(last.of_term[at]), share=float(share[at]), lo=float(lo[at]),
            hi=float(hi[at]), direction=way.direction[at], change=change[0], change_lo=change[1], change_hi=change[2], q=float(way.q[at]),
        )  # fmt: skip


def listed(ws: Workspace) -> list[Report]:
    """The reports that the owner sees, the newest first."""
    return [report_of(stored) for stored in ws.records.reports.all()]


def latest(ws: Workspace) -> Report | None:
    """The newest report, or None."""
    newest = ws.records.reports.all(limit=1)
    return report_of(newest[0]) if newest else None


def before(ws: Workspace, report: Report) -> Report | None:
    """The report that stands before another one on the same kind of market, or None."""
    older = (report_of(one) for one in ws.records.reports.all() if one.made_at < report.made_at)
    return next((one for one in older if one.sample == report.sample), None)


def report_of(stored: StoredReport) -> Report:
    """A stored report with its id."""
    return Report.model_validate({**stored.body, "id": stored.id})
