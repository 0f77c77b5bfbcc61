"""Every page in every state: no dead end, no trace, sample data labelled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core import process, profiles
from core.process import Process
from core.store import StoredProfile
from core.workspace import Workspace
from pages.ui.navigation import PAGES
from tests.pages.visiting import Open, said

NAMES = [entry.name for entry in PAGES]


def nobody(ws: Workspace) -> None:
    """A first visit."""


def sample_person(ws: Workspace) -> None:
    """One click on the sample."""
    profiles.try_sample(ws, "Dario Velmonte")


@pytest.mark.parametrize("state", [nobody, sample_person])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_leads_on_in_every_state(name: str, state: Callable[[Workspace], None], here: Workspace, visit: Open) -> None:
    state(here)
    tab = visit(name)
    assert not tab.exception and not tab.error
    assert tab.title and tab.markdown
    assert tab.button or tab.get("page_link") or tab.get("file_uploader")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_an_own_profile(name: str, own: StoredProfile, visit: Open) -> None:
    tab = visit(name)
    assert not tab.exception and not tab.error
    assert "Sample profile" not in said(tab)


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_in_the_core_is_one_sentence_with_a_number(name: str, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = visit(name)

    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Process, "workspace", broken)
    tab.run()
    assert len(tab.error) == 1 and "number" in tab.error[0].value
    assert "secret" not in said(tab) and not tab.exception


def test_the_visit_of_a_tab_says_how_long_it_lasts(running: Process, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(process.current(), "settings", replace(running.settings, mode="hosted"))
    monkeypatch.setattr(running, "gated", False)
    assert "as long as this tab" in said(visit("home"))
    assert "as long as this tab" in said(visit("settings"))


def test_home_has_live_numbers_and_both_ways_to_start(visit: Open) -> None:
    tab = visit("home")
    figures = {metric.label: metric.value for metric in tab.metric}
    assert int(figures["Openings"].replace(",", "")) > 1000 and "20" in figures["Newest posting"]
    assert "Sample data" in "".join(str(one.value) for one in tab.markdown) or tab.get("badge")
    assert any("sample profile" in button.label for button in tab.button) and tab.get("file_uploader")
    assert "n = " in said(tab)


def test_home_becomes_the_persons_day(own: StoredProfile, visit: Open) -> None:
    told = said(visit("home"))
    assert "Own" in told and "Three steps" not in told
    assert "since your last visit" in said(visit("home"))


def test_weights_are_stored_and_shares_shown(here: Workspace, visit: Open) -> None:
    from core import matching

    tab = visit("settings")
    tab.number_input[0].set_value(80)
    next(button for button in tab.button if button.label == "Save the weights").click().run()
    assert matching.weights(here).skills == 80
    assert "Skills 57%" in said(tab)
    for number in tab.number_input:
        number.set_value(0)
    next(button for button in tab.button if button.label == "Save the weights").click().run()
    assert "nothing could be scored" in said(tab) and matching.weights(here).skills == 80


def test_erasing_names_what_is_lost_and_needs_a_second_step(here: Workspace, own: StoredProfile, visit: Open) -> None:
    tab = visit("settings")
    tab.button(key="settings_erase").click().run()
    assert "1 profile, 1 document text" in said(tab)
    assert tab.button(key="settings_erase_yes").disabled and here.records.profiles()
    tab.checkbox(key="settings_erase_sure").check()
    tab.button(key="settings_erase").click().run()
    tab.button(key="settings_erase_yes").click()
    tab.button(key="settings_erase").click().run()
    assert not here.records.profiles()
