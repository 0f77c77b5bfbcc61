"""Which feeds an owner reads: ready-made ones switched on, own ones by address; switching, removing.

On a hosted instance the ready-made feeds belong to its operator (the owner with the empty name), who fills the shared market; a visitor
adds feeds of their own, which stay theirs.
"""

from __future__ import annotations

from hashlib import sha256

from core.errors import UserError
from core.feeds.catalogue import preset, presets
from core.feeds.fetching import web_address
from core.store import StoredFeed
from core.warehouse import SHARED
from core.workspace import Workspace

MAX_FEEDS = {"local": 200, "hosted": 10}
MAX_NAME = 80


def listed(ws: Workspace) -> list[StoredFeed]:
    """The owner's feeds with their health, in the order they were added."""
    return ws.records.feeds.all()


def shared(ws: Workspace) -> list[StoredFeed]:
    """The feeds that fill the market which all visitors of a hosted instance see; only its operator changes them."""
    return ws.store.records(SHARED).feeds.all() if ws.settings.mode == "hosted" and ws.owner != SHARED else []


def follow(ws: Workspace, preset_id: str, parameter: str = "") -> StoredFeed:
    """Switch on a ready-made feed (`parameter`: the company of a board, or its pasted address; the months of the threads)."""
    if ws.settings.mode == "hosted" and ws.owner != SHARED:
        raise UserError("The operator of this site chooses the ready-made feeds; add a feed of your own by its address.")
    source = preset(preset_id)
    named = source.understood(parameter)
    feed_id = _id(ws, preset_id, named.lower() if source.category == "board" else "")
    if any(feed.id == feed_id and feed.parameter != named for feed in listed(ws)):
        ws.records.feeds.remove(feed_id)
    return _add(ws, StoredFeed(feed_id, source.title(named), preset=preset_id, parameter=named))


def add(ws: Workspace, url: str, name: str = "") -> StoredFeed:
    """Add a feed by its address, under `name` or its site's; one that is there already is switched on."""
    address = web_address(url.strip().removeprefix("feed:") if url.strip().startswith("feed:http") else url)
    title = " ".join(name.split())[:MAX_NAME] or address.host.removeprefix("www.")
    return _add(ws, StoredFeed(_id(ws, str(address)), title, url=str(address)))


def choose(ws: Workspace, source: str, parameter: str = "", name: str = "") -> StoredFeed:
    """A ready-made feed by its id, or an own one by its address: whatever `source` is."""
    return follow(ws, source.strip(), parameter) if source.strip() in presets() else add(ws, source, name)


def switch(ws: Workspace, feed_id: str, on: bool) -> StoredFeed:
    """Turn a feed on or off; its postings stay."""
    return ws.records.feeds.switch(_known(ws, feed_id), on)


def remove(ws: Workspace, feed_id: str, with_postings: bool = False) -> int:
    """Forget a feed, and its postings too when asked; returns how many postings went."""
    feed = _known(ws, feed_id)
    ws.records.feeds.remove(feed_id)
    return ws.market.remove(feed.name) if with_postings else 0


def _add(ws: Workspace, feed: StoredFeed) -> StoredFeed:
    others = [one for one in listed(ws) if one.id != feed.id]
    if len(others) >= MAX_FEEDS[ws.settings.mode]:
        raise UserError(f"You already have {len(others)} feeds; remove one before you add another.")
    return ws.records.feeds.add(
        StoredFeed(feed.id, _unlike(feed.name, {one.name for one in others}), feed.url, feed.preset, feed.parameter)
    )


def _unlike(name: str, taken: set[str]) -> str:
    """The name, numbered when another feed has it: postings are told apart by it."""
    names = (name if number == 1 else f"{name} {number}" for number in range(1, len(taken) + 2))
    return next(one for one in names if one not in taken)


def _known(ws: Workspace, feed_id: str) -> StoredFeed:
    found = next((feed for feed in listed(ws) if feed.id == feed_id), None)
    if found is None:
        raise UserError("That feed is no longer there; reload the page.")
    return found


def _id(ws: Workspace, *content: str) -> str:
    """The same for the same feed of the same owner, so that adding twice is adding once."""
    return sha256("\n".join((ws.owner, *content)).encode("utf-8", "replace")).hexdigest()[:32]
