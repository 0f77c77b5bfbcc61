"""Tables of pay on the salary page: a look, mapping, adding, weighing, removal with undo, bad files, rates."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import money
from core.salary import paytables, rates
from core.workspace import Workspace
from tests.pages.test_matches_page import HOSTILE, active
from tests.pages.visiting import Open, said

KNOWN = b"title,country,salary,currency,year\nNurse,DE,41000,EUR,2025\nNurse,DE,43000,EUR,2025\nCook,AT,,EUR,2025\n"
FOREIGN = b"Taetigkeit;Geld;Wo\nKoch;31.000;Germany\nKoch;33.000;Germany\n"


@pytest.fixture(autouse=True)
def rates_of_this_home(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own rates are looked for in the folder of the test."""
    monkeypatch.setenv("SHORTLIST_HOME", str(here.settings.home))


def test_a_table_is_looked_at_named_and_added(here: Workspace, visit: Open) -> None:
    tab = visit("salary")
    tab.file_uploader(key="salary_table_0").set_value(("club.csv", KNOWN, "text/csv")).run()
    assert not tab.exception and not tab.error
    assert "**2 of 3 rows** can be used, of 2025" in said(tab) and paytables.tables(here.settings.home) == []
    assert [button.label for button in tab.button if button.proto.type == "primary"] == ["Add 2 paid rows"]
    (name,) = [field for field in tab.text_input if field.label == "Name of the source"]
    name.set_value("Club survey")
    tab.button(key="salary_table_add").click().run()
    (one,) = paytables.tables(here.settings.home)
    assert (one.name, one.rows, one.weight) == ("Club survey", 2, 1.0)
    assert "Club survey is added" in tab.success[0].value and "2 paid rows, 2025" in said(tab)


def test_columns_are_named_where_nothing_was_found(here: Workspace, visit: Open) -> None:
    tab = visit("salary")
    tab.file_uploader(key="salary_table_0").set_value(("eigene.csv", FOREIGN, "text/csv")).run()
    assert "states a pay" in said(tab) and not [one for one in tab.button if one.key == "salary_table_add"]
    for field, column in {"title": "Taetigkeit", "pay": "Geld", "country": "Wo"}.items():
        tab.selectbox(key=f"salary_map_0_{field}").set_value(column)
    tab.run()
    assert not tab.exception and "**2 of 2 rows** can be used" in said(tab)
    tab.button(key="salary_table_add").click().run()
    (one,) = paytables.tables(here.settings.home)
    assert sorted(paytables.rows_of(here.settings.home, one)["pay"]) == [31_000, 33_000]


def test_weights_and_removal_can_be_changed_and_undone(here: Workspace, visit: Open, tmp_path: Path) -> None:
    file = tmp_path / "club.csv"
    file.write_bytes(KNOWN)
    one = paytables.add(here.settings.home, file, "Club")
    tab = visit("salary")
    tab.select_slider(key=f"salary_weight_{one.id}").set_value(0.5).run()
    assert paytables.tables(here.settings.home)[0].weight == 0.5
    tab.button(key=f"salary_gone_{one.id}").click().run()
    assert paytables.tables(here.settings.home) == [] and "is removed" in said(tab)
    tab.button(key="salary_undo").click().run()
    assert [(kept.name, kept.weight) for kept in paytables.tables(here.settings.home)] == [("Club", 0.5)]
    assert not tab.exception and "is removed" not in said(tab)


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"title\nNurse\n"])
def test_bad_files_are_one_sentence(here: Workspace, visit: Open, data: bytes) -> None:
    tab = visit("salary")
    tab.file_uploader(key="salary_table_0").set_value(("bad.csv", data, "text/csv")).run()
    told = [*tab.error, *(one for one in tab.info if "state" in str(one.value))]
    assert told and not tab.exception and paytables.tables(here.settings.home) == []


def test_text_of_a_table_stays_text(here: Workspace, visit: Open) -> None:
    rows = f'title,country,salary,{HOSTILE}\n"{HOSTILE}",DE,41000,x\n'
    tab = visit("salary")
    tab.file_uploader(key="salary_table_0").set_value((f"{HOSTILE[:40]}.csv", rows.encode(), "text/csv")).run()
    assert not tab.exception and not tab.error
    assert not active("\n".join(block.value for kind in (tab.markdown, tab.info, tab.caption) for block in kind if "evil" in block.value))


def test_rates_are_dated_and_changed_by_a_file(here: Workspace, visit: Open) -> None:
    tab = visit("salary")
    assert "**Currency rates** of June 2025" in said(tab)
    tab.file_uploader(key="salary_rates_0").set_value(("rates.csv", b"as of 2026-10\nUSD,0.91\nGBP,1.14\n", "text/csv")).run()
    tab.button(key="salary_rates_use").click().run()
    assert not tab.exception and "**Currency rates** of October 2026, out of your own file" in said(tab)
    assert money.rates()["USD"] == 0.91
    tab.button(key="salary_rates_back").click().run()
    assert not rates.own() and "June 2025" in said(tab)


def test_rates_that_cannot_be_right_are_refused(here: Workspace, visit: Open) -> None:
    tab = visit("salary")
    tab.file_uploader(key="salary_rates_0").set_value(("rates.csv", b"USD,77\nGBP,1.14\n", "text/csv")).run()
    assert "nothing was changed" in said(tab) and not rates.own()
