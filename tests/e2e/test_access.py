"""For everyone: the keyboard reaches everything, axe finds nothing of ours, and how each page looks is kept as pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pages.ui.navigation import PAGES
from tests.e2e.running import Running
from tests.e2e.visitor import Visitor

Start = Callable[..., Running]
Visit = Callable[..., Any]
THEMES, WIDTHS, TALLEST = ("light", "dark"), (1280, 390), 6_000
AXE = (("light", 1280), ("dark", 390))  # colours differ by theme, structure by width
CHOSEN = ("[aria-checked=true]", "[aria-pressed=true]", "[role=tab][aria-selected=true]", "[data-testid=stSliderThumbValue]")

# Findings in parts that Streamlit draws and no setting reaches: (rule, where it may stand).
STREAMLITS_OWN = (
    ("list", "[data-testid=stSidebarNav]"),
    ("listitem", "[data-testid=stSidebarNav]"),
    ("presentation-role-conflict", "[data-testid=stFileUploader]"),
)


def test_every_page_in_both_themes_and_widths(start: Start, visit: Visit, screenshots: Path) -> None:
    app = start("server")
    with_a_profile(Visitor(visit(), app.url))
    wrong = []
    for theme in THEMES:
        visitor = Visitor(visit(color_scheme=theme), app.url)
        for entry in PAGES:
            visitor.open(entry.name)
            for width in WIDTHS:
                fit(visitor, width)
                visitor.page.screenshot(path=screenshots / f"{entry.name}-{theme}-{width}.png")
                assert not overflows(visitor), f"{entry.name} is wider than {width} pixels"
                if (theme, width) in AXE:
                    wrong += [f"{entry.name} {theme} {width}: {finding}" for finding in findings(visitor, theme)]
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_first_pages_without_a_profile(start: Start, visit: Visit, screenshots: Path) -> None:
    app = start("server")
    visitor = Visitor(visit(), app.url)
    for name in ("", "matches", "profile"):
        visitor.open(name)
        fit(visitor, 1280)
        visitor.page.screenshot(path=screenshots / f"first-{name or 'home'}.png")
        assert findings(visitor, "light") == []
        assert visitor.page.get_by_role("button", name="Try with a sample profile").count() == 1


def test_the_keyboard_alone_does_the_main_job(start: Start, visit: Visit) -> None:
    visitor = Visitor(visit(), start("server").url).open()
    tab_to(visitor, "Try with a sample profile")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("heading", name="Matches", level=1).wait_for()
    visitor.settled().reads("Details")
    tab_to(visitor, "Interested")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("button", name="Interested", pressed=True).first.wait_for()
    tab_to(visitor, "Details")
    visitor.page.keyboard.press("Enter")
    visitor.reads("Where it comes from")


def with_a_profile(visitor: Visitor) -> None:
    """The state in which most pages have most to show."""
    visitor.open().press("Try with a sample profile").page.get_by_role("heading", name="Matches", level=1).wait_for()
    visitor.settled().reads("Details")


def fit(visitor: Visitor, width: int) -> None:
    """Make the window as tall as the page, so that a picture and axe see all of it."""
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.settled()
    tall = visitor.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    visitor.page.set_viewport_size({"width": width, "height": max(900, min(tall, TALLEST))})
    visitor.settled()


def overflows(visitor: Visitor) -> bool:
    """Whether a person would have to scroll sideways."""
    return bool(visitor.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1"))


def findings(visitor: Visitor, theme: str) -> list[str]:
    """What axe finds on the page, without what is Streamlit's own."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(visitor.page).response["violations"]
    nodes = [(rule["id"], node) for rule in found for node in rule["nodes"]]
    return [f"{rule}: {node['html'][:200]}" for rule, node in nodes if not is_streamlits(visitor, rule, node, theme)]


def is_streamlits(visitor: Visitor, rule: str, node: dict[str, Any], theme: str) -> bool:
    """Whether a finding stands in a part that is not ours to draw."""
    element = visitor.page.locator(node["target"][-1]).first
    inside = [where for name, where in STREAMLITS_OWN if name == rule]
    if rule == "color-contrast" and theme == "dark":
        # The chosen one of several is written in the accent that also lies under the white text of buttons:
        # on a dark page no colour reaches 4.5:1 against both.
        inside += CHOSEN
    return any(element.evaluate("(node, where) => node.closest(where) !== null", where) for where in inside)


def tab_to(visitor: Visitor, name: str, most: int = 60) -> None:
    """Press Tab until the element with this text has the focus, which must be visible."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        here = visitor.page.evaluate("() => (document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()")
        # The page around it can take the focus too, and holds every text.
        if len(here) < 2 * len(name) + 30 and name in (line.strip() for line in here.splitlines()):
            focused = visitor.page.evaluate("() => document.activeElement.matches(':focus-visible')")
            assert focused
            return
    raise AssertionError(f"Tab did not reach {name!r} within {most} steps")
