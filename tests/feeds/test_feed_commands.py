"""Feeds from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.errors import UserError
from core.feeds import presets
from tests.feeds.conftest import Site, rss

Command = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def command(home: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command on a folder of its own; returns its JSON lines."""
    monkeypatch.setenv("SHORTLIST_HOME", str(home))
    monkeypatch.setenv("SHORTLIST_ALLOW_PRIVATE", "1")

    def run(*words: str) -> list[dict[str, Any]]:
        done = CliRunner().invoke(app, list(words))
        if done.exception:
            raise done.exception
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_sources_need_no_data(command: Command, home: Path) -> None:
    assert [row["source"] for row in command("jobs", "feeds", "--sources")] == list(presets())
    assert not home.exists()


def test_a_feed_is_followed_refreshed_and_left(command: Command, site: Site) -> None:
    site.pages["/jobs"] = rss("Welder", "Baker")
    (feed,) = command("jobs", "follow", f"{site.address}/jobs", "--name", "Trades")
    (board,) = command("jobs", "follow", "greenhouse", "acme")
    assert (feed["name"], board["name"]) == ("Trades", "Greenhouse: acme")
    command("jobs", "unfollow", board["id"])
    (report,) = command("jobs", "refresh")
    assert report["added"] == 2 and report["errors"] == []
    (state,) = command("jobs", "feeds")
    assert (state["items"], state["error"], state["enabled"]) == (2, "", True)
    assert command("jobs", "unfollow", feed["id"], "--with-postings") == [{"postings_removed": 2}]
    assert command("jobs", "feeds") == []
    with pytest.raises(UserError, match="not a web address"):
        command("jobs", "follow", "nonsense")


def test_postings_are_read_and_added_from_an_address(command: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/jobs"] = rss("Welder")
    address = f"{site.address}/jobs"
    assert [row["title"] for row in command("jobs", "read", address, "--json")] == ["Welder"]
    assert command("jobs", "add", address)[0]["added"] == 1
    monkeypatch.delenv("SHORTLIST_ALLOW_PRIVATE")
    (refused,) = command("jobs", "read", address)
    assert refused["ok"] is False and "private network" in refused["error"]
