"""Reports are made, kept, compared and written; each owner sees their own and everybody's."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import numpy as np
import pypdf
import pytest

from core import process, reports
from core.errors import UserError
from core.models import JobFacts, Posting
from core.process import Process
from core.reports import Line, Report
from core.settings import Settings
from core.store.reports import MOST_REPORTS
from core.workspace import Workspace
from tests.conftest import NOW

MONTHS = ("2026-08", "2026-09", "2026-10")


def store(ws: Workspace, start: int, size: int, skills: list[str], source: str = "own", month: int | None = None) -> None:
    """Openings of our own invention over eight months."""
    rows = []
    for n in range(start, start + size):
        day = date(2026, month or 1 + n % 8, 1 + n % 20)
        facts = JobFacts(required=skills if n % 3 else ["Cooking"], country="DE", occupation="welder")
        rows.append((f"{n:016x}", f"opening {n}", Posting(title="Welder", source=source, published=day), facts))
    ws.market.add(rows, NOW + timedelta(seconds=start))


def line(term: str, share: float, half: float = 0.01, **changes: object) -> Line:
    told = {"kind": "skill", "term": term, "n": 900, "recent": 90, "share": share, "lo": share - half, "hi": share + half}
    flat = {"direction": "flat", "change": 0.0, "change_lo": -0.1, "change_hi": 0.1, "q": 1.0}
    return Line.model_validate({**told, **flat, **changes})


def report(*lines: Line, openings: int = 1_000, day: int = 1, **changes: object) -> Report:
    told = {
        "made_at": NOW + timedelta(days=day), "sample": False, "openings": openings, "repeats": 3, "first": "2025-01", "last": "2026-10",
        "recent": MONTHS, "recent_openings": 300, "sources": (), "basis": "1,000 openings", "dominant": "", "lines": lines, "paying": (),
        "pairs": (),
    }  # fmt: skip
    return Report.model_validate({**told, **changes})


def test_a_report_is_made_kept_and_found_again(ws: Workspace) -> None:
    store(ws, 0, 300, ["Welding", "Mathematics"])
    made = reports.make(ws)
    assert (made.openings, made.sample, made.first, made.last) == (300, False, "2026-01", "2026-08") and made.recent[-1] == "2026-08"
    (welding,) = [one for one in made.of("skill") if one.term == "Welding"]
    assert welding.n == 200 and welding.lo < welding.share < welding.hi and welding.direction == "flat"
    assert {one.term for one in made.of("occupation")} == {"welder"} and made.pairs[0].n == 200
    assert reports.latest(ws) == made == reports.listed(ws)[0] and reports.before(ws, made) is None


def test_without_postings_it_is_about_the_sample_and_below_thirty_there_is_none(ws: Workspace) -> None:
    assert reports.make(ws).sample
    store(ws, 0, 29, ["Welding"])
    with pytest.raises(UserError, match="29 openings"):
        reports.make(ws)


def test_everybodys_reports_are_seen_by_all_and_removed_by_none(opened: Process) -> None:
    opened.workspace("").records.reports.add(report(line("Welding", 0.1)).model_dump(mode="json"))
    one, other = opened.workspace("one"), opened.workspace("other")
    mine = one.records.reports.add(report().model_dump(mode="json"))
    assert len(reports.listed(one)) == 2 and len(reports.listed(other)) == 1
    assert other.records.reports.find(mine.id) is None
    for found in reports.listed(one):
        other.records.reports.remove(found.id)
    assert len(reports.listed(one)) == 2
    one.erase()
    assert len(reports.listed(one)) == 1 and reports.listed(one)[0].of("skill")[0].term == "Welding"


def test_what_is_kept_is_bounded_and_sealed(ws: Workspace) -> None:
    for _ in range(MOST_REPORTS + 2):
        ws.records.reports.add({"secret word": 1})
    assert len(ws.records.reports.all(limit=1_000)) == MOST_REPORTS
    assert b"secret word" not in b"".join(file.read_bytes() for file in ws.settings.home.glob("records.sqlite*"))


def test_a_comparison_says_what_differs_for_sure_and_nothing_else() -> None:
    old = report(line("Kubernetes", 0.08), line("Excel", 0.3), line("Fax", 0.06), line("Rust", 0.01, direction="rising"))
    new = report(
        line("Kubernetes", 0.12), line("Excel", 0.31), line("Fax", 0.02), line("Rust", 0.012), line("New", 0.5), openings=1_400, day=8
    )
    told = reports.compared(new, old)
    assert told[0].startswith("400 openings more since the report of ")
    assert any(one.startswith("Kubernetes rose from 8.0% to 12.0% of the openings") for one in told)
    assert any(one.startswith("Fax fell from 6.0% to 2.0%") for one in told)
    assert "No longer rising: Rust." in told and not any("Excel" in one or "New" in one for one in told)


def test_the_same_market_has_not_changed() -> None:
    old, new = report(line("Excel", 0.3)), report(line("Excel", 0.3), day=8)
    (told,) = reports.compared(new, old)
    assert told.startswith("Nothing was added since")
    assert reports.compared(report(line("Excel", 0.302), openings=1_010, day=8), old)[1].startswith("No share differs for sure")


def test_chance_alone_is_rarely_told_as_a_change() -> None:
    rng = np.random.default_rng(1)
    alarms = 0
    for _ in range(40):
        sides = [[line(f"t{k}", float(share), half=1.96 * 0.01) for k, share in enumerate(0.2 + rng.normal(0, 0.01, 200))] for _ in "ab"]
        alarms += any("rose" in one or "fell" in one for one in reports.compared(report(*sides[0], openings=1_001), report(*sides[1])))
    assert alarms <= 4


def test_begun_directions_are_told_by_name_and_count() -> None:
    old = report(*[line(f"Skill {k}", 0.1) for k in range(9)])
    new = report(*[line(f"Skill {k}", 0.1, direction="falling") for k in range(9)], openings=1_001)
    assert reports.compared(new, old)[1] == f"Now falling, and not before: {', '.join(f'Skill {k}' for k in range(6))} and 3 more."


def test_files_hold_the_report_and_outside_text_stays_text() -> None:
    hostile = line("=1+1 | *b* [x](http://evil.example)", 0.2, direction="rising", change=1.5, change_lo=0.5, change_hi=3, q=0.01)
    made = report(hostile, line("Welding", 0.1), day=8)
    changes = reports.compared(made, report(line("Welding", 0.1), openings=900))
    (first, _) = csv.DictReader(io.StringIO(reports.as_csv(made)))
    assert first["term"].startswith("'=1+1") and first["from"] == "2025-01" and float(first["share"]) == 0.2
    text = reports.as_markdown(made, changes)
    assert "## What has changed\n\n- 100 openings more" in text and r"=1+1 \| \*b\* \[x\]" in text and "[x](http" not in text
    pages = pypdf.PdfReader(io.BytesIO(reports.as_pdf(made, changes))).pages
    paper = " ".join(" ".join(page.extract_text() for page in pages).split())
    for part in ("Market report", "2.5 times (1.5 to 4.0)", "Rising skills", "100 openings more", "*b* [x](http://evil.example)"):
        assert part in paper, part


def test_the_sample_is_labelled_in_every_file(ws: Workspace) -> None:
    made = reports.make(ws)
    assert "invented market" in reports.as_markdown(made)
    assert "invented market" in pypdf.PdfReader(io.BytesIO(reports.as_pdf(made))).pages[0].extract_text()


def test_a_hosted_schedule_makes_one_for_everybody(home: object, tmp_path: object) -> None:
    from pathlib import Path

    from core import tasks

    hosted = Process(Settings(home=Path(str(tmp_path)) / "hosted", mode="hosted"), now=lambda: NOW).open()
    try:
        done = tasks.run(hosted, "market_report")
        assert done.ok and "openings from" in done.sentence
        assert [one.owner for one in hosted.workspace("anybody").records.reports.all()] == [""]
        assert tasks.run(hosted, "market_report", "anybody").ok and len(reports.listed(hosted.workspace("anybody"))) == 2
    finally:
        hosted.close()
        process.release()
