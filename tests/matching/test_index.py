"""An index that grew by pieces says what one made at once says; the stored one follows what is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import process, terms
from core.matching import Candidate, Index, catch_up, index_of, score
from core.matching import index as index_module
from core.matching.scoring import NUMBERS
from core.models import Pay
from core.process import Process
from core.settings import Settings
from core.warehouse import SHARED, Warehouse, indexing
from core.warehouse.market import StoredPosting
from core.warehouse.warehouse import MIGRATIONS
from core.workspace import Workspace
from tests.conftest import NOW
from tests.matching.making import DEVELOPER, SKILLS, index, known, stored, table

facts = st.fixed_dictionaries(
    {},
    optional={
        "required": st.lists(st.sampled_from(known(SKILLS)), max_size=4, unique=True),
        "city": st.sampled_from(["Berlin", "Chicago"]),
        "country": st.sampled_from(["DE", "US"]),
        "remote": st.sampled_from(["remote", "hybrid"]),
        "years": st.sampled_from([1.0, 4.0, 12.0]),
        "level": st.sampled_from(["junior", "senior"]),
        "occupation": st.sampled_from(["software-developer", "welder"]),
        "employment": st.sampled_from(["full-time", "part-time"]),
        "description": st.sampled_from(["We weld steel frames", "Python and SQL in a small team", ""]),
        "pay": st.sampled_from([Pay(), Pay(min=50_000, currency="EUR", period="year")]),
        "published": st.dates(date(2026, 10, 1), date(2026, 10, 5)),
    },
)
steps = st.lists(  # each step writes some postings under few ids, and deletes some
    st.tuples(
        st.dictionaries(st.sampled_from("abcdefgh"), facts, max_size=5), st.lists(st.sampled_from("abcdefgh"), max_size=2, unique=True)
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "SAMPLE_MARKET", tmp_path / "none.parquet")


def told(one: Index, person: Candidate = DEVELOPER) -> dict[str, list[float]]:
    """The numbers of the postings that count, by id."""
    scores = score(one, person)
    return {
        str(one.ids[row]): [float(getattr(scores, name)[row]) for name in NUMBERS] for row in np.flatnonzero(one.alive).tolist()
    }  # fmt: skip


def put(ws: Workspace, *postings: StoredPosting) -> None:
    ws.market.add([(one.id, one.opening, one.posting, one.facts) for one in postings], NOW)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_an_index_in_pieces_is_the_index_made_at_once(changes: list[tuple[dict[str, dict[str, object]], list[str]]]) -> None:
    there: dict[str, StoredPosting] = {}
    grown = index()
    for written, deleted in changes:
        fresh = {job_id: stored(job_id, **given_) for job_id, given_ in written.items()}
        grown = grown.with_rows([table(*fresh.values())]).without(deleted)
        there = {job_id: one for job_id, one in (there | fresh).items() if job_id not in deleted}
    np.testing.assert_equal(told(grown), told(index(*there.values())))
    openings = {str(grown.ids[row]): int(grown.opening[row]) for row in np.flatnonzero(grown.alive).tolist()}
    assert len(set(openings.values())) == len({one.opening for one in there.values()})


def test_small_blocks_are_joined_and_large_ones_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "BLOCK", 64)
    grown = index(*(stored(f"old {n}") for n in range(150)))
    old = grown.blocks
    for n in range(40):
        grown = grown.with_rows([table(stored(f"new {n}", years=float(n % 9)))])
    assert grown.blocks[:2] == old[:2] and len(grown) == 190 and len(grown.blocks) <= 2 + 7
    assert [block.start for block in grown.blocks] == [0, *np.cumsum([len(block) for block in grown.blocks])[:-1]]
    assert grown.column("years")[-1] == 39 % 9 * 2 + 1


def test_one_posting_out_of_many_keeps_its_numbers() -> None:
    many = index(*(stored(f"{n}", required=[name], years=float(n)) for n, name in enumerate(known(SKILLS))))
    for row in range(len(many)):
        alone = many.only(row)
        np.testing.assert_equal(told(alone), {str(many.ids[row]): told(many)[str(many.ids[row])]})
        np.testing.assert_equal(list(score(many, DEVELOPER).row(row).values()), told(many)[str(many.ids[row])])


def test_the_newest_postings_stay_within_a_limit() -> None:
    days = {"a": 3, "b": 1, "c": 2, "d": 2, "e": 1}
    whole = index(*(stored(job_id, published=date(2026, 10, day)) for job_id, day in days.items()))
    assert set(told(whole.within(2))) == {"a", "c"} and set(told(whole.within(4))) == {"a", "c", "d", "b"}
    assert whole.within(5) is whole


# --- packed words --------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abc deä#+\n", max_size=80) | st.none(), max_size=6))
def test_packed_words_come_back_alone_and_together(texts: list[str | None]) -> None:
    column = pa.array(texts, pa.string())
    packed = terms.pack(column)
    assert all(len(one.as_py()) == terms.SIZE for one in packed)
    together, plain = terms.unpack(packed), terms.rows(column)
    np.testing.assert_allclose(together.toarray(), plain.toarray(), atol=2e-3)
    for row in range(len(texts)):
        assert (together[row] != terms.unpack(terms.pack(column.slice(row, 1)))[0]).nnz == 0


def test_packed_words_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError):
        terms.unpack(pa.array([b"abc"]))
    with pytest.raises(ValueError):
        terms.unpack(pa.array([None], pa.binary()))


# --- stored postings -----------------------------------------------------------------------------------------------


def test_the_stored_index_follows_what_is_written(empty: None, ws: Workspace) -> None:
    put(ws, *(stored(f"{n}", required=["Python"], source="one" if n else "two") for n in range(40)))
    first = index_of(ws, SHARED)
    assert index_of(ws, SHARED) is first and first.alive.sum() == 40
    put(ws, stored("0", required=["SQL"], source="two"), stored("new", required=["Docker"]))
    second = index_of(ws, SHARED)
    assert [len(block) for block in second.blocks] == [40, 2] and second.alive.sum() == 41
    put(ws, stored("0", required=["SQL"], source="two"))
    assert index_of(ws, SHARED) is second
    ws.market.remove("two")
    assert not index_of(ws, SHARED).has({"0"})[index_of(ws, SHARED).alive].any()
    there = [stored("new", required=["Docker"]), *(stored(f"{n}", required=["Python"], source="one") for n in range(1, 40))]
    np.testing.assert_equal(told(index_of(ws, SHARED)), told(index(*there)))


def test_a_new_index_is_made_when_much_is_gone(empty: None, ws: Workspace) -> None:
    put(ws, *(stored(f"{n}", source=f"{n % 4}") for n in range(40)))
    index_of(ws, SHARED)
    for source in "012":
        ws.market.remove(source)
    assert index_of(ws, SHARED).alive.tolist() == [True] * 10


def test_words_are_stored_when_a_posting_comes_in_else_when_they_are_needed(empty: None, ws: Workspace) -> None:
    heard: list[tuple[int, int]] = []
    put(ws, stored("a", description="We weld steel frames"), stored("b", description="Python and SQL"))
    assert indexing.without_words(ws.market, SHARED, terms.recipe()) == 2
    catch_up(ws, lambda done, of: heard.append((done, of)))
    assert heard == [(2, 2)] and indexing.without_words(ws.market, SHARED, terms.recipe()) == 0
    one = stored("c", description="Docker")
    ws.market.add([("c", "c", one.posting, one.facts)], NOW, describe=terms.with_words)
    assert indexing.without_words(ws.market, SHARED, terms.recipe()) == 0
    catch_up(ws, lambda done, of: heard.append((done, of)))
    assert len(heard) == 1 and set(told(index_of(ws, SHARED))) == {"a", "b", "c"}


def test_another_recipe_makes_the_words_anew(empty: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Process(Settings(home=home), now=lambda: NOW).open()
    ws = opened.workspace("local")
    put(ws, stored("a", description="We weld steel frames"))
    catch_up(ws)
    opened.close()
    monkeypatch.setattr(terms, "recipe", lambda: "another")
    opened = Process(Settings(home=home), now=lambda: NOW).open()
    ws = opened.workspace("local")
    assert indexing.without_words(ws.market, SHARED, "another") == 1
    assert set(told(index_of(ws, SHARED))) == {"a"} and indexing.without_words(ws.market, SHARED, "another") == 0
    opened.close()


def test_a_database_from_before_gets_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "migrations"
    old.mkdir()
    for file in sorted(MIGRATIONS.glob("000[12]*.sql")):
        (old / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    with monkeypatch.context() as before:
        before.setattr("core.warehouse.warehouse.MIGRATIONS", old)
        warehouse = Warehouse(tmp_path / "market.duckdb")
        with warehouse.write() as cursor:
            cursor.execute(
                "INSERT INTO posting (layer, id, sample, title, company, location, link, description, source, required, preferred, "
                "language, opening, first_seen, last_seen) VALUES ('', 'a', false, 'Welder', '', '', '', 'We weld', 'x', "
                "['Welding'], [], 'en', 'o', now()::TIMESTAMP, now()::TIMESTAMP)"
            )
        warehouse.close()
    monkeypatch.setattr(process, "SAMPLE_MARKET", tmp_path / "none.parquet")
    opened = Process(Settings(home=tmp_path), now=lambda: NOW).open()
    made = index_of(opened.workspace("local"), SHARED)
    assert len(made) == 1 and made.column("stated")[0] and made.blocks[0].terms.nnz > 0
    opened.close()


def test_only_as_many_postings_as_the_settings_hold(empty: None, home: Path) -> None:
    opened = Process(Settings(home=home, max_postings=5), now=lambda: NOW).open()
    ws = opened.workspace("local")
    dated: Callable[[int], StoredPosting] = lambda n: stored(f"{n}", published=date(2026, 10, 1) + timedelta(days=n), source=f"{n}")  # noqa: E731
    put(ws, *map(dated, range(4)))
    assert set(told(index_of(ws, SHARED))) == set("0123")
    put(ws, *map(dated, range(4, 8)))
    assert set(told(index_of(ws, SHARED))) == set("34567")
    ws.market.remove("7")
    assert set(told(index_of(ws, SHARED))) == set("23456")
    opened.close()


def test_a_posting_of_another_opening_or_layer_keeps_its_own_number(empty: None, home: Path) -> None:
    opened = Process(Settings(home=home, mode="hosted"), now=lambda: NOW).open()
    ws = opened.workspace("anna")
    put(ws, replace(stored("a"), opening="one"), replace(stored("b"), opening="one"), replace(stored("c"), opening="two"))
    mine = index_of(ws, "anna")
    assert mine.openings == 2 and mine.opening[0] == mine.opening[1] != mine.opening[2]
    with pytest.raises(ValueError):
        index_of(opened.workspace("ben"), "anna")
    opened.close()
