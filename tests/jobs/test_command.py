"""`jobs read` and `jobs pay` in their fixed formats."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from core.cli import app

FEEDS = Path(__file__).parent / "feeds"
PLAIN = ["file", "ok", "title", "company", "location", "remote", "link", "published", "expires"]
KEYS = [*PLAIN, "salary_min", "salary_max", "currency", "period", "description"]


def lines(*words: str, stdin: str = "") -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["jobs", *words], input=stdin)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_read_gives_a_line_a_posting() -> None:
    rows = lines("read", str(FEEDS / "jooble.xml"), "--json")
    assert [list(row) for row in rows] == [KEYS, KEYS]
    assert (rows[0]["published"], rows[0]["salary_max"], rows[1]["salary_max"], rows[1]["remote"]) == ("2024-03-05", 52_000, None, None)


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    bad = tmp_path / "page.html"
    bad.write_text("<html><body>hello</body></html>")
    names = [str(bad), "https://jobs.example.org/feed", str(tmp_path / "missing.xml"), str(FEEDS / "lever.json")]
    rows = lines("read", *names, "--json")
    assert [row["ok"] for row in rows] == [False, False, False, True, True]
    assert [row["file"] for row in rows[:3]] == names[:3]
    assert all(str(row["error"]).endswith(".") for row in rows[:3])


def test_columns_are_mapped(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("Was,Wo\nKoch,Kiel\n")
    (row,) = lines("read", str(table), "--json", "--map", "title=Was", "--map", "location=Wo")
    assert (row["title"], row["location"]) == ("Koch", "Kiel")


def test_pay() -> None:
    rows = lines("pay", "--json", stdin='{"id": 1, "text": "$20 - $25 /hour"}\n{"id": "b", "text": null}\n')
    assert rows == [
        {"id": 1, "min": 20.0, "max": 25.0, "currency": "USD", "period": "hour"},
        {"id": "b", "min": None, "max": None, "currency": None, "period": None},
    ]
