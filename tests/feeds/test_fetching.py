"""One address: what is sent and taken, what is refused, and that nothing leads into a private network."""

from __future__ import annotations

import gzip
import itertools
import ssl
import time
import zlib
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.errors import UserError
from core.feeds import Fetcher
from core.feeds.addresses import is_public
from core.feeds.fetching import GARBLED, LARGE, SLOW, UNREACHABLE, WALL, Refused
from core.settings import Settings
from tests.conftest import NOW
from tests.feeds.conftest import Site, rss, send

PUBLIC = "93.184.216.34"


def test_content_and_tags_come_back_and_are_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.pages["/jobs"] = (200, {"ETag": '"one"', "Last-Modified": "Fri, 30 Oct 2026 08:00:00 GMT"}, rss("Welder"))
    answer = fetcher.get(f"{site.address}/jobs#top")
    assert (answer.data, answer.etag, answer.unchanged) == (rss("Welder"), '"one"', False)
    site.pages["/jobs"] = lambda handler: send(handler, 304, {}, b"")
    assert fetcher.get(f"{site.address}/jobs", answer.etag, answer.last_modified).unchanged
    sent = site.asked[-1][1]
    assert (sent["if-none-match"], sent["if-modified-since"]) == (answer.etag, answer.last_modified)
    assert sent["host"] == site.address.removeprefix("http://") and "Shortlist" in sent["user-agent"]


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_packed_content_is_unpacked(site: Site, fetcher: Fetcher, packed: object) -> None:
    body = packed(rss("Welder") * 50)  # type: ignore[operator]
    site.pages["/jobs"] = (200, {"Content-Encoding": "gzip"}, body)
    assert fetcher.get(f"{site.address}/jobs").data == rss("Welder") * 50


def test_a_redirect_is_followed_and_an_endless_one_is_not(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/old": (301, {"Location": "new"}, b""), "/new": rss("Welder"), "/loop": (302, {"Location": "/loop"}, b"")}
    assert fetcher.get(f"{site.address}/old").data == rss("Welder")
    with pytest.raises(Refused, match="without an end"):
        fetcher.get(f"{site.address}/loop")
    assert len([path for path, _ in site.asked if path == "/loop"]) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://jobs.example/x", "javascript:alert(1)", "http://", "//", "http://[::1"])
def test_a_redirect_out_of_the_web_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    site.pages["/out"] = (302, {"Location": target}, b"")
    with pytest.raises(UserError):
        fetcher.get(f"{site.address}/out")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"),
        *("192.0.0.8", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_local_addresses_are_refused_however_they_are_written(site: Site, host: str) -> None:
    port = site.address.rsplit(":", 1)[1]
    with pytest.raises(UserError, match="private network|cannot be reached"):
        Fetcher(pause=0).get(f"http://{host}:{port}/jobs")
    assert not site.asked


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(UserError, match="private network"):
        Fetcher(resolver=lambda host, port: [PUBLIC, "10.0.0.1"], pause=0).get("http://jobs.example/")


def test_a_redirect_into_the_private_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.feeds.addresses.is_public", lambda address: address == "127.0.0.1")
    names = {"jobs.example": ["127.0.0.1"], "inside.example": ["10.0.0.7"]}
    port = site.address.rsplit(":", 1)[1]
    site.pages["/jobs"] = (302, {"Location": f"http://inside.example:{port}/secret"}, b"")
    with pytest.raises(UserError, match="private network"):
        Fetcher(resolver=lambda host, _: names[host], pause=0).get(f"http://jobs.example:{port}/jobs")
    assert [path for path, _ in site.asked] == ["/jobs"]
    assert site.asked[0][1]["host"] == f"jobs.example:{port}"


def test_a_name_that_changes_its_address_gains_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the address that is connected to: the name is asked once for each request."""
    monkeypatch.setattr("core.feeds.addresses.is_public", lambda address: address == "127.0.0.1")
    answers = itertools.cycle([["127.0.0.1"], ["10.0.0.7"]])
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    port = site.address.rsplit(":", 1)[1]
    site.pages["/jobs"] = rss("Welder")
    rebinding = Fetcher(resolver=resolver, pause=0)
    assert rebinding.get(f"http://jobs.example:{port}/jobs").data == rss("Welder") and asked == ["jobs.example"]
    with pytest.raises(UserError, match="private network"):
        rebinding.get(f"http://jobs.example:{port}/jobs")


def test_the_next_address_is_tried_when_one_does_not_answer(site: Site) -> None:
    port = site.address.rsplit(":", 1)[1]
    site.pages["/jobs"] = rss("Welder")
    both = Fetcher(allow_private=True, resolver=lambda host, _: ["::1", "127.0.0.1"], pause=0)
    assert both.get(f"http://jobs.example:{port}/jobs").data == rss("Welder")


def test_a_name_that_is_unknown_is_one_sentence() -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(Refused) as caught:
        Fetcher(resolver=resolver, pause=0).get("http://jobs.example/")
    assert str(caught.value) == UNREACHABLE and not caught.value.reached


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then: no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 60:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("page", [drip, drip_headers])
def test_a_slow_site_is_left_at_the_deadline(site: Site, fetcher: Fetcher, page: object) -> None:
    site.pages["/slow"] = page  # type: ignore[assignment]
    with pytest.raises(Refused) as caught:
        replace(fetcher, seconds=0.3).get(f"{site.address}/slow")
    assert str(caught.value) == SLOW


def test_large_content_is_cut_off_packed_or_not(site: Site, fetcher: Fetcher) -> None:
    small = replace(fetcher, limit=1_000_000)
    site.pages["/large"] = b"x" * 2_000_000
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 50_000_000))
    for path in ("/large", "/bomb"):
        with pytest.raises(Refused) as caught:
            small.get(site.address + path)
        assert str(caught.value) == LARGE.format(1)


def test_damaged_answers_are_one_sentence(site: Site, fetcher: Fetcher) -> None:
    site.pages["/packed"] = (200, {"Content-Encoding": "gzip"}, b"not packed at all")
    site.pages["/short"] = lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\nhalf")
    site.pages["/noise"] = lambda handler: handler.wfile.write(b"\x00\x01 no protocol\r\n\r\n")
    for path in ("/packed", "/noise"):
        with pytest.raises(Refused) as caught:
            fetcher.get(site.address + path)
        assert str(caught.value) == GARBLED


@pytest.mark.parametrize(
    ("status", "headers", "body", "said", "wait"),
    [
        (404, {}, b"", "nothing at this address", 0),
        (410, {}, b"", "taken this feed down", 0),
        (401, {}, b"", "asks for a login", 0),
        (403, {}, b"no", "does not let programs", 0),
        (403, {}, b"<html><title>Just a moment...</title>", WALL, 0),
        (503, {}, b"<html>Checking your browser", WALL, 0),
        (500, {"Retry-After": "soon"}, b"", "fault of its own", 0),
        (429, {"Retry-After": "7200"}, b"", "less often", 7_200),
        (429, {"Retry-After": "Mon, 02 Nov 2026 10:00:00 GMT"}, b"", "less often", 3_600),
        (503, {"Retry-After": "99999999"}, b"", "fault of its own", 86_400),
        (451, {}, b"", "answered 451", 0),
    ],
)
def test_refusals_are_told_apart(
    site: Site, fetcher: Fetcher, status: int, headers: dict[str, str], body: bytes, said: str, wait: float
) -> None:  # fmt: skip
    assert NOW.hour == 9
    site.pages["/no"] = (status, headers, body)
    with pytest.raises(Refused) as caught:
        fetcher.get(f"{site.address}/no")
    assert said in str(caught.value) and caught.value.wait == wait
    assert site.address not in str(caught.value)


@pytest.mark.parametrize("url", ["", "jobs", "ftp://jobs.example", "file:///etc/passwd", "http://", "https://a b", "javascript:x"])
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(UserError, match="not a web address"):
        Fetcher().get(url)


@pytest.fixture
def secured(site: Site, tmp_path: Path) -> ssl.SSLContext:
    """The site speaks TLS under the name jobs.example; returned is who trusts its certificate."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jobs.example")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2100, 1, 1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("jobs.example")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    file = tmp_path / "site.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(file)
    site.server.socket = own.wrap_socket(site.server.socket, server_side=True)
    return ssl.create_default_context(cafile=file)


def test_certificates_are_checked_against_the_name(site: Site, secured: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to an address, the certificate is still that of the name, and one nobody trusts is refused."""
    port = site.address.rsplit(":", 1)[1]
    site.pages["/jobs"] = rss("Welder")
    asking = Fetcher(allow_private=True, resolver=lambda host, _: ["127.0.0.1"], pause=0)
    with pytest.raises(Refused, match="cannot be reached"):
        asking.get(f"https://jobs.example:{port}/jobs")
    monkeypatch.setattr("core.feeds.fetching._trust", lambda: secured)
    assert asking.get(f"https://jobs.example:{port}/jobs").data == rss("Welder")
    with pytest.raises(Refused, match="cannot be reached"):
        asking.get(f"https://other.example:{port}/jobs")


def test_a_password_in_an_address_is_neither_sent_nor_kept() -> None:
    with pytest.raises(UserError, match="without them"):
        Fetcher().get("https://me:secret@jobs.example/feed")


def test_a_hosted_instance_reads_smaller_feeds(tmp_path: Path) -> None:
    assert Fetcher.of(Settings(home=tmp_path, mode="hosted")).limit < Fetcher.of(Settings(home=tmp_path)).limit
