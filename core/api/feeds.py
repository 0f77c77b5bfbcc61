"""Routes on feeds: what is read, adding and removing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from core import feeds
from core.api.access import MISSING, Id, Ws

router = APIRouter(tags=["feeds"])


class NewFeed(BaseModel):
    """A feed to read: a ready-made source by its id (with what it asks for), or an address."""

    model_config = ConfigDict(extra="forbid")
    source: str = Field(min_length=1, max_length=2_000)
    parameter: str = Field(default="", max_length=300)
    name: str = Field(default="", max_length=feeds.MAX_NAME)


class FeedOut(BaseModel):
    """A feed and how it has been doing; `error` is empty when the last reading went well."""

    id: str
    name: str
    preset: str
    parameter: str
    url: str
    enabled: bool
    items: int
    last_attempt: datetime | None
    last_success: datetime | None
    next_allowed: datetime | None
    error: str


def shown(feed: feeds.Feed) -> FeedOut:
    """A feed as it goes out."""
    return FeedOut.model_validate(feed, from_attributes=True)


def own(ws: Ws, feed_id: Id) -> feeds.Feed:
    """One of the caller's feeds."""
    for feed in feeds.listed(ws):
        if feed.id == feed_id:
            return feed
    raise HTTPException(404, "There is no such feed.")


OwnFeed = Annotated[feeds.Feed, Depends(own)]


@router.get("/feeds")
def list_feeds(ws: Ws) -> list[FeedOut]:
    """The feeds that are read, with their health."""
    return [shown(feed) for feed in feeds.listed(ws)]


@router.post("/feeds", status_code=201)
def add_feed(ws: Ws, new: NewFeed) -> FeedOut:
    """Read a feed from now on; one that is there already is switched on."""
    return shown(feeds.choose(ws, new.source, new.parameter, new.name))


@router.delete("/feeds/{feed_id}", responses=MISSING)
def remove_feed(ws: Ws, feed: OwnFeed, with_postings: bool = False) -> dict[str, int]:
    """Read a feed no more; its postings stay unless they are to go too."""
    return {"postings_removed": feeds.remove(ws, feed.id, with_postings)}
