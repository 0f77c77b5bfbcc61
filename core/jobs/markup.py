"""XML of any job dialect becomes plain records; HTML becomes plain text.

Hides the XML parser and all repair: the document type is dropped before anything is parsed (no entity of a file is ever
expanded), a well-formed file is streamed, and a broken one is read item by item so that damage stays inside one item.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5
from io import BytesIO
from typing import TYPE_CHECKING, Any

from core.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

Record = dict[str, Any]

ITEMS = (
    "item entry job position vacancy offer listing posting jobposting jobopening opening advert ad stelle stellenangebot "
    "offre annonce oferta vacature vaga annuncio jobad jobitem joblisting record row"
).split()
_FOREIGN = ("media", "itunes", "thr", "slash", "wfw", "georss")
_HTML = frozenset(
    "p br ul ol li div span b strong i em u a h1 h2 h3 h4 h5 h6 table tr td font img hr section article pre blockquote center small sup".split()
)
_BLOCKS = frozenset(
    "p div br li ul ol tr table h1 h2 h3 h4 h5 h6 section article header footer pre blockquote hr dd dt dl figure center main aside form".split()
)
_SILENT = frozenset("script style noscript template iframe object embed svg math head title textarea select button canvas audio video".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\s*\.?[1-9])|opacity\s*:\s*0(?!\s*\.?[1-9])", re.I)

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.{0,200000}?\]\s*)?>", re.I | re.S)
_NESTED_ENTITY = re.compile(r"<!ENTITY\s+[^>]{0,200}?[\"'][^\"']{0,10000}[&%][\w#]{1,100};", re.I)
_REFERENCE = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?:(\w{1,40});|#x?[0-9a-f]{1,6};)?", re.S | re.I)
_XML_NAMES = ("amp", "lt", "gt", "quot", "apos")
_LONG_FIELD = re.compile(
    r"<((?:\w+:)?(?:description|content|encoded|summary|requirements|body|details|value|text))(\s[^<>]*)?>(?!\s*<!\[CDATA\[)(.*?)</\1\s*>", re.S | re.I
)

_TAG = re.compile(r"</?[a-z][a-z0-9:]*(?:\s[^<>]*)?/?>|<!--|<!\[CDATA\[", re.I)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
_ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|svg|img|style|form|meta|link|base)\b[^<>]*>?|\b(?:java|vb)script\s*:\s*\S*\(\S*|\bdata:text/html\S*", re.I
)
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
    head = re.split(r"<(?:item|entry)\b", text[:20_000], maxsplit=1)[0]
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
    while _ACTIVE.search(text):
        text = _ACTIVE.sub("", text)
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", _IMAGE.sub(r"\1", text)).strip()[:limit]


def folded_key(name: str) -> str:
    """A field, element or column name as lower-case letters and digits, without namespace or prefix."""
    return "".join(filter(str.isalnum, name.rpartition("}")[2].rpartition(":")[2].casefold()))


def _without_doctype(text: str) -> str:
    head = text[:300_000]
    if _NESTED_ENTITY.search(head):
        raise UserError("This file defines entities inside entities, which can blow up to any size; it was not read.")
    return _DOCTYPE.sub("", head, count=1) + text[300_000:]


def _parser(recover: bool = False) -> Any:
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _streamed(text: str) -> Iterator[_Element]:
    """Outermost item elements of a well-formed document, freed after use."""
    from lxml import etree

    depth, inside = 0, 0
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    events = etree.iterparse(BytesIO(text.encode()), ("start", "end"), encoding="utf-8", remove_comments=True, remove_pis=True, **options)
    for event, element in events:
        if event == "start":
            depth += 1
            if not inside and depth > 1 and folded_key(element.tag) in ITEMS:
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

    counted = Counter(match.group(1) for match in re.finditer(r"</((?:\w+:)?\w+)\s*>", text) if folded_key(match.group(1)) in ITEMS)
    if not counted:
        return
    frequent = [name for name, count in counted.items() if count * 3 >= max(counted.values())]
    outer = min(frequent, key=lambda name: text.find(f"<{name}"))
    for item in re.finditer(rf"<{outer}(\s[^<>]*)?>(.*?)</{outer}\s*>", text, re.S):
        element = etree.fromstring(f"<item>{_repaired(item.group(2))}</item>".encode(), _parser(recover=True))
        if element is not None:
            yield _record(element)


def _repaired(fragment: str) -> str:
    return _REFERENCE.sub(_reference, _LONG_FIELD.sub(_wrapped, fragment))


def _wrapped(field: re.Match[str]) -> str:
    name, attributes, inner = field.group(1), field.group(2) or "", field.group(3)
    return field.group() if "<" not in inner else f"<{name}{attributes}><![CDATA[{inner.replace(']]>', '')}]]></{name}>"


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
        if isinstance(child.tag, str) and child.prefix not in _FOREIGN and child.tag.partition(":")[0] not in _FOREIGN:
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
    if any(isinstance(child.tag, str) and folded_key(child.tag) in _HTML for child in element):
        from lxml import etree

        return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return _record(element)


def _words(markup: str) -> str:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(f"<html><body>{markup.replace('<![CDATA[', '').replace(']]>', '')}</body></html>".encode("utf-8", "replace"), parser)
    return "".join(_pieces(root)) if root is not None else ""


def _pieces(root: _Element) -> Iterator[str]:
    from lxml import etree

    silent = 0
    for event, element in etree.iterwalk(root, ("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        mute = tag in _SILENT or _is_hidden(element)
        if event == "start":
            silent += mute
            if not silent:
                yield ("\n- " if tag == "li" else "\n" if tag in _BLOCKS else " " if tag == "td" else "") + _flat(element.text)
        else:
            silent -= mute
            if not silent:
                yield ("\n" if tag in _BLOCKS and tag != "br" else "") + _flat(element.tail)


def _flat(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text) if text else ""


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
