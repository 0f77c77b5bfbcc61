"""`python -m benchmarks [NAME ...]`: run the benchmarks, print a table, write benchmarks/results/NAME.json."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from benchmarks.figures import Figure

NAMES = (
    "size", "stores", "start", "pages", "reading", "skills", "matching", "stored", "ingest", "load", "bands", "faults", "salary",
    "simulations_pay", "trends", "simulations", "interview",
)  # fmt: skip
RESULTS = Path(__file__).parent / "results"


def show(figure: Figure) -> str:
    """One line of the table."""
    goal = f"{figure.goal:g}" if figure.goal is not None else "-"
    verdict = "" if figure.goal is None else "holds" if figure.value <= figure.goal else "SHORT"
    return f"{figure.name:58} {figure.value:>12,.3f} {figure.unit:8} {goal:>8}  {verdict:6} {figure.against}"


def main() -> None:
    """Run what was named, or everything."""
    RESULTS.mkdir(exist_ok=True)
    print(f"{'figure':58} {'measured':>12} {'unit':8} {'goal <=':>8}")
    for name in sys.argv[1:] or NAMES:
        figures: list[Figure] = importlib.import_module(f"benchmarks.{name}").run()
        for figure in figures:
            print(show(figure), flush=True)
        (RESULTS / f"{name}.json").write_text(json.dumps([figure.__dict__ for figure in figures], indent=1))


if __name__ == "__main__":
    main()
