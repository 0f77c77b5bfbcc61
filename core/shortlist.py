"""The shortlist as something to take along: rows of postings with their scores and marks, as CSV or JSON.

Text that a spreadsheet would take for a formula is neutralised; numbers stay numbers, unknown stays empty.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from core import postings, profiles
from core.errors import UserError
from core.models import Match
from core.store import StoredProfile
from core.store.tables import ActionRow
from core.text import csv_cell, http_link
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

COLUMNS = (
    "title", "company", "location", "remote", "pay_min", "pay_max", "currency", "period", "published", "source", "link",
    "score", "score_from", "score_to", "interested", "applied", "sample", "id",
)  # fmt: skip
Row = dict[str, Any]
SHOWN_FROM = 60.0


def rows(ws: Workspace, ids: Sequence[str] | None = None) -> list[Row]:
    """The postings marked interested or applied (or those with these ids), best score first; no score without a profile."""
    actions = ws.records.actions(ids)
    marked = [job_id for job_id, action in actions.items() if action.interested or action.applied]
    stored = ws.market.postings(marked if ids is None else ids)
    profile = profiles.current(ws)
    matches = scores(ws, profile, list(stored.values())) if profile and stored else {}
    found = [_row(one, actions.get(job_id), matches.get(job_id)) for job_id, one in stored.items()]
    return sorted(found, key=lambda row: (-(row["score"] or 0), row["title"], row["id"]))


def scores(ws: Workspace, profile: StoredProfile, postings: Sequence[StoredPosting]) -> dict[str, Match]:
    """The postings' scores for a profile, by id; the same numbers as in the list of matches."""
    from core.matching import candidate
    from core.matching.comparing import scored

    return scored(ws, candidate(profile.resume, profile.preferences, ws.now().date()), postings)


def score_new(ws: Workspace, job_limit: int = 50, days_back: int = 1) -> Row:
    """Score the newest postings that came in during the last days for the profile in use; those that would be shown, best first.

    The kept scores are brought up to date as well.
    """
    from core.matching import Filters, matches
    from core.matching.companies import wanted

    profile = profiles.current(ws)
    if profile is None:
        raise UserError("There is no profile to score for; bring a resume first, or try the sample.")
    matches(ws, profile, Filters(limit=0))
    stored, total = postings.find(ws, days=days_back, limit=job_limit)
    hidden = {job_id for job_id, action in ws.records.actions([one.id for one in stored]).items() if action.hidden}
    stored = [one for one in wanted(ws, stored) if one.id not in hidden]
    found = scores(ws, profile, stored)
    best = sorted((match for match in found.values() if match.score >= SHOWN_FROM), key=lambda match: (-match.score, match.job_id))
    titles = {one.id: one.posting for one in stored}
    shown = [{"job_id": one.job_id, **titles[one.job_id].model_dump(include={"title", "company"}), "score": one.score} for one in best]
    return {"profile_id": profile.id, "new": total, "scored": len(found), "matches": shown}


def to_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """The rows as CSV with a header line; a byte order mark tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: csv_cell(row[name]) for name in COLUMNS} for row in rows)
    return "\ufeff" + out.getvalue()


def to_json(rows: Sequence[Mapping[str, object]]) -> str:
    """The rows as a JSON list; unknown is null."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2, default=str)


def _row(stored: StoredPosting, action: ActionRow | None, match: Match | None) -> Row:
    posting, pay = stored.posting, stored.posting.pay
    return {
        **posting.model_dump(include={"title", "company", "location", "remote", "published", "source"}, mode="json"),
        "pay_min": pay.min,
        "pay_max": pay.max,
        "currency": pay.currency,
        "period": pay.period,
        "link": http_link(posting.link),
        "score": match and match.score,
        "score_from": match and match.band[0],
        "score_to": match and match.band[1],
        "interested": bool(action and action.interested),
        "applied": bool(action and action.applied),
        "sample": stored.sample,
        "id": stored.id,
    }
