"""Skills that are asked for together, and what a skill is paid for: both over unique openings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.money import factor_to_euros
from core.trends.counts import ENOUGH
from core.trends.directions import FALSE_DISCOVERIES, adjusted
from core.trends.stored import Slice, openings, skill_matrix
from core.warehouse import Market

if TYPE_CHECKING:
    import pyarrow as pa
    from scipy.sparse import csr_matrix

ENOUGH_PAID = 100
FEWEST_ALIKE = 2  # openings of one occupation, level and country, below which nothing can be compared
_ODD_PAY = (1_000, 2_000_000)  # euros a year beyond which a stated pay is a mistake


@dataclass(frozen=True)
class Pair:
    """Two skills, the openings that ask for both, and how many times more often than if they had nothing to do with each other."""

    one: str
    other: str
    n: int
    lift: float


@dataclass(frozen=True)
class Premium:
    """How much more openings pay that ask for a skill, than others of the same occupation, level and country (0.08 = 8 %).

    `lo` and `hi` hold it with 95 %; `n` openings with the skill state their pay; `clear` after correcting for the number of skills.
    """

    skill: str
    premium: float
    lo: float
    hi: float
    n: int
    clear: bool


def pairs(market: Market, part: Slice | None = None, sample: bool = False, limit: int = 20) -> list[Pair]:
    """The pairs of skills that at least 30 openings ask for together, those most bound to each other first."""
    return pairs_in(openings(market, [], part, sample), limit)


def pairs_in(table: pa.Table, limit: int = 20) -> list[Pair]:
    """As `pairs`, over a table of openings with a column `skills`."""
    names, matrix = skill_matrix(table)
    if not names:
        return []
    both = (matrix.T @ matrix).tocoo()
    alone = np.asarray(matrix.sum(axis=0)).ravel()
    keep = (both.row < both.col) & (both.data >= ENOUGH)
    one, other, n = both.row[keep], both.col[keep], both.data[keep]
    lift = n * matrix.shape[0] / (alone[one] * alone[other])
    # a pair that is both frequent and bound tells more than a rare curiosity: the G statistic of meeting
    order = np.lexsort((n, n * np.log(lift)))[::-1][:limit]
    return [Pair(names[one[k]], names[other[k]], int(n[k]), round(float(lift[k]), 2)) for k in order if lift[k] > 1]


def premiums(market: Market, part: Slice | None = None, sample: bool = False) -> list[Premium]:
    """What each skill with at least 100 paid openings is paid for, the best paid first."""
    columns = ["pay_min", "pay_max", "currency", "period", "occupation", "level", "country"]
    return premiums_in(openings(market, columns, part, sample))


def premiums_in(table: pa.Table) -> list[Premium]:
    """As `premiums`, over a table of openings.

    Log pay is compared within groups of one occupation, level and country, so a skill earns nothing for standing in well-paid roles.
    """
    pay = yearly_pay(table)
    rows = np.flatnonzero(pay > 0)
    if len(rows) < ENOUGH_PAID:
        return []
    names, matrix = skill_matrix(table.take(rows), ENOUGH_PAID)
    group = _groups(table.take(rows))
    size = np.bincount(group)
    usable = size[group] >= FEWEST_ALIKE
    matrix, group, log_pay = matrix[usable], group[usable], np.log(pay[rows][usable])
    size = np.maximum(np.bincount(group), 1)
    left = log_pay - (np.bincount(group, log_pay) / size)[group]
    return _premiums(names, matrix, group, size, left)


def _premiums(names: list[str], matrix: csr_matrix, group: np.ndarray, size: np.ndarray, left: np.ndarray) -> list[Premium]:
    from scipy.sparse import csr_matrix as sparse
    from scipy.special import stdtr, stdtrit

    freedom = len(left) - np.count_nonzero(np.bincount(group)) - 1
    if not names or freedom < ENOUGH:
        return []
    within = sparse((np.ones(len(group)), (group, np.arange(len(group)))), shape=(len(size), len(group))) @ matrix
    n = np.asarray(matrix.sum(axis=0)).ravel()
    varied = n - np.asarray(within.multiply(within).multiply(1 / size[:, None]).sum(axis=0)).ravel()
    tells = varied >= ENOUGH / 2  # a skill that all of a group ask for, or none, has nothing to be compared with
    slope = (matrix.T @ left)[tells] / varied[tells]
    noise = np.maximum((left**2).sum() - slope**2 * varied[tells], 0) / freedom
    error = np.sqrt(noise / varied[tells])
    margin = stdtrit(freedom, 0.975) * error
    q = adjusted(2 * stdtr(freedom, -np.abs(slope) / np.maximum(error, 1e-12)))
    low, middle, high = (np.expm1(value).round(4).tolist() for value in (slope - margin, slope, slope + margin))
    found = [
        Premium(names[k], middle[place], low[place], high[place], int(n[k]), bool(q[place] <= FALSE_DISCOVERIES))
        for place, k in enumerate(np.flatnonzero(tells))
        if n[k] >= ENOUGH_PAID
    ]
    return sorted(found, key=lambda one: -one.premium)


def yearly_pay(table: pa.Table) -> np.ndarray:
    """The middle of each stated pay in euros a year; 0 where none is stated or it cannot be right."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = pc.binary_join_element_wise(pc.fill_null(table["currency"], ""), pc.fill_null(table["period"], ""), "|").combine_chunks()
    coded = kinds.dictionary_encode()
    told = [factor_to_euros(*kind.split("|")) or 0.0 for kind in coded.dictionary.to_pylist()]
    factor = np.array(told or [0.0])[coded.indices.to_numpy(zero_copy_only=False)]
    low, high = (pc.fill_null(table[name].cast(pa.float64()), 0.0).to_numpy() for name in ("pay_min", "pay_max"))
    middle = (np.where(low > 0, low, high) + np.where(high > 0, high, low)) / 2 * factor
    yearly: np.ndarray = np.where((middle >= _ODD_PAY[0]) & (middle <= _ODD_PAY[1]), middle, 0.0)
    return yearly


def _groups(table: pa.Table) -> np.ndarray:
    """The number of each opening's group: its occupation, level and country."""
    import pandas as pd

    frame = pd.DataFrame({name: table[name].to_pandas() for name in ("occupation", "level", "country")}).fillna("")
    numbers: np.ndarray = frame.groupby(list(frame.columns), sort=False).ngroup().to_numpy()
    return numbers
