"""The structure that docs/ARCHITECTURE.md promises: layers, page size, function size, no cycles."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    {"settings", "models", "errors", "text", "lexicon", "prompts", "money"},
    {"ask", "embedding", "documents", "store", "warehouse", "gate"},
    {"workspace"},
    {"process", "skills", "occupations"},
    {"resume", "jobs", "terms"},
    {"postings", "openings"},
    {"feeds"},
    {"matching"},
    {"market", "salary", "sample", "trends"},
    {"profiles", "insights", "notes", "interview", "advice", "reports"},
    {"shortlist"},
    {"tasks"},
    {"api", "cli", "warming"},
]
SIDEWAYS = {
    ("settings", "errors"),
    ("money", "errors"),
    ("money", "settings"),
    ("prompts", "settings"),
    ("lexicon", "text"),
    ("lexicon", "settings"),
    ("text", "errors"),
    ("cli", "api"),
}
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
CORE = sorted((ROOT / "core").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("[a-z]*.py"))
EDGES = [ROOT / "app.py", ROOT / "server.py", ROOT / "start.py", *sorted((ROOT / "pages").rglob("*.py"))]


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever it stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def unit(path: Path) -> str:
    """The part of core that a file belongs to."""
    return path.relative_to(ROOT / "core").parts[0].removesuffix(".py")


def arrows() -> dict[str, set[str]]:
    """Which part of core imports which."""
    graph: dict[str, set[str]] = {}
    for path in CORE:
        targets = {name.split(".")[1] for name in imports(path) if name.startswith("core.")}
        graph.setdefault(unit(path), set()).update(targets & set(LEVEL) - {unit(path)})
    return graph


def test_every_part_of_core_has_a_layer() -> None:
    assert {unit(path) for path in CORE} - {"__init__", "__main__"} <= set(LEVEL)


def test_arrows_point_down() -> None:
    wrong = [(a, b) for a, targets in arrows().items() if a in LEVEL for b in targets if LEVEL[b] > LEVEL[a]]
    assert not wrong


def test_sideways_arrows_are_written_down() -> None:
    found = {(a, b) for a, targets in arrows().items() if a in LEVEL for b in targets if LEVEL[b] == LEVEL[a]}
    assert found <= SIDEWAYS


def test_no_cycles() -> None:
    graphlib.TopologicalSorter(arrows()).prepare()


@pytest.mark.parametrize("path", CORE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_core_knows_no_user_interface(path: Path) -> None:
    assert not [name for name in imports(path) if name.split(".")[0] in ("streamlit", "pages", "app", "server")]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_pages_are_small_and_free_of_sql(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 150
    assert "ui.begin(" in text or path.name == "__init__.py"
    assert not any(word in text for word in ("SELECT ", "INSERT ", "UPDATE ", "duckdb", "sqlmodel"))


@pytest.mark.parametrize("path", [*CORE, *EDGES], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_functions_and_modules_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert text.count("\n") <= 500
    assert not [f"{f.name}: {f.end_lineno - f.lineno + 1} lines" for f in functions if (f.end_lineno or 0) - f.lineno >= 60]


def test_broad_excepts_stand_in_two_places_at_most() -> None:
    broad, broadest = [], ("Exception", "BaseException")
    for path in [*CORE, *EDGES]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or getattr(node.type, "id", "") in broadest):
                broad.append(path.relative_to(ROOT).as_posix())
    assert set(broad) <= {"pages/ui/frame.py", "core/tasks.py"}
