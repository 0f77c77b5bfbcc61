"""An invented market whose pay follows a known rule, to see whether the model finds it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.salary.facts import complete

TITLES = {"Nurse": 0.0, "Software Developer": 0.5, "Warehouse Worker": -0.4, "Data Analyst": 0.3}
COUNTRIES = {"DE": 0.0, "US": 0.5, "PL": -0.6}
LEVELS = {"junior": -0.25, "mid": 0.0, "senior": 0.3}


def rows(count: int = 1_500, seed: int = 1, noise: float = 0.2, skill: float = 0.15) -> pd.DataFrame:
    """Paid rows of two years; log pay is a sum of effects and noise."""
    rng = np.random.default_rng(seed)
    title, country, level = (rng.choice(list(of), count) for of in (TITLES, COUNTRIES, LEVELS))
    knows = rng.random(count) < 0.4
    log = np.log(50_000) + noise * rng.standard_normal(count) + skill * knows
    for names, of in ((title, TITLES), (country, COUNTRIES), (level, LEVELS)):
        log += np.array([of[name] for name in names])
    seen = pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(np.sort(rng.integers(0, 730, count)), unit="D")
    table = pd.DataFrame({"title": title, "country": country, "level": level, "seen": seen.astype("datetime64[us, UTC]")})
    table["skills"] = [("Python",) if one else () for one in knows]
    table["year"] = table["seen"].dt.year.astype(float)
    return complete(table).assign(pay=np.exp(log), weight=1.0, source="invented")
