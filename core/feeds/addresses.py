"""Which addresses may be connected to, and connections that go nowhere else.

A name is resolved once, every address that it stands for is checked, and the connection goes to a checked address itself: a name that
answers differently the second time (DNS rebinding) gains nothing. Every wait is cut at one deadline, so that a server which sends a
byte now and then cannot hold a thread.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from core.errors import UserError

Resolver = Callable[[str, int], list[str]]
_MOST_ADDRESSES = 3
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SPECIAL = [ipaddress.ip_network(one) for one in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48")]  # some Pythons call these global
PRIVATE = "This address leads into a private network, which feeds may not be read from; give the address of a public site."


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    special = any(ip in network for network in _SPECIAL if network.version == ip.version)
    return ip.is_global and not (special or ip.is_multicast or ip.is_private or ip.is_reserved or ip.is_loopback or ip.is_link_local)


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses alone, until the deadline `seconds` from now."""

    def __init__(self, resolver: Resolver, allow_private: bool, seconds: float) -> None:
        self._resolve, self._allow_private = resolver, allow_private
        self._end = time.monotonic() + seconds
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the addresses of `host`; UserError when any of them is private."""
        error: Exception = httpcore.ConnectError("no address")
        for address in self.checked(host, port)[:_MOST_ADDRESSES]:
            try:
                wait = remaining(self._end, timeout)
                return _Bounded(self._plain.connect_tcp(address, port, wait, local_address, socket_options), self._end)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error

    def checked(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them allowed."""
        try:
            found = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"unknown host: {error}") from error
        if not self._allow_private and not all(map(is_public, found)):
            raise UserError(PRIVATE)
        return found


class _Bounded(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, end: float) -> None:
        self._inner, self._end = inner, end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, remaining(self._end, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, remaining(self._end, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        return _Bounded(self._inner.start_tls(ssl_context, server_hostname, remaining(self._end, timeout)), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def remaining(end: float, timeout: float | None) -> float:
    """The wait that is left, at most `timeout`; a timeout once there is none."""
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return min(left, timeout) if timeout is not None else left
