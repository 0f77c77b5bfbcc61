"""Postings: read from files of any dialect, their pay, their identity, and what their text says."""

from core.jobs.reading import read
from core.jobs.wages import pay

__all__ = ["pay", "read"]
