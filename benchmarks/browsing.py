"""A headless browser for the benchmarks, and the time from a click to its effect, taken inside the page."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Browser = Any
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"

CLICK = """
async ([target, watched]) => {
  const text = () => document.querySelector(watched)?.outerHTML ?? '';
  const before = text(), button = document.querySelector(target), start = performance.now();
  button.click();
  return await new Promise((done, failed) => {
    const look = () => {
      if (text() && text() !== before) done(performance.now() - start);
      else if (performance.now() - start > 15000) failed(new Error('nothing changed'));
      else requestAnimationFrame(look);
    };
    look();
  });
}
"""


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, as installed on this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        yield chromium
        chromium.close()


def click_ms(page: Any, target: str, watched: str, rounds: int = 15) -> float:
    """Median milliseconds from a click on `target` until `watched` (CSS selectors) looks different."""
    taken = []
    for _ in range(rounds):
        taken.append(page.evaluate(CLICK, [target, watched]))
        page.wait_for_timeout(250)
    return statistics.median(taken[3:])
