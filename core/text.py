"""Text from outside, made safe and comparable: bounded, normalised, without markup or active content."""

from __future__ import annotations

import re
import unicodedata

_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff"
    r"\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
# Persian, Urdu and the Indic scripts spell with the two joiners; anywhere else they only hide text.
_JOINED = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua8e0-\ua8ff\ufb50-\ufdff\ufe70-\ufefc"
_JOINER = re.compile(rf"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")
_SPACES = re.compile(r"[^\S\n]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


def clean(text: str, limit: int = 200_000) -> str:
    """Drop control, zero-width, bidi and tag characters, fold runs of blanks, keep line breaks, cut at `limit`."""
    text = _CONTROL.sub("", _BREAK.sub("\n", text[:limit]))
    return _SPACES.sub(" ", _JOINER.sub("", text)).strip()


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
