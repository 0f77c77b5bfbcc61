"""From the start of the process to the first readable text of Home, beside Streamlit's own hello world."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.browsing import Browser, browser
from benchmarks.figures import Figure
from benchmarks.running import App

HELLO = "import streamlit as st\nst.title('Hello world')\n"
ROUNDS = 3


def run() -> list[Figure]:
    """Ratios of medians over fresh processes; the data folder is filled by a first start that does not count."""
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        script = folder / "hello.py"
        script.write_text(HELLO)
        hello = statistics.median(cold(chromium, folder, script)[0] for _ in range(ROUNDS))
        first = cold(chromium, folder)
        later = [cold(chromium, folder) for _ in range(ROUNDS)]
        text, drawn = (statistics.median(times) for times in zip(*later, strict=True))
    return [
        Figure("cold start: hello world, first text", hello, "s"),
        Figure("cold start: Home, first text", text / hello, "x", 2, "hello world in the same run"),
        Figure("cold start: Home, all drawn", drawn / hello, "x", None, "hello world in the same run"),
        Figure("very first start with an empty data folder: first text", first[0] / hello, "x", None, "hello world"),
    ]


def cold(chromium: Browser, folder: Path, script: Path | None = None) -> tuple[float, float]:
    """Seconds from the start of the process to the first heading, and until nothing is running any more."""
    with App(folder, script) as app:
        page = chromium.new_page()
        page.goto(app.url, wait_until="commit")
        page.locator("h1").first.wait_for()
        text = time.perf_counter() - app.started
        page.wait_for_function("!document.querySelector('[data-test-script-state=running], [data-testid=stSkeleton]')")
        drawn = time.perf_counter() - app.started
        page.close()
    return text, drawn
