"""Salary in a real browser: a table of pay is brought and fitted, a link shows two roles to a client, an offer stays private."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.e2e.belongings import pay_table
from tests.e2e.running import Running
from tests.e2e.test_access import AXE, findings, fit, overflows, with_a_profile
from tests.e2e.visitor import Visitor

Start = Callable[..., Running]
Visit = Callable[..., Any]
VIEWS = {
    "What moves it": "moves it most",
    "What if": "In Germany",
    "Two roles": "against Welder",
    "Your offer": "Notes for the negotiation",
}


def test_a_table_of_pay_becomes_a_model_that_a_link_shows(start: Start, visit: Visit, screenshots: Path) -> None:
    app = start("server")
    visitor = Visitor(visit(), app.url).open("salary")
    brought_and_fitted(visitor)
    visitor.type("Job title", "Welder").reads("place not stated: pay a year").settled()
    visitor.type("Place", "United Kingdom").reads("pay a year in GBP").settled()
    visitor.press("What if", role="tab").settled().type("Another place", "Germany").settled().reads("In Germany")
    visitor.press("Two roles", role="tab").settled().type("Another role", "Nurse").settled().reads("against Welder")
    visitor.press("Your offer", role="tab").settled()
    visitor.page.get_by_label("Base pay (GBP)").fill("39000")
    visitor.page.keyboard.press("Tab")
    visitor.settled().reads("of like jobs: in the")
    assert "39000" not in visitor.page.url and "offer" not in visitor.page.url.replace("Your+offer", "")
    visitor.press("Two roles", role="tab").settled().reads("against Welder")

    link = visitor.page.url.removeprefix(f"{app.url}/")
    assert {"title=Welder", "place=United+Kingdom", "beside=Nurse", "view=Two+roles"} <= set(link.partition("?")[2].split("&"))
    client = Visitor(visit(color_scheme="dark"), app.url).open(link)
    client.reads("United Kingdom: pay a year in GBP").reads("against Welder").reads("Half of Nurse")
    wrong = looked_at(visitor, "light", 1280, screenshots) + looked_at(client, "dark", 390, screenshots)
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_from_a_match_to_what_such_a_job_pays(start: Start, visit: Visit) -> None:
    visitor = Visitor(visit(), start("server").url).open()
    with_a_profile(visitor)
    title = visitor.page.get_by_role("heading", level=2).first.inner_text()
    visitor.page.get_by_text("Details", exact=True).first.click()
    visitor.reads("What such a job pays").settled().press("What such a job pays", role="link")
    visitor.page.get_by_role("heading", name="Salary", level=1).wait_for()
    visitor.settled().press(re.compile("^Fit the model")).reads(re.compile("was fitted on")).settled()
    assert visitor.page.get_by_label("Job title", exact=True).input_value() == title


def brought_and_fitted(visitor: Visitor) -> None:
    """The table is looked at, added, and a model is fitted on it and nothing else."""
    visitor.upload(pay_table()).reads("640 of 640 rows").press(re.compile("Add 640 paid rows"))
    visitor.reads("trades-survey is added").press(re.compile("^Fit the model"))
    visitor.reads(re.compile("fitted on 640 paid rows")).settled().misses("Sample data")


def looked_at(visitor: Visitor, theme: str, width: int, screenshots: Path) -> list[str]:
    """What axe finds on each view and on the model's parts, with a picture of each."""
    assert (theme, width) in AXE
    wrong = []
    for view, told in VIEWS.items():
        visitor.press(view, role="tab").settled()
        if view == "What if":
            visitor.type("Another place", "Germany")
        if view == "Your offer":
            visitor.page.get_by_label("Base pay (GBP)").fill("39000")
            visitor.page.keyboard.press("Tab")
        visitor.settled().reads(told)
        wrong += seen(visitor, theme, width, screenshots / f"salary-{view.replace(' ', '-')}-{theme}-{width}.png")
    visitor.press("Test the model on past years").reads("half of the estimates missed").settled()
    wrong += seen(visitor, theme, width, screenshots / f"salary-backtest-{theme}-{width}.png")
    visitor.press("What it rests on", role="tab").reads("Weight of trades survey")
    return wrong + seen(visitor, theme, width, screenshots / f"salary-rests-{theme}-{width}.png")


def seen(visitor: Visitor, theme: str, width: int, picture: Path) -> list[str]:
    """A picture, no sideways scrolling, and what axe finds."""
    fit(visitor, width)
    visitor.page.screenshot(path=picture)
    assert not overflows(visitor), f"{picture.stem} is wider than {width} pixels"
    return [f"{picture.stem}: {finding}" for finding in findings(visitor, theme)]
