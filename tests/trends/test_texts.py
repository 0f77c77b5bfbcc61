"""Names in texts: whole words, aliases, spellings, longer names first; and counts of a file."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import csv, parquet
from typer.testing import CliRunner

from core.cli import app
from core.errors import UserError
from core.trends import counts_in_file, counts_in_table
from core.trends.texts import presence


def found(texts: list[str | None], *terms: str) -> list[list[int]]:
    row, term = presence(pa.array(texts, pa.string()), terms)
    return [sorted(row[term == number].tolist()) for number in range(len(terms))]


def test_aliases_and_spellings_count_for_a_known_name() -> None:
    assert found(["NodeJS", "Node.js,", "node js devs", "a node"], "Node.js") == [[0, 1, 2]]
    assert found(["k8s", "KUBERNETES!", "kuber netes"], "Kubernetes") == [[0, 1]]
    assert found(["C++/C#", "c", ".NET, C#", "net profit"], "C++", "C#", ".NET") == [[0], [0, 2], [2]]


def test_unknown_names_count_in_their_spellings_and_never_inside_words() -> None:
    texts = ["We use Quarvex.js daily", "QuarvexJS", "(quarvex)", "quarvexing", "pre-Quarvex stack", None, ""]
    assert found(texts, "Quarvex") == [[0, 1, 2, 4]]
    assert found(texts, "Quarvex.js") == [[0, 1]]
    assert found(["Zollbit DB", "zollbit\ndb", "Zollbit, DB", "zollbit-db"], "Zollbit DB") == [[0, 1, 3]]


def test_java_is_not_in_javascript_and_a_longer_name_hides_a_shorter() -> None:
    assert found(["JavaScript", "Java Script", "Java, SQL"], "Java") == [[2]]
    assert found(["React Native", "React and Redux"], "React") == [[1]]
    assert found(["Quarvex Cloud", "Quarvex"], "Quarvex", "Quarvex Cloud") == [[1], [0]]


def test_doubtful_names_need_a_context() -> None:
    assert found(["Ready to go?", "Go, Rust and Python", "experience with Go"], "Go") == [[1, 2]]


def test_two_names_of_one_skill_give_the_same() -> None:
    assert found(["Golang", "Python"], "Go", "Golang", "Python") == [[0], [0], [1]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6), st.text(min_size=1, max_size=12))
def test_any_text_and_any_name_are_taken(texts: list[str], name: str) -> None:
    clean = [text.encode("utf-8", "ignore").decode() for text in texts]
    row, term = presence(pa.array(clean, pa.string()), [name.encode("utf-8", "ignore").decode() or "x"])
    assert len(row) == len(term) and all(0 <= one < len(clean) for one in row)


def table(**changes: list[object]) -> pa.Table:
    columns: dict[str, list[object]] = {
        "text": ["Welder wanted"] * 3 + ["Nurse"],
        "month": ["2026-01", "2026-01-15", "2026-03", "soon"],
        "feed": ["a", "b", "a", "a"],
    }
    return pa.table({**columns, **changes})


def test_rows_become_counts_by_month_and_source() -> None:
    made = counts_in_table(table(), "text", "month", ["Welder", "Nurse"], "feed")
    assert made.months == ("2026-01", "2026-02", "2026-03") and set(made.sources) == {"a", "b"}
    assert made.openings == 3 and made.of_term.tolist() == [3, 0] and made.repeats == 0


def test_repeats_of_an_opening_count_once_in_their_first_month() -> None:
    long = "We look for a welder. " * 20
    made = counts_in_table(table(text=[long, long.upper(), long, "x"]), "text", "month", ["Welder"])
    assert made.openings == 1 and made.repeats == 2 and made.months == ("2026-01",)
    named = table(title=["Welder", "welder ", "Cook", ""], company=["Nowhere Ltd", "Nowhere  ltd", "Nowhere Ltd", ""])
    assert counts_in_table(named, "text", "month", ["Welder"]).openings == 2


def test_files_that_do_not_fit_are_refused_in_a_sentence(tmp_path: Path) -> None:
    parquet.write_table(table(), tmp_path / "posts.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing more")
    with pytest.raises(UserError, match="has no column body; it has text, month"):
        counts_in_file(tmp_path / "posts.parquet", "body", "month", ["Welder"])
    with pytest.raises(UserError, match="no month or date"):
        counts_in_file(tmp_path / "posts.parquet", "text", "feed", ["Welder"])
    with pytest.raises(UserError, match="no Parquet or CSV table"):
        counts_in_file(tmp_path / "broken.parquet", "text", "month", ["Welder"])
    with pytest.raises(UserError, match="cannot be read"):
        counts_in_file(tmp_path / "missing.csv", "text", "month", ["Welder"])


def test_the_command_prints_shares_then_directions(tmp_path: Path) -> None:
    months = [f"2026-{month:02d}" for month in range(1, 9) for _ in range(40)]
    texts = ["Welder" if number % 40 < 4 + 3 * (number // 40) else "Cook" for number in range(len(months))]
    csv.write_csv(pa.table({"body": texts, "when": months}), tmp_path / "posts.csv")
    (tmp_path / "terms.json").write_text(json.dumps(["Welder", "Quarvex"]))
    options = ["--postings", tmp_path / "posts.csv", "--text", "body", "--month", "when", "--terms", tmp_path / "terms.json", "--json"]
    result = CliRunner().invoke(app, ["trends", *map(str, options)])
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert lines[0] | {"lo": 0, "hi": 0} == {"skill": "Welder", "month": "2026-01", "n": 4, "total": 40, "share": 0.1, "lo": 0, "hi": 0}
    assert lines[0]["lo"] < 0.1 < lines[0]["hi"] and len(lines) == 18
    assert lines[-2]["skill"] == "Welder" and lines[-2]["direction"] == "rising" and lines[-2]["change"] > 2 and lines[-2]["q"] < 0.01
    assert lines[-1]["direction"] == "flat" and lines[-1]["change"] is None and "Not enough data" in lines[-1]["note"]


def test_the_command_refuses_names_that_are_no_list(tmp_path: Path) -> None:
    (tmp_path / "terms.json").write_text('{"a": 1}')
    result = CliRunner().invoke(app, ["trends", "--terms", str(tmp_path / "terms.json"), "--json"])
    assert isinstance(result.exception, UserError) and "JSON list of names" in str(result.exception)
