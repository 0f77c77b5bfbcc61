"""Outside text on its way into Markdown: shown as it is, never as markup, links, images or colour."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:&^=@])")


def plain(text: str, limit: int = 400) -> str:
    """Text with all of Markdown's signs escaped, on one line, cut at `limit`."""
    flat = " ".join(text.split())
    cut = flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
    return _MARKUP.sub(r"\\\1", cut)
