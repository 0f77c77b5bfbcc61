"""One address over HTTP: asked politely, bounded in size and time, never out of the public internet.

One request at a time goes to a host, with a pause between two. Redirects are followed by hand, and each is checked like the first
address. What cannot be had is a `Refused` in one sentence, which never repeats the address (it may be personal).
"""

from __future__ import annotations

import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache

import httpcore
import httpx

from core.errors import UserError
from core.feeds.addresses import CheckedNetwork, Resolver, resolve
from core.jobs.unpack import LIMIT
from core.jobs.wording import pattern
from core.settings import Settings
from core.text import http_link

MAX_REDIRECTS = 5
MAX_WAIT_SECONDS = 86_400
HOSTED_LIMIT = 10_000_000  # several are in memory at once, beside everyone's pages
_HEADERS = {
    "User-Agent": "Shortlist/1.0 (reads public job feeds for one person)",
    "Accept-Encoding": "gzip",
}
_FEED = "application/rss+xml, application/atom+xml, application/xml, application/json, text/csv;q=0.9, */*;q=0.5"
_TIMEOUT = {"connect": 10.0, "read": 20.0, "write": 10.0, "pool": 10.0}
_MOVED = (301, 302, 303, 307, 308)
_SAID = {
    401: "The site asks for a login; look for a public feed address.",
    403: "The site does not let programs read this address; look for its feed address.",
    404: "There is nothing at this address any more; look for the new one on the site.",
    410: "The site has taken this feed down; remove it.",
    429: "The site asks to be read less often; it is asked again later.",
}
WALL = "The site answered with a check for robots instead of the feed; look for a feed address that programs may read."
UNREACHABLE = "The site cannot be reached; check the address and your connection."
SLOW = "The site took too long to answer; it is asked again later."
LARGE = "The feed is larger than {} MB, which is more than is read."
GARBLED = "The answer was damaged on its way; it is asked again later."


class Refused(UserError):
    """A feed could not be had; `wait` is how long the site asked to be left alone, in seconds; `reached` tells whether it answered.

    `status` is what it answered over HTTP, 0 when that is not the reason.
    """

    def __init__(self, message: str, wait: float = 0.0, reached: bool = True, status: int = 0) -> None:
        super().__init__(message)
        self.wait, self.reached, self.status = wait, reached, status


@dataclass(frozen=True)
class Answer:
    """What an address gave; `unchanged` when it is the same as under the tags that were sent."""

    data: bytes = b""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


@dataclass(frozen=True)
class Fetcher:
    """How addresses are asked: at most `seconds` for one answer, `pause` between two requests to a host."""

    allow_private: bool = False
    resolver: Resolver = resolve
    seconds: float = 60.0
    pause: float = 1.0
    limit: int = LIMIT
    accept: str = _FEED
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def of(cls, settings: Settings) -> Fetcher:
        """As the settings say."""
        return cls(settings.allow_private_addresses, limit=HOSTED_LIMIT if settings.mode == "hosted" else LIMIT)

    def get(self, url: str, etag: str = "", last_modified: str = "") -> Answer:
        """The content of an address; `Refused` or `UserError` in one sentence."""
        headers = (
            _HEADERS | {"Accept": self.accept} | {k: v for k, v in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if v}
        )
        address = web_address(url)
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._one(address, headers)
            if isinstance(answer, Answer):
                return answer
            address = answer
        raise Refused("The address leads from one to the next without an end; look for the feed's own address.")

    def _one(self, address: httpx.URL, headers: dict[str, str]) -> Answer | httpx.URL:
        """The answer of one address, or where it sends us."""
        try:
            with _lane(address.host).turn(self.pause), self._pool() as pool:
                target = httpcore.URL(scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path)
                sent = [("Host", address.netloc.decode("ascii")), *headers.items()]
                with pool.stream("GET", target, headers=sent, extensions={"timeout": _TIMEOUT}) as response:
                    return self._answer(address, response)
        except httpcore.TimeoutException as error:
            raise Refused(SLOW) from error
        except httpcore.ConnectError as error:
            raise Refused(UNREACHABLE, reached=False) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
            raise Refused(GARBLED) from error

    def _pool(self) -> httpcore.ConnectionPool:
        network = CheckedNetwork(self.resolver, self.allow_private, self.seconds)
        return httpcore.ConnectionPool(network_backend=network, ssl_context=_trust())

    def _answer(self, address: httpx.URL, response: httpcore.Response) -> Answer | httpx.URL:
        headers = httpx.Headers(response.headers)
        if response.status in _MOVED and "location" in headers:
            return web_address(_joined(address, headers["location"]))
        if response.status == 304:
            return Answer(unchanged=True)
        data = _body(response, headers, self.limit)
        if response.status != 200:
            wall = response.status in (401, 403, 429, 503) and pattern("wall").search(data[:200_000].decode("utf-8", "replace"))
            raise Refused(WALL if wall else _sentence(response.status), self._wait(headers.get("retry-after", "")), status=response.status)
        return Answer(data, headers.get("etag", "")[:300], headers.get("last-modified", "")[:100])

    def _wait(self, text: str) -> float:
        """Seconds that a site asks to be left alone, at most a day."""
        try:
            seconds = float(text) if text.strip().isdigit() else (parsedate_to_datetime(text) - self.now()).total_seconds()
        except (ValueError, TypeError):
            return 0.0
        return min(max(seconds, 0.0), MAX_WAIT_SECONDS)


def web_address(url: str) -> httpx.URL:
    """An http(s) address, or a UserError that says what one looks like."""
    link = http_link(url)
    try:
        address = httpx.URL(link)
    except (httpx.InvalidURL, ValueError):
        link = ""
    if link and address.userinfo:
        raise UserError("This address holds a name or a password, which are not sent on; give it without them.")
    if link and address.host and len(link) <= 2_000:
        return address.copy_with(fragment=None)
    raise UserError("This is not a web address; it starts with https:// and names a site, like https://example.org/jobs.rss.")


def _joined(address: httpx.URL, location: str) -> str:
    try:
        return str(address.join(location))
    except (httpx.InvalidURL, ValueError):
        return ""


def _sentence(status: int) -> str:
    if status >= 500:
        return f"The site has a fault of its own (it answered {status}); it is asked again later."
    return _SAID.get(status, f"The site refused the feed (it answered {status}); check the address.")


def _body(response: httpcore.Response, headers: httpx.Headers, limit: int) -> bytes:
    """The whole body, unpacked, never more than `limit` bytes of it in memory."""
    data = bytearray()
    for chunk in _unpacked(response.iter_stream(), headers.get("content-encoding", "").strip().lower(), limit):
        data += chunk
        if len(data) > limit:
            raise Refused(LARGE.format(limit // 1_000_000))
    return bytes(data)


def _unpacked(chunks: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    if encoding in ("", "identity", "none"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Refused("The site sent the feed in a packing that was not asked for; it cannot be read.")
    unzip = zlib.decompressobj(wbits=47)
    for chunk in chunks:
        yield unzip.decompress(chunk, limit + 1)
        if unzip.unconsumed_tail:
            raise Refused(LARGE.format(limit // 1_000_000))


class _Lane:
    """One request at a time to a host, with a pause after each."""

    def __init__(self) -> None:
        self._lock, self._last = threading.Lock(), 0.0

    @contextmanager
    def turn(self, pause: float) -> Iterator[None]:
        with self._lock:
            wait = self._last + pause - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            try:
                yield
            finally:
                self._last = time.monotonic()


@lru_cache(maxsize=2_000)
def _lane(_host: str) -> _Lane:
    return _Lane()


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that are trusted; loading them takes as long as a request, so it is done once."""
    return httpx.create_ssl_context(trust_env=False)
