"""Reading an owner's feeds at the same time, each as far as it goes: one bad feed never stops the others.

A feed's postings are stored first and its state after them, so that a refresh which is cut off loses nothing, and what it reads
again is the same postings under the same ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from typing import Literal

from core import postings
from core.errors import UserError
from core.feeds.catalogue import presets
from core.feeds.fetching import Fetcher, Refused, web_address
from core.feeds.reading import pages
from core.postings import Summary
from core.store import StoredFeed
from core.workspace import Workspace

AT_ONCE = 4
LEASE_SECONDS = 1_800
AGAIN_UNREACHED = timedelta(minutes=5)  # nobody was bothered, and the connection may be back
MOST_WAIT = timedelta(days=1)
EARLY = timedelta(minutes=1)  # a clock that runs every hour does not meet the very second
BUSY = "Your feeds are being read already; the new postings show when that is done."
Status = Literal["read", "unchanged", "waiting", "failed"]
_NOTHING = Summary(0, 0, 0, 0, 0, 0.0)


@dataclass(frozen=True)
class Outcome:
    """What became of one feed: its state now, and what was stored (also from a feed that broke off later)."""

    feed: StoredFeed
    status: Status
    summary: Summary = _NOTHING


@dataclass(frozen=True)
class RefreshReport:
    """What a refresh did, feed by feed."""

    outcomes: tuple[Outcome, ...] = ()

    @property
    def summary(self) -> Summary:
        """All feeds together; seconds are those of storing."""
        return sum((one.summary for one in self.outcomes), _NOTHING)

    @property
    def next_possible(self) -> datetime | None:
        """When the first feed that was left waiting may be read again."""
        return min((one.feed.next_allowed for one in self.having("waiting") if one.feed.next_allowed), default=None)

    def having(self, status: Status) -> list[Outcome]:
        """The outcomes of one kind."""
        return [one for one in self.outcomes if one.status == status]

    def sentence(self) -> str:
        """The report in one sentence."""
        if not self.outcomes:
            return "No feed is switched on."
        read, failed, waiting = (len(self.having(status)) for status in ("read", "failed", "waiting"))
        told = [f"{read + len(self.having('unchanged'))} of {len(self.outcomes)} feeds read, {self.summary.added:,} new postings"]
        told += [f"{failed} failed"] if failed else []
        told += [f"{waiting} read a short while ago"] if waiting else []
        return "; ".join(told) + "."


Progress = Callable[[int, int, Outcome], None]


def refresh(
    ws: Workspace,
    feeds: Collection[str] | None = None,
    progress: Progress | None = None,
    fetcher: Fetcher | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> RefreshReport:
    """Read the owner's feeds that are switched on (or those of them with these ids); `progress` hears of each as it ends.

    A feed read less than an hour ago is left waiting, and so is every feed not begun when `stop` says so; UserError when a refresh is
    going on already.
    """
    asked = fetcher or Fetcher.of(ws.settings)
    with _alone(ws):
        began = ws.now()
        chosen = [feed for feed in ws.records.feeds.all() if feed.enabled and (feeds is None or feed.id in feeds)]
        outcomes = []
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feeds") as pool:
            for done in as_completed([pool.submit(_read, ws, feed, asked, began, stop) for feed in _mixed(chosen)]):
                outcomes.append(done.result())
                if progress:
                    progress(len(outcomes), len(chosen), outcomes[-1])
    place = {feed.id: number for number, feed in enumerate(chosen)}
    return RefreshReport(tuple(sorted(outcomes, key=lambda one: place[one.feed.id])))


@contextmanager
def _alone(ws: Workspace) -> Iterator[None]:
    with ws.store.runs.lease(f"feeds {ws.owner}", LEASE_SECONDS) as held:
        if not held:
            raise UserError(BUSY)
        yield


def _read(ws: Workspace, feed: StoredFeed, fetcher: Fetcher, began: datetime, stop: Callable[[], bool]) -> Outcome:
    """Read one feed, store its postings, save how it went."""
    if stop() or (feed.next_allowed and began < feed.next_allowed - EARLY):
        return Outcome(feed, "waiting")
    total, unchanged, state = _NOTHING, False, replace(feed, last_attempt=ws.now())
    try:
        for page in pages(state, fetcher, began):
            total += postings.add(ws, page.postings)
            state, unchanged = page.feed, page.unchanged
    except UserError as error:
        return Outcome(ws.records.feeds.record(_failed(state, error, began)), "failed", total)
    items = feed.items if unchanged else total.read
    allowed = began + timedelta(hours=hours(feed))
    state = replace(state, last_success=ws.now(), next_allowed=allowed, items=items, failures=0, error="")
    return Outcome(ws.records.feeds.record(state), "unchanged" if unchanged else "read", total)


def _failed(feed: StoredFeed, error: UserError, began: datetime) -> StoredFeed:
    """The feed after a failure: asked again later each time, or when the site said so."""
    failures = feed.failures + 1
    wait = min(timedelta(hours=hours(feed)) * 2 ** min(failures - 1, 5), MOST_WAIT)
    if isinstance(error, Refused):
        wait = max(wait, timedelta(seconds=error.wait)) if error.reached else AGAIN_UNREACHED
    return replace(feed, failures=failures, error=str(error)[:300], next_allowed=began + wait)


def hours(feed: StoredFeed) -> int:
    """The least hours between two readings of a feed."""
    return presets()[feed.preset].hours if feed.preset in presets() else 1


def _mixed(feeds: Sequence[StoredFeed]) -> list[StoredFeed]:
    """The feeds in turns of their hosts, so that many of one host do not keep the others waiting."""
    hosts: defaultdict[str, list[StoredFeed]] = defaultdict(list)
    for feed in feeds:
        hosts[_host(feed)].append(feed)
    return [feed for feed in chain.from_iterable(zip_longest(*hosts.values())) if feed is not None]


def _host(feed: StoredFeed) -> str:
    """The host of a feed; nothing for a ready-made source that there is no more, which fails by itself later."""
    if feed.preset not in presets():
        return web_address(feed.url).host if feed.url else ""
    return web_address(presets()[feed.preset].address(feed.parameter)).host
