"""What is known about a job when its pay is asked for: one row of plain values, the same for training and for estimates.

A table of such rows is a pandas frame with the columns of `COLUMNS`; unknown is an empty text, an empty list, NaN or NaT.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from core import occupations
from core.settings import ROOT

if TYPE_CHECKING:
    import pandas as pd

DATA = ROOT / "data" / "salary"
TEXTS = ("title", "level", "country", "region", "city", "residence", "remote", "size", "contract")
NUMBERS = ("years", "year")
COLUMNS = (*TEXTS, *NUMBERS, "skills")


@dataclass(frozen=True)
class Job:
    """A job to estimate. Countries are ISO 3166-1 codes, `residence` is where the person lives when that differs.

    `year` is the calendar year of the pay; None means the newest one that the model knows.
    """

    title: str
    level: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    residence: str = ""
    remote: str = ""
    size: str = ""
    contract: str = ""
    years: float | None = None
    year: float | None = None
    skills: tuple[str, ...] = field(default=())

    @property
    def occupation(self) -> str:
        """The occupation's id; empty when the title names none."""
        return occupation(self.title)

    @property
    def group(self) -> str:
        """The country's pay group; empty when unknown."""
        return country_groups().get(self.country, "")


def frame(jobs: list[Job]) -> pd.DataFrame:
    """Jobs as a table."""
    import pandas as pd

    return complete(pd.DataFrame([asdict(job) for job in jobs], columns=list(COLUMNS)))


def complete(table: pd.DataFrame) -> pd.DataFrame:
    """The table with all of `COLUMNS` in their types; an open level is taken from the title, an open residence is the country."""
    import pandas as pd

    out = table.copy()
    for name in TEXTS:
        out[name] = out[name].astype(object).where(out[name].notna(), "").astype(str) if name in out else ""
    for name in NUMBERS:
        out[name] = pd.to_numeric(out[name], errors="coerce") if name in out else float("nan")
    if "skills" not in out:
        out["skills"] = [()] * len(out)
    told = {title: occupations.level(title) or "" for title in out["title"].unique()}
    out["level"] = out["level"].where(out["level"] != "", out["title"].map(told))
    out["residence"] = out["residence"].where(out["residence"] != "", out["country"])
    return out


def occupation(title: str) -> str:
    """The id of the occupation that a title names; empty when it names none."""
    found = occupations.find(title)
    return found.id if found else ""


@cache
def country_groups() -> dict[str, str]:
    """Each country's pay group."""
    return {country: str(group) for group, countries in _lines("countries.tsv") for country in countries.split()}


def _lines(name: str) -> list[list[Any]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
