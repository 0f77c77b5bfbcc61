"""Titles: the table is sound, titles are read as employers write them, and likeness is one number a pair."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.occupations import find, level, normalise, sectors, similarities, similarity, table
from core.occupations.imports import import_occupations
from core.occupations.table import DATA, read, write
from core.occupations.words import key

SHIPPED = read(DATA)


def test_the_table_is_as_large_as_promised():
    assert len(SHIPPED) >= 500
    assert len(SHIPPED.sectors) >= 20
    assert len(SHIPPED.by_key) >= 5_000
    assert sectors()[: len(SHIPPED.sectors)] == SHIPPED.sectors


def test_every_row_is_sound():
    ids = set()
    for one in SHIPPED:
        assert one.id not in ids and one.id == one.id.lower() and " " not in one.id
        ids.add(one.id)
        assert one.name and one.sector and one.family
        assert one.id not in one.related
        assert set(one.related) <= set(SHIPPED.by_id), one.id


def test_a_title_belongs_to_one_occupation_and_stands_there_once():
    seen: dict[str, str] = {}
    twice = []
    for one in SHIPPED:
        for title in one.titles:
            if key(title) in seen:
                twice.append((title, one.id, seen[key(title)]))
            seen[key(title)] = one.id
    assert not twice


def test_rows_of_other_languages_belong_to_occupations():
    for path in DATA.glob("titles.*.tsv"):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            identity, titles = line.split("\t")
            assert identity in SHIPPED.by_id, (path.name, identity)
            assert titles


def test_word_lists_have_their_columns_and_no_phrase_twice():
    for name, columns in (("levels.tsv", 4), ("abbreviations.tsv", 3), ("noise.tsv", 2), ("groups.tsv", 3)):
        rows = [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]]
        assert all(len(row) == columns and all(row) for row in rows), name
        assert len({tuple(row[:2]) for row in rows}) == len(rows), name


def test_every_title_finds_its_own_occupation():
    for one in SHIPPED:
        for title in one.titles[::7] or one.titles:
            assert SHIPPED.exact(title) is one, title
        found = find(one.name)
        assert found and (found.id, found.confidence) == (one.id, 1.0)


@pytest.mark.parametrize(
    ("title", "occupation", "told"),
    [
        ("Sr. Software Eng. (m/w/d) - Remote", "software-developer", "senior"),
        ("Lead Java Developer", "software-developer", "lead"),
        ("Engineer, Software", "software-developer", None),
        ("QA Engineer II, London", "qa-engineer", "mid"),
        ("JR-104233 DevOps Engineer", "devops-engineer", None),
        ("Data Scientist (NLP) at Northwind", "data-scientist", None),
        ("Registered Nurse - Night Shift", "nurse", None),
        ("RN", "nurse", None),
        ("SWE", "software-developer", None),
        ("VP of Sales", "sales-director", "executive"),
        ("Softwareentwickler:in (w/m/d)", "software-developer", None),
        ("Développeur(se) web H/F", "web-developer", None),
        ("Junior Accountant | 40 hours | $25/hr", "accountant", "junior"),
        ("Part-time Kitchen Porter | £11.50 per hour", "kitchen-assistant", None),
        ("Pflegefachkraft (m/w/d) Vollzeit", "nurse", None),
        ("Enfermero/a", "nurse", None),
        ("Head Chef", "head-chef", "lead"),
        ("Chefs de projet", "project-manager", None),
    ],
)
def test_titles_are_read_as_employers_write_them(title, occupation, told):
    found = find(title)
    assert found and found.id == occupation
    assert found.confidence >= 0.8
    assert found.level == told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Software engineer", None),
        ("Executive assistant to the CEO", None),
        ("Lead generation specialist", None),
        ("Staff nurse", None),
        ("Account executive", None),
        ("Art director", None),
        ("Software Engineer III", "senior"),
        ("Senior Manager", "senior"),
        ("Junior Team Lead", "lead"),
        ("Praktikantin im Vertrieb", "intern"),
        ("Werkstudent Marketing", "intern"),
        ("Stagiaire comptabilité", "intern"),
        ("Graduate trainee", "junior"),
        ("Vice President, Finance", "executive"),
        ("Geschäftsführerin", "executive"),
    ],
)
def test_level_words(title, told):
    assert level(title) == told


@pytest.mark.parametrize("mark", ["(m/w/d)", "m/f/d", "(H/F)", "F/H", "(all genders)", "(w/m/x)", "(k/m)", "(gn)"])
def test_gender_marks_are_no_part_of_a_role(mark):
    assert normalise(f"Project Manager {mark}") == "project manager"


def test_what_is_no_title_finds_nothing():
    assert find("") is None
    assert find("   ") is None
    assert find("qqzx vvkj") is None
    assert find("Education") is None
    assert find("Work experience") is None
    assert find("Responsibilities include") is None


def test_a_title_that_is_not_listed_finds_the_closest_with_less_confidence():
    found = find("Gas boiler plumbing technician and installer")
    assert found and found.family == "trades-building"
    assert found.confidence < 0.9


def test_batch_and_single_agree_whatever_else_is_in_the_batch():
    titles = ["Java developer", "Nurse", "Kellner", "Head of Marketing", "zzz", ""]
    batch = similarities(titles, titles)
    single = np.array([[similarity(a, b) for b in titles] for a in titles])
    assert batch.shape == (6, 6)
    np.testing.assert_allclose(batch, single, atol=1e-5)
    np.testing.assert_allclose(batch, batch.T, atol=1e-5)
    np.testing.assert_allclose(np.diag(batch), 1.0, atol=1e-5)


def test_no_titles_give_an_empty_matrix():
    assert similarities([], ["Nurse"]).shape == (0, 1)
    assert similarities(["Nurse"], []).shape == (1, 0)


@pytest.mark.parametrize(
    ("title", "near", "far"),
    [
        ("Software engineer", "Java developer", "Truck driver"),
        ("Recruiter", "Talent acquisition specialist", "Research assistant"),
        ("Cleaner", "Janitor", "Lawyer"),
        ("Waiter", "Server", "Server engineer"),
        ("Krankenpfleger", "Registered nurse", "Mechanical engineer"),
        ("Accountant", "Bookkeeper", "Account manager"),
    ],
)
def test_meaning_beats_spelling(title, near, far):
    assert similarity(title, near) > similarity(title, far) + 0.05


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_no_text_breaks_it(a, b):
    find(a)
    level(a)
    normalise(a)
    assert 0 <= similarity(a, b) <= 1
    assert similarity(a, a) == pytest.approx(1, abs=1e-5)


def test_normalising_keeps_the_role_and_is_stable():
    assert normalise("Sr. Software Eng. (m/w/d) - Remote") == "software engineer"
    assert normalise(normalise("Lead QA Engineer - Berlin")) == normalise("Lead QA Engineer - Berlin")
    assert normalise("Senior") == "senior"


def test_esco_adds_titles_to_ours_and_new_occupations(tmp_path: Path):
    file = tmp_path / "occupations_en.csv"
    file.write_text(
        'conceptUri,iscoGroup,preferredLabel,altLabels,code\nu1,5141,hairdresser,"hair fairy\nbarber of note",5141.1\n'
        "u2,9999,moon surveyor,lunar surveyor,2114.9\n",
        encoding="utf-8",
    )
    ours, fresh = import_occupations(file, SHIPPED)
    assert ours.id == "hairdresser" and ours.titles[1:] == ("hair fairy", "barber of note")
    assert fresh.sector == "Science and laboratory" and fresh.titles == ("moon surveyor", "lunar surveyor")
    write([ours, fresh], tmp_path / "own" / "occupations-esco.tsv")
    both = read(DATA, tmp_path / "own")
    assert both.exact("Lunar Surveyors") is both[fresh.id]
    assert both.exact("hair fairy") is both["hairdresser"]
    assert len(both) == len(SHIPPED) + 1


def test_onet_reads_both_files_of_the_folder(tmp_path: Path):
    (tmp_path / "Occupation Data.txt").write_text(
        "O*NET-SOC Code\tTitle\tDescription\n29-9999.00\tDream Readers\tReads.\n", encoding="utf-8"
    )
    alternate = tmp_path / "Alternate Titles.txt"
    alternate.write_text("O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n29-9999.00\tNight Reader\t\t01\n", encoding="utf-8")
    (found,) = import_occupations(alternate, SHIPPED)
    assert (found.titles, found.sector) == (("Dream Readers", "Night Reader"), "Medicine and health")


def test_another_file_is_refused_in_a_sentence(tmp_path: Path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="no ESCO or O\\*NET"):
        import_occupations(other, SHIPPED)
    with pytest.raises(UserError, match="cannot be read"):
        import_occupations(tmp_path / "missing.csv", SHIPPED)


def test_the_table_is_read_once():
    assert table() is table()
