"""Postings out of the bytes of any job file: what kind of file it is, its records, and one posting a record.

The kind is decided by content, never by name. Entries that are no postings, that repeat an earlier one or carry a script as
their link are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from core.errors import UserError
from core.jobs import hiring
from core.jobs.dialects import Dialect, place, recognised
from core.jobs.fields import day, line, paragraphs, slash_order, way_of_working
from core.jobs.markup import Record, channel_title, xml_records
from core.jobs.objects import json_records, json_value
from core.jobs.syndication import completed
from core.jobs.tables import csv_records, parquet_records
from core.jobs.titles import Split, split_of
from core.jobs.unpack import text_of, undoubled, unpacked
from core.jobs.wages import assumed_period, currency_code, number, pay, period_of
from core.jobs.wording import pattern, table
from core.models import Pay, Posting
from core.text import http_link

_MAX_POSTINGS = 200_000
_XML_START = re.compile(r"<\?xml|<(?:rss|feed|rdf:RDF|jobs?|source|workzag-jobs|channel)\b", re.I)
_HTML_START = re.compile(r"(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_SCHEME = re.compile(r"^https?://(?:www\.)?|/$", re.I)
_LD_JSON = re.compile(r"<script[^>]*application/ld\+json[^>]*>(.*?)(?:</script>|\Z)", re.I | re.S)
_SCRIPT_LINK = re.compile(r"\s*(?:javascript|vbscript|data|file|blob)\s*:", re.I)
_REMOTE_PLACE = re.compile(r"\b(?:fully |100% )?remote\b", re.I)


def read(data: bytes, name: str = "", mapping: Mapping[str, str] | None = None) -> list[Posting]:
    """The postings in a file; `mapping` says in which column or path a posting's field stands.

    UserError in one sentence when the file is too large, damaged, or no job file; an empty feed gives an empty list.
    """
    _check(mapping)
    data = unpacked(data)
    if data[:4] == b"PAR1":
        return _postings("table", parquet_records(data), name, mapping)
    text = text_of(data)
    if not text:
        raise UserError("The file is empty.")
    if _HTML_START.match(text):
        return _read_page(text, name, mapping)
    if text[0] in "[{" or re.match(r"\)\]\}'|[\w.$]{1,80}\(\s*[\[{]", text):
        return _read_json(text, name, mapping)
    start = _XML_START.search(text[:5_000])
    if start and (start.start() == 0 or text[0] != "<" or "<?xml" in text[:5_000]):
        text = text[start.start() :]
    if text[0] == "<":
        return completed(_postings("xml", xml_records(text), name, mapping, channel_title(text)), text)
    return _read_table(text, name, mapping)


def _check(mapping: Mapping[str, str] | None) -> None:
    fields = table("dialects")["fields"]
    unknown = sorted(set(mapping or ()) - set(fields))
    if unknown:
        raise UserError(f"A posting has no field named {', '.join(unknown)}; its fields are {', '.join(fields)}.")


def _read_json(text: str, name: str, mapping: Mapping[str, str] | None) -> list[Posting]:
    value = json_value(text)
    if hiring.is_thread(value):
        return _distinct(hiring.postings(value))
    records = json_records(value)
    if not records and isinstance(value, dict) and not any(isinstance(one, list) for one in value.values()):
        records = json_records([value])
        if not place("title | jobtitle | name").values(records[0]):
            raise UserError("The JSON holds no list of jobs; check that the address is that of a job feed.")
    return _postings("json", records, name, mapping)


def _read_page(text: str, name: str, mapping: Mapping[str, str] | None) -> list[Posting]:
    """A web page is read only when it carries postings as data; else it is said what it is."""
    found = [record for script in _LD_JSON.findall(text) for record in _described(script)]
    if found:
        return _postings("json", found, name, mapping)
    if pattern("wall").search(text[:200_000]):
        raise UserError("This is a bot check page, not a job feed; open the address in a browser and save the feed itself.")
    raise UserError("This is a web page, not a job feed; look for its RSS, XML or JSON address.")


def _described(script: str) -> list[Record]:
    try:
        records = json_records([json_value(script)]) + json_records(json_value(script))
    except UserError:
        return []
    return [record for record in records if record.get("type") == "JobPosting"][:100]


def _read_table(text: str, name: str, mapping: Mapping[str, str] | None) -> list[Posting]:
    records = csv_records(text)
    chosen = recognised("table", records[:5], mapping) if records else None
    if chosen is None or not any(chosen.fields["title"].values(record) for record in records[:20]):
        raise UserError("No jobs were found in this file; a table needs a header line with a column for the job title.")
    return _postings("table", records, name, mapping)


def _postings(kind: str, records: Sequence[Record], name: str, mapping: Mapping[str, str] | None, channel: str = "") -> list[Posting]:
    records = records[:_MAX_POSTINGS]
    dialect = recognised(kind, records, mapping).narrowed(records)
    split = _title_split(dialect, records) if kind == "xml" else None
    dates = [value for record in records[:2_000] for value in dialect.fields["published"].values(record)]
    reader = _Reader(dialect, split, slash_order(dates), _source(dialect, channel, name))
    return _distinct(posting for record in records if (posting := reader.posting(record)))


def _title_split(dialect: Dialect, records: Sequence[Record]) -> Split | None:
    if any(dialect.fields["company"].values(record) for record in records):
        return None
    titles = [line(title[0]) for record in records[:2_000] if (title := dialect.fields["title"].values(record))]
    return split_of(titles)


def _source(dialect: Dialect, channel: str, name: str) -> str:
    return dialect.label or line(channel, 100) or line(name, 100)


class _Reader:
    """Turns the records of one file into postings."""

    def __init__(self, dialect: Dialect, split: Split | None, month_first: bool | None, source: str) -> None:
        self.dialect, self.split, self.month_first, self.source = dialect, split, month_first, source

    def posting(self, record: Record) -> Posting | None:
        """The posting of one record, or None when it is none: no title, nothing but a title, or a script for a link."""
        title = line(self._first(record, "title"))
        link = self._link(record)
        if not title or link is None:
            return None
        company = line(self._first(record, "company"), 200)
        if self.split and not company:
            title, company = self.split.parts(title)
        description = paragraphs("\n\n".join(self.dialect.fields["description"].values(record, "\n\n")))
        location = line("; ".join(self.dialect.fields["location"].values(record)))
        if not (link or description or company or location):
            return None
        return Posting(
            title=title,
            company=company or self._employer(link) or self._author(record),
            location=location,
            remote=self._remote(record, location),
            link=link,
            published=self._date(record, "published"),
            expires=self._date(record, "expires"),
            pay=self._pay(record),
            description=description,
            source=self.source,
        )

    def _first(self, record: Record, field: str) -> str:
        return next(iter(self.dialect.fields[field].values(record)), "")

    def _date(self, record: Record, field: str) -> Any:
        return day(self._first(record, field), self.month_first)

    def _link(self, record: Record) -> str | None:
        """The first usable link; "" when there is none; None when the entry tries to pass a script."""
        if isinstance(links := record.get("link"), list):
            record = record | {"link": sorted(links, key=lambda one: isinstance(one, dict) and one.get("rel", "alternate") != "alternate")}
        for value in self.dialect.fields["link"].every(record):
            if _SCRIPT_LINK.match(value):
                return None
            if link := http_link(undoubled(value.strip()).replace("&amp;", "&").replace(" ", "%20"))[:2_000]:
                return link
        return ""

    def _employer(self, link: str) -> str:
        """The employer's name in the address of a company board, for boards that state it nowhere else."""
        found = re.search(self.dialect.board, link) if self.dialect.board else None
        words = re.sub(r"[-_+.]+", " ", unquote(found.group(1))).strip() if found else ""
        return line(words.title() if words.islower() else words, 200)

    def _author(self, record: Record) -> str:
        author = line(self._first(record, "author"), 200)
        return "" if "@" in author or author.casefold() in ("admin", "administrator", "webmaster", "editor") else author

    def _remote(self, record: Record, location: str) -> Any:
        stated = self._first(record, "remote")
        return way_of_working(stated) or ("remote" if _REMOTE_PLACE.search(location) else None)

    def _pay(self, record: Record) -> Pay:
        low, high = (number(self._first(record, field)) for field in ("pay_min", "pay_max"))
        told = pay(line(self._first(record, "pay"))) if not (low or high) else Pay(min=low, max=high)
        if told.min is None and told.max is None:
            return Pay()
        if told.min and told.max and told.min > told.max:
            told = told.model_copy(update={"min": told.max, "max": told.min})
        currency = told.currency or currency_code(self._first(record, "currency"))
        period = period_of(self._first(record, "period")) or told.period or assumed_period(told.min, told.max, currency)
        return told.model_copy(update={"currency": currency, "period": period})


def _distinct(postings: Iterator[Posting] | list[Posting]) -> list[Posting]:
    """Each link once; without a link, each title with company, place and text once."""
    seen: dict[object, Posting] = {}
    for posting in postings:
        key = _SCHEME.sub("", posting.link) or (posting.title, posting.company, posting.location, posting.description)
        seen.setdefault(key, posting)
    return list(seen.values())
