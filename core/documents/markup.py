"""Text formats: plain, Markdown, HTML and JSON Resume, each turned into the rows that a reader of the page would see."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.documents.kinds import READS, decode
from core.documents.rows import MAX_CHARACTERS, MAX_LINES, TOO_LONG, Reading, Row
from core.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NESTING = 100
_GUESSED = "The letters of this text file are a guess; if accents look wrong, save it as UTF-8."

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$")
_TITLE = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\(<?([^)\s>]{0,2000})>?[^)\n]{0,300}\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|`+)(?=\S)([^\n]{1,1000}?)(?<=\S)\1|(?<!\w)_([^_\n]{1,500})_(?!\w)")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]{0,1000}>")
_LISTED = re.compile(r"^(\s*)[*+]\s+")

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre",
        "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_SPACED = frozenset(
    {
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "table", "ul", "ol", "section",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    {
        "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "canvas", "select", "textarea", "button", "audio",
        "video", "math",
    }
)  # fmt: skip
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])", re.I)
_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0}


def plain(data: bytes) -> Reading:
    """Plain text as it stands."""
    lines, warnings = _lines(data)
    return Reading([Row(line) for line in lines], warnings=warnings)


def markdown(data: bytes) -> Reading:
    """Markdown without its marks: headings carry a size, links their address, table cells a tab."""
    lines, warnings = _lines(data)
    rows = [_markdown_row(line) for line in lines if not _FENCE.match(line) and not _RULE.match(line)]
    return Reading(rows, warnings=warnings)


def _lines(data: bytes) -> tuple[list[str], list[str]]:
    """Lines of a text file within the limits, and what to warn of."""
    text, certain = decode(data)
    lines = text[: MAX_CHARACTERS + 1].splitlines()
    warnings = [] if certain else [_GUESSED]
    if len(text) > MAX_CHARACTERS or len(lines) > MAX_LINES:
        warnings.append(TOO_LONG)
    return lines[:MAX_LINES], warnings


def _markdown_row(line: str) -> Row:
    """One line of Markdown as it would be shown."""
    line = _TAG.sub("", line)
    title = _TITLE.match(line)
    if title:
        return Row(_inline(title[2]), size=_SIZES.get(f"h{len(title[1])}", 12.0), bold=True)
    if line.lstrip().startswith("|"):
        line = "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    bold = re.fullmatch(r"\s*(\*\*|__)[^*_]+\1\s*", line) is not None
    return Row(_inline(_LISTED.sub(r"\1• ", line)), bold=bold)


def _inline(text: str) -> str:
    """Emphasis and link marks removed."""
    text = _LINK.sub(lambda link: link[1] if link[2] in link[1] or link[2].startswith("#") else f"{link[1]} {link[2]}", text)
    for _ in range(2):
        text = _EMPHASIS.sub(lambda mark: mark[2] or mark[3], text)
    return html.unescape(text)


def web_page(data: bytes) -> Reading:
    """The visible text of an HTML page: a row for each block, links with their address, nothing that is hidden."""
    from lxml import etree

    text, certain = decode(data)
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UserError("The HTML file is damaged and cannot be read; save it as PDF or paste its text.") from error
    if root is None:
        raise UserError("The HTML file is empty; choose another file or paste the text.")
    reading = Reading(warnings=[] if certain else [_GUESSED])
    reading.rows = list(islice(_Page(reading).rows(root), 2 * MAX_LINES))
    return reading


class _Page:
    """Walks an HTML tree without recursion, since nesting is the file's choice."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._parts: list[str] = []
        self._size = 0.0

    def rows(self, root: _Element) -> Iterator[Row]:
        """Rows in document order."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = str(element.tag).lower()
            if event == "start" and self._hidden(element, tag):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield from self._flush(tag, event)
            yield from self._enter(element, tag) if event == "start" else self._leave(element, tag)
        yield from self._flush("p", "end")

    def _enter(self, element: _Element, tag: str) -> Iterator[Row]:
        if tag == "li":
            self._parts.append("• ")
        elif tag in {"td", "th"} and "".join(self._parts).strip():
            self._parts.append("\t")
        self._size = _SIZES.get(tag, self._size)
        if tag not in _UNSEEN:
            yield from self._text(element.text, element)

    def _leave(self, element: _Element, tag: str) -> Iterator[Row]:
        if tag == "a":
            self._reading.links.append(str(element.get("href") or ""))
        if tag in _SIZES:
            self._size = 0.0
        yield from self._text(element.tail, element.getparent())

    def _text(self, text: str | None, parent: _Element | None) -> Iterator[Row]:
        if not text:
            return
        if parent is not None and str(parent.tag).lower() == "pre":
            yield from (Row(line) for line in text.splitlines())
        else:
            self._parts.append(re.sub(r"\s+", " ", text))

    def _flush(self, tag: str, event: str) -> Iterator[Row]:
        text = "".join(self._parts).strip()
        self._parts.clear()
        if text and text != "•":
            yield Row(text, size=self._size, bold=self._size > 0)
        if tag in _SPACED and event == "end":
            yield Row("")

    def _hidden(self, element: _Element, tag: str) -> bool:
        """True for what a browser does not show; hidden words are worth a warning, scripts are not."""
        if tag in _UNSEEN:
            hidden = True
        else:
            hidden = element.get("hidden") is not None or _HIDING.search(element.get("style") or "") is not None
            if hidden and "".join(element.itertext()).strip():
                self._reading.warnings.append("Hidden text was left out.")
        if hidden and element.tail:
            self._parts.append(re.sub(r"\s+", " ", element.tail))
        return hidden


def json_resume(data: bytes) -> Reading:
    """A JSON Resume: its data, and its values as text in the order of the file."""
    text, _ = decode(data)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError("The JSON file is damaged and cannot be read; export it again, or use a PDF.") from error
    if not isinstance(value, dict) or not {"basics", "work", "education", "skills"} & value.keys():
        raise UserError(f"The JSON file is not a JSON Resume (it has no basics, work, education or skills); use one of {READS}.")
    rows = list(_values(value, 0))
    return Reading([Row(line) for line in rows], data=value)


def _values(value: Any, depth: int) -> Iterator[str]:
    """Headings and values of nested JSON, a line each."""
    if depth > MAX_NESTING:
        raise UserError("The JSON file is nested too deeply for a resume; export it again, or use a PDF.")
    if isinstance(value, dict):
        for key, inner in value.items():
            if depth == 0 and key in {"$schema", "meta"}:
                continue
            if depth == 0 and inner:
                yield from ("", str(key).capitalize())
            yield from _values(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, depth + 1)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
