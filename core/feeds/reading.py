"""A feed's postings, page by page: what to ask for, what came, whether it is new. Strangers' bytes are read in the bounded child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.documents import digest, worker
from core.errors import UserError
from core.feeds import hiring
from core.feeds.catalogue import Preset, preset
from core.feeds.fetching import Answer, Fetcher
from core.jobs import read
from core.models import Posting
from core.store import StoredFeed

READ_SECONDS = 60.0
_SAID = {
    worker.TOO_SLOW: "The feed took too long to understand and was stopped; what was stored before stays.",
    worker.TOO_BIG: "The feed needs more memory than a feed should; what was stored before stays.",
    worker.CRASHED: "The feed is damaged in a way that stopped the reader; what was stored before stays.",
}


@dataclass(frozen=True)
class Page:
    """Postings to store, and the feed as it stands once they are stored."""

    postings: list[Posting]
    feed: StoredFeed
    unchanged: bool = False


def pages(feed: StoredFeed, fetcher: Fetcher, now: datetime) -> Iterator[Page]:
    """A feed's pages, each as soon as it is read; UserError where it breaks off."""
    if not feed.preset:
        yield _single(feed, fetcher, feed.url)
        return
    source = preset(feed.preset)
    if source.kind == "hiring":
        yield from _threads(feed, source, fetcher, now)
    elif source.pages == 1:
        yield _single(feed, fetcher, source.address(feed.parameter))
    else:
        for number in range(source.first_page, source.first_page + source.pages):
            postings = _postings(feed, fetcher.get(source.address(feed.parameter, number)))
            if not postings:
                return
            yield Page(postings, feed)


def _single(feed: StoredFeed, fetcher: Fetcher, url: str) -> Page:
    """The one page of a feed; nothing when the site, or the content itself, says that it is the old one."""
    answer = fetcher.get(url, feed.etag, feed.last_modified)
    content = digest(answer.data)
    if answer.unchanged or content == feed.digest:
        return Page([], feed, unchanged=True)
    tagged = replace(feed, etag=answer.etag, last_modified=answer.last_modified, digest=content)
    return Page(_postings(feed, answer), tagged)


def _threads(feed: StoredFeed, source: Preset, fetcher: Fetcher, now: datetime) -> Iterator[Page]:
    """The comments of the newest threads; an old thread is read once."""
    months = int(feed.parameter)
    found = _inside(hiring.threads, fetcher.get(hiring.threads_address(source.url, months)).data)
    settled = (now - timedelta(days=hiring.SETTLED_DAYS)).timestamp()
    for thread, opened in found[:months]:
        if thread in feed.done:
            continue
        for number in range(source.first_page, source.first_page + source.pages):
            postings = _postings(feed, fetcher.get(hiring.comments_address(source.url, thread, number)))
            if not postings:
                break
            yield Page(postings, feed)
        if opened < settled:
            feed = replace(feed, done=(*feed.done, thread)[-2 * months :])
            yield Page([], feed)


def _postings(feed: StoredFeed, answer: Answer) -> list[Posting]:
    """What one answer holds, under the feed's name; a board's own company where a posting names none."""
    company = feed.parameter.replace("-", " ").title() if feed.preset and preset(feed.preset).category == "board" else ""
    found = _inside(read, answer.data, feed.name)
    return [one.model_copy(update={"source": feed.name, "company": one.company or company}) for one in found]


def _inside(call: Any, *args: object) -> Any:
    try:
        return worker.run(call, *args, seconds=READ_SECONDS)
    except UserError as error:
        raise UserError(_SAID.get(str(error), str(error))) from error
