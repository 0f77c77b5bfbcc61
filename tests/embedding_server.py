"""A server on this machine that speaks the embeddings interface; equal words give equal parts of a vector."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zlib import crc32

from core.embedding import Embeddings, OpenAIEmbedder
from core.settings import Provider

KEY = "sk-of-a-test"
DIMENSIONS = 64
Answer = Callable[[BaseHTTPRequestHandler], None]


def numbers(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """The words of a text counted in so many numbers."""
    found = [0.1] * dimensions
    for word in re.findall(r"\w{3,}", text.casefold()):
        found[crc32(word[:5].encode()) % dimensions] += 1.0
    return found


@dataclass
class Server:
    """What was sent, and what goes wrong: answers in `next` are given first, one a request."""

    address: str
    sent: list[list[str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    next: list[Answer] = field(default_factory=list)
    dimensions: int = DIMENSIONS

    @property
    def texts(self) -> list[str]:
        """Every text that was sent."""
        return [text for batch in self.sent for text in batch]

    def provider(self, model: str = "words-1") -> Provider:
        """This server as the settings name it."""
        return Provider(model, self.address, KEY)

    def embeddings(self, seconds: float = 5.0) -> Embeddings:
        """What a process keeps of this server."""
        return Embeddings(OpenAIEmbedder(self.provider(), (seconds, seconds)))


def fails(status: int, body: str = '{"error": {"message": "Incorrect API key provided: sk-of-a-test"}}', **headers: str) -> Answer:
    """Answers with an error."""
    return lambda asked: reply(asked, status, body.encode(), **headers)


def says(value: Any) -> Answer:
    """Answers with this JSON."""
    return lambda asked: reply(asked, 200, json.dumps(value).encode())


def stalls(seconds: float) -> Answer:
    """Answers too late."""
    return lambda asked: (time.sleep(seconds), reply(asked, 200, b"{}"))[1]


def cut_off(asked: BaseHTTPRequestHandler) -> None:
    """Ends in the middle of the answer."""
    asked.send_response(200)
    asked.send_header("Content-Type", "application/json")
    asked.send_header("Content-Length", "100000")
    asked.end_headers()
    asked.wfile.write(b'{"data": [{"index": 0, "embedding": [0.1, ')
    asked.close_connection = True


def reply(asked: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """One whole answer."""
    asked.send_response(status)
    for name, value in {"content-type": "application/json", "content-length": str(len(body)), **headers}.items():
        asked.send_header(name.replace("_", "-"), value)
    asked.end_headers()
    asked.wfile.write(body)


def start() -> tuple[Server, ThreadingHTTPServer]:
    """A running server, and what stops it."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.sent.append(asked["input"])
            served.keys.append(self.headers["Authorization"])
            if served.next:
                served.next.pop(0)(self)
                return
            rows = [{"index": at, "embedding": numbers(text, served.dimensions)} for at, text in enumerate(asked["input"])]
            reply(self, 200, json.dumps({"object": "list", "model": asked["model"], "data": rows[::-1]}).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    http.daemon_threads = True
    served = Server(f"http://127.0.0.1:{http.server_port}/v1")
    threading.Thread(target=http.serve_forever, daemon=True).start()
    return served, http
