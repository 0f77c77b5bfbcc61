"""How many postings a second are read, understood and stored, beside plain feedparser on the same files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import feedparser

from benchmarks.figures import Figure, seconds
from core import process
from core.jobs import read
from core.models import Posting
from core.postings import add
from core.process import Process
from core.sample.market import postings
from core.settings import Settings

FILES, EACH = 5, 200
ITEM = (
    "<item><title>{title}</title><link>https://jobs.example/{number}</link><author>{company}</author>"
    "<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate><description>{description}</description></item>"
)


def run() -> list[Figure]:
    """Postings a second, by step."""
    files = [_feed(number) for number in range(FILES)]
    size = FILES * EACH
    plain = seconds(lambda: [feedparser.parse(file) for file in files], 3)
    reading = seconds(lambda: [read(file, "feed.xml") for file in files], 3)
    found = [one.model_copy(update={"source": "bench"}) for file in files for one in read(file, "feed.xml")]
    first, again = _stored(found)
    whole = reading + first
    return [
        Figure("feedparser alone", size / plain, "a second"),
        Figure("postings read", size / reading, "a second", None, f"{reading / plain:.2f} x the time of feedparser"),
        Figure("postings read, understood and stored", size / whole, "a second", None, f"{whole / plain:.2f} x the time of feedparser"),
        Figure("postings understood and stored again", size / again, "a second"),
    ]


def _stored(found: list[Posting]) -> tuple[float, float]:
    """Seconds for analysing and storing all, for the first time and again."""
    with tempfile.TemporaryDirectory() as folder:
        process.SAMPLE_MARKET = Path(folder) / "none.parquet"
        opened = Process(Settings(home=Path(folder))).open()
        ws = opened.workspace("local")
        add(ws, found[:5])
        taken = [seconds(lambda: add(ws, found), 1) for _ in range(2)]
        opened.close()
    return taken[0], taken[1]


def _feed(number: int) -> bytes:
    """A feed of invented postings."""
    from html import escape

    chosen = postings()[number * EACH : (number + 1) * EACH]
    items = "".join(
        ITEM.format(title=escape(p.title), number=f"{number}-{at}", company=escape(p.company), description=escape(p.description))
        for at, p in enumerate(chosen)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Jobs</title>{items}</channel></rss>".encode()
