"""Finding skills in postings beside a bare token n-gram lookup of the same names in the same texts."""

from __future__ import annotations

import re

from benchmarks.figures import Figure, seconds
from core.sample import postings
from core.skills import extract, taxonomy

TEXTS = 300
LONGEST = 6


def run() -> list[Figure]:
    """The ratio, and documents a second."""
    texts = [posting.description for posting in postings()[:TEXTS]]
    names = {name.casefold() for skill in taxonomy().skills for name in (skill.name, *skill.aliases)}
    extract(texts[0], "posting")
    bare = seconds(lambda: [lookup(text, names) for text in texts], rounds=3)
    ours = seconds(lambda: [extract(text, "posting") for text in texts], rounds=3)
    return [
        Figure("skills of a posting", ours / bare, "x", 3, f"bare n-gram lookup, {len(names):,} names, up to {LONGEST} tokens"),
        Figure("postings a second, skills found", TEXTS / ours, "a second"),
    ]


def lookup(text: str, names: set[str]) -> list[str]:
    """Every run of up to six tokens that is a name; the least that any dictionary method must do."""
    tokens = re.findall(r"\w[\w+#.]*", text.casefold())
    runs = (" ".join(tokens[at : at + n]) for at in range(len(tokens)) for n in range(1, LONGEST + 1))
    return [run for run in runs if run in names]
