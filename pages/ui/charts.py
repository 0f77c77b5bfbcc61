"""Charts from plain rows, without a page: one question each, said in the title, readable in both themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROW_PIXELS = 30


def ranked_bars(names: Sequence[str], values: Sequence[float], labels: Sequence[str], title: str) -> Figure:
    """Horizontal bars, largest first, each with its label at its end."""
    import plotly.graph_objects as go

    bars = go.Bar(
        x=list(values), y=list(names), orientation="h", text=list(labels), textposition="outside", cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    return _calm(go.Figure(bars), title, rows=len(names))


def ranges(names: Sequence[str], spans: Sequence[tuple[float, float, float]], labels: Sequence[str], title: str) -> Figure:
    """For each row a line from the first to the last value of its span and a dot at the middle one."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for name, (low, _, high) in zip(names, spans, strict=True):
        figure.add_trace(go.Scatter(x=[low, high], y=[name, name], mode="lines", line={"width": 6}, opacity=0.45, hoverinfo="skip"))
    dots = go.Scatter(
        x=[middle for _, middle, _ in spans], y=list(names), mode="markers+text", marker={"size": 11}, text=list(labels),
        textposition="top center", hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    figure.add_trace(dots)
    figure.update_traces(line_color="#4483af", selector={"mode": "lines"})
    return _calm(figure, title, rows=len(names) * 1.4)


def _calm(figure: Figure, title: str, rows: float) -> Figure:
    figure.update_layout(
        title={"text": title, "font": {"size": 16}}, height=int(90 + ROW_PIXELS * rows), showlegend=False, dragmode=False,
        margin={"l": 8, "r": 70, "t": 48, "b": 8},
    )  # fmt: skip
    figure.update_xaxes(visible=False, fixedrange=True, rangemode="tozero")
    figure.update_yaxes(autorange="reversed", fixedrange=True, automargin=True, title=None)
    return figure
