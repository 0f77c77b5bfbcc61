"""Outside text in Markdown: every sign escaped, no bare address left for Streamlit to make a link of."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pages.ui.safe import plain


@given(st.text(max_size=300))
def test_every_sign_of_markdown_is_escaped(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]()#<>~$:]", plain(text).replace("\\\\", ""))
    assert "\n" not in plain(text)


def test_addresses_do_not_become_links() -> None:
    shown = plain("see https://evil.example/p.png or WWW.evil.example or a@evil.example")
    assert not re.search(r"://|www\.|\w@", shown.replace("\\", ""), re.I)
