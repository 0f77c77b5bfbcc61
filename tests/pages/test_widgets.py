"""Pieces that pages are made of, without a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.models import Document, Line, Source, Work
from pages.ui import pointers, readback, tables
from pages.ui.tables import TABLES

WORK = TABLES["work"]


def test_a_table_nobody_touched_gives_the_same_entries() -> None:
    entries = [Work(name="Quorin  Labs ", position="Analyst", highlights=["a", "b"], start_date="2020"), Work(summary="only text")]
    assert tables.entries_from(tables.frame(entries, WORK), entries, WORK) == entries


def test_edited_deleted_and_added_rows() -> None:
    entries = [Work(name="A", highlights=["kept"]), Work(name="B"), Work(name="C", highlights=["too"])]
    shown = tables.frame(entries, WORK).drop(index=1)
    shown.loc[0, "name"] = " Alpha\u200b "
    shown.loc[3] = {"position": "Cook", "name": None, "start_date": float("nan"), "end_date": "", "location": None, "url": None}
    shown.loc[4] = dict.fromkeys(shown.columns)
    found = tables.entries_from(shown, entries, WORK)
    assert found == [Work(name="Alpha", highlights=["kept"]), Work(name="C", highlights=["too"]), Work(position="Cook")]


def test_an_empty_table_has_its_columns() -> None:
    assert list(tables.frame([], WORK).columns) == [column.field for column in WORK.columns]


def test_every_column_is_a_field_of_its_entry() -> None:
    for table in TABLES.values():
        assert {column.field for column in table.columns} <= set(table.entry.model_fields)
        assert not table.bullets or {"highlights", table.story} <= set(table.entry.model_fields)


@given(st.text(alphabet="ab<>&\"'\n[](){}!:/", max_size=80), st.integers(0, 60), st.integers(0, 60))
def test_the_marked_text_is_the_text_and_nothing_else(text: str, start: int, end: int) -> None:
    import re
    from html import unescape

    document = Document(kind="txt", name='"><script>', text=text, lines=[Line(start=0, end=len(text))])
    sources = {"work/0/name": Source(start=start, end=end), "basics/name": Source(start=end // 2, end=start)}
    html = readback.marked(document, 0, sources, "work", [text.strip()])
    assert "<script" not in html
    inner = re.fullmatch(r"<div [^>]*>(.*)</div>", html, re.S)
    assert inner and unescape(re.sub(r'</?(?:mark|span)(?: style="[^"]*")?>', "", inner[1])) == text


def test_the_open_part_stands_out() -> None:
    document = Document(kind="txt", text="Ada Quorin", lines=[Line(start=0, end=10)])
    sources = {"basics/name": Source(start=0, end=3), "work/0/name": Source(start=4, end=10)}
    html = readback.marked(document, 0, sources, "contact")
    assert f'<mark style="{readback._OPEN}">Ada</mark> <mark style="{readback._READ}">Quorin</mark>' in html


def test_places_of_a_record_have_names() -> None:
    assert pointers.label("work/0/startDate") == "Roles 1, start"
    assert pointers.label("basics/location/countryCode") == "Contact, country code"
    assert pointers.label("basics/profiles/1/url") == "Links 2, address"
    assert pointers.label("preferences/salary_min") == "Wishes, salary min"
