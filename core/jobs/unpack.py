"""Bytes of a job file become text: compression, encodings and stray bytes end here.

Sizes are bounded before and after unpacking. A file is UTF-8 unless its bytes say otherwise, whatever it declares,
because feeds that declare another encoding are often UTF-8 all the same.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from core.errors import UserError

LIMIT = 50_000_000
_MEGABYTE = 1_000_000
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,30})["']""")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NOT_FEEDS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DOUBLE = re.compile("Ã[\x80-\xbf\u0152-\u2122]|Â[\x80-\xbf]|â(?:€|\x80)|ð(?:Ÿ|\x9f)")
_HIGH = re.compile(r"[^\x00-\x7f]+")


def unpacked(data: bytes) -> bytes:
    """The bytes inside up to two layers of gzip; too large, cut off or not a text file is a UserError."""
    _check_size(len(data))
    for _ in range(2):
        if data[:2] != b"\x1f\x8b":
            break
        data = _gunzip(data)
    for magic, kind in _NOT_FEEDS:
        if data.startswith(magic):
            raise UserError(f"This is {kind}, not a job feed; give an RSS, Atom, XML, JSON, CSV or Parquet file.")
    return data


def text_of(data: bytes) -> str:
    """The text of unpacked bytes, without byte order mark, leading blanks and control characters."""
    return _CONTROL.sub("", _decode(data)).lstrip("\ufeff \t\r\n\xa0")


def undoubled(text: str) -> str:
    """Text that was encoded twice ("Ã¼", "â€™") put right; other text unchanged."""
    return text if text.isascii() or not _DOUBLE.search(text) else _HIGH.sub(lambda run: _once_less(run.group()), text)


def _check_size(size: int) -> None:
    if size > LIMIT:
        raise UserError(f"The file is larger than {LIMIT // _MEGABYTE} MB; split it and add the parts one by one.")


def _gunzip(data: bytes) -> bytes:
    unzip = zlib.decompressobj(wbits=31)
    try:
        plain = unzip.decompress(data, LIMIT + 1)
    except zlib.error as error:
        raise UserError("The file is compressed but damaged; download it again.") from error
    _check_size(len(plain))
    return plain


def _decode(data: bytes) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    if b"\x00" in data[:4]:
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(data)


def _decode_declared(data: bytes) -> str:
    declared = _DECLARED.match(data[:500])
    name = declared.group(1).decode("ascii").casefold() if declared else "utf-8"
    if name not in ("utf-8", "utf8", "us-ascii", "ascii"):
        try:
            return data.decode(name, errors="replace")
        except LookupError:
            pass
    return re.sub("[\udc80-\udcff]", _western, data.decode("utf-8", errors="surrogateescape"))


def _western(stray: re.Match[str]) -> str:
    return bytes([ord(stray.group()) - 0xDC00]).decode("cp1252", errors="replace")


def _once_less(run: str, times: int = 2) -> str:
    for _ in range(times):
        try:
            run = b"".join(map(_byte, run)).decode("utf-8")
        except UnicodeError:
            break
    return run


def _byte(character: str) -> bytes:
    for encode in _SINGLE_BYTE:
        try:
            return encode(character)
        except UnicodeEncodeError:
            continue
    raise UnicodeEncodeError("cp1252", character, 0, 1, "not a single byte")


_SINGLE_BYTE: tuple[Callable[[str], bytes], ...] = (lambda c: c.encode("cp1252"), lambda c: c.encode("latin-1"))
