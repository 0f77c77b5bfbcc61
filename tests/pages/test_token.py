"""The API token in Settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.api import tokens
from core.process import Process
from core.workspace import Workspace
from tests.pages.visiting import Open, said


def test_the_local_person_sees_the_token_again_and_takes_it_back(here: Workspace, visit: Open) -> None:
    tokens.first(here)
    tab = visit("settings")
    token = tokens.token(here)
    assert token and token not in [code.value for code in tab.code]
    tab.toggle(key="settings_token_show").set_value(True).run()
    assert token in [code.value for code in tab.code]
    tab.button(key="settings_token_make").click().run()
    assert tokens.token(here) != token and tokens.token(here) in [code.value for code in tab.code]
    tab.button(key="settings_token_revoke").click().run()
    assert tokens.made(here) is None and "Make a token" in [button.label for button in tab.button]


def test_a_visitor_sees_a_token_once(running: Process, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "settings", replace(running.settings, mode="hosted"))
    monkeypatch.setattr("pages.ui.owner.current_owner", lambda _process: "v1")
    tab = visit("settings")
    tab.button(key="settings_token_make").click().run()
    fresh = next(code.value for code in tab.code if code.value.startswith("sl_"))
    assert running.store.tokens.owner_of(fresh)
    tab.run()
    assert not [code for code in tab.code if code.value.startswith("sl_")]


def test_without_the_interface_there_is_no_token_to_make(running: Process, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "settings", replace(running.settings, mode="hosted"))
    monkeypatch.setattr(running, "gated", False)
    tab = visit("settings")
    assert "python start.py" in said(tab) and "Make a token" not in [button.label for button in tab.button]
