"""Routes on the market: trends of a part of it, and the reports that are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import BaseModel

from core import reports, trends
from core.api.access import MISSING, Id, Work, Ws
from core.api.shapes import ErrandOut
from core.api.work import started
from core.reports import Report
from core.trends import Direction, Slice

router = APIRouter(tags=["market"])
MOST_TERMS = 20
KINDS = {"pdf": "application/pdf", "csv": "text/csv", "md": "text/markdown"}
Word = Annotated[str, Query(max_length=100)]


class MonthOut(BaseModel):
    """Openings with a term out of all openings of a month, and the share with its 95 % band."""

    month: str
    openings: int
    of: int
    share: float
    lo: float
    hi: float


class TermOut(BaseModel):
    """A term: its direction, the relative change over the range with its interval (None below 30 openings), q, and its months."""

    term: str
    n: int
    direction: Direction
    change: float | None
    lo: float | None
    hi: float | None
    q: float
    months: list[MonthOut]


class TrendsOut(BaseModel):
    """The terms that move, or those asked for, and what they rest on; `sample`: the invented market's."""

    terms: list[TermOut]
    openings: int
    repeats: int
    first: str
    last: str
    sources: list[tuple[str, int, float]]
    dominant: str
    basis: str
    sample: bool


class ReportLine(BaseModel):
    """A report in a list."""

    id: str
    made_at: datetime
    openings: int
    first: str
    last: str
    sample: bool


class ReportOut(BaseModel):
    """A report, and what has changed since the one before."""

    report: Report
    changes: list[str]


@router.get("/trends")
def get_trends(
    ws: Ws,
    what: trends.Dimension = "skill",
    country: Word = "",
    city: Word = "",
    sector: Word = "",
    occupation: Word = "",
    level: Word = "",
    remote: Word = "",
    terms: Annotated[str, Query(max_length=1_000)] = "",
) -> TrendsOut:
    """Monthly shares with directions: of the `terms` (separated by commas), else of those that rise or fall, else of those named most."""
    part = Slice(country=country, city=city, sector=sector, occupation=occupation, level=level, remote=remote)
    sample = not trends.basis(ws.market).openings
    whole = trends.chart(ws.market, what, None if part == Slice() else part, None, sample)
    known = set(whole.shares.terms)
    asked = [one.strip() for one in terms.split(",") if one.strip()][:MOST_TERMS]
    shown = [one for one in asked if one in known] if asked else whole.moving(MOST_TERMS) or list(whole.shares.terms[:MOST_TERMS])
    health = whole.health
    return TrendsOut(
        terms=_terms(whole, shown), openings=health.openings, repeats=health.repeats, first=health.first, last=health.last,
        sources=list(health.sources), dominant=health.dominant, basis=health.sentence, sample=sample,
    )  # fmt: skip


def _terms(whole: trends.Chart, shown: list[str]) -> list[TermOut]:
    way = whole.directions
    months: dict[str, list[MonthOut]] = {term: [] for term in shown}
    for row in whole.rows():
        if row["term"] in months:
            months[str(row["term"])].append(MonthOut.model_validate(row))
    found = []
    for term in shown:
        at = way.terms.index(term)
        change, lo, hi = (float(part[at]) if way.tested[at] else None for part in (way.change, way.lo, way.hi))
        told: dict[str, Any] = {"n": int(way.n[at]), "direction": way.direction[at], "q": float(way.q[at]), "months": months[term]}
        found.append(TermOut(term=term, change=change, lo=lo, hi=hi, **told))
    return found


def own(ws: Ws, report_id: Id) -> Report:
    """One of the reports that the caller sees."""
    found = ws.records.reports.find(report_id)
    if found is None:
        raise HTTPException(404, "There is no such report.")
    return reports.report_of(found)


OwnReport = Annotated[Report, Depends(own)]


@router.get("/reports")
def list_reports(ws: Ws) -> list[ReportLine]:
    """The market reports, the newest first: the caller's own, and those made for everybody."""
    return [_line(report) for report in reports.listed(ws)]


@router.post("/reports", status_code=202)
def make_report(ws: Ws, work: Work, response: Response) -> ErrandOut:
    """Make a report on the market as it is counted now."""
    return started(work.start(ws.owner, "report", lambda _: _line(reports.make(ws)).model_dump(mode="json")), response)


@router.get("/reports/{report_id}", responses=MISSING)
def get_report(ws: Ws, report: OwnReport) -> ReportOut:
    """A report with its figures, and what has changed since the one before."""
    return ReportOut(report=report, changes=_changes(ws, report))


@router.get(
    "/reports/{report_id}/file",
    responses={**MISSING, 200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS.values()}}},
    response_class=Response,
)
def get_report_file(ws: Ws, report: OwnReport, kind: Literal["pdf", "csv", "md"] = "pdf") -> Response:
    """A report as a PDF, as CSV or as Markdown."""
    changes = _changes(ws, report)
    if kind == "pdf":
        return Response(reports.as_pdf(report, changes), media_type=KINDS[kind])
    return Response(reports.as_csv(report) if kind == "csv" else reports.as_markdown(report, changes), media_type=KINDS[kind])


def _changes(ws: Ws, report: Report) -> list[str]:
    older = reports.before(ws, report)
    return reports.compared(report, older) if older else []


def _line(report: Report) -> ReportLine:
    return ReportLine.model_validate(report, from_attributes=True)
