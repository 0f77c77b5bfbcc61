"""What the product weighs: installed size beside the ten required packages alone, import time, memory of the running app."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib import metadata
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.running import App

REQUIRED = ("streamlit", "pandas", "plotly", "scikit-learn", "openai", "duckdb", "feedparser", "pypdf", "sqlmodel", "pytest")
MB = 1_000_000


def run() -> list[Figure]:
    """Sizes in MB, times in seconds."""
    own = [line.split(">")[0] for line in Path("requirements.txt").read_text().splitlines() if line[:1].isalpha()]
    return [
        Figure("installed: the ten required packages", installed(REQUIRED), "MB"),
        Figure("installed: everything in requirements.txt", installed(own), "MB", 1250),
        Figure("import of every module of core", import_seconds(), "s"),
        *memory(),
    ]


def installed(names: tuple[str, ...] | list[str]) -> float:
    """Size of these packages and all that they need, in MB."""
    seen: dict[str, float] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in seen:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        seen[name] = sum(path.stat().st_size for file in package.files or () if (path := Path(str(file.locate()))).is_file())
        waiting += [_name(need) for need in package.requires or () if "extra ==" not in need]
    return sum(seen.values()) / MB


def _name(requirement: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else " " for c in requirement).split()[0]


def import_seconds() -> float:
    """A fresh process that imports the whole of core."""
    modules = "core.profiles, core.postings, core.matching, core.market, core.api"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {modules}"], check=True)
    return time.perf_counter() - start


def memory() -> list[Figure]:
    """Resident memory with the sample loaded: after the start, and once everything is warm and a page was served."""
    with tempfile.TemporaryDirectory() as folder, App(Path(folder)) as app:
        first = app.resident_mb()
        urllib.request.urlopen(app.url).read()
        time.sleep(12)
        return [
            Figure("resident memory after the start", first, "MB"),
            Figure("resident memory, sample loaded, libraries warm", app.resident_mb(), "MB", 450),
        ]
