"""What is wrong with a posting, said to the person who reads it: each finding names its evidence.

Comparisons with the market (pay of juniors, how much is usually asked) need 30 openings; without them those checks are silent.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.models import JobFacts, Posting
from core.money import yearly_euros
from core.occupations import level
from core.skills import extract, taxonomy
from core.text import fold
from core.trends.counts import ENOUGH
from core.trends.stored import openings
from core.trends.together import yearly_pay
from core.warehouse import Market

if TYPE_CHECKING:
    import pyarrow as pa

DATA = Path(__file__).resolve().parents[2] / "data" / "trends"
Kind = Literal["pay missing", "more years than the tool has", "senior title, junior pay", "very long list", "remote contradicted"]
SENIOR = ("senior", "lead", "executive")
JUNIOR = ("intern", "junior")
LONGEST_LINE, MOST_LINES = 600, 300


@dataclass(frozen=True)
class Finding:
    """One thing to look out for, in a sentence, and the words or figures that it rests on."""

    kind: Kind
    text: str
    evidence: str = ""


@dataclass(frozen=True)
class Norms:
    """Median pay of juniors (euros a year) by occupation or sector, and country; how many skills one posting in ten exceeds."""

    junior_pay: dict[tuple[str, str], float] = field(default_factory=dict)
    many_skills: float | None = None


def norms(market: Market, sample: bool = False) -> Norms:
    """What is usual among the openings of the market."""
    return norms_in(
        openings(market, ["pay_min", "pay_max", "currency", "period", "occupation", "sector", "country", "level"], None, sample)
    )


def norms_in(table: pa.Table) -> Norms:
    """As `norms`, over a table of openings."""
    import pandas as pd
    import pyarrow.compute as pc

    if table.num_rows < ENOUGH:
        return Norms()
    asked = pc.fill_null(pc.list_value_length(table["skills"]), 0).to_numpy()
    frame = pd.DataFrame({name: table[name].to_pandas() for name in ("occupation", "sector", "country", "level")})
    frame["pay"] = yearly_pay(table)
    young = frame[(frame["pay"] > 0) & frame["level"].isin(JUNIOR)]
    junior: dict[tuple[str, str], float] = {}
    for kind in ("sector", "occupation"):
        groups = young.groupby([kind, "country"])["pay"]
        usual = groups.median()[groups.size() >= ENOUGH]
        junior |= {(str(name), str(country)): float(pay) for (name, country), pay in usual.items()}
    return Norms(junior, float(np.quantile(asked, 0.9)))


def lint(posting: Posting, facts: JobFacts, usual: Norms, today: date) -> list[Finding]:
    """Everything to look out for in a posting; empty when there is nothing."""
    checks = (
        _pay(posting, facts),
        _years(posting, today),
        _junior_pay(posting, facts, usual),
        _long(facts, usual),
        _remote(posting, facts),
    )
    return [finding for finding in checks if finding]


def _pay(posting: Posting, facts: JobFacts) -> Finding | None:
    pay = facts.pay if not (posting.pay.min or posting.pay.max) else posting.pay
    return None if pay.min or pay.max else Finding("pay missing", "The posting does not say what it pays; ask before you apply.")


def _years(posting: Posting, today: date) -> Finding | None:
    """Years asked of a tool on one line, beyond what anybody can have."""
    when = (posting.published or today).year
    for line in posting.description.splitlines()[:MOST_LINES]:
        for part in re.split(r"[;.](?:\s|$)", line[:LONGEST_LINE]):
            asked = max((int(found[1]) for found in _asked().finditer(fold(part))), default=0)
            tools = [one.name for one in extract(part) if one.known and one.name in first_years()] if asked else []
            young = [tool for tool in tools if asked > when - first_years()[tool]]
            if young and len(tools) == len(young):
                there = f"{young[0]} has been there since {first_years()[young[0]]}"
                return Finding("more years than the tool has", f"It asks for {asked} years, but {there}.", part.strip())
    return None


def _junior_pay(posting: Posting, facts: JobFacts, usual: Norms) -> Finding | None:
    pay = facts.pay if not (posting.pay.min or posting.pay.max) else posting.pay
    most = yearly_euros(pay.max or pay.min, pay.currency, pay.period)
    country = facts.country or ""
    junior = usual.junior_pay.get((facts.occupation or "", country), usual.junior_pay.get((facts.sector or "", country)))
    if level(posting.title) not in SENIOR or most is None or junior is None or most > junior:
        return None
    below = f"{1 - most / junior:.0%} below" if most < junior else "no more than"
    text = f"The title is a senior one, but the most it pays is {below} what half of the juniors in this line of work get."
    return Finding("senior title, junior pay", text)


def _long(facts: JobFacts, usual: Norms) -> Finding | None:
    asked = len({*facts.required, *facts.preferred})
    if usual.many_skills is None or asked <= max(usual.many_skills, 5):
        return None
    return Finding("very long list", f"It asks for {asked} skills, more than nine in ten postings do; few people have them all.")


def _remote(posting: Posting, facts: JobFacts) -> Finding | None:
    if (posting.remote or facts.remote) != "remote":
        return None
    for line in posting.description.splitlines()[:MOST_LINES]:
        found = _not_remote().search(fold(line[:LONGEST_LINE]))
        if found:
            return Finding("remote contradicted", "It is called remote, but its text asks for presence.", line.strip()[:200])
    return None


@cache
def first_years() -> dict[str, int]:
    """Tools of the taxonomy and the year in which they could first be used."""
    lines = (DATA / "tools.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith(("#", "name\t")))
    return {name: int(year) for name, year in rows if name in taxonomy()}


@cache
def _wording() -> dict[str, dict[str, list[str] | str]]:
    return tomllib.loads((DATA / "wording.toml").read_text(encoding="utf-8"))


@cache
def _not_remote() -> re.Pattern[str]:
    return re.compile("|".join(_wording()["not_remote"]["any"]))


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(str(_wording()["years"]["number"]))
