"""A site on this machine that serves what a test puts there, and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.feeds import Fetcher
from core.process import Process
from core.settings import Settings
from core.workspace import Workspace
from tests.conftest import NOW

Handler = Callable[[BaseHTTPRequestHandler], None]


def rss(*titles: str, site: str = "https://jobs.example") -> bytes:
    """A feed with a posting a title."""
    items = "".join(
        f"<item><title>{title}</title><link>{site}/{title.replace(' ', '-')}</link><author>Ironleaf Ltd</author>"
        f"<description>Welding of frames in Leeds, five years of practice.</description>"
        "<pubDate>Fri, 30 Oct 2026 08:00:00 GMT</pubDate></item>"
        for title in titles
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Jobs</title>{items}</channel></rss>'.encode()


@dataclass
class Site:
    """What stands at each path: bytes, (status, headers, bytes), or a function that answers by itself."""

    address: str
    server: ThreadingHTTPServer
    pages: dict[str, bytes | tuple[int, dict[str, str], bytes] | Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0


@pytest.fixture
def site() -> Iterator[Site]:
    """The running site."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.at_once += 1
            served.most_at_once = max(served.most_at_once, served.at_once)
            served.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            time.sleep(0.005)
            page = served.pages.get(self.path, (404, {}, b"nothing here"))
            try:
                if callable(page):
                    page(self)
                else:
                    send(self, *(page if isinstance(page, tuple) else (200, {}, page)))
            except OSError:
                self.close_connection = True
            served.at_once -= 1

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    served = Site(f"http://127.0.0.1:{server.server_address[1]}", server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
    """A plain answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def fetcher() -> Fetcher:
    """Asks this machine without a pause."""
    return Fetcher(allow_private=True, pause=0.0, now=lambda: NOW)


@pytest.fixture
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Workspace]]:
    """Workspaces of a hosted instance by owner."""
    process = Process(Settings(home=tmp_path_factory.mktemp("hosted"), mode="hosted"), now=lambda: NOW).open()
    yield process.workspace
    process.close()
