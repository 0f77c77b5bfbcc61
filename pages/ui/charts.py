"""Charts from plain rows, without a page: one question each, readable in both themes; the page says the title as text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROW_PIXELS = 38
NAME_WIDTH = 22
BLUE, PALE_BLUE, ORANGE = "#4483af", "rgba(68,131,175,0.55)", "#d8733a"  # all stand out on the light and the dark page
GREY = "#7a8691"
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
