"""A person in front of the app: what can be clicked and read, without words about how the page is made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

File = dict[str, Any]


def file(name: str, content: bytes | str, kind: str = "application/octet-stream") -> File:
    """A file to choose in an upload."""
    return {"name": name, "mimeType": kind, "buffer": content.encode() if isinstance(content, str) else content}


class Visitor:
    """One browser tab on the app."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url

    def open(self, path: str = "") -> Visitor:
        """Type an address."""
        self.page.goto(f"{self.url}/{path if path != 'home' else ''}")  # Home stands at the address itself
        return self.settled()

    def go(self, title: str) -> Visitor:
        """Choose a page in the navigation."""
        self.page.get_by_role("link", name=title, exact=True).first.click()
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        return self.settled()

    def reload(self) -> Visitor:
        """Reload the tab."""
        self.page.reload()
        return self.settled()

    def settled(self) -> Visitor:
        """Wait until a page is drawn, nothing runs, and no part is still a grey box."""
        broken = self.page.get_by_text("Something went wrong")
        self.page.get_by_role("heading", level=1).or_(broken).first.wait_for()
        assert not broken.count(), f"{self.page.url}: {broken.first.inner_text()}"
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        self.page.wait_for_function("() => !document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')")
        return self

    def press(self, name: str | re.Pattern[str], role: str = "button", nth: int = 0) -> Visitor:
        """Click a button, a link or a choice by its name."""
        self.page.get_by_role(role, name=name).nth(nth).click()
        return self

    def upload(self, *files: File, nth: int = 0) -> Visitor:
        """Choose files in the n-th upload field."""
        self.page.locator("input[type=file]").nth(nth).set_input_files(list(files))
        return self

    def type(self, label: str, text: str) -> Visitor:
        """Write into a field and leave it."""
        field = self.page.get_by_label(label, exact=True).last
        field.fill(text)
        field.press("Tab")
        return self

    def reads(self, text: str | re.Pattern[str]) -> Visitor:
        """Wait until this can be read."""
        self.page.get_by_text(text).filter(visible=True).first.wait_for()
        return self

    def misses(self, text: str | re.Pattern[str]) -> Visitor:
        """Wait until this cannot be read any more."""
        self.page.get_by_text(text).filter(visible=True).first.wait_for(state="hidden")
        return self

    def text(self) -> str:
        """What the page says."""
        return str(self.page.get_by_test_id("stMain").inner_text())

    def choices(self, name: str) -> Any:
        """The buttons of one name, one a card."""
        return self.page.get_by_role("button", name=name, exact=True)

    def download(self, name: str, folder: Path) -> str:
        """Click a download and read its file."""
        with self.page.expect_download() as waiting:
            self.press(name)
        target = folder / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return target.read_text(encoding="utf-8-sig")
