"""What the market asks for over time, counted on unique openings: shares with bands, honest directions, and what pays.

`stored_counts` (or `sliced_counts`, `counts_in_file`) gives the counts that `shares`, `directions`, `hot` and `health` read; the other
functions take the market itself. Figures that rest on fewer than 30 openings are not given.
"""

from core.trends.adjacent import AdjacentRole, adjacent
from core.trends.counts import ENOUGH, Counts
from core.trends.directions import Directions, directions, hot
from core.trends.files import counts_in_file, counts_in_table
from core.trends.health import Health, health
from core.trends.lint import Finding, Norms, lint, norms
from core.trends.shares import Shares, shares
from core.trends.staying import Staying, staying
from core.trends.stored import Slice, candidates, refresh, sliced_counts, stored_counts
from core.trends.together import Pair, Premium, pairs, premiums

__all__ = [
    "ENOUGH",
    "AdjacentRole",
    "Counts",
    "Directions",
    "Finding",
    "Health",
    "Norms",
    "Pair",
    "Premium",
    "Shares",
    "Slice",
    "Staying",
    "adjacent",
    "candidates",
    "counts_in_file",
    "counts_in_table",
    "directions",
    "health",
    "hot",
    "lint",
    "norms",
    "pairs",
    "premiums",
    "refresh",
    "shares",
    "sliced_counts",
    "staying",
    "stored_counts",
]
