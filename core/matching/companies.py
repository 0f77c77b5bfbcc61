"""Companies that a person does not want to see: kept sealed, recognised in any spelling, left out of every list of matches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.errors import UserError
from core.jobs.identity import company_key
from core.matching.index import Index
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

SETTING = "hidden_companies"
MOST, LONGEST = 500, 200


def hidden_companies(ws: Workspace) -> tuple[str, ...]:
    """The names as they were given, the last one first."""
    return tuple(ws.records.setting(SETTING, []))


def hide_company(ws: Workspace, name: str) -> tuple[str, ...]:
    """Leave a company's postings out from now on; returns all hidden names. Another spelling of a hidden one changes nothing."""
    name = " ".join(name.split())[:LONGEST]
    key = company_key(name)
    if not key:
        raise UserError("Name the company to hide; nothing was changed.")

    def with_it(names: list[str]) -> list[str]:
        if key in map(company_key, names):
            return names
        if len(names) >= MOST:
            raise UserError(f"{MOST} companies are hidden already; show some again first. Nothing was changed.")
        return [name, *names]

    none: list[str] = []
    names = ws.records.change(SETTING, none, with_it)
    return tuple(names)


def show_company(ws: Workspace, name: str) -> tuple[str, ...]:
    """Show a company's postings again; returns the names that stay hidden."""
    key = company_key(name)
    return tuple(ws.records.change(SETTING, [], lambda names: [one for one in names if company_key(one) != key]))


def wanted(ws: Workspace, stored: Sequence[StoredPosting]) -> list[StoredPosting]:
    """The postings that are not of hidden companies."""
    hidden = set(map(company_key, hidden_companies(ws)))
    return [one for one in stored if company_key(one.posting.company) not in hidden]


def of_hidden_companies(ws: Workspace, index: Index) -> np.ndarray:
    """Which postings of an index are of hidden companies."""
    keys = [company_key(name) for name in hidden_companies(ws)]
    if not keys:
        return np.zeros(len(index), bool)
    # The key of an opening begins with the company's, and a company's key holds no bar.
    rows = ws.market.query("SELECT id FROM visible WHERE list_contains(?, split_part(opening, '|', 1))", [keys])
    return index.has([job_id for (job_id,) in rows])
