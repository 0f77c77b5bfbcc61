"""The API token of an owner, as Settings shows it.

The local person's token is made with the first start of a server and kept sealed, so that it can be shown again. A visitor of a hosted
instance makes one when they want it and sees it once; only its hash is kept.
"""

from __future__ import annotations

from datetime import datetime

from core.gate import LOCAL_OWNER
from core.workspace import Workspace

GIVEN = "token_given"


def token(ws: Workspace) -> str | None:
    """The owner's token where it can be shown, else None."""
    return ws.store.tokens.show(ws.owner)


def first(ws: Workspace) -> None:
    """Give the local person a token at the first start; one that was taken back stays away."""
    if _is_shown(ws) and not ws.records.setting(GIVEN):
        ws.records.set(GIVEN, True)
        make(ws)


def made(ws: Workspace) -> datetime | None:
    """When the owner's token was made; None without one."""
    return ws.store.tokens.made(ws.owner)


def make(ws: Workspace) -> str:
    """A new token; the old one opens nothing from now on."""
    return ws.store.tokens.make(ws.owner, shown=_is_shown(ws))


def revoke(ws: Workspace) -> None:
    """Let no token open this owner's records."""
    ws.store.tokens.revoke(ws.owner)


def _is_shown(ws: Workspace) -> bool:
    return ws.owner == LOCAL_OWNER and ws.settings.mode == "local"
