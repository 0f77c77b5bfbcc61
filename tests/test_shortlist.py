"""The shortlist as CSV and JSON: what is in it, whose it is, and that no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from core import matching, process, profiles, shortlist
from core.cli import app
from core.models import JobFacts, Pay, Posting
from core.process import Process
from core.settings import Settings
from core.workspace import Workspace
from tests.conftest import NOW

PAID = Pay(min=31_000, max=36_500.5, currency="GBP", period="year")


def store(ws: Workspace, number: int, **changes: object) -> str:
    """One posting in the market; returns its id."""
    posting = Posting(title=f"Nurse {number}", company="Heron Ward", published=date(2026, 10, 1), source="ward.csv").model_copy(
        update=changes
    )
    job_id = f"{number:016x}"
    ws.market.add([(job_id, job_id, posting, JobFacts(required=["Nursing"], country="GB"))], NOW)
    return job_id


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_only_marked_postings_are_in_it(ws: Workspace) -> None:
    one, two, three = (store(ws, n, pay=PAID) for n in (1, 2, 3))
    ws.records.act(one, {"interested": True})
    ws.records.act(two, {"applied": True})
    ws.records.act(three, {"hidden": True})
    rows = shortlist.rows(ws)
    assert [(row["title"], row["interested"], row["applied"], row["score"]) for row in rows] == [
        ("Nurse 1", True, False, None),
        ("Nurse 2", False, True, None),
    ]
    assert [row["title"] for row in shortlist.rows(ws, [three])] == ["Nurse 3"]


def test_scores_are_those_of_the_list(ws: Workspace) -> None:
    profile = profiles.try_sample(ws)
    found = matching.matches(ws, profile, matching.Filters(limit=5))
    ids = [one.stored.id for one in found]
    rows = {row["id"]: row for row in shortlist.rows(ws, ids)}
    assert len(ids) == 5
    for one in found:
        row = rows[one.stored.id]
        assert (row["score"], (row["score_from"], row["score_to"])) == (one.match.score, one.match.band) and row["sample"] is True
    assert [row["score"] for row in shortlist.rows(ws, ids)] == sorted((one.match.score for one in found), reverse=True)


def test_formulas_are_neutralised_and_numbers_stay(ws: Workspace) -> None:
    job_id = store(
        ws, 1, title='=HYPERLINK("https://evil.example")', company="@SUM(A1)", location="-2+3", pay=PAID, link="javascript:alert(1)"
    )
    ws.records.act(job_id, {"interested": True})
    text = shortlist.to_csv(shortlist.rows(ws))
    (row,) = read(text)
    assert row["title"].startswith("'=") and row["company"] == "'@SUM(A1)" and row["location"] == "'-2+3" and row["link"] == ""
    assert (row["pay_min"], row["pay_max"]) == ("31000.0", "36500.5")
    (told,) = json.loads(shortlist.to_json(shortlist.rows(ws)))
    assert told["pay_min"] == 31_000 and told["score"] is None and told["published"] == "2026-10-01"


@given(st.text())
def test_every_text_survives_and_none_is_a_formula(title: str) -> None:
    row = dict.fromkeys(shortlist.COLUMNS) | {"title": title}
    text = shortlist.to_csv([row])
    cell = next(csv.reader(io.StringIO(text.removeprefix("\ufeff").split("\r\n", 1)[1], newline="")))[0]
    assert cell.removeprefix("'") == title.removeprefix("'")
    assert not cell.startswith(("=", "@", "\t", "\r"))


def test_another_owner_sees_nothing_of_it(tmp_path: Path) -> None:
    hosted = Process(Settings(home=tmp_path, mode="hosted"), now=lambda: NOW).open()
    one, two = hosted.workspace("one"), hosted.workspace("two")
    job_id = store(one, 1)
    one.records.act(job_id, {"interested": True})
    assert len(shortlist.rows(one)) == 1
    assert shortlist.rows(two) == [] and shortlist.rows(two, [job_id]) == []
    hosted.close()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_command_writes_the_file(home: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTLIST_HOME", str(home))
    ws = process.current().workspace("local")
    ws.records.act(store(ws, 1), {"applied": True})
    process.release()
    out = tmp_path / f"shortlist.{kind}"
    done = CliRunner().invoke(app, ["export", "--what", "jobs", "--format", kind, "--out", str(out)])
    assert done.exit_code == 0 and json.loads(done.stdout)["rows"] == 1
    rows = read(out.read_text(encoding="utf-8")) if kind == "csv" else json.loads(out.read_text(encoding="utf-8"))
    assert [row["title"] for row in rows] == ["Nurse 1"]


def test_a_file_that_cannot_be_written_is_one_sentence(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTLIST_HOME", str(home))
    done = CliRunner().invoke(app, ["export", "--out", str(tmp_path / "nowhere" / "list.csv")])
    assert done.exit_code != 0 and "choose another name" in str(done.exception)
