"""What the market asks for over time, counted on unique openings: shares with bands, honest directions, and what pays.

`chart` and `ranking` give a page all that one chart shows, `basis` what it rests on; `pairs`, `premiums`, `staying`, `adjacent`, `near`,
`candidates` and `norms` take the market too. Below them, `stored_counts`, `sliced_counts` and `counts_in_file` count, and `shares`,
`directions`, `hot` and `health` read the counts. Figures that rest on fewer than 30 openings are not given.
"""

from core.trends.adjacent import AdjacentRole, adjacent, near, usual_skills
from core.trends.charts import Chart, Rank, basis, chart, chart_of, ranking
from core.trends.counts import ENOUGH, Counts
from core.trends.directions import Direction, Directions, directions, hot
from core.trends.files import counts_in_file, counts_in_table
from core.trends.health import Health, health
from core.trends.lint import Finding, Norms, lint, norms
from core.trends.shares import Shares, shares
from core.trends.staying import Staying, staying
from core.trends.stored import Dimension, Slice, candidates, refresh, sliced_counts, stored_counts
from core.trends.together import Pair, Premium, pairs, premiums

__all__ = [
    "ENOUGH",
    "AdjacentRole",
    "Chart",
    "Counts",
    "Dimension",
    "Direction",
    "Directions",
    "Finding",
    "Health",
    "Norms",
    "Pair",
    "Premium",
    "Rank",
    "Shares",
    "Slice",
    "Staying",
    "adjacent",
    "basis",
    "candidates",
    "chart",
    "chart_of",
    "counts_in_file",
    "counts_in_table",
    "directions",
    "health",
    "hot",
    "lint",
    "near",
    "norms",
    "pairs",
    "premiums",
    "ranking",
    "refresh",
    "shares",
    "sliced_counts",
    "staying",
    "stored_counts",
    "usual_skills",
]
