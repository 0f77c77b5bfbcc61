"""The gate with real requests, real websockets and two browsers, under both entry scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pages.ui.navigation import PAGES
from tests.e2e.conftest import FOREIGN
from tests.e2e.running import Kind, Running

Start = Callable[..., Running]
Visit = Callable[..., Any]
KINDS: tuple[Kind, ...] = ("server", "app")
HINT = "SHORTLIST_MODE=hosted"


def test_the_server_refuses_a_foreign_host(start: Start) -> None:
    app = start("server")
    assert app.get("/")[0] == 200
    for path in ("/", "/matches", "/api/health", "/_stcore/health"):
        status, body = app.get(path, Host="evil.example")
        assert status == 403 and HINT in body


def test_the_plain_script_refuses_a_foreign_host(start: Start, visit: Visit) -> None:
    app = start("app")
    page = visit()
    page.goto(app.url.replace("127.0.0.1", FOREIGN))
    page.get_by_text(HINT).or_(page.get_by_text("Connection error")).first.wait_for()
    assert page.get_by_role("heading", level=1).count() == 0
    page.goto(app.url)
    page.get_by_role("heading", level=1).wait_for()


def test_the_server_does_not_start_on_every_address(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=HINT):
        Running("server", tmp_path, bound="0.0.0.0")


def test_the_plain_script_refuses_an_open_bind(start: Start, visit: Visit) -> None:
    app = start("app", bound="0.0.0.0")
    page = visit()
    page.goto(app.url)
    page.get_by_text(HINT).wait_for()
    assert page.get_by_role("heading", level=1).count() == 0


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("kind", KINDS)
def test_a_cold_deep_link_goes_through_the_frame(kind: Kind, entry: Any, start: Start, visit: Visit) -> None:
    app = start(kind)
    page = visit()
    page.goto(f"{app.url}/{entry.name if entry.name != 'home' else ''}")
    page.get_by_role("heading", level=1).wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == entry.title
    assert page.get_by_role("link", name="Matches").count() > 0


def test_two_browsers_are_two_owners(start: Start, visit: Visit) -> None:
    app = start("server", SHORTLIST_MODE="hosted", SHORTLIST_SECURE_COOKIE="0")
    keys = []
    for page in (visit(), visit()):
        page.goto(app.url)
        page.get_by_role("heading", level=1).wait_for()
        cookies = [c for c in page.context.cookies() if c["name"] == "shortlist_visitor"]
        assert len(cookies) == 1 and cookies[0]["httpOnly"]
        page.reload()
        page.get_by_role("heading", level=1).wait_for()
        assert page.context.cookies()[0]["value"] == cookies[0]["value"]
        keys.append(cookies[0]["value"])
    assert keys[0] != keys[1]
    raw = b"".join(path.read_bytes() for path in app.home.glob("records.sqlite*")) + app.output().encode()
    assert not [key for key in keys if key.encode() in raw]


def test_a_visitor_whose_key_is_gone_is_asked_to_reload(start: Start, visit: Visit) -> None:
    app = start("server", SHORTLIST_MODE="hosted", SHORTLIST_SECURE_COOKIE="0")
    page = visit()
    page.goto(app.url)
    page.get_by_role("heading", level=1).wait_for()
    page.context.clear_cookies()
    page.get_by_role("link", name="Matches").first.click()
    page.wait_for_timeout(500)
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
