"""The salary model: what it was trained on, how well it did on rows it had not seen, and what it predicts for jobs.

Pay is modelled as its logarithm. A model knows the currency of its numbers (`EUR` a year; a backtest keeps the unit of its column).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from core import money, occupations
from core.errors import UserError
from core.occupations import normalise
from core.salary.design import Design, groups
from core.salary.facts import country_groups

if TYPE_CHECKING:
    import pandas as pd

    from core.salary.regressor import PayRegressor

ENOUGH = 30  # rows below which nothing is estimated
QUARTER_DAYS = 91
ENDS = ("lo90", "lo80", "hi80", "hi90")


@dataclass(frozen=True)
class Quality:
    """How a model did on `n` later rows that it had not seen: typical relative error, and the share inside both intervals."""

    n: int
    median_error: float
    mean_error: float
    coverage80: float
    coverage90: float


@dataclass(frozen=True)
class SalaryModel:
    """A fitted model. `counts` are training rows by (occupation or family, country or its group), `sources` rows by source.

    `quality` maps a country group (`""` for all) to what held-out rows showed; `until` is the ISO date of the newest training row;
    `average` is the mean row of the design matrix, against which contributions are told; `rates` are the currency rates that its rows
    were made comparable with.
    """

    design: Design
    regressor: PayRegressor
    counts: Mapping[str, int]
    sources: Mapping[str, int]
    quality: Mapping[str, Quality]
    average: np.ndarray
    until: str = ""
    currency: str = "EUR"
    rates: Mapping[str, float] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Rows that it was trained on."""
        return sum(self.sources.values())

    def worth(self, currency: str) -> float:
        """What one unit of its currency is in another, by its own rates: pay trained in a currency comes back as it was."""
        if currency in self.rates and self.currency in self.rates:
            return self.rates[self.currency] / self.rates[currency]
        return money.convert(1.0, self.currency, currency)

    def predict(self, table: pd.DataFrame) -> pd.DataFrame:
        """`pred`, `lo80`, `hi80`, `lo90`, `hi90` of each row; the ends never cross."""
        import pandas as pd

        matrix = self.design.matrix(table)
        ends = np.exp(self.regressor.predict_interval(matrix, groups(table)))
        out = pd.DataFrame(ends, columns=list(ENDS), index=table.index).assign(pred=np.exp(self.regressor.predict(matrix)))
        return out[["pred", "lo80", "hi80", "lo90", "hi90"]]


def train(rows: pd.DataFrame, currency: str = "EUR", held_out: bool = True) -> SalaryModel:
    """A model of rows with `pay`, `seen`, `weight` and, where known, `source`; at least thirty rows are needed.

    With `held_out` a first model without the newest quarter says how well the method does on later rows.
    """
    rows = ordered(rows[rows["pay"] > 0])
    if len(rows) < ENOUGH:
        raise UserError(f"Only {len(rows)} rows state a pay; a salary model needs at least {ENOUGH}.")
    quality: dict[str, Quality] = {}
    if held_out:
        older, newest = split_newest(rows)
        if len(older) >= ENOUGH and len(newest) >= ENOUGH:
            quality = by_group(train(older, currency, held_out=False), newest)
    from core.salary.regressor import PayRegressor

    design = Design.learn(rows)
    matrix, weight = design.matrix(rows), rows["weight"].to_numpy(float)
    regressor = PayRegressor().fit(matrix, np.log(rows["pay"].to_numpy(float)), sample_weight=weight, groups=groups(rows))
    regressor.learn_deviations(matrix, weight)
    sources = dict(Counter(rows["source"])) if "source" in rows else {"table": len(rows)}
    average = np.asarray(weight @ matrix / weight.sum())
    return SalaryModel(design, regressor, _counts(rows), sources, quality, average, _newest_day(rows), currency, dict(money.rates()))


def _newest_day(rows: pd.DataFrame) -> str:
    newest = rows["seen"].max()
    return "" if newest != newest else newest.date().isoformat()


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Oldest first: by the day a row was seen, else by the year of its pay, else as they stand."""
    return rows.sort_values(["seen", "year"], kind="stable", na_position="first")


def split_newest(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows in order, cut before the newest quarter; without dates the last quarter of the rows counts as that."""
    import pandas as pd

    start = rows["seen"].max() - pd.Timedelta(days=QUARTER_DAYS)
    newest = rows["seen"] > start if rows["seen"].nunique() > 1 else pd.Series(np.arange(len(rows)) >= len(rows) * 3 // 4, index=rows.index)
    return rows[~newest], rows[newest]


def quality(predicted: pd.DataFrame, pay: pd.Series) -> Quality:
    """Error and coverage of predictions."""
    miss = (predicted["pred"] - pay).abs()
    inside = [float(pay.between(predicted[f"lo{level}"], predicted[f"hi{level}"]).mean()) for level in (80, 90)]
    return Quality(len(pay), float((miss / pay).median()), float(miss.mean()), *inside)


def by_group(model: SalaryModel, rows: pd.DataFrame) -> dict[str, Quality]:
    """Quality over all rows (`""`) and in each country group with enough of them."""
    predicted = model.predict(rows)
    place = rows["country"].map(country_groups()).fillna("")
    found = {"": quality(predicted, rows["pay"])}
    for name in sorted(set(place) - {""}):
        inside = place == name
        if inside.sum() >= ENOUGH:
            found[name] = quality(predicted[inside], rows["pay"][inside])
    return found


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    """Rows by what a title is counted under, in its country, in the country's group, and anywhere (`key|place`)."""
    keys = {title: title_keys(title) for title in rows["title"].unique()}
    found: Counter[str] = Counter()
    for (title, country), count in rows.groupby(["title", "country"]).size().items():
        for place in dict.fromkeys((country, country_groups().get(country, ""), "")):
            found.update({f"{key}|{place}": int(count) for key in keys[title]})
    return dict(found)


def title_keys(title: str) -> tuple[str, ...]:
    """What a title is counted under: its occupation and the family of close ones, else its role in plain words."""
    found = occupations.find(title)
    return (found.id, f"family {found.family}") if found else (normalise(title),)
