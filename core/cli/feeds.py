"""The commands on feeds: what is read, reading one more, reading one no more."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from core.cli.console import emit
from core.cli.handover import Server, store
from core.workspace import Workspace

AsJson = Annotated[bool, typer.Option("--json", help="JSON lines (it always is).")]
_SHOWN = ("id", "name", "preset", "parameter", "url", "enabled", "items", "last_attempt", "last_success", "next_allowed", "error")


def list_feeds(
    context: typer.Context,
    sources: Annotated[bool, typer.Option("--sources", help="The ready-made sources instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the feeds that are read, with their health. Example: python -m core jobs feeds"""
    from core import feeds

    if sources:
        emit({"source": one.id, "name": one.name, "parameter": one.parameter, "terms": one.terms} for one in feeds.presets().values())
        return
    emit(store(context.obj, lambda ws: [_row(feed) for feed in feeds.listed(ws)], lambda server: server.get("/feeds")))


def follow(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A ready-made source (jobs feeds --sources), or the address of a feed.")],
    parameter: Annotated[str, typer.Argument(help="The company of a board, or the months of the threads.")] = "",
    name: Annotated[str, typer.Option(help="What to call the feed.")] = "",
    as_json: AsJson = False,
) -> None:
    """Read a feed from now on. Example: python -m core jobs follow greenhouse acme"""
    from core import feeds

    def there(server: Server) -> dict[str, Any]:
        added: dict[str, Any] = server.send("/feeds", {"source": source, "parameter": parameter, "name": name})
        return added

    emit([store(context.obj, lambda ws: _row(feeds.choose(ws, source, parameter, name)), there)])


def unfollow(
    context: typer.Context,
    feed: Annotated[str, typer.Argument(help="The id of a feed (jobs feeds).")],
    with_postings: Annotated[bool, typer.Option("--with-postings", help="Remove its postings too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read a feed no more. Example: python -m core jobs unfollow ID"""
    from core import feeds

    def here(ws: Workspace) -> dict[str, Any]:
        return {"postings_removed": feeds.remove(ws, feed, with_postings)}

    emit([store(context.obj, here, lambda server: server.delete(f"/feeds/{feed}", with_postings=with_postings))])


def _row(feed: Any) -> dict[str, Any]:
    return {name: getattr(feed, name) for name in _SHOWN}
