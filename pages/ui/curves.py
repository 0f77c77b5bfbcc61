"""How each competency developed over all attempts: the chart, its message, its numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st

from core.interview.history import named
from core.interview.repetition import Attempt
from pages.ui import charts, words
from pages.ui.safe import plain

MOST_LINES, ENOUGH = 6, 2
Curves = Mapping[str, Sequence[Attempt]]


def draw(curves: Curves) -> None:
    """A line a competency, for those tried twice or more; the others are counted."""
    total = sum(map(len, curves.values()))
    lines = {name: tried for name, tried in curves.items() if len(tried) >= ENOUGH}
    if not lines:
        st.info(f"Not enough data for a curve: {words.count(total, 'answer')} so far, and no competency was tried twice. Practise again.")
        return
    shown = dict(list(lines.items())[:MOST_LINES])
    title = message(shown)
    st.markdown(f"**{plain(title)}**")
    figure = charts.attempts([(named(name), [(one.at, one.score) for one in tried]) for name, tried in shown.items()])
    st.plotly_chart(figure, config={"displayModeBar": False}, alt=f"{title}. {told(shown)}")
    left_out = len(curves) - len(shown)
    rest = f"; {words.count(left_out, 'competency', 'competencies')} with fewer attempts not drawn" if left_out else ""
    first, last = (pick(one.at for tried in curves.values() for one in tried).date() for pick in (min, max))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(
            f"n = {words.count(total, 'answer')}, {words.day(first)} to {words.day(last)}{rest}. Follow-ups count with their answer."
        )
        st.download_button("CSV", as_csv(curves), "interview-scores.csv", "text/csv", icon=":material/download:", on_click="ignore",
                           key="interview_csv")  # fmt: skip


def message(curves: Curves) -> str:
    """What the chart shows, in a sentence."""
    change = {name: tried[-1].score - tried[0].score for name, tried in curves.items()}
    most = max(change, key=lambda name: abs(change[name]))
    first, last = curves[most][0].score, curves[most][-1].score
    way = "rose" if last > first else "fell" if last < first else "stayed"
    return f"{named(most)} {way} from {first:.0f} to {last:.0f} over {len(curves[most])} answers"


def told(curves: Curves) -> str:
    """The same for those who cannot see it."""
    return "; ".join(f"{named(name)}: {', '.join(f'{one.score:.0f}' for one in tried)}" for name, tried in curves.items())


def as_csv(curves: Curves) -> str:
    """Every attempt as a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["competency", "answered", "score"])
    for name, tried in curves.items():
        writer.writerows([named(name), one.at.isoformat(timespec="minutes"), f"{one.score:.1f}"] for one in tried)
    return "\ufeff" + out.getvalue()
