"""Headings and dates as people write them, in eight languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lexicon import dates, inline_section, plain, section


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("WORK EXPERIENCE", "work"),
        ("E X P E R I E N C E", "work"),
        ("2. Education & Certifications:", "education"),
        ("__Technical Skills__", "skills"),
        ("III. Berufserfahrung", "work"),
        ("Compétences techniques", "skills"),
        ("FORMACIÓN ACADÉMICA", "education"),
        ("Experiência Profissional", "work"),
        ("Istruzione e formazione", "education"),
        ("Werkervaring", "work"),
        ("Doświadczenie zawodowe", "work"),
        ("Języki obce", "languages"),
        ("Classroom Teaching Experience", "work"),
        ("Certifications/Licenses", "certificates"),
        ("Personal Skills", "skills"),
        ("Work Experience (continued)", "work"),
    ],
)
def test_headings(line: str, kind: str) -> None:
    assert section(line) == kind


@pytest.mark.parametrize(
    "line", ["Software Engineer", "University of Maine", "Ran the experience design team.", "Google", "", "Experience with Python", "2019"]
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert section(line) is None


def test_heading_with_content() -> None:
    assert inline_section("Languages: English, German") == ("languages", 11)
    assert inline_section("Note: see below") is None


@pytest.mark.parametrize(
    ("line", "start", "end", "current"),
    [
        ("Jan 2020 – Present", "2020-01", "", True),
        ("03/2019 - 11/2021", "2019-03", "2021-11", False),
        ("2018–2020", "2018", "2020", False),
        ("seit 04/2019", "2019-04", "", True),
        ("depuis mars 2020", "2020-03", "", True),
        ("Summer 2019", "2019", "", False),
        ("Sept. '18", "2018-09", "", False),
        ("05/2015 bis heute", "2015-05", "", True),
        ("Jan - Mar 2019", "2019-01", "2019-03", False),
        ("Jul 12 - Aug 14", "2012-07", "2014-08", False),
        ("2018-20", "2018", "2020", False),
        ("15.03.2019 - 20.04.2020", "2019-03", "2020-04", False),
        ("3 de marzo de 2019", "2019-03", "", False),
        ("marzo de 2020 a la actualidad", "2020-03", "", True),
        ("março de 2017 até o momento", "2017-03", "", True),
        ("Ottobre 2019 – in corso", "2019-10", "", True),
        ("januari 2018 – heden", "2018-01", "", True),
        ("od czerwca 2018 do chwili obecnej", "2018-06", "", True),
        ("August 2012 - Till Date", "2012-08", "", True),
        ("2021-03-01 - 2022-05-04", "2021-03", "2022-05", False),
        ("01/02/2019", "2019", "", False),  # day and month cannot be told apart
    ],
)
def test_dates(line: str, start: str, end: str, current: bool) -> None:
    (span,) = dates(line)
    assert (span.start, span.end, span.current) == (start, end, current)


@pytest.mark.parametrize("line", ["ISO 9001:2015", "cost 2,000 euro", "call 2025550143", "$2019", "version 2019.4"])
def test_numbers_that_are_no_dates(line: str) -> None:
    assert dates(line) == []


def test_ranges_do_not_run_backwards() -> None:
    assert all(not span.end or span.end >= span.start for span in dates("2020 - 2018"))


@given(st.text(max_size=120))
def test_any_line_is_read(line: str) -> None:
    section(line)
    inline_section(line)
    spans = [span.span for span in dates(line)]
    assert spans == sorted(spans) and all(0 <= a < b <= len(line) for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert len(plain(line)) == len(line)
