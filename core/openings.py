"""One opening among the postings: where else it stands, and whether it keeps coming back.

A repost is the same title, company and place under two or more addresses on two or more dates. Copies on other boards within a week
of each other are one round of advertising, and the same job in several cities is several openings.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.jobs.identity import address
from core.workspace import Workspace

ROUND = timedelta(days=7)  # copies of one advertising round appear within so many days
MOST_COPIES = 50


@dataclass(frozen=True)
class Copy:
    """One posting of an opening; `published` None = not stated."""

    id: str
    source: str
    link: str
    published: date | None
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True)
class Repost:
    """An opening that was advertised again: so many rounds under so many addresses, between two dates."""

    rounds: int
    links: int
    first: date
    last: date


def copies(ws: Workspace, openings: Collection[str]) -> dict[str, list[Copy]]:
    """The visible postings of each opening (a key as in `StoredPosting.opening`), the newest first."""
    if not openings:
        return {}
    sql = (
        "SELECT * FROM (SELECT DISTINCT ON (id) opening, id, source, link, published, first_seen, last_seen FROM visible "
        "WHERE list_contains(?, opening) ORDER BY id, last_seen DESC) ORDER BY published DESC NULLS LAST, id"
    )
    found: dict[str, list[Copy]] = {}
    for opening, job_id, source, link, published, first, last in ws.market.query(sql, [list(openings)]):
        one = Copy(job_id, source, link, published, first.replace(tzinfo=UTC), last.replace(tzinfo=UTC))
        found.setdefault(opening, []).append(one)
    return {opening: each[:MOST_COPIES] for opening, each in found.items()}


def repost(opening: str, found: Sequence[Copy]) -> Repost | None:
    """Whether an opening came back, from its postings; None also where no company is stated, because then it may be two employers."""
    dated = sorted((one.published, address(one.link)) for one in found if one.published and one.link)
    links = {link for _, link in dated}
    if opening.startswith("|") or len(links) < 2:
        return None
    rounds = [dated[0][0]]
    for day, _ in dated:
        if day - rounds[-1] > ROUND:
            rounds.append(day)
    return Repost(len(rounds), len(links), dated[0][0], dated[-1][0]) if len(rounds) > 1 else None
