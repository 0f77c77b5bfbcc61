"""Tables that a person brings: a look first, names, weights, removal and its undoing, bad files in one sentence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from core import money
from core.errors import UserError
from core.salary import paytables

TABLE = "title;country;salary;currency;skills;year\nNurse;DE;40000;EUR;Welding;2024\nNurse;DE;9;EUR;;2025\nCook;AT;30000;€;;2025\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An invented table."""
    file = tmp_path / "club.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_a_look_says_what_would_come(file: Path) -> None:
    found = paytables.look(file)
    assert (found.kind, found.rows, found.paid, found.years, found.trouble) == ("own table", 3, 2, "2024 to 2025", "")
    assert found.columns == ("title", "country", "salary", "currency", "skills", "year")
    assert found.fields["pay"] == ["salary"] and found.fields["title"] == ["title"]
    assert found.first[0] | {"title": "Nurse", "country": "DE", "skills": "Welding", "pay": 40_000.0, "years": None} == found.first[0]


def test_a_look_at_foreign_columns_says_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "eigene.csv"
    file.write_text("Taetigkeit,Geld\nKoch,30000\n", encoding="utf-8")
    assert "states a pay" in paytables.look(file).trouble
    assert "say which columns" in paytables.look(file, {"pay": "Geld"}).trouble
    mapped = paytables.look(file, {"pay": "Geld", "title": "Taetigkeit"})
    assert "say which columns" in mapped.trouble  # neither currency nor country is known
    with pytest.raises(UserError, match="no row with a title"):
        paytables.add(tmp_path, file, mapping={"pay": "Geld", "title": "Taetigkeit"})
    assert paytables.tables(tmp_path) == []


def test_statistics_count_their_rows_once(tmp_path: Path) -> None:
    file = tmp_path / "oews.parquet"
    pd.DataFrame({"OCC_TITLE": ["Nurses"], "A_PCT10": ["50,000"], "A_MEDIAN": ["70,000"]}).to_parquet(file)
    found = paytables.look(file)
    assert (found.rows, found.paid, found.kind) == (1, 1, "Occupational employment and wage statistics")
    entry = paytables.add(tmp_path, file)
    rows = paytables.rows_of(tmp_path, entry)
    assert entry.rows == 1 and list(rows["pay"] / money.rates()["USD"]) == pytest.approx([50_000, 70_000])


def test_tables_are_named_weighted_and_forgotten(file: Path, tmp_path: Path) -> None:
    entry = paytables.add(tmp_path, file, "Club survey", weight=0.5)
    assert (entry.rows, entry.weight, entry.years, paytables.tables(tmp_path)) == (2, 0.5, "2024 to 2025", [entry])
    assert paytables.add(tmp_path, file, "Club survey", weight=0.4).id == entry.id
    assert len(paytables.tables(tmp_path)) == 1
    paytables.reweigh(tmp_path, entry.id, 2)
    (heavy,) = paytables.tables(tmp_path)
    assert set(paytables.rows_of(tmp_path, heavy)["weight"]) == {2.0} and set(paytables.rows_of(tmp_path, heavy)["source"]) == {
        "Club survey"
    }
    for wrong in (0, 11):
        with pytest.raises(UserError, match="weight"):
            paytables.reweigh(tmp_path, entry.id, wrong)


def test_a_removed_table_comes_back_until_another_is_removed(file: Path, tmp_path: Path) -> None:
    first, second = (paytables.add(tmp_path, file, name) for name in ("One", "Two"))
    gone = paytables.remove(tmp_path, first.id)
    assert gone == first and paytables.tables(tmp_path) == [second]
    paytables.restore(tmp_path, gone)
    assert len(paytables.rows_of(tmp_path, first)) == 2
    paytables.remove(tmp_path, first.id)
    paytables.remove(tmp_path, second.id)
    with pytest.raises(UserError, match="gone for good"):
        paytables.restore(tmp_path, first)
    for wrong in (first.id, "../../etc"):
        with pytest.raises(UserError, match="no such table"):
            paytables.remove(tmp_path, wrong)


@pytest.mark.parametrize("content", [b"", b"\0\1\2nothing", b"PAR1 nothing", b"\xff\xfe\x00\x00", b"a" * 100_000])
@pytest.mark.parametrize("name", ["pay.csv", "pay.parquet"])
def test_bad_files_are_one_sentence_and_leave_nothing(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as met:
        paytables.add(tmp_path, tmp_path / name)
    assert str(met.value).endswith(".") and paytables.tables(tmp_path) == []


def test_an_unreadable_index_is_told(tmp_path: Path) -> None:
    (tmp_path / "salary").mkdir()
    (tmp_path / "salary" / "tables.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="again"):
        paytables.tables(tmp_path)
