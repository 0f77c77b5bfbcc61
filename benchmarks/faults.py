"""The process is killed 50 times while it refreshes and scores: after each restart the counts agree, at the end nothing is missing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.figures import Figure
from core import feeds, matching
from core.feeds import Fetcher
from core.process import Process, utc_now
from core.profiles import try_sample
from core.settings import ROOT, Settings

KILLS, FEEDS, POSTINGS = 50, 8, 30
CHILD = "import sys; from benchmarks.faults import work; work(sys.argv[1], int(sys.argv[2]))"
ITEM = (
    "<item><title>Nurse {number}</title><link>https://jobs.example/{feed}/{number}</link><author>Ward {feed}</author><description>Care "
    "of people after operations, medication, shifts with a team of {number}.</description></item>"
)


def work(home: str, round_number: int) -> None:
    """What is killed: a refresh of all feeds as if an hour had passed since the last one, then the scoring of a profile."""
    process = _opened(Path(home), round_number)
    ws = process.workspace("local")
    print("open", flush=True)
    feeds.refresh(ws, fetcher=Fetcher(allow_private=True, pause=0.0))
    print("refreshed", flush=True)
    for profile in ws.records.profiles():
        matching.matches(ws, profile, matching.Filters(limit=0))
    print("scored", flush=True)
    process.close()


def run(kills: int = KILLS) -> list[Figure]:
    """Where the kills fell, and what was wrong after them."""
    dice, landed, wrong = random.Random(4), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, site() as (address, contents):
        home = Path(folder)
        _prepared(home, address)
        for number in range(1, kills + 1):
            for feed in contents:
                contents[feed] = POSTINGS + number
            landed[_killed(home, number, dice)] += 1
            wrong += _checked(home, number)
        work(folder, kills + 1)
        wrong += _checked(home, kills + 1, complete=POSTINGS + kills)
    told = f"{kills} kills: " + ", ".join(f"{count} {where}" for where, count in landed.most_common())
    return [
        Figure("killed while refreshing and scoring: postings lost", wrong["lost"], "", 0, told),
        Figure("killed while refreshing and scoring: postings doubled", wrong["doubled"], "", 0),
        Figure("killed while refreshing and scoring: feeds whose state is ahead", wrong["ahead"], "", 0),
        Figure("killed while refreshing and scoring: scores missing or doubled", wrong["scores"], "", 0),
    ]


def _opened(home: Path, round_number: int) -> Process:
    now = utc_now() + timedelta(hours=2 * round_number)
    return Process(Settings(home=home), now=lambda: now).open()


def _prepared(home: Path, address: str) -> None:
    process = _opened(home, 0)
    ws = process.workspace("local")
    try_sample(ws)
    for number in range(FEEDS):
        feeds.add(ws, f"{address}/{number}", str(number))
    process.close()


def _killed(home: Path, number: int, dice: random.Random) -> str:
    """Kill the work at a random moment of its refresh or of its scoring; returns what it was doing."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(home), str(number)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    wait_for = "open" if number % 3 else "refreshed"
    for line in child.stdout:
        if line.strip() == wait_for:
            break
    time.sleep(dice.uniform(0, 2.5 if wait_for == "open" else 0.6))
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.wait()
    done = rest[-1] if rest else wait_for
    return {"open": "while refreshing", "refreshed": "while scoring", "scored": "at the end"}[done]


def _checked(home: Path, number: int, complete: int | None = None) -> Counter[str]:
    """What is wrong now: a feed that says it was read this round has all of its postings, and each is there once."""
    process, wrong = _opened(home, number), Counter[str]()
    ws = process.workspace("local")
    rows = ws.market.query("SELECT source, count(*), count(DISTINCT link) FROM visible WHERE NOT sample GROUP BY source")
    stored = {source: (count, links) for source, count, links in rows}
    wrong["doubled"] = sum(count - links for count, links in stored.values())
    for feed in feeds.listed(ws):
        said, there = feed.items if feed.last_success else 0, stored.get(feed.name, (0, 0))[1]
        wrong["ahead"] += there < said
        wrong["lost"] += max(0, (complete or 0) - there)
    if complete:
        scored = _scores(process)
        matching.matches(ws, ws.records.profiles()[0], matching.Filters(limit=0))
        wrong["scores"] = abs(scored[0] - scored[1]) + abs(scored[0] - _scores(process)[0]) + (scored[0] == 0)
    process.close()
    return wrong


def _scores(process: Process) -> tuple[int, int]:
    with process.workspace("local").warehouse.read() as cursor:
        row = cursor.execute("SELECT count(*), count(DISTINCT job_id) FROM score").fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


@contextmanager
def site() -> Iterator[tuple[str, dict[str, int]]]:
    """A site whose feeds grow: path -> number of postings."""
    contents = {str(number): POSTINGS for number in range(FEEDS)}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed = self.path.strip("/")
            items = "".join(ITEM.format(feed=feed, number=number) for number in range(contents[feed]))
            body = f"<rss version='2.0'><channel><title>Jobs</title>{items}</channel></rss>".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", contents
    server.shutdown()
