"""The parts of the trends page that tell months: filters, what moves in words, its lines, what is hot now, what it rests on."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import streamlit as st

from core import trends
from core.resume.signs import country_name
from core.text import csv_cell
from core.trends import ENOUGH, Chart, Dimension, Directions, Health, Slice
from core.workspace import Workspace
from pages.ui import charts, words
from pages.ui.market import draw, name_of
from pages.ui.safe import label, plain

MOST_LINES, FLAT_LINES, MOST_TOLD = 6, 3, 5
WHATS: dict[Dimension, tuple[str, str]] = {
    "skill": ("Skills", "skill"),
    "occupation": ("Occupations", "occupation"),
    "sector": ("Sectors", "sector"),
    "country": ("Countries", "country"),
    "city": ("Cities", "city"),
    "remote": ("Remote work", "kind of workplace"),
    "level": ("Levels", "level"),
}
VIEWS = {
    "months": "Month by month",
    "place": "By place",
    "pay": "What pays",
    "together": "Together",
    "near": "Roles near",
    "open": "Time open",
    "new": "New names",
}
WITH_WHAT = ("months", "open")  # views of one dimension of your choice
PARTS: tuple[tuple[Dimension, str, str, int], ...] = (
    ("country", "Country", "Every country", 140), ("occupation", "Occupation", "Every one", 160),
)  # fmt: skip
MORE: tuple[tuple[Dimension, str, str], ...] = (
    ("sector", "Sector", "Every sector"), ("level", "Level", "Every level"), ("remote", "Workplace", "Every workplace"),
    ("city", "City", "Every city"),
)  # fmt: skip


class Asked(NamedTuple):
    """What the filters say."""

    what: Dimension
    part: Slice
    terms: tuple[str, ...]
    view: str = "months"


# --- figures, kept until the postings change -----------------------------------------------------------------------------


def state(ws: Workspace) -> tuple[object, ...]:
    layers = ws.market.layers
    return str(ws.settings.home), *layers, *map(ws.warehouse.generation, layers)


def rests_on_sample(ws: Workspace) -> bool:
    """Whether there is nothing but the sample to count; what a visitor of a hosted instance adds is not counted."""
    return not chart(ws, "country", Slice(), sample=False).health.openings


def chart(ws: Workspace, what: Dimension, part: Slice, sample: bool) -> Chart:
    """The chart of a dimension in a part of the market."""
    return _chart(ws, state(ws), what, part, sample)


@st.cache_data(max_entries=24, show_spinner="Counting openings by month")
def _chart(_ws: Workspace, state: tuple[object, ...], what: Dimension, part: Slice, sample: bool) -> Chart:
    return trends.chart(_ws.market, what, None if part == Slice() else part, None, sample)


# --- filters -------------------------------------------------------------------------------------------------------------


def row(ws: Workspace, sample: bool) -> Asked:
    """The view and the row of filters, kept in the URL."""
    view = st.segmented_control(
        "View", list(VIEWS), format_func=VIEWS.__getitem__, default="months", required=True, key="view", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    what: Dimension | None = "skill"
    found: str | None = ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if view in WITH_WHAT:
            kinds = [one for one in WHATS if view == "months" or one != "skill"]
            title, key = ("What", "what") if view == "months" else ("By", "by")
            what = st.selectbox(title, kinds, format_func=lambda one: WHATS[one][0], key=key, bind="query-params", width=125)
        told: dict[str, str] = {name: choose(ws, sample, name, title, every, width) for name, title, every, width in PARTS}
        with st.popover("More filters", icon=":material/tune:"):
            told |= {name: choose(ws, sample, name, title, every, "stretch") for name, title, every in MORE}
        if view == "months":
            found = st.text_input("Search", key="terms", bind="query-params", width=139, placeholder="Name, name")
    _in_use(told)
    terms = dict.fromkeys(one.strip()[:100] for one in (found or "")[:1000].split(",") if one.strip())
    return Asked(what or "skill", Slice(**told), tuple(terms), view or "months")


def choose(ws: Workspace, sample: bool, name: Dimension, title: str, every: str, width: int | Literal["stretch"]) -> str:
    """A filter on one dimension: its terms with enough openings; empty for all of them."""
    terms = chart(ws, name, Slice(), sample).shares.terms
    chosen = st.selectbox(
        title, terms, None, lambda one: said(one, name), key=name, bind="query-params", width=width, placeholder=every
    )  # fmt: skip
    return chosen or ""


def _in_use(told: dict[str, str]) -> None:
    """The filters in the menu that are set, because a closed menu does not show them."""
    used = [said(told[name], name) for name, _, _ in MORE if told[name]]
    if used:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Also filtered by: {plain(', '.join(used))}.", width="content")
            st.button("Clear all filters", on_click=clear, type="tertiary", key="trends_clear")


def clear() -> None:
    """Set every filter back (for a button's callback)."""
    for name in ("terms", *(part[0] for part in PARTS), *(part[0] for part in MORE)):
        st.session_state[name] = "" if name == "terms" else None


def said(term: str, what: str) -> str:
    """The name of a term of a dimension, as a label."""
    named = country_name(term) if what == "country" else name_of(term) if what == "occupation" else term
    named = named.replace("onsite", "on site") if what == "remote" else named
    return label(named[:1].upper() + named[1:])


def chosen(asked: Asked, whole: Chart) -> list[str]:
    """The terms to draw: those searched for, or what moves, or what is named most."""
    terms = whole.shares.terms
    if not asked.terms:
        return whole.moving(MOST_LINES) or list(terms[:FLAT_LINES])
    hits = {one: _hits(one.casefold(), terms, asked.what) for one in asked.terms}
    missing = [plain(one) for one, found in hits.items() if not found]
    if missing:
        st.info(f"Not enough data for {', '.join(missing)}: fewer than {ENOUGH} openings name it here, or it goes by another name.")
    return list(dict.fromkeys(term for found in hits.values() for term in found))[:MOST_LINES]


def _hits(wanted: str, terms: Sequence[str], what: Dimension) -> list[str]:
    """The term of exactly this name, or else those whose name holds it."""
    named = {term: said(term, what).casefold() for term in terms}
    exact = [term for term in terms if named[term] == wanted]
    return exact or [term for term in terms if wanted in named[term]]


# --- the answer in words -------------------------------------------------------------------------------------------------


def answer(asked: Asked, whole: Chart) -> None:
    """What rises and what falls, with change and n; or that nothing does for sure."""
    told = whole.directions
    moving = whole.moving(len(told.terms))
    kind, seen = WHATS[asked.what][1], int(told.tested.sum())
    if not moving:
        st.markdown(
            f"**Nothing moves for sure.** Of {words.count(seen, kind, _many(asked))} looked at, none has clearly changed by a quarter or "
            "more. That means no clear change, not no demand."
        )
        return
    for direction, column in zip(("rising", "falling"), st.columns(2), strict=True):
        terms = [term for term in moving if told.direction[told.terms.index(term)] == direction]
        with column:
            st.markdown(f"**{direction.capitalize()}: {len(terms):,}** of {words.count(seen, kind, _many(asked))}")
            st.markdown(
                "\n".join(f"- {plain(said(term, asked.what))}: {moved(told, term)}" for term in terms[:MOST_TOLD]) or "- None for sure."
            )


def _many(asked: Asked) -> str:
    return WHATS[asked.what][0].lower() if asked.what != "remote" else "kinds of workplace"


def moved(told: Directions, term: str) -> str:
    """The change of a term with its interval and n, as text."""
    at = told.terms.index(term)
    if not told.tested[at]:
        return f"not enough data (n = {int(told.n[at]):,})"
    return f"{words.change(float(told.change[at]), float(told.lo[at]), float(told.hi[at]))}, n = {int(told.n[at]):,}"


# --- charts --------------------------------------------------------------------------------------------------------------


def lines(asked: Asked, whole: Chart, terms: Sequence[str]) -> None:
    """The monthly shares of the terms with their bands."""
    shares = whole.shares
    drawn = [_line(whole, shares.terms.index(term), asked.what) for term in terms]
    names, told = [line.name for line in drawn], [_state_of(whole, term) for term in terms]
    draw(charts.monthly(shares.months, drawn), finding(asked, whole, terms), names, told)
    wanted = set(terms)
    rows = [one | {"term": said(str(one["term"]), asked.what)} for one in whole.rows() if one["term"] in wanted]
    download(rows, f"trends-{asked.what}.csv")


def finding(asked: Asked, whole: Chart, terms: Sequence[str]) -> str:
    """The title of the lines: what they show."""
    told = whole.directions
    sure = [term for term in terms if told.direction[told.terms.index(term)] != "flat"]
    if sure:
        at = told.terms.index(sure[0])
        verb, change = "rises" if told.direction[at] == "rising" else "falls", float(told.change[at])
        size = f"{abs(change):.0%} {'higher' if change > 0 else 'lower'} at the end than"
        size = f"{1 + change:.1f} times as large at the end as" if change >= 1 else size
        return f"{said(sure[0], asked.what)} {verb}: its share is {size} at the beginning (n = {int(told.n[at]):,})"
    most = max(terms, key=lambda term: int(told.n[told.terms.index(term)]))
    part = words.share(int(told.n[told.terms.index(most)]) / max(whole.health.openings, 1))
    if len(terms) == 1:
        return f"{said(most, asked.what)} has no clear trend: {part} openings"
    return f"None of these has a clear trend; {said(most, asked.what)} is named most, in {part} openings"


def _state_of(whole: Chart, term: str) -> str:
    told = whole.directions
    direction = told.direction[told.terms.index(term)]
    return f"{'no clear change' if direction == 'flat' else direction}, {moved(told, term)}"


def _line(whole: Chart, at: int, what: Dimension) -> charts.Line:
    shares, name = whole.shares, said(whole.shares.terms[at], what)
    seen = [bool(total) for total in shares.total]
    share, lo, hi = (
        [float(v) if ok else None for v, ok in zip(part[at], seen, strict=True)] for part in (shares.share, shares.lo, shares.hi)
    )
    told = [
        month_told(name, month, f"{shares.n[at, k]:.0f} of {shares.total[k]:.0f} openings,<br>", share[k] or 0, lo[k] or 0, hi[k] or 0)
        if seen[k] else "" for k, month in enumerate(shares.months)
    ]  # fmt: skip
    return charts.Line(name, share, lo, hi, told)


def month_told(name: str, month: str, of: str, share: float, lo: float, hi: float) -> str:
    """What a point of a line says."""
    when = words.month(date.fromisoformat(f"{month}-01"))
    return f"{name}, {when}: {of}{share:.1%} (with 95 % certainty {lo:.1%} to {hi:.1%})"


def hot_now(asked: Asked, whole: Chart, terms: Sequence[str]) -> None:
    """The last months alone, with their wider intervals."""
    now = whole.now
    moving = [term for term, direction in zip(now.terms, now.direction, strict=True) if direction != "flat"]
    at = [now.terms.index(term) for term in (moving or terms)]
    at = [number for number in at if now.tested[number]][:MOST_LINES]
    if not at:
        st.info(f"Not enough data for the last {words.count(len(now.months), 'month')}: a name needs {ENOUGH} openings in them.")
        return
    names, told = [said(now.terms[k], asked.what) for k in at], [moved(now, now.terms[k]) for k in at]
    spans = [(float(now.lo[k]), float(now.change[k]), float(now.hi[k])) for k in at]
    title = f"Moving within six months: {', '.join(names[:3])}" if moving else "Within six months nothing moves for sure"
    draw(charts.differences(names, spans, [f"{lo:+.0%} to {hi:+.0%}" for lo, _, hi in spans]), title, names, told)
    seen = ", ".join(f"{plain(name)} {now.n[k]:,.0f}" for name, k in zip(names, at, strict=True))
    st.caption(f"Openings in these months: {seen}.")
    st.caption("Change of the share within the last six months with its 95 % interval, which is wider than that of the whole range.")
    rows = zip(names, spans, at, strict=True)
    table = [{"name": name, "change": mid, "lo": lo, "hi": hi, "openings": int(now.n[k])} for name, (lo, mid, hi), k in rows]
    download(table, f"hot-now-{asked.what}.csv")


def rests_on(health: Health) -> None:
    """n, dates, sources with shares, repeats, and what to beware of."""
    st.caption(plain(health.sentence, 1000))
    if health.dominant:
        st.warning(f"{plain(health.dominant, 80)} gives most of these openings: read this as that source's part of the market.")


def download(rows: Sequence[dict[str, Any]], file: str) -> None:
    """The data of a chart as CSV, harmless in a spreadsheet."""
    st.download_button("Data as CSV", to_csv(rows), file, "text/csv", key=f"save_{file}", on_click="ignore", icon=":material/download:")


def to_csv(rows: Sequence[dict[str, Any]]) -> str:
    """At least one row as CSV text."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(rows[0]))
    writer.writeheader()
    writer.writerows({name: csv_cell(value) for name, value in one.items()} for one in rows)
    return sheet.getvalue()
