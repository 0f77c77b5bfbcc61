"""Postings: read from files of any dialect or pasted text, their pay, their identity, and what their words say."""

from core.jobs.analysis import analyse, analyse_many
from core.jobs.evidence import Statement, confidence, statements
from core.jobs.identity import opening_key, posting_id, reposted
from core.jobs.pasted import from_text
from core.jobs.places import locate
from core.jobs.reading import read
from core.jobs.wages import pay

__all__ = [
    "Statement",
    "analyse",
    "analyse_many",
    "confidence",
    "from_text",
    "locate",
    "opening_key",
    "pay",
    "posting_id",
    "read",
    "reposted",
    "statements",
]
