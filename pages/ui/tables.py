"""Tables of a record that a person edits in place: what each part shows, and rows turned into entries and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import streamlit as st

from core.models import (
    Award,
    Certificate,
    Education,
    Language,
    Link,
    Project,
    Publication,
    Record,
    Resume,
    Skill,
    Volunteer,
    Work,
)
from core.text import clean

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 300
MAX_CELL = 2_000
DATE_HELP = "Write 2021, 2021-03 or 2021-03-15; an empty end means until now."


class Column(NamedTuple):
    """One column: the entry's field, its label, its width, and whether it holds a list of short texts."""

    field: str
    label: str
    width: Literal["small", "medium", "large"] = "medium"
    many: bool = False


class Table(NamedTuple):
    """One part of a record: the resume's field (a path for links), the entry's class, a noun, columns and long fields."""

    part: str
    entry: type[Record]
    noun: str
    columns: tuple[Column, ...]
    bullets: bool = False
    story: str = ""


def _dates(*names: str) -> tuple[Column, ...]:
    labels = {"start_date": "Start", "end_date": "End", "date": "Date", "release_date": "Date"}
    return tuple(Column(name, labels[name], "small") for name in names)


_SPAN = _dates("start_date", "end_date")
_LINK = Column("url", "Link", "small")
TABLES = {
    "work": Table(
        "work", Work, "role",
        (Column("position", "Title"), Column("name", "Employer"), *_SPAN, Column("location", "Place", "small"), _LINK),
        bullets=True, story="summary",
    ),
    "education": Table(
        "education", Education, "course of study",
        (Column("study_type", "Degree"), Column("area", "Subject"), Column("institution", "Institution"), *_SPAN,
         Column("score", "Grade", "small"), Column("courses", "Courses", many=True)),
    ),
    "skills": Table(
        "skills", Skill, "skill", (Column("name", "Skill"), Column("level", "Level", "small"), Column("keywords", "As written", many=True)),
    ),
    "languages": Table("languages", Language, "language", (Column("language", "Language"), Column("fluency", "How well"))),
    "projects": Table(
        "projects", Project, "project",
        (Column("name", "Project"), *_SPAN, _LINK, Column("keywords", "Tools", many=True)),
        bullets=True, story="description",
    ),
    "certificates": Table(
        "certificates", Certificate, "certificate",
        (Column("name", "Certificate"), Column("issuer", "Issued by"), *_dates("date"), _LINK),
    ),
    "volunteer": Table(
        "volunteer", Volunteer, "volunteer role",
        (Column("position", "Role"), Column("organization", "Organisation"), *_SPAN), bullets=True, story="summary",
    ),
    "awards": Table(
        "awards", Award, "award", (Column("title", "Award"), Column("awarder", "Given by"), *_dates("date"), Column("summary", "For what")),
    ),
    "publications": Table(
        "publications", Publication, "publication",
        (Column("name", "Title"), Column("publisher", "Published by"), *_dates("release_date"), _LINK,
         Column("summary", "About")),
    ),
    "links": Table("links", Link, "link", (Column("network", "Network"), Column("username", "Name there"), Column("url", "Address"))),
}  # fmt: skip


def entries_of(resume: Resume, table: Table) -> Sequence[Record]:
    """The entries of a part."""
    entries: Sequence[Record] = resume.basics.profiles if table.part == "links" else getattr(resume, table.part)
    return entries


def with_entries(resume: Resume, table: Table, entries: Sequence[Record]) -> Resume:
    """The resume with other entries in a part."""
    if table.part == "links":
        return resume.model_copy(update={"basics": resume.basics.model_copy(update={"profiles": list(entries)})})
    return resume.model_copy(update={table.part: list(entries)})


def frame(entries: Sequence[Record], table: Table) -> pd.DataFrame:
    """The entries as rows, one column a field; row n is entry n."""
    import pandas as pd

    return pd.DataFrame(
        {column.field: pd.Series([getattr(entry, column.field) for entry in entries], dtype=object) for column in table.columns}
    )


def entries_from(shown: pd.DataFrame, originals: Sequence[Record], table: Table) -> list[Record]:
    """The rows as entries; untouched values and what has no column stay as they were, an empty new row is none."""
    found: list[Record] = []
    for index, row in zip(shown.index.tolist(), shown.to_dict("records"), strict=True):
        values = _values(row, table)
        known = originals[index] if isinstance(index, int) and 0 <= index < len(originals) else None
        if known is not None:
            before = _values({name: getattr(known, name) for name in values}, table)
            found.append(known.model_copy(update={name: value for name, value in values.items() if value != before[name]}))
        elif any(values.values()):
            found.append(table.entry.model_validate(values))
    return found[:MAX_ROWS]


def _values(row: Mapping[Any, Any], table: Table) -> dict[str, Any]:
    return {column.field: (_many if column.many else _text)(row[column.field]) for column in table.columns}


def editor(originals: Sequence[Record], table: Table, key: str) -> list[Record]:
    """The table on the page; returns the entries as the person left them."""
    shown = st.data_editor(
        frame(originals, table), key=key, num_rows="dynamic", hide_index=True, width="stretch", column_config=_config(table),
        placeholder="", alt=f"Table of every {table.noun}; add a row at its end, delete selected rows with the Delete key.",
    )  # fmt: skip
    return entries_from(shown, originals, table)


def _config(table: Table) -> dict[str, Any]:
    return {
        column.field: st.column_config.ListColumn(column.label, width=column.width)
        if column.many
        else st.column_config.TextColumn(
            column.label, width=column.width, max_chars=MAX_CELL, help=DATE_HELP if "date" in column.field else None
        )
        for column in table.columns
    }


def _text(value: object) -> str:
    return " ".join(clean(value, MAX_CELL).split()) if isinstance(value, str) else ""


def _many(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple) else getattr(value, "tolist", list)()
    return [text for item in items if (text := _text(item))]
