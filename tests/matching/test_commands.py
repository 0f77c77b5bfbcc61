"""The commands `match`, `learn` and `rank` in their fixed formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core import process
from core.cli import app
from core.errors import UserError

RESUME = """Kim Example
kim@example.com

EXPERIENCE
Software Developer, Example GmbH, Berlin
January 2019 - Present
- Built a booking service in Python and SQL for 40 hotels

SKILLS
Python, SQL, Docker
"""
FEED = [
    {"title": "Software Developer", "company": "Acme", "link": "https://jobs.example/1", "location": "Berlin, Germany",
     "description": "Requirements: Python, SQL and Docker. At least 3 years of experience as a developer."},
    {"title": "Welder", "company": "Steel", "link": "https://jobs.example/2", "location": "Chicago, IL",
     "description": "Requirements: welding and blueprint reading."},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _home_of_these_tests(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The commands set the data folder for the whole process; this puts it back."""
    monkeypatch.setenv("SHORTLIST_HOME", str(home))


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A resume and a posting file."""
    resume, feed = tmp_path / "kim.txt", tmp_path / "feed.json"
    resume.write_text(RESUME, encoding="utf-8")
    feed.write_text(json.dumps(FEED), encoding="utf-8")
    return str(resume), str(feed)


def run(*arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_match_with_a_posting_file_stores_nothing(files: tuple[str, str], home: Path) -> None:
    resume, feed = files
    rows = run("--home", str(home), "match", "--resume", resume, "--postings", feed, "--min-score", "0", "--json")
    assert [row["title"] for row in rows] == ["Software Developer", "Welder"]
    assert set(rows[0]) == {"job_id", "title", "company", "score", "band", "confidence", "parts", "reasons", "gaps"}
    assert set(rows[0]["parts"]) == {"skills", "experience", "location", "salary", "culture"}
    assert rows[0]["band"][0] <= rows[0]["score"] <= rows[0]["band"][1]
    assert rows[0]["reasons"] and rows[1]["gaps"]
    assert not home.exists()


def test_match_keeps_to_limit_and_least_score(files: tuple[str, str], home: Path) -> None:
    resume, feed = files
    base = ("--home", str(home), "match", "--resume", resume, "--postings", feed, "--json")
    assert [row["title"] for row in run(*base, "--min-score", "60")] == ["Software Developer"]
    assert len(run(*base, "--min-score", "0", "--limit", "1")) == 1


def test_learn_with_a_posting_file(files: tuple[str, str], home: Path) -> None:
    resume, feed = files
    for row in run("--home", str(home), "learn", "--resume", resume, "--postings", feed, "--json"):
        assert set(row) - {"skill", "pair"} == {"matches_gained", "fresh", "pay_change", "n"}
        assert row["n"] == 2


def test_stored_postings(files: tuple[str, str], home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "SAMPLE_MARKET", tmp_path / "none.parquet")
    resume, feed = files
    assert run("--home", str(home), "match", "--resume", resume, "--json") == []
    run("--home", str(home), "jobs", "add", feed, "--json")
    assert [row["title"] for row in run("--home", str(home), "match", "--resume", resume, "--json")] == ["Software Developer"]


def test_rank_texts_and_titles(tmp_path: Path) -> None:
    queries, postings = tmp_path / "q.jsonl", tmp_path / "p.jsonl"
    for field in ("text", "title"):
        queries.write_text(json.dumps({"qid": "q", field: "Software developer, Python"}) + "\n", encoding="utf-8")
        lines = [{"did": "a", field: "Welder"}, {"did": "b", field: "We need a software developer with Python"}]
        postings.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        rows = run("rank", "--queries", str(queries), "--postings", str(postings), "--json")
        assert [(row["qid"], row["did"]) for row in rows] == [("q", "a"), ("q", "b")]
        assert rows[1]["score"] > rows[0]["score"]


def test_input_at_fault_is_one_sentence(tmp_path: Path, files: tuple[str, str]) -> None:
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"text": "no id"}\n', encoding="utf-8")
    with pytest.raises(UserError, match="qid"):
        run("rank", "--queries", str(queries), "--postings", str(queries))
    with pytest.raises(UserError, match="cannot be read"):
        run("match", "--resume", str(tmp_path / "missing.pdf"), "--postings", files[1])
    with pytest.raises(UserError):
        run("match", "--resume", files[0], "--postings", files[0])
