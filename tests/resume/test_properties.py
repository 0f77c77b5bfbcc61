"""Whatever the text, reading it ends, invents nothing and keeps every source inside the text."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.documents import read_text
from core.models import Document, Line
from core.resume import carry_sources, flat, parse

TODAY = date(2026, 1, 15)
PARTS = [
    "Work Experience",
    "Ausbildung",
    "COMPÉTENCES",
    "Jan 2020 - Present",
    "03/2019 – 11/2021",
    "Welder at Brackwater Steel Ltd",
    "• Cut scrap by 12%",
    "Python, SQL; Excel",
    "BSc in Physics, University of Tarnholm",
    "Ivo Mellenbrook",
    "ivo@mailbox.example",
    "+44 20 7946 0018",
    "Leeds, UK",
    "",
    "Languages: English (native), Polish",
    "2014\tNurse\tSaint Orrin Hospital",
    ")(",
    "- - -",
    "Project: Harbour",
    "(((2019",
    "a" * 300,
]
RESUMES = st.lists(st.sampled_from(PARTS) | st.text(max_size=60), min_size=1, max_size=30).map("\n".join).filter(str.strip)
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def document(text: str) -> Document:
    """A document of exactly this text, not cleaned."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(start=start, end=start + len(line)))
        start += len(line) + 1
    return Document(kind="txt", text=text, lines=lines)


@SETTINGS
@given(RESUMES)
def test_any_text_is_read_and_nothing_is_invented(text: str) -> None:
    read = document(text)
    resume = parse(read, TODAY)
    whole = "".join(text.split())
    for value in [
        *flat(resume)["companies"],
        *flat(resume)["titles"],
        *flat(resume)["institutions"],
        resume.basics.name,
        resume.basics.phone,
    ]:
        assert "".join(value.split()) in whole
    for source in resume.meta.shortlist.sources.values():
        assert 0 <= source.start < source.end <= len(text)
    assert 0 <= resume.meta.shortlist.confidence <= 1
    assert parse(read, TODAY) == resume


@SETTINGS
@given(RESUMES)
def test_sources_survive_where_values_do(text: str) -> None:
    resume = parse(document(text), TODAY)
    assert carry_sources(resume, resume).meta.shortlist.sources == resume.meta.shortlist.sources


KEYS = ["basics", "work", "education", "skills", "name", "position", "location", "highlights", "keywords", "startDate", "profiles", "x"]
ATOMS = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
JSON = st.recursive(
    ATOMS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6), max_leaves=30
)


@SETTINGS
@given(st.dictionaries(st.sampled_from(["basics", "work", "education", "skills", "languages", "projects", "awards"]), JSON))
def test_json_of_any_shape_is_read(data: dict[str, object]) -> None:
    parse(Document(kind="json", text=str(data), data=data), TODAY)


def test_pasted_text_goes_the_same_way() -> None:
    assert parse(read_text("Ivo Mellenbrook\nivo@mailbox.example"), TODAY).basics.name == "Ivo Mellenbrook"
