"""Tables of pay: formats told by their columns, codes in our words, money as euros a year, bad files in one sentence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from core import money
from core.errors import UserError
from core.salary import files


def test_ai_salaries() -> None:
    table = pd.DataFrame(
        {
            "work_year": ["2024"], "experience_level": ["EX"], "employment_type": ["CT"], "job_title": ["Data Lead"], "salary": ["1"],
            "salary_currency": ["EUR"], "salary_in_usd": ["100000"], "employee_residence": ["FR"], "remote_ratio": ["50"],
            "company_location": ["DE"], "company_size": ["L"],
        }
    )  # fmt: skip
    row = files.rows(table).iloc[0]
    assert files.recognise(table).name == "AI and data salaries"
    assert (row["level"], row["contract"], row["remote"], row["size"]) == ("executive", "contract", "hybrid", "large")
    assert (row["country"], row["residence"], row["year"]) == ("DE", "FR", 2024)
    assert row["pay"] == pytest.approx(100_000 * money.rates()["USD"])


def test_developer_survey() -> None:
    table = pd.DataFrame(
        {
            "DevType": ["Developer, back-end", "Student"], "Country": ["United Kingdom of Great Britain and Northern Ireland", "Germany"],
            "ConvertedCompYearly": ["60000", "NA"], "YearsCodePro": ["Less than 1 year", "3"], "RemoteWork": ["Remote", ""],
            "LanguageHaveWorkedWith": ["Python;SQL", "C"], "DatabaseHaveWorkedWith": ["PostgreSQL", "NA"],
        }
    )  # fmt: skip
    found = files.rows(table)
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["years"], row["remote"], set(row["skills"])) == (0.5, "remote", {"Python", "SQL", "PostgreSQL"})


def test_statistics_become_points_of_their_spread() -> None:
    table = pd.DataFrame(
        {"AREA_TITLE": ["Texas"], "OCC_TITLE": ["Registered Nurses"], "A_PCT10": ["50,000"], "A_MEDIAN": ["70,000"], "A_PCT90": ["#"]}
    )
    found = files.rows(table)
    assert list(found["pay"] / money.rates()["USD"]) == pytest.approx([50_000, 70_000])
    assert set(found["country"]) == {"US"}
    assert found["weight"].sum() < 1


def test_own_table_with_ranges_periods_and_places() -> None:
    table = pd.DataFrame(
        {
            "Role": ["Senior Welder", "Nurse", "Nurse"], "Location": ["Lyon, France", "Leeds, UK", "Leeds, UK"],
            "Salary min": ["3000", "20", ""], "Salary max": ["4000", "", ""], "Currency": ["eur", "", ""],
            "Period": ["monthly", "per hour", ""], "Date": ["2025-03-02", "", ""],
        }
    )  # fmt: skip
    found = files.rows(table)
    assert list(found["pay"]) == pytest.approx([42_000, 20 * 1.17 * 1_800])
    assert list(found["level"]) == ["senior", ""]
    assert list(found["city"]) == ["Lyon", "Leeds"]
    assert found["year"].iloc[0] == 2025


def test_mapping_names_the_columns() -> None:
    table = pd.DataFrame({"Taetigkeit": ["Koch"], "Land": ["Germany"], "Geld": ["30000"]})
    row = files.rows(table, {"title": "Taetigkeit", "country": "Land", "pay": "Geld"}).iloc[0]
    assert (row["title"], row["country"], row["pay"]) == ("Koch", "DE", 30_000)
    with pytest.raises(UserError, match="states a pay"):
        files.rows(table, {"title": "Taetigkeit"})
    with pytest.raises(UserError, match="Gehalt is neither"):
        files.rows(table, {"pay": "Gehalt"})
    with pytest.raises(UserError, match="no column"):
        files.rows(table, target="salary")


def test_a_target_keeps_every_row_and_its_unit() -> None:
    table = pd.DataFrame({"title": ["A", "B"], "currency": ["JPY", "JPY"], "pay": ["5", ""]})
    found = files.rows(table, target="pay")
    assert found["pay"].iloc[0] == 5
    assert found["pay"].isna().tolist() == [False, True]


@pytest.mark.parametrize("content", [b"", b"PAR1 nothing", b"\xff\xfe\x00\x00"])
def test_files_that_are_no_table(content: bytes, tmp_path: Path) -> None:
    for name in ("pay.csv", "pay.parquet"):
        (tmp_path / name).write_bytes(content)
        if content or name.endswith("parquet"):
            with pytest.raises(UserError):
                files.rows(files.read(tmp_path / name))


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["45.000", "38.500,50", "9"], [45_000, 38_500.5, 9]),
        (["45,000", "38,500.50", "9"], [45_000, 38_500.5, 9]),
        (["2100,50", "1900,00"], [2_100.5, 1_900]),
        (["€ 45 000", "CHF"], [45_000, float("nan")]),
        (["12.50", "45,000"], [12.5, 45_000]),
    ],
)
def test_decimals_are_told_by_the_whole_column(cells: list[str], numbers: list[float]) -> None:
    table = pd.DataFrame({"title": "Nurse", "country": "DE", "years": cells, "pay": "40000"})
    assert files.rows(table)["years"].tolist() == pytest.approx(numbers, nan_ok=True)


def test_a_field_can_be_left_out() -> None:
    table = pd.DataFrame({"title": ["Nurse"], "level": ["senior"], "pay": ["1"], "pay_min": ["40000"], "country": ["DE"]})
    assert files.rows(table, {"level": "", "pay": ""})[["level", "pay"]].values.tolist() == [["", 40_000]]
    assert set(files.fields(table)) == {"title", "level", "country", "low", "pay"}
    assert files.needed(table.assign(other=1)) == list(table.columns)
