"""Text from outside, made safe and comparable: bounded, normalised, without markup or active content."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_SPACES = re.compile(r"[^\S\n]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


def clean(text: str, limit: int = 200_000) -> str:
    """Drop control, zero-width, bidi and tag characters, fold runs of blanks, keep line breaks, cut at `limit`."""
    text = _CONTROL.sub("", text[:limit].replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Case and accents removed, for comparison only; the length may change."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def csv_cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula (a quote is put before a leading =, +, -, @); numbers stay."""
    if isinstance(value, str) and value.startswith(_FORMULA) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value


def http_link(link: str) -> str:
    """The link when it is http(s) and free of blanks and controls, else an empty string."""
    link = link.strip()
    return link if re.fullmatch(r"https?://[^\s\x00-\x1f<>\"']+", link, re.I) else ""
