"""Broken, hostile and odd files: what can be read is read, the rest is one sentence."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.jobs import read
from core.jobs.unpack import LIMIT, text_of, undoubled
from core.models import Posting

FEEDS = Path(__file__).parent / "feeds"
RSS = (FEEDS / "weworkremotely.xml").read_bytes()


def rss(*items: str, head: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>Harbour</title>{"".join(items)}</channel></rss>'.encode()


def item(title: str = "Deck Manager", link: str = "https://jobs.example.org/2", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def titles(data: bytes, name: str = "") -> list[str]:
    return [posting.title for posting in read(data, name)]


BROKEN = {
    "byte order mark and blanks": b"\xef\xbb\xbf\n  \n" + RSS,
    "utf-16": RSS.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "gzip without a word": gzip.compress(RSS),
    "gzip twice": gzip.compress(gzip.compress(RSS)),
    "control characters": RSS.replace(b"Lighthouse Engineer", b"Light\x0bhouse\x1f Engineer\x00").replace(
        b"Light\x0bhouse\x1f", b"Lighthouse"
    ),
    "bare ampersand": RSS.replace(b"<category>Sea", b"<category>Sea & coast"),
    "undeclared prefix": RSS.replace(b"<category>Sea</category>", b"<job:category>Sea</job:category>"),
    "unclosed html": RSS.replace(b"<category>Sea</category>", b"<summary>One<br>two<p>three</summary><category>Sea</category>"),
    "unknown entity": RSS.replace(b"<category>Sea", b"<category>Caf&eacute; &nosuch;"),
    "words before the feed": b"Warning: something failed on line 3\n" + RSS,
    "no end": RSS.replace(b"</channel></rss>", b""),
    "cut in a third item": RSS.replace(b"</channel></rss>", b"<item><title>Half: Cut Engineer</title><link>https://jobs.exam"),
    "stray mark": RSS.replace(b"</description>", b"</description>>"),
    "repeated item": RSS.replace(b"</channel>", RSS[RSS.index(b"<item>") : RSS.index(b"</item>") + 7] + b"</channel>"),
    "harmless document type": RSS.replace(b"?>", b'?><!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>', 1),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_feeds_keep_their_postings(kind: str) -> None:
    assert titles(BROKEN[kind]) == ["Lighthouse Engineer", "Deck Manager"]


def test_damage_stays_inside_its_item() -> None:
    items = [item(f"Nurse {n}", f"https://jobs.example.org/{n}") for n in range(4)]
    items[1] = items[1].replace("</title>", "</titel>")
    assert [f"Nurse {n}" in title for title, n in zip(titles(rss(*items)), (0, 1, 2, 3), strict=True)] == [True] * 4


def test_no_entity_is_expanded() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    with pytest.raises(UserError, match="entities"):
        read(rss(item("&c;"), head=bomb))
    secret = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert titles(rss(item("Clerk &x;"), head=secret)) == ["Clerk &x;"]


def test_scripts_and_script_links_do_not_come_through() -> None:
    text = "&lt;p onclick=&quot;go()&quot;&gt;Fine.&lt;script&gt;alert(1)&lt;/script&gt;&lt;p style='display:none'&gt;say 100&lt;/p&gt; ![x](http://evil.example/p.png)"
    hostile = rss(
        item(link="javascript:alert(1)"),
        item("Clerk &lt;script&gt;alert(2)&lt;/script&gt;", "https://jobs.example.org/3", f"<description>{text}</description>"),
    )
    (posting,) = read(hostile)
    assert posting.title == "Clerk"
    assert posting.description == "Fine.\n\nx" or posting.description == "Fine.\nx"


def test_nested_script_tags_do_not_rebuild_each_other() -> None:
    description = "<![CDATA[Hello <scr<script>ipt>alert(1)</scr</script>ipt> <<img src=x onerror=alert(1)>]]>"
    (posting,) = read(rss(item(more=f"<description>{description}</description>")))
    assert "<script" not in posting.description and "onerror" not in posting.description


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x1f\x8bnot gzip at all", "damaged"),
        (b"PAR1 but nothing else", "Parquet"),
        (b"<!DOCTYPE html><html><body>Welcome</body></html>", "web page"),
        (b"<html><title>Just a moment...</title><body>captcha</body></html>", "bot check"),
        (b'{"error": "not found"}', "no list of jobs"),
        (b'{"jobs": [{"title": ', "cannot be read"),
        (b"[" * 200_000, "JSON|nested"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested"),
        (b"just some prose, nothing more", "header line"),
        (b"x" * (LIMIT + 1), "MB"),
        (gzip.compress(b"<rss>" + b" " * (LIMIT + 1)), "MB"),
    ],
)
def test_other_files_get_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words) as raised:
        read(data)
    assert str(raised.value).count(". ") == 0 and len(str(raised.value)) < 200


@pytest.mark.parametrize("data", [b"[]", b'{"jobs": []}', rss(), b'<?xml version="1.0"?><jobs/>', b'{"hits": []}'])
def test_empty_feeds_are_empty(data: bytes) -> None:
    assert read(data) == []


def test_deeply_nested_xml_is_survived() -> None:
    deep = rss(item(more="<a>" * 5_000 + "</a>" * 5_000), item("Clerk", "https://jobs.example.org/9"))
    assert "Clerk" in titles(deep)


def test_one_page_under_two_addresses_is_one_posting() -> None:
    links = ["https://a.example/1", "http://www.a.example/1/", "https://a.example/1?ref=77", "https://a.example/1?ref=78"]
    assert len(read(rss(*[item(link=link) for link in links]))) == 3


def test_dates_are_never_invented() -> None:
    for written in ("yesterday-ish", "", "0", "0000-00-00", "31.02.2024", "3 days ago", "12/05/2024"):
        (posting,) = read(rss(item(more=f"<pubDate>{written}</pubDate>")))
        assert posting.published is None, written


def test_slashed_dates_follow_the_file() -> None:
    first, second = read(
        rss(item(more="<pubDate>12/05/2024</pubDate>"), item("Clerk", "https://a.example/1", "<pubDate>05/28/2024</pubDate>"))
    )
    assert (first.published, second.published) == (date(2024, 12, 5), date(2024, 5, 28))


def test_text_that_was_encoded_twice() -> None:
    assert undoubled("MÃ¼nchen â€“ cafÃ©") == "München – café"
    assert undoubled("Ãlvaro CAFÉ–BAR naïve") == "Ãlvaro CAFÉ–BAR naïve"
    assert text_of("Café – naïve".encode("cp1252")) == "Café – naïve"


@pytest.mark.parametrize(
    ("written", "title", "company"),
    [
        ("{c}: {t}", "Deck Manager", "Fjord Ferries"),
        ("{t} at {c}", "Deck Manager", "Fjord Ferries"),
        ("{t} - {c}", "Deck Manager", "Fjord Ferries"),
        ("{c} - {t}", "Deck Manager", "Fjord Ferries"),
        ("{t} — {c}", "Deck Manager", "Fjord Ferries"),
        ("{c} is hiring a {t}", "Deck Manager", "Fjord Ferries"),
    ],
)
def test_employer_in_the_title(written: str, title: str, company: str) -> None:
    pairs = [
        ("Fjord Ferries", "Deck Manager"),
        ("Northwind", "Night Nurse - Ward 3"),
        ("Alder & Sons", "Senior Cook"),
        ("Birch", "Data Engineer"),
    ]
    feed = rss(*[item(written.format(c=c.replace("&", "&amp;"), t=t), f"https://jobs.example.org/{n}") for n, (c, t) in enumerate(pairs)])
    if written != "{c} - {t}":
        assert [(posting.company, posting.title) for posting in read(feed)] == pairs
    assert (read(feed)[0].title, read(feed)[0].company) == (title, company)


def test_titles_without_employer_stay_whole() -> None:
    feed = rss(item("Engineer - Platform"), item("Nurse", "https://a.example/1"), item("Cook: nights", "https://a.example/2"))
    assert [(posting.title, posting.company) for posting in read(feed)] == [
        ("Engineer - Platform", ""),
        ("Nurse", ""),
        ("Cook: nights", ""),
    ]


def test_postings_in_a_web_page() -> None:
    data = json.loads((FEEDS / "jobposting.json").read_text())[0]
    page = f'<!doctype html><html><script type="application/ld+json">{json.dumps(data)}</script></html>'
    assert titles(page.encode()) == ["Lighthouse Engineer"]


def test_json_lines_survive_a_broken_line() -> None:
    good = json.dumps({"title": "Clerk", "url": "https://a.example/1"})
    other = json.dumps({"title": "Cook", "url": "https://a.example/2"})
    assert titles(f'{good}\n{{"title": "Bro\n{other}\n'.encode()) == ["Clerk", "Cook"]


def test_columns_can_be_mapped() -> None:
    table = b"Was,Wo,Wer\nKoch,Kiel,Alder\n"
    with pytest.raises(UserError, match="job title"):
        read(table)
    (posting,) = read(table, mapping={"title": "Was", "location": "Wo", "company": "Wer"})
    assert (posting.title, posting.location, posting.company) == ("Koch", "Kiel", "Alder")
    with pytest.raises(UserError, match="no field named colour"):
        read(table, mapping={"colour": "Was"})


def test_parquet() -> None:
    import pyarrow as pa
    from pyarrow import parquet

    sink = io.BytesIO()
    parquet.write_table(
        pa.table({"Job Title": ["Cook"], "company": ["Alder"], "posted_date": [date(2024, 3, 5)], "salary_min": [31000.0]}), sink
    )
    (posting,) = read(sink.getvalue())
    assert (posting.title, posting.company, posting.published, posting.pay.min) == ("Cook", "Alder", date(2024, 3, 5), 31000.0)


plain = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(plain, plain, plain), min_size=1, max_size=8))
def test_csv_round_trip(rows: list[tuple[str, str, str]]) -> None:
    sheet = io.StringIO()
    csv.writer(sheet).writerows([("title", "company", "location"), *rows])
    found = [(posting.title, posting.company, posting.location) for posting in read(sheet.getvalue().encode())]
    assert found == list(dict.fromkeys(rows))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "<rss><item>", "[{", "<html>", "PAR1", "\x1f\x8b", "title,company\n", "Ã¼"]))
@example(b"<item><title>a</title><link>http://[x</link></item>", "")
def test_arbitrary_bytes_never_crash(data: bytes, start: str) -> None:
    try:
        postings = read(start.encode("latin-1") + data)
    except UserError:
        return
    assert all(isinstance(posting, Posting) and posting.title for posting in postings)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(RSS)), st.binary(max_size=6))
def test_damaged_feeds_never_crash(place: int, noise: bytes) -> None:
    with contextlib.suppress(UserError):
        read(RSS[:place] + noise + RSS[place:])
