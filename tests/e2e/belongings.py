"""What an invented person brings along: a resume as DOCX, files that must be refused, a table and a feed of jobs."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import docx
import pypdf

from tests.e2e.visitor import File, file

NAME, EMPLOYER = "Ottilie Brackwater", "Ironleaf Fabrication"
ABOUT = [
    ("Summary", ["Welder with nine years in structural steel. MIG and TIG welding, reading technical drawings, quality control."]),
    ("Experience", [f"Senior Welder, {EMPLOYER}, Leeds", "March 2019 - Present"]),
    ("Education", ["Level 3 Diploma in Welding, Aireside College, 2016"]),
    ("Skills", ["MIG welding, TIG welding, Technical drawings, Quality control, Forklift driving, First aid"]),
]
BULLETS = ["Welded 240 steel frames a year with a rework rate below 2 %.", "Trained 4 apprentices in TIG welding and health and safety."]
ADVERT = """Welding Inspector
Company: Cobblegate Works
Location: Leeds, United Kingdom

We are looking for a welding inspector who checks welds against technical drawings. You have 5 years of experience in welding,
know quality control and MIG welding, and can train apprentices. Knowledge of ultrasonic testing is a plus.
Pay: £34,000 to £39,000 a year."""
FORMULA = '=HYPERLINK("https://evil.example","Welder")'
NEEDS = (
    "You need MIG welding, TIG welding, technical drawings and quality control. {years} years of experience in welding. "
    "First aid is a plus."
)


def resume() -> File:
    """The person's resume as a word processor would save it."""
    document = docx.Document()
    document.add_heading(NAME, 0)
    document.add_paragraph("Welder")
    document.add_paragraph("ottilie.brackwater@example.com | +44 20 7946 0321 | Leeds, United Kingdom")
    for heading, lines in ABOUT:
        document.add_heading(heading, 1)
        for line in lines:
            document.add_paragraph(line)
        if heading == "Experience":
            for bullet in BULLETS:
                document.add_paragraph(bullet, style="List Bullet")
    return file("ottilie-brackwater.docx", _saved(document))


def refused() -> dict[str, File]:
    """Files that cannot be read, by what their sentence must say."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    empty = _saved(writer, "write")
    writer.encrypt("secret")
    return {
        r"scan|no text": file("scan.pdf", empty, "application/pdf"),
        r"password|encrypted|protected": file("locked.pdf", _saved(writer, "write"), "application/pdf"),
        r"empty": file("nothing.txt", b"", "text/plain"),
        r"not allowed|\.exe": file("resume.exe", b"MZ\x90\x00 not a resume"),
        r"10(\.0)? ?MB": file("huge.txt", b"word " * 2_200_000, "text/plain"),
    }


def table(today: date) -> File:
    """Jobs as a table: welders near and far, with and without pay, one with a formula for a title, one known twice."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["title", "company", "location", "remote", "url", "date", "salary", "description"])
    for number, (title, company, place, age, pay) in enumerate(_jobs()):
        address = f"https://jobs.example/{number}"
        writer.writerow([title, company, place, "", address, today - timedelta(days=age), pay, NEEDS.format(years=2 + number % 5)])
    writer.writerow(
        ["MIG Welder", "Alder & Rowe", "Leeds, UK", "", "https://www.jobs.example/0?utm_source=mail", today, "", NEEDS.format(years=2)]
    )
    return file("welding-jobs.csv", out.getvalue(), "text/csv")


def _jobs() -> list[tuple[str, str, str, int, str]]:
    return [
        ("MIG Welder", "Alder & Rowe", "Leeds, UK", 1, "£31,000 - £36,000 a year"),
        ("TIG Welder", "Bramblecote Steel", "Leeds, UK", 3, "£33,000 - £38,000 a year"),
        ("Senior Welder", "Caldergate Frames", "Manchester, UK", 6, ""),
        ("Fabricator Welder", "Dunmere Metal", "York, UK", 20, "£15.50 an hour"),
        (FORMULA, "Evensett Ltd", "Leeds, UK", 2, ""),
        ("Welder", "Foxholm Yards", "Glasgow, UK", 45, "£29,000 a year"),
        ("Pastry Chef", "Gable House", "Leeds, UK", 2, "£27,000 a year"),
    ]


def feed(today: date) -> File:
    """Jobs as RSS, with markup in a title and a picture in the text."""
    items = [
        ("Site Welder &lt;b&gt;nights&lt;/b&gt;", "Hartmoor Rail", 'Welding of rails. &lt;img src="https://evil.example/p.png"&gt;'),
        ("Coded Welder", "Isley Tanks", NEEDS.format(years=4)),
    ]
    body = "".join(
        f"<item><title>{title}</title><link>https://feed.example/{n}</link><author>{company}</author>"
        f"<pubDate>{today:%a, %d %b %Y} 08:00:00 GMT</pubDate><description>{text}</description></item>"
        for n, (title, company, text) in enumerate(items)
    )
    return file("feed.xml", f'<?xml version="1.0"?><rss version="2.0"><channel><title>Northern Trades</title>{body}</channel></rss>')


def _saved(document: object, method: str = "save") -> bytes:
    buffer = io.BytesIO()
    getattr(document, method)(buffer)
    return buffer.getvalue()


def pay_table(rows: int = 640) -> File:
    """An invented survey of pay: two roles at three levels in two countries over four years."""
    lines = ["Title,Seniority,Country,Salary,Currency,Date"]
    for number in range(rows):
        role, level, country = number % 2, number % 3, number // 2 % 2
        pay = 30_000 + 9_000 * role + 7_000 * level + 5_000 * country + 617 * (number * 7 % 13)
        day = date(2022, 12, 1) + timedelta(days=number * 1_400 // rows)
        names = ("Welder", "Nurse")[role], ("junior", "mid", "senior")[level], ("United Kingdom", "Germany")[country]
        lines.append(f"{','.join(names)},{pay},{('GBP', 'EUR')[country]},{day}")
    return file("trades-survey.csv", "\n".join(lines), "text/csv")
