"""Postings, their facts, scores: one DuckDB file, one owner process, one write lock.

Readers take a cursor each; writes are set-based transactions under a process-wide lock, so a page never waits for
more than one chunk of a bulk load. Personal text is never written here: a score is numbers and ids.
"""

from core.warehouse.market import Market
from core.warehouse.warehouse import SHARED, Warehouse

__all__ = ["SHARED", "Market", "Warehouse"]
