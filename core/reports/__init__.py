"""Reports on the market: made on a schedule or on demand, kept, compared with the one before in words, written as files."""

from core.reports.comparing import compared
from core.reports.making import before, latest, listed, make, report_of
from core.reports.report import Line, Report, SourceLine
from core.reports.writing import as_csv, as_markdown, as_pdf

__all__ = [
    "Line",
    "Report",
    "SourceLine",
    "as_csv",
    "as_markdown",
    "as_pdf",
    "before",
    "compared",
    "latest",
    "listed",
    "make",
    "report_of",
]
