"""Scheduled tasks: run by name, logged, one at a time, missed ones once; the clock inside the app."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from core import feeds, tasks
from core.errors import UserError
from core.models import JobFacts, Pay, Posting
from core.process import Process
from core.profiles import try_sample
from core.settings import Settings
from core.tasks import TASKS, Task
from tests.conftest import NOW

Work = Callable[..., str]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts one task of the test's own in the table."""
    monkeypatch.setattr(tasks, "RETRY_SECONDS", 0)

    def put(work: Work, **changes: float) -> None:
        row = replace(Task(work, "Of a test.", 3_600, 30, 2, 60, "tests"), **changes)
        monkeypatch.setattr(tasks, "TASKS", MappingProxyType({"one": row}))

    return put


@pytest.mark.parametrize("name", TASKS)
def test_every_task_runs_on_an_empty_folder(opened: Process, name: str) -> None:
    done = tasks.run(opened, name)
    assert done.ok and done.sentence.endswith(".") and done.finished and done.owner is None
    assert opened.store.runs.latest() == [done] and opened.store.runs.last(name) == done
    task = TASKS[name]
    assert task.about.endswith(".") and 0 < task.offset < task.timeout < task.every and task.retries >= 0 and task.queue


def test_the_table_keeps_its_order_and_its_times() -> None:
    hour, week = 3_600, 604_800
    every = {
        "refresh_feeds": hour,
        "score_new": hour,
        "clean_scores": week,
        "refit_salary": week,
        "market_report": week,
        "embed_postings": hour,
    }
    assert {name: task.every for name, task in TASKS.items()} == every
    offsets = [task.offset for task in TASKS.values()]
    assert offsets == sorted(offsets)


def test_scores_are_kept_for_every_profile_and_cleaned_with_it(opened: Process) -> None:
    ws = opened.workspace("local")
    profile = try_sample(ws)
    assert tasks.run(opened, "score_new").sentence == "The scores are up to date (profiles: 1)."
    mine = tasks.run(opened, "score_new", "local", job_limit=5, days_back=3)
    assert mine.ok and mine.sentence.startswith("5 of ") and mine.owner == "local"

    def kept() -> int:
        with opened.workspace("").warehouse.read() as cursor:
            return int((cursor.execute("SELECT count(*) FROM score").fetchone() or (0,))[0])

    before = kept()
    assert before > 0 and tasks.run(opened, "clean_scores").sentence == "0 old scores taken out."
    job_id = ws.market.query("SELECT id FROM visible WHERE id NOT IN (SELECT job_id FROM score) ORDER BY id LIMIT 1")[0][0]
    with ws.warehouse.write() as cursor:
        cursor.execute("INSERT INTO score SELECT * REPLACE (? AS job_id) FROM score LIMIT 1", ["gone"])
        cursor.execute("UPDATE score SET scored_at = scored_at - INTERVAL 100 DAY WHERE job_id <> 'gone'")
        cursor.execute("UPDATE score SET job_id = ? WHERE job_id = (SELECT min(job_id) FROM score WHERE job_id <> 'gone')", [job_id])
    ws.records.act(job_id, {"applied": True})
    assert tasks.run(opened, "clean_scores").sentence == f"{before:,} old scores taken out." and kept() == 1
    ws.records.delete_profile(profile.id)
    tasks.run(opened, "clean_scores")
    assert kept() == 0


def test_feeds_of_everyone_are_refreshed_or_those_of_one(opened: Process) -> None:
    for owner in ("one", "two"):
        feeds.add(opened.workspace(owner), "http://127.0.0.1:9/jobs")
    assert tasks.run(opened, "refresh_feeds", "one").sentence == "0 of 1 feeds read, 0 new postings; 1 failed."
    assert tasks.run(opened, "refresh_feeds").sentence == "0 of 2 feeds read, 0 new postings; 1 failed; 1 read a short while ago."


def test_the_salary_model_is_fitted_again(opened: Process, home: Path) -> None:
    ws = opened.workspace("local")
    with ws.warehouse.write() as cursor:
        cursor.execute("DELETE FROM posting")
    told = "0 rows state a pay and a salary model needs at least 30, so none was fitted."
    assert tasks.run(opened, "refit_salary").sentence == told
    facts = JobFacts(country="DE")
    made = [(f"{n}", f"{n}", Posting(title="Nurse", pay=Pay(min=40_000 + n, currency="EUR", period="year")), facts) for n in range(40)]
    ws.market.add(made, NOW)
    assert tasks.run(opened, "refit_salary", "local").sentence == "The salary model was fitted on 40 paid rows (version 1)."
    hosted = replace(opened, settings=replace(opened.settings, mode="hosted"))
    refused = tasks.run(hosted, "refit_salary", "a visitor")
    assert not refused.ok and "every week" in refused.sentence


@pytest.mark.parametrize(("name", "values"), [("nothing", {}), ("clean_scores", {"days_back": 1}), ("score_new", {"url": "x"})])
def test_what_is_not_in_the_table(opened: Process, name: str, values: dict[str, str]) -> None:
    with pytest.raises(UserError):
        tasks.run(opened, name, **values)
    assert not opened.store.runs.latest()


def test_a_fault_is_tried_again_and_then_told(opened: Process, table: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    def work(process: Process, owner: str | None) -> str:
        tried.append(1)
        if len(tried) < 3:
            raise ValueError("a secret detail")
        return "Done."

    table(work)
    assert tasks.run(opened, "one").sentence == "Done." and len(tried) == 3
    table(work, retries=0)
    tried.clear()
    failed = tasks.run(opened, "one")
    assert failed.ok is False and failed.id[:8] in failed.sentence and "secret" not in failed.sentence
    assert "a secret detail" in caplog.text and tasks.run(opened, "one", "local").owner == "local"


def test_what_the_input_is_at_fault_for_is_not_tried_again(opened: Process, table: Callable[..., None]) -> None:
    tried: list[int] = []

    def work(process: Process, owner: str | None) -> str:
        tried.append(1)
        raise UserError("The disk is full.")

    table(work)
    assert (tasks.run(opened, "one").sentence, tried) == ("The disk is full.", [1])


def test_a_task_runs_once_at_a_time_and_is_left_when_it_takes_too_long(opened: Process, table: Callable[..., None]) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(process: Process, owner: str | None) -> str:
        begun.set()
        go_on.wait(10)
        ended.set()
        return "Late."

    table(work, timeout=0)
    left = tasks.run(opened, "one")
    assert left.ok is False and "too long" in left.sentence and begun.wait(10)
    with pytest.raises(UserError, match="running already"):
        tasks.run(opened, "one")
    go_on.set()
    assert ended.wait(10)
    for _ in range(500):
        if (holder := opened.store.runs.take("task one ", 1)) is not None:
            break
        threading.Event().wait(0.01)
    assert holder


def test_a_lease_ends_by_itself_and_with_its_process(home: Path) -> None:
    now = NOW
    process = Process(Settings(home=home), now=lambda: now).open()
    runs = process.store.runs
    first = runs.take("mail", 60)
    assert first and runs.take("mail", 60) is None
    now = NOW + timedelta(seconds=61)
    second = runs.take("mail", 60)
    assert second and second != first
    runs.free("mail", first)
    assert runs.take("mail", 60) is None
    runs.start("refresh_feeds", None)
    process.close()
    process = Process(Settings(home=home), now=lambda: now).open()
    assert process.store.runs.take("mail", 60)
    (cut,) = process.store.runs.latest()
    assert cut.ok is False and "cut off" in cut.sentence and process.store.runs.last("refresh_feeds") is None
    process.close()


def test_two_threads_never_hold_one_lease(opened: Process) -> None:
    held, start = [], threading.Barrier(8)

    def take() -> None:
        start.wait()
        held.append(opened.store.runs.take("digest", 60))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in held if one]) == 1


def test_the_log_forgets_the_oldest(opened: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.runs.KEPT", 3)
    now, runs = NOW, opened.store.runs
    monkeypatch.setattr(runs, "_now", lambda: now)
    for number in range(6):
        now = NOW + timedelta(minutes=number)
        runs.finish(runs.start("one", None), True, f"{number}.")
    assert [run.sentence for run in runs.latest("one")] == ["5.", "4.", "3."]


def test_an_owner_sees_the_runs_for_everyone_and_their_own(opened: Process) -> None:
    runs = opened.store.runs
    for owner in (None, "one", "two"):
        runs.finish(runs.start("score_new", owner), True, "Done.")
    assert {run.owner for run in runs.latest(owner="one")} == {None, "one"}
    opened.workspace("one").records.erase()
    assert {run.owner for run in runs.latest()} == {None, "two"}


@pytest.mark.parametrize(
    ("ran", "runs_at"),
    [(None, timedelta(seconds=30)), (timedelta(hours=5), timedelta(seconds=30)), (timedelta(minutes=20), timedelta(minutes=40))],
    ids=["never", "missed", "lately"],
)
def test_a_missed_task_runs_once_soon_after_the_start(home: Path, ran: timedelta | None, runs_at: timedelta) -> None:
    now: datetime = NOW - (ran or timedelta())
    process = Process(Settings(home=home), now=lambda: now).open()
    if ran:
        tasks.run(process, "refresh_feeds")
    now = NOW
    assert tasks.first_run(process, "refresh_feeds") == NOW + runs_at
    (state, *_) = tasks.standing(process)
    assert state.due == (None if ran is None else max(NOW, NOW - ran + timedelta(hours=1)))
    process.close()


def test_the_clock_starts_once_and_ends_with_the_process(home: Path) -> None:
    process = Process(Settings(home=home)).open()
    tasks.start(process)
    clock = process._kept["clock"]
    tasks.start(process)
    assert process._kept["clock"] is clock and isinstance(clock, tasks.Clock)
    jobs = {job.id: job for job in clock.scheduler.get_jobs()}
    assert list(jobs) == list(TASKS) and all(job.coalesce and job.max_instances == 1 for job in jobs.values())
    jobs["refresh_feeds"].func(*jobs["refresh_feeds"].args)
    assert [run.task for run in process.store.runs.latest()] == ["refresh_feeds"]
    process.close()
    assert not clock.scheduler.running and not process._kept


def test_closing_does_not_wait_for_a_task(home: Path, table: Callable[..., None]) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def work(process: Process, owner: str | None) -> str:
        begun.set()
        go_on.wait(30)
        return "Late."

    table(work, offset=0)
    process = Process(Settings(home=home)).open()
    tasks.start(process)
    assert begun.wait(10)
    process.close()
    go_on.set()
    assert not process.ready.is_set()
