"""A real browser and a really running app."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import Kind, Running

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
FOREIGN = "evil.example"  # the browser takes this name for this machine, as after a DNS rebinding


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS.split(), f"--host-resolver-rules=MAP {FOREIGN} 127.0.0.1"]
        )
        yield browser
        browser.close()


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """The folder for pictures: `SHORTLIST_SCREENSHOTS`, or one that the test run clears away."""
    folder = Path(os.environ.get("SHORTLIST_SCREENSHOTS") or tmp_path / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(chromium: Any, screenshots: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Opens a browser context of its own and a page in it; any request to another host fails the test.

    How each page looked at the end of the test is kept as a picture.
    """
    outside: list[str] = []
    name = re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
    with ExitStack() as stack:

        def open_page(**options: Any) -> Any:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
            stack.callback(context.close)
            context.on("request", lambda request: outside.append(request.url) if not is_own(request.url) else None)
            page = context.new_page()
            page.set_default_timeout(20_000)
            stack.callback(page.screenshot, path=screenshots / f"last-{name}-{len(chromium.contexts)}.png")
            return page

        yield open_page
    assert not outside


def is_own(url: str) -> bool:
    """Whether a request stays on this machine."""
    hosts = ("127.0.0.1", "localhost", FOREIGN)
    return url.startswith(("data:", "blob:", *(f"{scheme}://{host}:" for scheme in ("http", "ws") for host in hosts)))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts apps; at the end they are stopped, and none may have asked for another host."""
    running: list[Running] = []

    def start_app(kind: Kind, **options: Any) -> Running:
        app = Running(kind, tmp_path / f"{kind}{len(running)}", **options)
        running.append(app)
        return app

    yield start_app
    for app in running:
        app.stop()
    assert [app.outside() for app in running if app.outside()] == []
