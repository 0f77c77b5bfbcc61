"""Several documents, JSON Resume, edits, time, levels, and the command's rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.cli.parse import parse_files
from core.documents import read_text
from core.models import Document, Resume
from core.resume import carry_sources, flat, parse, read_file

TODAY = date(2026, 1, 15)
CV = """Perpetua Langstrom
perpetua@mailbox.example | +49 30 5550142 | Berlin, Germany

WORK EXPERIENCE
Senior Chemist at Vantor Labs GmbH, Jan 2020 - Present
• Raised yield by 14% in 3 plants with Python
Chemist at Ostrich Paints AG, Jan 2016 - Dec 2020

EDUCATION
MSc in Chemistry, University of Halden, 2013 - 2015

SKILLS
Chromatography, Titration, Python, LabWare LIMS
"""


def read(text: str) -> Resume:
    return parse(read_text(text), TODAY)


def test_years_count_overlapping_roles_once() -> None:
    assert read(CV).meta.shortlist.years == 10.1


def test_level_comes_from_the_latest_title() -> None:
    assert read(CV).meta.shortlist.level == "senior"
    assert read(CV.replace("Senior Chemist", "Head of Laboratory")).meta.shortlist.level == "lead"


def test_achievements_keep_their_numbers_and_place() -> None:
    (found,) = read(CV).meta.shortlist.achievements
    assert (found.numbers, found.pointer) == (["14%", "3"], "work/0/highlights/0")


def test_evidence_of_skills_grows_from_listed_to_achieved() -> None:
    evidence = {skill.name: skill for skill in read(CV).meta.shortlist.skills}
    assert (evidence["Python"].evidence, evidence["Python"].last_used) == ("achieved", "2026-01")
    assert evidence["LabWare LIMS"].evidence == "listed"


def test_a_second_document_adds_and_keeps_its_number() -> None:
    certificate = "Perpetua Langstrom\n\nCERTIFICATES\nRadiation Safety Officer, 2022\n\nSKILLS\nTitration, Spectroscopy\n"
    resume = parse([read_text(CV), read_text(certificate)], TODAY)
    assert [c.name for c in resume.certificates] == ["Radiation Safety Officer"]
    assert resume.meta.shortlist.sources["certificates/0/name"].document == 1
    assert resume.meta.shortlist.sources["work/0/position"].document == 0
    assert flat(resume)["skills"].count("Titration") == 1


def test_the_same_document_twice_changes_nothing_but_the_count() -> None:
    once, twice = read(CV), parse([read_text(CV), read_text(CV)], TODAY)
    assert flat(once) == flat(twice)
    assert len(twice.work) == 2


def test_json_resume_means_what_it_says() -> None:
    data = {
        "basics": {"name": "Ruta Ashgrove", "email": 5, "location": "Oslo", "profiles": "none"},
        "work": [
            {"company": "Fjordlight AS", "position": "Surveyor", "startDate": "2020-02-01", "highlights": ["Mapped 40 bays", None]},
            "nonsense",
            7,
        ],
        "skills": [{"name": "Mapping", "keywords": ["QGIS", "GNSS"]}, "Drones"],
        "education": {"institution": "not a list"},
    }
    resume = parse(Document(kind="json", text=str(data), data=data), TODAY)
    assert resume.basics.location.city == "Oslo"
    assert (resume.work[0].name, resume.work[0].start_date, resume.work[0].highlights) == ("Fjordlight AS", "2020-02", ["Mapped 40 bays"])
    assert flat(resume)["skills"] == ["QGIS", "GNSS", "Drones"]
    assert resume.education == []


def test_edited_values_lose_their_source_and_moved_ones_keep_it() -> None:
    old = read(CV)
    new = old.model_copy(deep=True)
    new.work.reverse()
    new.work[0].position = "Paint Chemist"
    sources = carry_sources(old, new).meta.shortlist.sources
    assert "work/0/position" not in sources
    assert sources["work/1/position"] == old.meta.shortlist.sources["work/0/position"]


def test_lines_that_were_not_understood_are_shown() -> None:
    assert "Shoe size 38" in read("Perpetua Langstrom\nShoe size 38\n" + CV).meta.shortlist.unread


def test_what_is_missing_is_said_and_left_empty() -> None:
    resume = read("Work experience\nWelder at Brackwater Steel Ltd\n2019 - 2021\n")
    assert resume.basics.name == resume.basics.email == ""
    assert any("name" in warning for warning in resume.meta.shortlist.warnings)


@pytest.mark.parametrize(
    "head",
    [
        "Surveyor at Fjordlight AS\n2019 - 2021",
        "Fjordlight AS — Surveyor\n2019 - 2021",
        "2019 - 2021\nFjordlight AS\nSurveyor",
        "Surveyor\nFjordlight AS\n2019 - 2021",
        "2019 - 2021\tSurveyor, Fjordlight AS",
        "Fjordlight AS\t2019 - 2021\nSurveyor",
        "Company: Fjordlight AS\nPosition: Surveyor\nDuration: 2019 - 2021",
    ],
)
def test_title_employer_and_dates_in_any_order(head: str) -> None:
    (role,) = read(f"EXPERIENCE\n{head}\n• Mapped the coast of 3 islands\n").work
    assert (role.position, role.name, role.start_date, role.end_date) == ("Surveyor", "Fjordlight AS", "2019", "2021")
    assert role.highlights == ["Mapped the coast of 3 islands"]


def test_skills_end_where_roles_begin() -> None:
    resume = read("SKILLS\nTitration, Welding\nSurveyor\nFjordlight AS\n2019 - 2021\n• Mapped the coast\n")
    assert flat(resume)["skills"] == ["Titration", "Welding"]
    assert resume.work[0].name == "Fjordlight AS"


@pytest.mark.parametrize("number", ["+49 30 5550142", "(503) 555-0171", "06 55 50 14 22", "020 7946 0018", "98765 43210"])
def test_phones_of_many_countries(number: str) -> None:
    assert read(f"Ivo Mellenbrook\nTel: {number}\n").basics.phone == number


def test_read_file_reads_bytes() -> None:
    document, resume = read_file(CV.encode(), "cv.txt", TODAY)
    assert (document.kind, resume.basics.name) == ("txt", "Perpetua Langstrom")


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(CV, encoding="utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    rows = list(parse_files([tmp_path / "empty.pdf", tmp_path / "good.txt", tmp_path / "gone.pdf"], 1))
    assert [row["ok"] for row in rows] == [False, True, False]
    assert rows[1]["flat"]["name"] == "Perpetua Langstrom"
    assert all(row["error"].endswith(".") for row in rows if not row["ok"])
