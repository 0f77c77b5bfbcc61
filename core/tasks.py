"""What runs by itself: one table of tasks, one way to run them, the log of what they did, and the clock inside the app.

A task is run by its name with plain values, so that the same row serves the clock, the command line and the API. One lease a task keeps
two from running it at once. A run that was missed or cut off happens once, soon after the next start; nothing promises a clock time
on a machine that sleeps.
"""

from __future__ import annotations

import inspect
import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from core.errors import UserError
from core.gate import LOCAL_OWNER
from core.process import Process
from core.store import Run

HOUR, WEEK = 3_600, 604_800
EMBED_SECONDS = 300
OLD_SCORES = timedelta(days=90)
RETRY_SECONDS, LOOK_SECONDS, LEASE_SPARE = 5.0, 0.5, 60
log = logging.getLogger("shortlist")
Scalar = int | float | str | bool


@dataclass(frozen=True)
class Task:
    """One row: what is done, every so many seconds, first `offset` seconds after a start (so the rows keep their order).

    `work` gets the process, an owner (None: everyone) and plain values, and answers with a sentence. A fault of ours is tried again
    `retries` times; after `timeout` seconds the runner goes on without it. `queue` names the workers that take it when scaled out.
    """

    work: Callable[..., str]
    about: str
    every: int
    offset: int
    retries: int
    timeout: int
    queue: str


@dataclass(frozen=True)
class Standing:
    """A task as the log shows it: its last run, and when it is due next (None: soon after the next start)."""

    name: str
    task: Task
    last: Run | None
    due: datetime | None


# --- the work ----------------------------------------------------------------------------------------------------------


def refresh_feeds(process: Process, owner: str | None) -> str:
    """Read the feeds that are switched on and may be read again."""
    from core import feeds

    told = []
    for who in process.store.runs.feed_owners() if owner is None else [owner]:
        try:
            told.append(feeds.refresh(process.workspace(who), stop=lambda: not process.ready.is_set()))
        except UserError as error:
            if owner is not None:
                raise
            log.info("feeds of one owner: %s", error)
    return feeds.RefreshReport(tuple(one for report in told for one in report.outcomes)).sentence()


def score_new(process: Process, owner: str | None, job_limit: int = 50, days_back: int = 1) -> str:
    """Bring the kept scores up to date: every profile's for everyone, or one owner's with a count of what is new."""
    from core import shortlist
    from core.matching import Filters, matches

    owners = process.store.runs.profile_owners() if owner is None else [owner]
    scored = 0
    for ws in map(process.workspace, owners):
        for profile in ws.records.profiles():
            matches(ws, profile, Filters(limit=0))
            scored += 1
    if owner is None:
        return f"The scores are up to date (profiles: {scored:,})."
    found = shortlist.score_new(process.workspace(owner), job_limit, days_back)
    return f"{found['scored']:,} of {found['new']:,} new postings scored; {len(found['matches']):,} of them match."


def clean_scores(process: Process, owner: str | None) -> str:
    """Take out kept scores of what is gone, and those that are three months old and were never acted on."""
    from core.warehouse.scores import clean

    runs = process.store.runs
    gone = clean(process.workspace("").warehouse, runs.profiles(), runs.acted_on(), process.now() - OLD_SCORES)
    return f"{gone:,} old scores taken out."


def refit_salary(process: Process, owner: str | None) -> str:
    """Fit the salary model on all stated pay; the stored one stays when that is clearly worse, or when too few rows state a pay."""
    from core import salary

    if owner is not None and process.settings.mode == "hosted":
        raise UserError("One salary model serves everyone here; it is fitted again every week.")
    return salary.refit_if_enough(process.workspace(owner or ""))


def market_report(process: Process, owner: str | None) -> str:
    """Make a report on the market: one for everybody on a hosted instance, the person's own otherwise."""
    from core import reports
    from core.store.reports import EVERYBODY

    everybody = EVERYBODY if process.settings.mode == "hosted" else LOCAL_OWNER
    try:
        made = reports.make(process.workspace(everybody if owner is None else owner))
    except UserError as error:
        if owner is not None:
            raise
        return str(error)
    return f"A report on {made.openings:,} openings from {made.first} to {made.last} was made."


def embed_postings(process: Process, owner: str | None, most: int = 20_000) -> str:
    """Have the model that compares meaning read postings that it has not read; does nothing where no model is set up."""
    from core.matching.reading import read_postings

    if process.embeddings is None:
        return "No model for comparing meaning is set up; words alone are compared."
    if owner is not None and process.settings.mode == "hosted":
        raise UserError("The model reads the postings of everyone here; it goes on by itself every hour.")
    end = time.monotonic() + EMBED_SECONDS
    going = lambda: time.monotonic() < end and process.ready.is_set()  # noqa: E731
    done, left = read_postings(process.workspace("").warehouse, process.embeddings.embedder, most, going)
    return f"The model read {done:,} texts of postings; {left:,} wait for the next run."


TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "refresh_feeds": Task(refresh_feeds, "Read the feeds that are switched on.", HOUR, 30, 1, 1_800, "feeds"),
        "score_new": Task(score_new, "Score new postings for every profile.", HOUR, 60, 1, 900, "scores"),
        "clean_scores": Task(clean_scores, "Take out scores that are of no use any more.", WEEK, 90, 1, 300, "scores"),
        "refit_salary": Task(refit_salary, "Fit the salary model again and keep the better one.", WEEK, 120, 0, 1_800, "salary"),
        "market_report": Task(market_report, "Make a report on the market.", WEEK, 150, 1, 600, "trends"),
        "embed_postings": Task(embed_postings, "Have the model that compares meaning read new postings.", HOUR, 180, 0, 900, "scores"),
    }
)


# --- running -----------------------------------------------------------------------------------------------------------


def run(process: Process, name: str, owner: str | None = None, **values: Scalar) -> Run:
    """Run a task now, for one owner or for everyone, and log it; UserError when it is unknown or running already."""
    task = known(name, values)
    runs, lease = process.store.runs, f"task {name} {owner or ''}"
    holder = runs.take(lease, task.timeout + LEASE_SPARE)
    if holder is None:
        raise UserError(f"The task {name} is running already; its result shows in the log when it is done.")
    entry = runs.start(name, owner)

    def held() -> str:
        try:
            return _tried(task, lambda: task.work(process, owner, **values))
        finally:
            runs.free(lease, holder)

    future = _aside(held)
    ok, sentence = _outcome(process, task, entry, future)
    return runs.finish(entry, ok, sentence)


def known(name: str, values: Mapping[str, Scalar] | None = None) -> Task:
    """The row of a task; UserError when there is none, or when it does not take these values."""
    if name not in TASKS:
        raise UserError(f"There is no task {name!r}; there are {', '.join(TASKS)}.")
    takes = list(inspect.signature(TASKS[name].work).parameters)[2:]
    if unknown := sorted(set(values or ()) - set(takes)):
        raise UserError(f"The task {name} takes no {', '.join(unknown)}; it takes {', '.join(takes) or 'nothing'}.")
    return TASKS[name]


def standing(process: Process) -> list[Standing]:
    """Every task with its last run for everyone, and when it is due."""
    runs, now, found = process.store.runs, process.now(), []
    for name, task in TASKS.items():
        last = runs.last(name)
        found.append(Standing(name, task, last, max(now, last.started + timedelta(seconds=task.every)) if last else None))
    return found


def _aside(work: Callable[[], str]) -> Future[str]:
    """The work in a thread of its own, which does not keep the process from ending."""
    future: Future[str] = Future()

    def fulfil() -> None:
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)

    threading.Thread(target=fulfil, name="task", daemon=True).start()
    return future


def _tried(task: Task, work: Callable[[], str]) -> str:
    """The work, tried again after a fault of ours; what the input is at fault for is not tried again."""
    for attempt in range(task.retries):
        try:
            return work()
        except UserError:
            raise
        except Exception:
            log.warning("a task is tried again", exc_info=True)
            time.sleep(RETRY_SECONDS * 2**attempt)
    return work()


def _outcome(process: Process, task: Task, entry: Run, future: Future[str]) -> tuple[bool, str]:
    """Whether the work went well, and the sentence for the log; waits until it is done, too late, or the process closes."""
    end = time.monotonic() + task.timeout
    while not future.done() and time.monotonic() < end and process.ready.is_set():
        try:
            future.exception(LOOK_SECONDS)
        except TimeoutError:
            continue
    if not future.done():
        late = process.ready.is_set()
        return False, "It took too long and was left to end by itself." if late else "Shortlist was closed before its end."
    error = future.exception()
    if isinstance(error, UserError):
        return False, str(error)
    if error is not None:
        log.error("task %s failed (%s)", entry.task, entry.id[:8], exc_info=error)
        return False, f"Something went wrong on our side; the log has the details under {entry.id[:8]}."
    return True, future.result()


# --- the clock ---------------------------------------------------------------------------------------------------------


class Clock:
    """The tasks of a running app, one after the other, until it is closed."""

    def __init__(self, process: Process) -> None:
        from apscheduler.executors.debug import DebugExecutor
        from apscheduler.schedulers.background import BackgroundScheduler
        from apscheduler.triggers.interval import IntervalTrigger

        # That executor runs a task in the scheduler's own thread: one at a time, in the order of the table.
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self.scheduler = BackgroundScheduler(timezone="UTC", executors={"default": DebugExecutor()}, job_defaults=options)
        for name, task in TASKS.items():
            first = first_run(process, name)
            trigger = IntervalTrigger(seconds=task.every, start_date=first)
            self.scheduler.add_job(_scheduled, trigger, [process, name], id=name, next_run_time=first)
        self.scheduler.start()

    def close(self) -> None:
        """Stop; work that is going on is left behind and comes again at the next start."""
        self.scheduler.shutdown(wait=False)


def start(process: Process) -> None:
    """Start the clock of a process, once."""
    process.keep("clock", lambda: Clock(process))


def first_run(process: Process, name: str) -> datetime:
    """When a task runs first after a start: when it is due, or soon when that was missed."""
    task, last = TASKS[name], process.store.runs.last(name)
    soon = process.now() + timedelta(seconds=task.offset)
    return (max(soon, last.started + timedelta(seconds=task.every)) if last else soon).astimezone(UTC)


def _scheduled(process: Process, name: str) -> None:
    try:
        run(process, name)
    except UserError as error:
        log.info("task %s: %s", name, error)
