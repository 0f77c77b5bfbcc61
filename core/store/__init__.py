"""The user's own records: owned, versioned, encrypted; SQLModel on SQLite, migrated by Alembic.

`Store` opens the database; `Records` is what one owner can see of it, so no query can forget its owner.
"""

from core.store.cipher import Cipher, load_cipher
from core.store.feeds import FeedRecords, StoredFeed
from core.store.records import ActionChange, Records, StoredProfile
from core.store.runs import Run, Runs
from core.store.store import Store

__all__ = [
    "ActionChange",
    "Cipher",
    "FeedRecords",
    "Records",
    "Run",
    "Runs",
    "Store",
    "StoredFeed",
    "StoredProfile",
    "load_cipher",
]
