"""A backtest: train on what was known, predict what came later, and compare with plain medians and with last year's model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import UserError
from core.salary.facts import country_groups
from core.salary.model import ENOUGH, ordered, quality, train

if TYPE_CHECKING:
    import pandas as pd

BY = ("year", "country", "level")
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Backtest:
    """Test rows with their predictions (`pred`, `lo80` ...), the plain `group_median`, and `last_year`'s prediction.

    `pay` may be unknown in test rows; figures are then None. `rows` keep the index of the table.
    """

    rows: pd.DataFrame
    trained: int

    @property
    def tested(self) -> str:
        """The years of the test rows: `2025`, `2024-2025`; empty when unknown."""
        years = self.rows["seen"].dt.year.fillna(self.rows["year"]).dropna().astype(int)
        return "" if years.empty else "-".join(str(year) for year in sorted({years.min(), years.max()}))

    def summary(self) -> dict[str, Any]:
        """The figures over all test rows whose pay is known."""
        known = self.rows[self.rows["pay"] > 0]
        figures = {"n": len(self.rows), "n_train": self.trained, "n_known": len(known)}
        names = ("mae", "median_ape", "r2", "coverage80", "coverage90")
        if known.empty:
            return figures | dict.fromkeys(names)
        found = quality(known, known["pay"])
        miss = ((known["pred"] - known["pay"]) ** 2).sum()
        around = ((known["pay"] - known["pay"].mean()) ** 2).sum()
        values = (found.mean_error, found.median_error, 1 - miss / around if around else None, found.coverage80, found.coverage90)
        return figures | {name: None if value is None else round(float(value), 4) for name, value in zip(names, values, strict=True)}

    def by(self, name: str) -> list[dict[str, Any]]:
        """A line for each year, country or level with at least thirty known rows, most rows first.

        `median_ape` and `mae` stand beside those of the group's median and of last year's model (None when there was none).
        """
        known = self.rows[self.rows["pay"] > 0]
        return sorted(_lines(known, name), key=lambda line: (-line["n"], str(line[name])))


def backtest(train_rows: pd.DataFrame, test_rows: pd.DataFrame, compare: bool = True) -> Backtest:
    """Fit on the training rows, predict the test rows; `compare` adds the median of the group and last year's model."""
    known = train_rows[train_rows["pay"] > 0]
    if known.empty or test_rows.empty:
        raise UserError("A backtest needs training rows with a pay and rows to predict.")
    model = train(known, currency="", held_out=False)
    rows = test_rows.join(model.predict(test_rows))
    if compare:
        rows["group_median"] = group_medians(known, test_rows)
        older = _a_year_before(ordered(known))
        rows["last_year"] = train(older, "", held_out=False).predict(test_rows)["pred"] if len(older) >= ENOUGH else np.nan
    return Backtest(rows, len(known))


def rolling(rows: pd.DataFrame, years: int = 3) -> list[Backtest]:
    """A backtest for each of the last years: trained on all earlier rows, tested on that year's."""
    year = rows["seen"].dt.year.fillna(rows["year"])
    tests = sorted(year.dropna().unique())[-years:]
    parts = [(rows[year < one], rows[(year == one) & (rows["pay"] > 0)]) for one in tests]
    return [backtest(before, then) for before, then in parts if (before["pay"] > 0).sum() >= ENOUGH and len(then) >= ENOUGH]


def group_medians(known: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """The median pay of the same title, level and country; wider groups where fewer than thirty rows are known."""
    known, asked = (rows.assign(place=rows["country"].map(country_groups()).fillna("")) for rows in (known, asked))
    found = np.full(len(asked), np.nan)
    for keys in (["title", "level", "country"], ["level", "country"], ["level", "place"], ["place"]):
        groups = known.groupby(keys)["pay"].agg(["median", "size"])
        enough = groups.loc[groups["size"] >= ENOUGH, "median"]
        values = asked[keys].merge(enough.rename("found").reset_index(), how="left", on=keys)["found"].to_numpy()
        found = np.where(np.isnan(found), values, found)
    return np.where(np.isnan(found), known["pay"].median(), found)


def _a_year_before(known: pd.DataFrame) -> pd.DataFrame:
    """The training rows that were there a year before the newest one."""
    import pandas as pd

    if known["seen"].notna().any():
        return known[known["seen"] <= known["seen"].max() - pd.Timedelta(days=DAYS_A_YEAR)]
    return known[known["year"] < known["year"].max()]


def _lines(known: pd.DataFrame, name: str) -> Iterator[dict[str, Any]]:
    named = known["country"].where(known["country"] != "", "not stated") if name == "country" else known[name]
    for value, rows in known.groupby(named):
        if len(rows) >= ENOUGH:
            found = asdict(quality(rows, rows["pay"]))
            group = {"group": country_groups().get(str(value), "")} if name == "country" else {}
            yield {name: int(value) if name == "year" else value, **group, **found, **_others(rows)}


def _others(rows: pd.DataFrame) -> dict[str, float | None]:
    """The typical errors of the group's median and of last year's model."""
    return {f"{name}_error": _typical_error(rows[name], rows["pay"]) for name in ("group_median", "last_year") if name in rows}


def _typical_error(predicted: pd.Series, pay: pd.Series) -> float | None:
    return None if predicted.isna().any() else float(((predicted - pay).abs() / pay).median())


def trained_and_tested(rows: pd.DataFrame, part: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows by what the split column says: `train` and `test`."""
    said = part.astype(str).str.strip().str.lower()
    return rows[said == "train"], rows[said == "test"]
