"""Postings from files and pasted text: what was stored, from where, and taking a source out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import postings
from core.errors import UserError
from core.process import Process
from core.settings import Settings
from core.workspace import Workspace
from tests.conftest import NOW

CSV = b"""title,company,location,url,date,description
Welder,Ironleaf Ltd,Leeds,https://jobs.example/1,2026-10-30,Welding of frames
Welder,Ironleaf Ltd,Leeds,https://jobs.example/1?utm_source=x,2026-10-30,Welding of frames
Baker,Cobb & Rye,York,https://jobs.example/2,2026-10-12,Bread and cake
"""
TEXT = "We expect you to plan the week, to talk to guests and to keep the accounts in order. " * 3


def test_a_file_is_counted_and_its_source_named(ws: Workspace) -> None:
    told: list[tuple[int, int]] = []
    summary = postings.add_file(ws, CSV, "jobs.csv", lambda done, of: told.append((done, of)))
    assert (summary.read, summary.added, summary.updated, summary.duplicates) == (3, 2, 0, 1) and told == [(3, 3)]
    again = postings.add_file(ws, CSV, "jobs.csv")
    assert (again.added, again.updated) == (0, 2)
    (source,) = postings.sources(ws)
    assert (source.name, source.postings, source.newest, source.read_at) == ("jobs.csv", 2, NOW.date().replace(month=10, day=30), NOW)


def test_the_newest_come_first_and_the_sample_stays_apart(ws: Workspace) -> None:
    postings.add_file(ws, CSV, "jobs.csv")
    assert [stored.posting.title for stored in postings.latest(ws, 5)] == ["Welder", "Baker"]
    assert all(stored.sample for stored in postings.latest(ws, 5, sample=True))
    assert sum(source.postings for source in postings.sources(ws, sample=True)) == ws.market.count(sample=True)


def test_pasted_text_needs_a_title(ws: Workspace) -> None:
    with pytest.raises(UserError, match="write its title"):
        postings.add_text(ws, TEXT)
    assert not postings.sources(ws)
    job_id, new = postings.add_text(ws, TEXT, "  Innkeeper\n of the Heron ")
    assert new and ws.market.postings([job_id])[job_id].posting.title == "Innkeeper of the Heron"
    assert postings.add_text(ws, TEXT, "Innkeeper of the Heron") == (job_id, False)


def test_removing_a_source_leaves_the_others_and_the_sample(ws: Workspace) -> None:
    sample = ws.market.count(sample=True)
    postings.add_file(ws, CSV, "jobs.csv")
    postings.add_text(ws, TEXT, "Innkeeper")
    ids = [stored.id for stored in postings.latest(ws, 9)]
    with ws.warehouse.write() as cursor:
        for owner in ("local", "another"):
            for job_id in ids:
                values = "VALUES (?, 'p', ?, 70, 60, 80, 1, 1, 1, 1, 1, 1, '1', now()::TIMESTAMP)"
                cursor.execute(f"INSERT INTO score {values}", [owner, job_id])
    assert ws.market.remove("jobs.csv") == 2
    assert [source.name for source in postings.sources(ws)] == [postings.PASTED]
    assert ws.market.count(sample=True) == sample
    with ws.warehouse.read() as cursor:
        rows = cursor.execute("SELECT owner, count(*) FROM score GROUP BY owner ORDER BY owner").fetchall()
    assert rows == [("another", 3), ("local", 1)]
    for source in postings.sources(ws, sample=True):
        assert ws.market.remove(source.name) == 0


def test_a_visitor_removes_only_what_is_theirs(tmp_path: Path) -> None:
    hosted = Process(Settings(home=tmp_path, mode="hosted"), now=lambda: NOW).open()
    one, two = hosted.workspace("one"), hosted.workspace("two")
    for workspace in (one, two):
        postings.add_file(workspace, CSV, "jobs.csv")
    assert one.market.remove("jobs.csv") == 2
    assert not postings.sources(one) and postings.sources(two)[0].postings == 2
    hosted.close()


@pytest.mark.parametrize("line", ["---", "=====", " ___ ", "***"])
def test_several_descriptions_are_parted_by_a_line(line: str) -> None:
    assert [one.title for one in postings.pasted(f"{TEXT}\n{line}\n{TEXT}")] == [postings.pasted(TEXT)[0].title] * 2


def test_too_many_descriptions_are_refused() -> None:
    with pytest.raises(UserError, match="at most 20"):
        postings.pasted("\n---\n".join([TEXT] * 21))


def test_a_document_is_read_as_one_description() -> None:
    posting = postings.described(f"Hotel manager\n{TEXT}".encode(), "job.txt")
    assert posting.title == "Hotel manager" and posting.source == "job.txt"
