"""Outside text on its way into Markdown: shown as it is, never as markup, links, images or colour."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:&^=@])")
# Streamlit makes links of bare addresses even when their signs are escaped; a word joiner, which nobody sees, stops that.
_ADDRESS = re.compile(r"(?<=www)(?=\.)|(?<=:/)(?=/)|(?=@)", re.I)
_JOINER = "\u2060"


def plain(text: str, limit: int = 400) -> str:
    """Text with all of Markdown's signs escaped, on one line, cut at `limit`."""
    flat = " ".join(text.split())
    cut = flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub(_JOINER, cut))


def plain_lines(text: str, limit: int = 20_000) -> str:
    """As `plain`, but line breaks stay: a paragraph an empty line, the others as breaks."""
    cut = text if len(text) <= limit else text[:limit].rstrip() + "…"
    blocks = re.split(r"\n\s*\n", cut)
    return "\n\n".join("  \n".join(plain(line, limit) for line in block.splitlines() if line.strip()) for block in blocks)


def label(text: str, limit: int = 80) -> str:
    """Text for the name of a control, which is read aloud with its escapes: Markdown's signs are dropped instead."""
    return " ".join(_MARKUP.sub(" ", text[:limit]).split())
