"""A whole interview in a real browser, by keyboard alone; a reload in the middle of a sentence; every screen looked at by axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.e2e.running import Running
from tests.e2e.test_access import AXE, findings, fit, overflows, tab_to
from tests.e2e.visitor import Visitor

Start = Callable[..., Running]
Visit = Callable[..., Any]
SAID = (
    "In March 2024 our school kitchen lost power an hour before lunch. My job was to find the fault without a new shutdown. I tested every "
    "circuit from the board on, found water in one socket, isolated it and moved two ovens. Lunch came ten minutes late to 240 pupils."
)


def test_a_whole_interview_by_keyboard(start: Start, visit: Visit) -> None:
    visitor = Visitor(visit(), start("server").url).open("interview")
    choose_by_keyboard(visitor)
    half = SAID[:60]
    to_the_field(visitor)
    visitor.page.keyboard.type(half)
    visitor.page.wait_for_timeout(3_000)  # longer than the pause after which the field hands over its text; it is not left
    visitor.reload().reads("Send the answer")
    assert visitor.page.locator("textarea").first.input_value() == half
    answered = 0
    while not visitor.page.get_by_role("button", name="Practise once more").count():
        answered += answer(visitor, SAID)
    assert answered == 3 and re.search(r"\d+ of 100", visitor.text()) and "The mean of 3 answers" in visitor.text()
    visitor.open("interview?view=Progress").reads("3 of 3 questions answered")


def choose_by_keyboard(visitor: Visitor) -> None:
    """The role, the shortest length, and off."""
    press_tab_until(visitor, "document.activeElement.getAttribute('aria-label') === 'Role'")
    visitor.page.keyboard.type("Electrician")
    press_tab_until(visitor, "(document.activeElement.getAttribute('aria-label') || '').includes('Length')")
    visitor.page.keyboard.type("3 q")
    visitor.page.keyboard.press("Enter")
    visitor.settled()
    tab_to(visitor, "Start the interview")
    visitor.page.keyboard.press("Enter")
    visitor.reads("Send the answer").reads("Question 1 of 3").settled()


def answer(visitor: Visitor, text: str) -> int:
    """Answer the open question, look at the feedback, leave a follow-up out; 1 for a question answered."""
    visitor.reads("Send the answer")
    to_the_field(visitor)
    visitor.page.keyboard.press("ControlOrMeta+a")
    visitor.page.keyboard.insert_text(text)
    tab_to(visitor, "Send the answer")
    visitor.page.keyboard.press("Enter")
    visitor.reads("Your words").reads(re.compile("judged normally")).settled()
    following = visitor.page.get_by_role("button", name="Skip the follow-up")
    name = "Skip the follow-up" if following.count() else onward(visitor)
    tab_to(visitor, name)
    visitor.page.keyboard.press("Enter")
    visitor.misses("Your words").settled()
    return 1


def onward(visitor: Visitor) -> str:
    """The name of the button that leads on."""
    return str(
        visitor.page.get_by_role("button", name=re.compile("^(arrow_forward )?(Next question|See the whole interview)$")).inner_text()
    ).split("\n")[-1]


def to_the_field(visitor: Visitor) -> None:
    """Tab into the field for the answer."""
    press_tab_until(visitor, "document.activeElement.tagName === 'TEXTAREA'")


def press_tab_until(visitor: Visitor, here: str, most: int = 60) -> None:
    """Press Tab until this holds of the focus."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate(f"() => {here}"):
            return
    raise AssertionError(f"Tab did not reach {here!r}")


def test_every_screen_in_both_themes_and_widths(start: Start, visit: Visit, screenshots: Path) -> None:
    app = start("server")
    wrong: list[str] = []
    for theme, width in AXE:
        visitor = Visitor(visit(color_scheme=theme), app.url).open("interview")
        visitor.type("Role", "Registered nurse").press("Start the interview")
        visitor.reads("Send the answer").press("Hint").reads("A good answer")
        wrong += looked_at(visitor, "asked", theme, width, screenshots)
        visitor.page.locator("textarea").first.fill(SAID)
        visitor.press("Send the answer").reads("Your words")
        wrong += looked_at(visitor, "judged", theme, width, screenshots)
        visitor.press(re.compile("Next question|Answer the follow-up")).reads("Finish here")
        visitor.press("Pause").reads("Paused at").press("Go on").reads("Finish here")
        visitor.press("Finish here").reads("Practise once more")
        wrong += looked_at(visitor, "end", theme, width, screenshots)
    assert not wrong, "\n".join(sorted(set(wrong)))


def looked_at(visitor: Visitor, name: str, theme: str, width: int, screenshots: Path) -> list[str]:
    """A picture of the screen, and what axe finds on it."""
    fit(visitor, width)
    visitor.page.screenshot(path=screenshots / f"interview-{name}-{theme}-{width}.png")
    assert not overflows(visitor), f"{name} is wider than {width} pixels"
    found = [f"{name} {theme} {width}: {finding}" for finding in findings(visitor, theme)]
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    return found
