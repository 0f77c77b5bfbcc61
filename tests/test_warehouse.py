"""Postings of the shared and the private layer, the write lock, migrations."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from core.models import JobFacts, Pay, Posting
from core.process import Process
from core.settings import Settings
from core.warehouse import Market, Warehouse
from core.warehouse.warehouse import MIGRATIONS
from core.workspace import Workspace
from tests.conftest import NOW

FACTS = JobFacts(required=["Welding"], preferred=["First aid"], years=2, country="DE", sponsorship=True)


def row(number: int, **changes: object) -> tuple[str, str, Posting, JobFacts]:
    posting = Posting(title=f"Welder {number}", company="Nowhere Ltd", published=date(2026, 10, 1), source="file").model_copy(
        update=changes
    )
    return f"{number:016x}", f"welder {number}", posting, FACTS


def test_postings_come_back_as_they_went_in(ws: Workspace) -> None:
    pay = Pay(min=30_000, max=40_000, currency="EUR", period="year")
    assert ws.market.add([row(1, pay=pay)], NOW).added == 1
    stored = ws.market.postings([row(1)[0]])[row(1)[0]]
    assert stored.posting == row(1, pay=pay)[2] and stored.facts == FACTS.model_copy(update={"pay": pay})
    assert stored.first_seen == NOW and not stored.sample


def test_a_second_load_refreshes_and_counts(ws: Workspace) -> None:
    ws.market.add([row(1)], NOW)
    result = ws.market.add([row(1, title="Senior welder"), row(2), row(2)], NOW.replace(day=5))
    assert (result.added, result.updated, result.duplicates) == (1, 1, 1)
    stored = ws.market.postings([row(1)[0]])[row(1)[0]]
    assert stored.posting.title == "Senior welder" and stored.first_seen == NOW and stored.last_seen.day == 5


def test_what_a_hosted_visitor_adds_is_theirs_alone(home: Path) -> None:
    process = Process(Settings(home=home, mode="hosted"), now=lambda: NOW).open()
    one, two = process.workspace("one").market, process.workspace("two").market
    before = two.count()
    one.add([row(1)], NOW)
    assert one.postings([row(1)[0]]) and not two.postings([row(1)[0]]) and two.count() == before
    one.erase()
    assert not one.postings([row(1)[0]])
    process.close()


def test_a_failed_write_leaves_nothing(ws: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), ws.warehouse.write() as cursor:
        cursor.execute("INSERT INTO score VALUES ('o', 'p', 'j', 1, 1, 1, 1, 1, 1, 1, 1, 1, '1', now()::TIMESTAMP)")
        raise ZeroDivisionError
    with ws.warehouse.read() as cursor:
        assert cursor.execute("SELECT count(*) FROM score").fetchone() == (0,)


def test_many_threads_write_exact_sums(ws: Workspace) -> None:
    ws.market.add([row(0)], NOW)

    def work(first: int) -> None:
        for number in range(first, first + 10):
            ws.market.add([row(number)], NOW)
            with ws.warehouse.write() as cursor:
                cursor.execute("UPDATE posting SET years = years + 1 WHERE id = ?", [row(0)[0]])

    threads = [threading.Thread(target=work, args=(1 + 10 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ws.market.query("SELECT count(*), max(years) FROM visible WHERE source = 'file'") == [(81, 2 + 80)]


def test_migrations_run_once(tmp_path: Path) -> None:
    for _ in range(2):
        warehouse = Warehouse(tmp_path / "m.duckdb")
        with warehouse.read() as cursor:
            assert cursor.execute("SELECT count(*) FROM schema_version").fetchone() == (len(list(MIGRATIONS.glob("*.sql"))),)
        warehouse.close()


def test_a_closed_file_holds_everything(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "m.duckdb")
    Market(warehouse, "local", private=False).add([row(n) for n in range(100)], NOW)
    warehouse.close()
    again = Warehouse(tmp_path / "m.duckdb")
    assert Market(again, "local", private=False).count() == 100
    again.close()


def test_market_of_another_owner_is_filtered(ws: Workspace) -> None:
    private = Market(ws.warehouse, "visitor", private=True)
    private.add([row(1)], NOW)
    assert not ws.market.postings([row(1)[0]]) and private.postings([row(1)[0]])
