"""What the market asks for over time, counted on unique openings: shares with bands, honest directions, and what pays."""

from core.trends.counts import ENOUGH, Counts
from core.trends.directions import Directions, directions, hot
from core.trends.files import counts_in_file, counts_in_table
from core.trends.shares import Shares, shares
from core.trends.stored import Slice, refresh, sliced_counts, stored_counts

__all__ = [
    "ENOUGH",
    "Counts",
    "Directions",
    "Shares",
    "Slice",
    "counts_in_file",
    "counts_in_table",
    "directions",
    "hot",
    "refresh",
    "shares",
    "sliced_counts",
    "stored_counts",
]
