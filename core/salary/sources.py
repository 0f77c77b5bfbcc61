"""Where pay comes from: stored postings that state it, and the tables that a person brought, each named and weighted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import money
from core.salary import files, paytables
from core.salary.facts import complete
from core.warehouse import Market
from core.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

_POSTINGS = (
    "SELECT title, level, country, city, remote, employment AS contract, years, published AS seen, "
    "list_concat(required, preferred) AS skills, source, pay_min, pay_max, currency, period "
    "FROM visible WHERE (pay_min > 0 OR pay_max > 0) QUALIFY row_number() OVER (PARTITION BY opening ORDER BY published, id) = 1"
)
_COLUMNS = (
    "title",
    "level",
    "country",
    "city",
    "remote",
    "contract",
    "years",
    "seen",
    "skills",
    "source",
    "low",
    "high",
    "currency",
    "period",
)


def postings(market: Market, sample: bool = False) -> pd.DataFrame:
    """The openings that state a believable pay, in euros a year; a range counts with its middle."""
    import pandas as pd

    found = pd.DataFrame(market.query(_POSTINGS, sample=sample), columns=list(_COLUMNS))
    factors = [money.factor_to_euros(*pair) for pair in zip(found.pop("currency"), found.pop("period"), strict=True)]
    pay = found[["low", "high"]].astype(float).where(lambda stated: stated > 0).mean(axis=1) * pd.Series(factors, dtype=float)
    found["seen"] = pd.to_datetime(found["seen"], utc=True).astype("datetime64[us, UTC]")
    found["year"] = found["seen"].dt.year
    found["skills"] = [tuple(dict.fromkeys(names if names is not None else ())) for names in found["skills"]]
    out = complete(found.drop(columns=["low", "high"])).assign(pay=pay, weight=1.0)
    return out[out["pay"].between(*files.YEARLY_PAY)]


def rows(ws: Workspace) -> pd.DataFrame:
    """All paid rows: shared postings (the sample's as long as there is nothing else) and the tables, each row with its source.

    One model serves everyone, so postings that a visitor keeps private stay out of it.
    """
    import pandas as pd

    market = Market(ws.warehouse, ws.owner, private=False, limit=ws.settings.max_postings)
    brought = [paytables.rows_of(ws.settings.home, one) for one in paytables.tables(ws.settings.home)]
    own = postings(market)
    found = [own, *brought] if len(own) or brought else [postings(market, sample=True)]
    return pd.concat([part for part in found if len(part)] or found, ignore_index=True)
