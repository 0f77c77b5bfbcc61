"""What long work answers with, the same whether the server or a command does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core import feeds, tasks
from core.errors import UserError
from core.process import Process
from core.store import Run
from core.workspace import Workspace


def refreshed(ws: Workspace, progress: Callable[[int, int], None], stop: Callable[[], bool] = lambda: False) -> dict[str, Any]:
    """Read the owner's feeds: what came in, and what stopped a feed."""
    report = feeds.refresh(ws, progress=lambda done, of, _: progress(done, of), stop=stop)
    counts = {status: len(report.having(status)) for status in ("read", "unchanged", "waiting", "failed")}
    errors = [{"feed": one.feed.name, "error": one.feed.error} for one in report.having("failed")]
    added = {"added": report.summary.added, "updated": report.summary.updated}
    return {"feeds": len(report.outcomes), **counts, **added, "errors": errors, "sentence": report.sentence()}


def task_run(process: Process, name: str, owner: str | None, values: Mapping[str, tasks.Scalar]) -> dict[str, Any]:
    """Run a task now, for one owner or for everyone; `UserError` with the log's sentence when it failed."""
    run = tasks.run(process, name, owner, **values)  # type: ignore[arg-type]
    if not run.ok:
        raise UserError(run.sentence)
    return {"task": name, "ok": True, "started": run.started.isoformat(), "sentence": run.sentence}


def task_row(one: tasks.Standing) -> dict[str, Any]:
    """A task in a list."""
    last = one.last and run_row(one.last)
    return {"name": one.name, "about": one.task.about, "every": one.task.every, "last": last, "due": one.due}


def run_row(run: Run) -> dict[str, Any]:
    """One run of a task in a list."""
    return {"started": run.started, "finished": run.finished, "ok": run.ok, "sentence": run.sentence}
