"""Every ready-made source is complete, safe to ask, and names what its source asks for."""

from __future__ import annotations

import pytest

from core import feeds
from core.errors import UserError
from core.feeds import Preset, preset, presets
from core.feeds.fetching import web_address
from core.workspace import Workspace

CATEGORIES = {"remote", "general", "field", "board", "thread"}


@pytest.mark.parametrize("source", presets().values(), ids=lambda one: one.id)
def test_every_preset(source: Preset) -> None:
    address = web_address(source.address(source.understood(source.example)))
    assert address.scheme == "https" and "{" not in str(address)
    assert source.category in CATEGORIES and source.kind in ("feed", "hiring") and source.hours >= 1
    assert source.attribution and source.terms.endswith(".") and source.link.startswith("https://")
    assert bool(source.parameter) == bool(source.example) == ("{company}" in source.url or source.kind == "hiring")
    assert ("{page}" in source.url) == (source.pages > 1 and source.kind == "feed")


def test_nothing_is_on_by_itself(ws: Workspace) -> None:
    assert feeds.listed(ws) == [] and feeds.refresh(ws).sentence() == "No feed is switched on."


@pytest.mark.parametrize(
    ("source", "words", "company"),
    [
        ("greenhouse", "https://boards.greenhouse.io/oakmill/jobs/12", "oakmill"),
        ("greenhouse", " oakmill ", "oakmill"),
        ("lever", "https://jobs.lever.co/oak.mill", "oak.mill"),
        ("ashby", "jobs.ashbyhq.com/Oak%20Mill/1", "Oak%20Mill"),
        ("personio", "https://oak-mill.jobs.personio.com/", "oak-mill"),
        ("teamtailor", "https://oakmill.teamtailor.com/jobs", "oakmill"),
        ("hackernews", "", "2"),
        ("hackernews", "24", "24"),
    ],
)
def test_a_pasted_address_gives_the_company(source: str, words: str, company: str) -> None:
    assert preset(source).understood(words) == company


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("greenhouse", ""), ("greenhouse", "../../secret"), ("greenhouse", "a b"), ("lever", "x?y=1"), ("teamtailor", "evil.example/x#"),
        ("personio", "a.b"), ("teamtailor", "a%2fb"), ("hackernews", "0"), ("hackernews", "25"), ("hackernews", "two"), ("nowhere", "x"),
    ],
)  # fmt: skip
def test_what_names_no_company(source: str, words: str) -> None:
    with pytest.raises(UserError):
        preset(source).understood(words)
