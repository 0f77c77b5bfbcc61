"""Charts from plain rows, without a page: one question each, readable in both themes; the page says the title as text."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROW_PIXELS = 38
NAME_WIDTH = 22
BLUE, PALE_BLUE, ORANGE = "#4483af", "rgba(68,131,175,0.55)", "#d8733a"  # all stand out on the light and the dark page
GREY = "#7a8691"
LINES = ("#4483af", "#d8733a", "#5f9440", "#a06bb4", "#a8820f", "#2f9a9a")  # as many as one chart may have
MONTH_PIXELS, LABEL_PIXELS, LABEL_STEP = 380, 150, 0.085
LABEL_ROOM, SPAN_ROOM = 2.1, 3.0  # the longest bar or line leaves this share of room for the label at its end


def ranked_bars(names: Sequence[str], values: Sequence[float], labels: Sequence[str]) -> Figure:
    """Horizontal bars, largest first, each with its label at its end."""
    import plotly.graph_objects as go

    bars = go.Bar(
        x=list(values), y=_wrapped(names), orientation="h", text=list(labels), textposition="outside", cliponaxis=False,
        marker={"color": BLUE, "line": {"width": 0}},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    figure = _calm(go.Figure(bars), rows=len(names))
    return figure.update_xaxes(range=[0, max(values, default=1) * LABEL_ROOM])


def ranges(names: Sequence[str], spans: Sequence[tuple[float, float, float]], labels: Sequence[str]) -> Figure:
    """For each row a line from the first to the last value of its span and a dot at the middle one, its label at the end."""
    import plotly.graph_objects as go

    rows = _wrapped(names)
    figure = go.Figure()
    for name, (low, _, high), label in zip(rows, spans, labels, strict=True):
        line = go.Scatter(
            x=[low, high], y=[name, name], mode="lines+text", line={"width": 6, "color": PALE_BLUE}, hoverinfo="skip",
            text=["", f"  {label}"], textposition="middle right", cliponaxis=False,
        )  # fmt: skip
        figure.add_trace(line)
    dots = go.Scatter(
        x=[middle for _, middle, _ in spans], y=rows, mode="markers", marker={"size": 11, "color": ORANGE}, text=list(labels),
        hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    figure.add_trace(dots)
    low, high = min((span[0] for span in spans), default=0), max((span[2] for span in spans), default=1)
    return _calm(figure, rows=len(names)).update_xaxes(range=[low - 0.05 * high, low + (high - low) * SPAN_ROOM])


def differences(names: Sequence[str], spans: Sequence[tuple[float, float, float]], labels: Sequence[str]) -> Figure:
    """For each row the difference that it makes, with its interval, around a line at zero; the label at the end."""
    low, high = min((0.0, *(span[0] for span in spans))), max((0.0, *(span[2] for span in spans)))
    figure = ranges(names, spans, labels)
    figure.add_vline(x=0, line={"width": 1, "color": GREY})
    return figure.update_xaxes(range=[low - 0.05 * (high - low), low + (high - low) * SPAN_ROOM])


@dataclass(frozen=True)
class Line:
    """Shares (0-1) by month with their bands; None where a month has none. `told` is what each point says."""

    name: str
    share: Sequence[float | None]
    lo: Sequence[float | None]
    hi: Sequence[float | None]
    told: Sequence[str]


def monthly(months: Sequence[str], lines: Sequence[Line]) -> Figure:
    """Monthly shares (months as YYYY-MM) with bands from a line at zero, at most six, each with its name at its end."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for line, colour in zip(lines, LINES, strict=False):
        _band(figure, months, line, colour)
    for line, colour in zip(lines, LINES, strict=False):
        figure.add_scatter(
            x=list(months), y=list(line.share), mode="lines", line={"width": 2.5, "color": colour}, text=list(line.told),
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    top = max((hi for line in lines for hi in line.hi if hi is not None), default=1.0) * 1.05
    for line, colour, y in zip(lines, LINES, _apart([_last(line) / top for line in lines]), strict=False):
        name = "<br>".join(html.escape(part) for part in textwrap.wrap(line.name, NAME_WIDTH - 4, max_lines=2, placeholder=" …"))
        dot = f'<span style="color:{colour}">●</span>'
        figure.add_annotation(x=1, xref="paper", xanchor="left", y=y * top, showarrow=False, align="left", text=f"{dot} {name}")
    return _dated(figure, top)


def _band(figure: Figure, months: Sequence[str], line: Line, colour: str) -> None:
    """The band of a line; a month without openings leaves a gap in the line and none in the band."""
    kept = [(month, lo, hi) for month, lo, hi in zip(months, line.lo, line.hi, strict=True) if lo is not None and hi is not None]
    there, back = [month for month, _, _ in kept], [month for month, _, _ in reversed(kept)]
    figure.add_scatter(
        x=there + back, y=[lo for _, lo, _ in kept] + [hi for _, _, hi in reversed(kept)], fill="toself", mode="none",
        fillcolor=colour, opacity=0.14, hoverinfo="skip",
    )  # fmt: skip


def _last(line: Line) -> float:
    return next((share for share in reversed(line.share) if share is not None), 0.0)


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights (0-1) of labels moved up as far as needed so that none covers another, in the order given."""
    placed, least = [0.0] * len(heights), 0.0
    for number in sorted(range(len(heights)), key=heights.__getitem__):
        placed[number] = least = max(heights[number], least)
        least += LABEL_STEP
    return placed


def _dated(figure: Figure, top: float) -> Figure:
    """Axes of months and shares, with a line at zero."""
    import plotly.graph_objects as go

    figure.update_layout(
        template=go.layout.Template(), height=MONTH_PIXELS, showlegend=False, dragmode=False, font={"size": 13}, hovermode="closest",
        margin={"l": 8, "r": LABEL_PIXELS, "t": 8, "b": 8},
    )  # fmt: skip
    figure.update_xaxes(type="date", tickformat="%b %Y", nticks=6, showgrid=False, fixedrange=True, automargin=True)
    return figure.update_yaxes(
        range=[0, top], tickformat=".0%", nticks=5, fixedrange=True, zeroline=True, zerolinecolor=GREY, gridcolor="rgba(122,134,145,0.25)",
        automargin=True,
    )  # fmt: skip


def attempts(lines: Sequence[tuple[str, Sequence[tuple[datetime, float]]]]) -> Figure:
    """Scores (0-100) of attempts one after the other, a line a name with its name at its end; at most six."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for (name, points), colour in zip(lines, LINES, strict=False):
        figure.add_scatter(
            x=list(range(1, len(points) + 1)), y=[score for _, score in points], mode="lines+markers", line={"width": 2.5, "color": colour},
            marker={"size": 8, "color": colour}, text=[f"{html.escape(name)}, {at:%d %B %Y}: {score:.0f}" for at, score in points],
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    ends = _apart([points[-1][1] / 105 for _, points in lines[: len(LINES)]])
    for (name, _), colour, y in zip(lines, LINES, ends, strict=False):
        said = "<br>".join(html.escape(part) for part in textwrap.wrap(name, NAME_WIDTH - 4, max_lines=2, placeholder=" …"))
        dot = f'<span style="color:{colour}">●</span>'
        figure.add_annotation(x=1, xref="paper", xanchor="left", y=y * 105, showarrow=False, align="left", text=f"{dot} {said}")
    longest = max((len(points) for _, points in lines), default=1)
    _dated(figure, 105)
    figure.update_xaxes(
        type="linear",
        tickformat="d",
        tickvals=list(range(1, longest + 1, max(1, longest // 8))),
        title="Attempt",
        range=[0.8, longest + 0.2],
    )
    return figure.update_yaxes(tickformat="d", tickvals=[0, 25, 50, 75, 100])


def _wrapped(names: Sequence[str]) -> list[str]:
    return ["<br>".join(textwrap.wrap(name, NAME_WIDTH)) for name in names]


def _calm(figure: Figure, rows: float) -> Figure:
    import plotly.graph_objects as go

    figure.update_layout(
        template=go.layout.Template(), height=int(24 + ROW_PIXELS * rows), showlegend=False, dragmode=False,
        margin={"l": 8, "r": 8, "t": 4, "b": 4}, font={"size": 13},
    )  # fmt: skip
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, fixedrange=True, automargin=True, title=None, ticklabelstandoff=6)
    return figure
