"""A report as a file to take along: CSV of its figures, Markdown and PDF to read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from core.documents.typesetting import pdf
from core.reports.report import Kind, Line, Report, name_of
from core.text import csv_cell
from core.trends import Direction

TOP, TOP_MOVING = 12, 20
MOVING: tuple[Direction, ...] = ("rising", "falling")
SAMPLE = "Sample data: an invented market that ships with Shortlist. These are not real figures."
READING = (
    "Shares are of unique openings in the last three months, with their 95 % band. Rising or falling is said only after correcting for the "
    "number of names looked at. These are postings, not all jobs, and a direction is not a forecast."
)
HEADINGS: tuple[tuple[Kind, str], ...] = (
    ("skill", "Skills asked for most"), ("occupation", "Occupations asked for most"), ("country", "Demand by country"),
    ("remote", "Remote work"), ("level", "Levels"),
)  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#])")


class Block(NamedTuple):
    """A part of a report: a heading, a paragraph, a small note, a list or a table."""

    kind: Literal["heading", "text", "note", "list", "table"]
    text: str = ""
    items: Sequence[str] = ()
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def as_csv(report: Report) -> str:
    """Every line of the report, harmless in a spreadsheet."""
    sheet = io.StringIO()
    names = list(Line.model_fields)
    writer = csv.DictWriter(sheet, ["made", "from", "to", *names])
    writer.writeheader()
    told = {"made": report.made_at.date().isoformat(), "from": report.first, "to": report.last}
    writer.writerows(told | {name: csv_cell(getattr(line, name)) for name in names} for line in report.lines)
    return sheet.getvalue()


def as_pdf(report: Report, changes: Sequence[str] = ()) -> bytes:
    """The report to print; `changes` are the sentences of a comparison."""
    day = report.made_at.date()
    subtitle = f"{day.day} {day:%B %Y}\n{report.basis}"
    blocks = [block._asdict() for block in _blocks(report, changes)]
    return pdf("plain", {"title": "Market report", "subtitle": subtitle, "date": [day.year, day.month, day.day], "blocks": blocks})


def as_markdown(report: Report, changes: Sequence[str] = ()) -> str:
    """The report as Markdown; outside text is escaped."""
    day = report.made_at.date()
    parts = [f"# Market report\n\n{day.day} {day:%B %Y}\n\n{_escaped(report.basis)}"]
    return "\n\n".join([*parts, *map(_as_markdown, _blocks(report, changes))]) + "\n"


def _as_markdown(block: Block) -> str:
    if block.kind == "heading":
        return f"## {_escaped(block.text)}"
    if block.kind == "list":
        return "\n".join(f"- {_escaped(item)}" for item in block.items)
    if block.kind == "table":
        rows = [f"| {' | '.join(map(_escaped, row))} |" for row in (block.header, *block.rows)]
        return "\n".join([rows[0], "|" + " --- |" * len(block.header), *rows[1:]])
    return _escaped(block.text)


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _blocks(report: Report, changes: Sequence[str]) -> list[Block]:
    blocks = [Block("note", SAMPLE)] if report.sample else []
    if changes:
        blocks += [Block("heading", "What has changed"), Block("list", items=changes)]
    for direction in MOVING:
        moving = sorted(report.of("skill", direction), key=lambda line: line.q)[:TOP_MOVING]
        rows = [(line.term, _change(line), f"{line.share:.1%}", f"{line.n:,}") for line in moving]
        table = Block("table", header=("Skill", "Change with 95 % interval", "Share now", "n"), rows=rows)
        blocks += [Block("heading", f"{direction.capitalize()} skills"), table if rows else Block("text", "None for sure.")]
    for kind, heading in HEADINGS:
        rows = [(name_of(line), f"{line.share:.1%}", f"{line.lo:.1%} to {line.hi:.1%}", f"{line.n:,}") for line in report.of(kind)[:TOP]]
        blocks += _part(heading, ("Name", "Share now", "Band", "n"), rows)
    clear = [one for one in report.paying if one.clear][:TOP]
    paid = [(one.skill, f"{one.premium:+.0%}", f"{one.lo:+.0%} to {one.hi:+.0%}", f"{one.n:,}") for one in clear]
    pairs = [(f"{one.one} and {one.other}", f"{one.lift:.1f} times", f"{one.n:,}") for one in report.pairs[:TOP]]
    blocks += _part("What skills are paid for", ("Skill", "Difference in pay", "Interval", "n"), paid)
    blocks += _part("Asked for together", ("Skills", "As often as by chance", "n"), pairs)
    return [*blocks, Block("note", READING)]


def _part(heading: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Block]:
    """A heading with its table; nothing when it has no rows."""
    return [Block("heading", heading), Block("table", header=header, rows=rows)] if rows else []


def _change(line: Line) -> str:
    if line.change is None or line.change_lo is None or line.change_hi is None:
        return "not enough data"
    if line.change >= 1:
        return f"{1 + line.change:,.1f} times ({1 + line.change_lo:,.1f} to {1 + line.change_hi:,.1f})"
    return f"{line.change:+.0%} ({line.change_lo:+.0%} to {line.change_hi:+.0%})"
