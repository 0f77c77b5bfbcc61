"""XML of any job dialect becomes plain records; HTML becomes plain text.

Hides the XML parser and all repair: the document type is dropped before anything is parsed (no entity of a file is ever
expanded), a well-formed file is streamed, and a broken one is read item by item so that damage stays inside one item.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.entities import html5
from io import BytesIO
from typing import TYPE_CHECKING, Any

from core.errors import UserError
from core.jobs.wording import names, pattern, table

if TYPE_CHECKING:
    from lxml.etree import _Element

Record = dict[str, Any]

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.{0,200000}?\]\s{0,100})?>", re.I | re.S)
_NESTED_ENTITY = re.compile(r"<!ENTITY\s+[^>]{0,200}?[\"'][^\"']{0,10000}[&%](?!#)\w{1,100};", re.I)
_REFERENCE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:(\w{1,40});|#x?[0-9a-f]{1,6};)?", re.S | re.I)
_XML_NAMES = ("amp", "lt", "gt", "quot", "apos")
_TAG = re.compile(r"</?[a-z][a-z0-9:]*(?:\s[^<>]*)?/?>|<!--|<!\[CDATA\[", re.I)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n ?(?:\n ?)+")
_PASSES = 5
_IMAGE = re.compile(r"!\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")


def xml_records(text: str) -> list[Record]:
    """One record an item, keys in lower case without prefix; an XML file without items gives an empty list."""
    text = _without_doctype(text)
    from lxml import etree

    try:
        records = [_record(element) for element in _streamed(text)]
        return records or _repeated(etree.fromstring(text.encode(), _parser()))
    except etree.XMLSyntaxError:
        return list(_salvaged(text))


def channel_title(text: str) -> str:
    """The feed's own title, or an empty string."""
    head = re.split(rf"<(?:{'|'.join(names('items'))})\b", text[:20_000], maxsplit=1, flags=re.I)[0]
    found = re.search(r"<title[^>]*>(.*?)</title>", head, re.S)
    return plain(found.group(1).removeprefix("<![CDATA[").removesuffix("]]>")) if found else ""


def plain(markup: str, limit: int = 50_000) -> str:
    """HTML, escaped or not, as plain text with line breaks: no tags, scripts, hidden parts, images or script links."""
    text = markup[: 6 * limit]
    for _ in range(4):
        if _TAG.search(text):
            text = _words(text)
        elif _ENTITY.search(text):
            text = html.unescape(text)
        else:
            break
    return _EMPTY_LINES.sub("\n\n", _harmless(_BLANKS.sub(" ", text))).strip()[:limit]


def folded_key(name: str) -> str:
    """A field, element or column name as lower-case letters and digits, without namespace or prefix."""
    return "".join(filter(str.isalnum, name.rpartition("}")[2].rpartition(":")[2].casefold()))


def _harmless(text: str) -> str:
    """Without what would act or load when shown as a page; a removal may join what stood around it, so again."""
    low = text.casefold()
    if "<" in text or "script" in low or "data:" in low:
        for _ in range(_PASSES):
            text, count = pattern("active").subn("", text)
            if not count:
                break
        else:
            text = text.replace("<", " ")
    return _IMAGE.sub(r"\1", text) if "![" in text else text


def _without_doctype(text: str) -> str:
    head = text[:300_000]
    if _NESTED_ENTITY.search(head):
        raise UserError("This file defines entities inside entities, which can blow up to any size; it was not read.")
    start = head.upper().find("<!DOCTYPE")
    if start < 0:
        return text
    found = _DOCTYPE.match(head, start)
    if not found:
        raise UserError("The document type at the top of this file cannot be read; remove it and try again.")
    return text[: found.start()] + text[found.end() :]


def _guards() -> dict[str, Any]:
    """What every parser is told: no entities, no network, no limits lifted."""
    return {"encoding": "utf-8", "no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}


def _parser(recover: bool = False) -> Any:
    from lxml import etree

    return etree.XMLParser(recover=recover, resolve_entities=False, load_dtd=False, **_guards())


def _streamed(text: str) -> Iterator[_Element]:
    """Outermost item elements of a well-formed document, freed after use."""
    from lxml import etree

    depth, inside = 0, 0
    events = etree.iterparse(BytesIO(text.encode()), ("start", "end"), resolve_entities=False, load_dtd=False, **_guards())
    for event, element in events:
        if event == "start":
            depth += 1
            if not inside and depth > 1 and folded_key(element.tag) in names("items"):
                inside = depth
        else:
            if depth == inside:
                yield element
                inside = 0
            if not inside:
                element.clear()
            depth -= 1


def _salvaged(text: str) -> Iterator[Record]:
    """Complete items of a broken document, each repaired and read alone; what was cut off is left out."""
    from lxml import etree

    counted = Counter(
        match.group(1) for match in re.finditer(r"</((?:\w+:)?\w+)\s*>", text) if folded_key(match.group(1)) in names("items")
    )
    if not counted:
        return
    frequent = [name for name, count in counted.items() if count * 3 >= max(counted.values())]
    outer = min(frequent, key=lambda name: text.find(f"<{name}"))
    for item in re.finditer(rf"<{outer}(?:\s[^<>]*)?>(.*?)(</{outer}\s*>|\Z)", text, re.S):
        element = etree.fromstring(f"<item>{_repaired(item.group(1))}</item>".encode(), _parser(recover=True)) if item.group(2) else None
        if element is not None:
            yield _record(element)


def _repaired(fragment: str) -> str:
    return _REFERENCE.sub(_reference, _long_field().sub(_wrapped, fragment))


@cache
def _long_field() -> re.Pattern[str]:
    fields = table("markup")["long"]
    return re.compile(rf"<((?:\w+:)?(?:{fields}))(\s[^<>]*)?>(?!\s*<!\[CDATA\[)(.*?)(</\1\s*>|\Z)", re.S | re.I)


def _wrapped(field: re.Match[str]) -> str:
    name, attributes, inner = field.group(1), field.group(2) or "", field.group(3)
    return (
        field.group() if "<" not in inner or not field.group(4) else f"<{name}{attributes}><![CDATA[{inner.replace(']]>', '')}]]></{name}>"
    )


def _reference(found: re.Match[str]) -> str:
    whole, name = found.group(), found.group(1)
    if whole == "&":
        return "&amp;"
    if not name or name in _XML_NAMES:
        return whole
    return html5.get(name + ";", "&amp;" + whole[1:])


def _repeated(root: _Element) -> list[Record]:
    """The most frequent repeated child of the root or of its first levels, for item names that are not known."""
    parents = [root, *root, *(grandchild for child in root for grandchild in child)][:2000]
    best: list[_Element] = []
    for parent in parents:
        names = Counter(folded_key(child.tag) for child in parent if isinstance(child.tag, str) and len(child))
        if names and (top := names.most_common(1)[0])[1] > max(len(best), 1):
            best = [child for child in parent if folded_key(child.tag) == top[0]]
    return [_record(element) for element in best]


def _record(element: _Element) -> Record:
    found: Record = {folded_key(name): value for name, value in element.attrib.items()}
    for child in element:
        if isinstance(child.tag, str) and child.prefix not in names("foreign") and child.tag.partition(":")[0] not in names("foreign"):
            _add(found, folded_key(child.tag), _value(child))
    return found


def _add(record: Record, name: str, value: Any) -> None:
    if name not in record:
        record[name] = value
    elif isinstance(record[name], list):
        record[name].append(value)
    else:
        record[name] = [record[name], value]


def _value(element: _Element) -> Any:
    if not len(element):
        text = (element.text or "").strip()
        return text if text or not element.attrib else {folded_key(name): value for name, value in element.attrib.items()}
    if any(isinstance(child.tag, str) and folded_key(child.tag) in names("html") for child in element):
        from lxml import etree

        return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return _record(element)


def _words(markup: str) -> str:
    from lxml import etree

    body = markup.replace("<![CDATA[", "").replace("]]>", "")
    root = etree.fromstring(f"<html><body>{body}</body></html>".encode("utf-8", "replace"), etree.HTMLParser(recover=True, **_guards()))
    return "".join(_pieces(root)) if root is not None else ""


def _pieces(root: _Element) -> Iterator[str]:
    from lxml import etree

    silent = 0
    for event, element in etree.iterwalk(root, ("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        mute = tag in names("silent") or _is_hidden(element)
        if event == "start":
            silent += mute
            if not silent:
                yield ("\n- " if tag == "li" else "\n" if tag in names("blocks") else " " if tag == "td" else "") + _flat(element.text)
        else:
            silent -= mute
            if not silent:
                yield ("\n" if tag in names("blocks") and tag != "br" else "") + _flat(element.tail)


def _flat(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text) if text else ""


def _is_hidden(element: _Element) -> bool:
    return bool(element.attrib) and (element.get("hidden") is not None or bool(pattern("hidden").search(element.get("style") or "")))
