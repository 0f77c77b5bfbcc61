"""From a click to its effect on each page, beside the same click on an otherwise empty page of bare Streamlit."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.browsing import Browser, browser
from benchmarks.figures import Figure
from benchmarks.running import App

BARE = """
import streamlit as st

def one():
    st.title("One")
    chosen = st.pills("Part", ["a", "b"], default="a", key="part")
    st.text(f"You chose {chosen}")

def two():
    st.title("Two")

st.navigation([st.Page(one, title="One"), st.Page(two, title="Two")]).run()
"""
ROUNDS = 12

# Clicks an element and waits, frame by frame, until the text of another one is as wanted (or merely different).
CLICK = """
async ([target, watched, wanted]) => {
  const find = (path) => document.evaluate(path, document, null, 9, null).singleNodeValue;
  const text = () => find(watched)?.innerText ?? '';
  const before = text(), start = performance.now();
  find(target).click();
  return await new Promise((done, failed) => {
    const look = () => {
      const now = text();
      if (wanted ? now.trim() === wanted : now && now !== before) done(performance.now() - start);
      else if (performance.now() - start > 15000) failed(new Error(`no change: ${before} -> ${now}`));
      else requestAnimationFrame(look);
    };
    look();
  });
}
"""
HEADING = "//h1"
BLOCK = "/ancestor::div[@data-testid='stVerticalBlock'][1]"  # what a control stands in: a card, a form


def link(title: str) -> str:
    """The navigation's link to a page."""
    return f"//a[@data-testid='stSidebarNavLink'][.//p[.='{title}']]"


def pill(name: str, nth: int = 1) -> str:
    """The nth pill whose name begins so."""
    return f"(//button[@data-variant='pills'][.//p[starts-with(., '{name}')]])[{nth}]"


def run() -> list[Figure]:
    """Ratios of medians; the sample profile and its ten matches are there."""
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        script = folder / "bare.py"
        script.write_text(BARE)
        with App(folder, script) as bare:
            page = opened(chromium, bare.url)
            turn = alternating(page, [(link("Two"), HEADING, "Two"), (link("One"), HEADING, "One")])
            choice = alternating(page, [(pill(part), "//*[@data-testid='stText']", f"You chose {part}") for part in "ba"])
        with App(folder) as app:
            page = opened(chromium, app.url)
            page.get_by_role("button", name="Try with a sample profile").click()
            page.get_by_role("heading", name="Matches", level=1).wait_for()
            page.get_by_text("Interested").nth(9).wait_for(timeout=60_000)
            page.wait_for_timeout(15_000)
            home, profile, matches = home_ms(page), profile_ms(page), matches_ms(page)
    return [
        Figure("turning to an empty page of bare Streamlit", turn, "ms"),
        Figure("a click on an empty page of bare Streamlit", choice, "ms"),
        Figure("Home: turning to it, until its heading", home / turn, "x", 1.2, "turning to an empty page"),
        Figure("Profile: choosing a part, until it is there", profile / choice, "x", 1.2, "the same click on an empty page"),
        Figure("Matches with ten cards: hide, until the card says so", matches / choice, "x", 1.5, "the same click on an empty page"),
    ]


def opened(chromium: Browser, url: str) -> Any:
    """A page of the app, drawn."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url)
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(1_500)
    return page


def alternating(page: Any, clicks: list[tuple[str, str, str]]) -> float:
    """Median milliseconds of clicks made by turns, the first round left out."""
    taken = []
    for number in range(ROUNDS):
        for click in clicks:
            took = page.evaluate(CLICK, list(click))
            page.wait_for_timeout(400)
            taken += [took] if number else []
    return statistics.median(taken)


def home_ms(page: Any) -> float:
    """From another page to Home."""
    taken = []
    for _ in range(ROUNDS):
        page.evaluate(CLICK, [link("Settings"), HEADING, "Settings"])
        page.wait_for_timeout(800)
        taken.append(page.evaluate(CLICK, [link("Home"), HEADING, "Home"]))
        page.wait_for_timeout(800)
    return statistics.median(taken[1:])


def profile_ms(page: Any) -> float:
    """Between two parts of the profile."""
    page.evaluate(CLICK, [link("Profile"), HEADING, "Profile"])
    page.wait_for_timeout(3_000)
    return alternating(page, [(pill(part), pill(part) + BLOCK, "") for part in ("Education", "Contact")])


def matches_ms(page: Any) -> float:
    """Hide, and show again, on the first card."""
    page.evaluate(CLICK, [link("Matches"), HEADING, "Matches"])
    page.get_by_text("Interested").nth(9).wait_for()
    page.wait_for_timeout(2_000)
    return alternating(page, [(pill("Hide"), pill("Hide") + BLOCK, "")] * 2)
