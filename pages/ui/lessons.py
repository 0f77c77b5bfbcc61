"""What learning one skill more would change: the best one as a line, the others on demand, each with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.matching import Lesson
from pages.ui import words
from pages.ui.safe import plain


def line(lessons: Sequence[Lesson], minimum: float) -> None:
    """The skill that brings most matches; the others in a table."""
    best = next((lesson for lesson in lessons if lesson.gained > 0), None)
    if best is None:
        return
    with st.container(border=True):
        st.markdown(f":material/school: {told(best)}  \n:small[{basis(best, minimum)}]")
        others = [lesson for lesson in lessons if lesson.gained > 0]
        if len(others) > 1:
            more = st.expander("Other skills worth learning", key="matches_lessons", on_change="rerun", type="compact")
            if more.open:
                more.dataframe([_row(lesson) for lesson in others], hide_index=True, alt="Skills with the matches they would add.")


def told(lesson: Lesson) -> str:
    """`Learn X: +8 matches, median pay +€2k a year`."""
    pay = ""
    if lesson.pay_change:
        sign = "+" if lesson.pay_change > 0 else "−"
        pay = f", median pay {sign}{plain(words.money(abs(lesson.pay_change), lesson.currency))} a year (n = {lesson.paid:,})"
    return f"**Learn {_names(lesson)}: +{words.count(lesson.gained, 'match', 'matches')}**{pay}"


def basis(lesson: Lesson, minimum: float) -> str:
    """What the line rests on."""
    fresh = f"{lesson.fresh:,} of them posted in the newest 30 days" if lesson.fresh else "none of them from the newest 30 days"
    return f"All {lesson.n:,} openings were scored again with this skill added; these newly reach {minimum:.0f}, {fresh}."


def _names(lesson: Lesson) -> str:
    return " and ".join(plain(name, 60) for name in lesson.skills)


def _row(lesson: Lesson) -> dict[str, object]:
    change = lesson.pay_change
    return {
        "Skill": " + ".join(lesson.skills),
        "More matches": lesson.gained,
        "Of the newest 30 days": lesson.fresh,
        f"Median pay a year ({lesson.currency})": words.UNKNOWN if change is None else f"{change:+,.0f}".replace("-", "−"),
        "Openings with pay": lesson.paid,
    }
