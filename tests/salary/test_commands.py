"""The commands in their fixed formats, and the postings' own pay as a source."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.errors import UserError
from core.models import JobFacts, Pay, Posting
from core.salary import refitting, sources, storing, views
from core.workspace import Workspace
from tests.salary.market import rows


def run(*words: str) -> list[dict[str, object]]:
    """The lines that a command writes."""
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_backtest_writes_predictions_and_a_summary(tmp_path: Path) -> None:
    table = rows(400).drop(columns=["skills", "weight", "source", "year"])
    table["seen"] = table["seen"].dt.tz_localize(None)
    table = table.assign(row_id=[f"r{at}" for at in range(400)], part=["train"] * 300 + ["test"] * 100)
    table.loc[table["part"] == "test", "pay"] = float("nan")
    file, out = tmp_path / "pay.parquet", tmp_path / "pred.csv"
    table.to_parquet(file)
    lines = run("salary", "backtest", str(file), "--target", "pay", "--split", "part", "--json", "--out", str(out))
    assert lines[-1]["n"] == 100
    assert lines[-1]["mae"] is None
    found = pd.read_csv(out)
    assert list(found.columns) == ["row_id", "pred", "lo80", "hi80", "lo90", "hi90"]
    assert list(found["row_id"]) == list(table["row_id"][300:])
    assert ((found["lo90"] <= found["lo80"]) & (found["lo80"] < found["pred"]) & (found["hi80"] <= found["hi90"])).all()


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    file = tmp_path / "pay.csv"
    file.write_text("title,pay,part\nNurse,1,train\n", encoding="utf-8")
    with pytest.raises(UserError, match="no column split"):
        run("salary", "backtest", str(file), "--target", "pay", "--split", "split")
    with pytest.raises(UserError, match="NAME=COLUMN"):
        run("salary", "backtest", str(file), "--target", "pay", "--split", "part", "--map", "title")


def add_postings(ws: Workspace, count: int) -> None:
    """Openings that state a pay, two postings each, and one that states none."""
    made = []
    for at in range(count):
        pay = Pay(min=3_000 + at * 10, max=4_000 + at * 10, currency="EUR", period="month")
        facts = JobFacts(level="senior", country="DE", city="Bonn", required=["Triage"], employment="full-time")
        one = Posting(title="Senior Nurse", company=f"Clinic {at}", published=date(2026, 1 + at % 9, 1), pay=pay, source="Board")
        made += [(f"a{at}", f"opening {at}", one, facts), (f"b{at}", f"opening {at}", one, facts)]
    made.append(("c", "other", Posting(title="Nurse", source="Board"), JobFacts()))
    ws.market.add(made, datetime(2026, 10, 1, tzinfo=UTC))


def test_stated_pay_of_postings(ws: Workspace) -> None:
    add_postings(ws, 40)
    found = sources.postings(ws.market)
    assert len(found) == 40
    first = found.sort_values("pay").iloc[0]
    assert first["pay"] == 3_500 * 12
    assert (first["level"], first["city"], first["skills"], first["source"]) == ("senior", "Bonn", ("Triage",), "Board")
    done = refitting.refit(ws)
    assert (done.used, done.version, done.n) == (True, 1, 40)
    model = refitting.current(ws)
    assert views.source_rows(model) == [{"source": "Board", "rows": 40, "share": 1.0}]
    assert all(row["n"] >= 30 for row in views.coverage_rows(model))
    assert views.backtest_rows(ws, "level") == []


def test_private_postings_stay_out_of_the_common_model(ws: Workspace) -> None:
    visitor = replace(ws, owner="visitor", settings=replace(ws.settings, mode="hosted"))
    add_postings(visitor, 40)
    assert len(sources.postings(visitor.market)) == 40
    assert "Board" not in set(sources.rows(visitor)["source"])


def test_estimates_in_the_fixed_format(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    add_postings(ws, 60)
    refitting.refit(ws)
    monkeypatch.setenv("SHORTLIST_HOME", str(ws.settings.home))
    (line,) = run("salary", "estimate", "--title", "Nurse", "--location", "Bonn", "--skill", "triage", "--json")
    assert {"median", "lo80", "hi80", "lo90", "hi90", "currency", "n", "coverage80"} <= set(line)
    assert (line["currency"], line["n"]) == ("EUR", 60)
    done = CliRunner().invoke(app, ["salary", "estimate", "--title", "Nurse", "--location", "Nowhere at all", "--json"])
    assert isinstance(done.exception, UserError)
    assert json.loads(done.stdout)["ok"] is False


def test_an_offer_is_placed(ws: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    add_postings(ws, 60)
    refitting.refit(ws)
    monkeypatch.setenv("SHORTLIST_HOME", str(ws.settings.home))
    words = ["salary", "offer", "--title", "Nurse", "--location", "Bonn", "--currency", "eur", "--period", "month"]
    resume = tmp_path / "resume.txt"
    resume.write_text("Ada Thornwick\nNurse\n\nExperience\nNurse, Ward Nine, 2019 - 2024\n- Cut waiting times by 20 %\n", encoding="utf-8")
    (line,) = run(*words, "--base", "4000", "--bonus", "1000", "--resume", str(resume), "--json")
    assert (line["base"], line["total"], line["currency"], line["n"]) == (48_000, 49_000, "EUR", 60)
    assert 0 < float(str(line["place"])) < 1 and "a month" in str(line["notes"]) and "20 %" in str(line["notes"])
    for wrong in (["--base", "0"], ["--base", "1", "--period", "decade"]):
        assert isinstance(CliRunner().invoke(app, [*words, *wrong]).exception, UserError)


def test_too_few_postings_make_no_model(ws: Workspace) -> None:
    add_postings(ws, 10)
    with pytest.raises(UserError, match="Only 10 rows"):
        refitting.current(ws)


def test_a_fit_is_kept_until_the_person_goes_back(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTLIST_HOME", str(home))
    file = tmp_path / "club.csv"
    lines = [f"Nurse,DE,{40_000 + 100 * at},EUR,2026-0{1 + at % 9}-01" for at in range(60)]
    file.write_text("\n".join(["title,country,salary,currency,date", *lines]), encoding="utf-8")
    first = run("salary", "refit", "--file", str(file), "--name", "Club", "--json")
    assert first == [{"sentence": "The salary model was fitted on 60 paid rows (version 1).", "version": 1}]
    with pytest.raises(UserError, match="no earlier salary model"):
        run("salary", "revert")
    assert run("salary", "refit")[0]["version"] == 2
    assert run("salary", "revert", "--json") == [{"version": 1}]
    model = storing.load(home)
    assert model is not None and dict(model.sources) == {"Club": 60}
