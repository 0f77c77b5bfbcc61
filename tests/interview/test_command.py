"""`interview score`: a line in, a line out, whatever the line holds."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from core.cli import app
from tests.interview.sets import questions


def run(lines: list[str]) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["interview", "score", "--json"], input="\n".join(lines))
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_is_judged_in_the_agreed_form() -> None:
    question = next(q for q in questions() if q["id"] == "sales-lost")
    line = {"id": "a", "question": question["question"], "answer": question["answers"][3]["text"], "resume": question["resume"]}
    (row,) = run([json.dumps(line)])
    assert row["id"] == "a" and isinstance(row["score"], float)
    parts = row["parts"]
    assert isinstance(parts, dict) and set(parts["action"]) == {"present", "score", "quote"} and isinstance(parts["relevance"], float)
    assert isinstance(row["contradictions"], list) and {"quote", "record", "source"} <= set(row["contradictions"][0])
    assert isinstance(row["evidence"], list) and {"quote", "start", "end", "part", "effect"} <= set(row["evidence"][0])
    assert row["follow_up"]


def test_bad_lines_become_errors_and_never_stop_the_rest() -> None:
    rows = run(
        ["no json", "[1]", '{"id": 1}', '{"id": 2, "answer": 5}', "", '{"id": 3, "question": {}, "answer": "x"}', '{"id": 4, "answer": ""}']
    )
    assert [row["id"] for row in rows] == [None, None, 1, 2, 3, 4]
    assert [row.get("ok") for row in rows] == [False, False, False, False, None, None]
    assert all(row["error"] for row in rows[:4]) and rows[-1]["score"] == 0
