"""JSON of any job interface becomes plain records: one list is found, keys are folded, damage at the end is survived."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from core.errors import UserError
from core.jobs.markup import Record, folded_key

_PADDING = re.compile(r"^(?:\)\]\}',?\s*|[\w.$]{1,80}\s*\(\s*(?=[\[{]))")
_DEEP = "The file is nested too deeply to be a job feed; it was not read."
_DEPTH = 6
_MOST_BROKEN = 200


def json_value(text: str) -> Any:
    """The document's value; JSON lines become a list, a file that was cut off gives its complete records."""
    text = _PADDING.sub("", html.unescape(text) if re.match(r"[\[{]\s*\{?\s*&quot;", text) else text)
    try:
        return json.loads(text, strict=False)
    except RecursionError as error:
        raise UserError(_DEEP) from error
    except ValueError:
        return _salvaged(text)


def json_records(value: Any, path: str = "") -> list[Record]:
    """The records at `path` ("" = the document), else the longest list of objects, keys in lower case without marks."""
    found = _at(value, path)
    if not isinstance(found, list) or not any(isinstance(one, dict) for one in found):
        found = max(_lists(value), key=len, default=[])
    return [folded(one) for one in found if isinstance(one, dict)]


def folded(value: Any, depth: int = 0) -> Any:
    """Keys as lower-case letters and digits, `attributes` merged into their owner; deeper than 6 levels is dropped."""
    if isinstance(value, dict):
        if depth > _DEPTH:
            return None
        own = {folded_key(str(key)): folded(one, depth + 1) for key, one in value.items()}
        inner = own.pop("attributes", None)
        return own | inner if isinstance(inner, dict) else own
    if isinstance(value, list):
        return [folded(one, depth + 1) for one in value[:200]]
    return value


def _at(value: Any, path: str) -> Any:
    for step in filter(None, path.split(".")):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _lists(value: Any, depth: int = 0) -> Iterator[list[Any]]:
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        yield value
    elif isinstance(value, dict) and depth < _DEPTH:
        for one in value.values():
            yield from _lists(one, depth + 1)


def _salvaged(text: str) -> list[Any]:
    """Complete objects of JSON lines or of a broken document's first list."""
    decoder = json.JSONDecoder(strict=False)
    start = 0
    if not re.match(r"\{[^\n]*\}\s*\n\s*\{", text):
        opening = re.search(r"\[\s*(?=\{)", text)
        start = opening.end() if opening else 0
    found: list[Any] = []
    broken = 0
    while (start := text.find("{", start)) >= 0 and broken < _MOST_BROKEN:
        try:
            value, start = decoder.raw_decode(text, start)
        except RecursionError as error:
            raise UserError(_DEEP) from error
        except ValueError:
            start, broken = _next_line(text, start), broken + 1
            continue
        found.append(value)
    if not found:
        raise UserError("The file looks like JSON but cannot be read; check that it was downloaded completely.")
    return found


def _next_line(text: str, start: int) -> int:
    """Where the next record of JSON lines may begin: after the line that could not be read."""
    end = text.find("\n{", start)
    return end + 1 if end >= 0 else len(text)
