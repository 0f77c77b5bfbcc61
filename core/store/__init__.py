"""The user's own records: owned, versioned, encrypted; SQLModel on SQLite, migrated by Alembic.

`Store` opens the database; `Records` is what one owner can see of it, so no query can forget its owner.
"""

from core.store.checks import CheckedPosting, CheckRecords, Standing
from core.store.cipher import Cipher, load_cipher
from core.store.feeds import FeedRecords, StoredFeed
from core.store.interviews import InterviewRecords, Result, StoredAnswer, StoredAudio, StoredInterview, StoredQuestion
from core.store.records import ActionChange, Records, StoredProfile
from core.store.reports import ReportRecords, StoredReport
from core.store.runs import Run, Runs
from core.store.store import Store

__all__ = [
    "ActionChange",
    "CheckRecords",
    "CheckedPosting",
    "Cipher",
    "FeedRecords",
    "InterviewRecords",
    "Records",
    "ReportRecords",
    "Result",
    "Run",
    "Runs",
    "Standing",
    "Store",
    "StoredAnswer",
    "StoredAudio",
    "StoredFeed",
    "StoredInterview",
    "StoredProfile",
    "StoredQuestion",
    "StoredReport",
    "load_cipher",
]
