"""Kept scores: numbers and ids in the warehouse, for those that may be shown again, brought up to date by what is new.

Kept are scores from 60, postings acted on, and a fixed sample below 60, from which what the score misses is estimated. All are worked
out anew when the record, the weights, the way of scoring or the kind of postings change, else only for postings that came later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC

import numpy as np
import pyarrow as pa

from core import terms
from core.matching import meaning
from core.matching.scoring import PARTS, Weights
from core.matching.stored import Layer
from core.store import StoredProfile
from core.warehouse import SHARED
from core.workspace import Workspace

KEPT_FROM, KEPT_BELOW = 60.0, 500
_MINE = "owner = ? AND profile_id = ?"
_BELOW = "ORDER BY md5(job_id || owner), job_id LIMIT ?"


def remember(ws: Workspace, profile: StoredProfile, layers: Sequence[Layer], weights: Weights) -> None:
    """Bring the kept scores of this profile up to date."""
    if not layers:
        return
    version = f"{meaning.version(layers[0].model)} {'-'.join(f'{value:g}' for value in asdict(weights).values())}"
    basis = f"{version} {profile.version} {terms.recipe()} {layers[0].sample}" + (
        f" {meaning.meaning_state(ws)[:3]}" if layers[0].model else ""
    )
    revisions = {SHARED: -1, ws.market.layer: -1} | {one.name: one.index.newest for one in layers}
    now = revisions[SHARED], revisions[ws.market.layer]
    kept = _kept(ws, profile)
    if kept == (basis, *now):
        return
    since = dict(zip((SHARED, ws.market.layer), kept[1:], strict=True)) if kept and kept[0] == basis else None
    table = pa.concat_tables([_score_table(one, since[one.name] if since else -1) for one in layers])
    _store(ws, profile, table, version, (basis, *now), everything=since is None)


def _kept(ws: Workspace, profile: StoredProfile) -> tuple[str, int, int] | None:
    """What the kept scores rest on, and the last revisions of the shared and the own layer among them."""
    with ws.warehouse.read() as cursor:
        row = cursor.execute(f"SELECT basis, shared, own FROM scored WHERE {_MINE}", [ws.owner, profile.id]).fetchone()
    return (str(row[0]), int(row[1]), int(row[2])) if row else None


def _store(ws: Workspace, profile: StoredProfile, table: pa.Table, version: str, state: tuple[str, int, int], everything: bool) -> None:
    mine, moment, acted = [ws.owner, profile.id], ws.now().astimezone(UTC).replace(tzinfo=None), list(ws.records.actions())
    columns = ", ".join(("score", "low", "high", "confidence", *PARTS))
    with ws.warehouse.write() as cursor:
        cursor.register("incoming", table)
        cursor.execute(f"DELETE FROM score WHERE {_MINE}" + ("" if everything else " AND job_id IN (SELECT job_id FROM incoming)"), mine)
        below = f"SELECT job_id FROM incoming WHERE score < ? {_BELOW.replace('owner', '?')}"
        cursor.execute(
            f"INSERT INTO score SELECT DISTINCT ON (job_id) ?, ?, job_id, {columns}, ?, ? FROM incoming "
            f"WHERE score >= ? OR list_contains(?, job_id) OR job_id IN ({below})",
            [*mine, version, moment, KEPT_FROM, acted, KEPT_FROM, ws.owner, KEPT_BELOW],
        )
        unseen = f"{_MINE} AND score < ? AND NOT list_contains(?, job_id)"
        values = [*mine, KEPT_FROM, acted]
        cursor.execute(
            f"DELETE FROM score WHERE {unseen} AND job_id NOT IN (SELECT job_id FROM score WHERE {unseen} {_BELOW})",
            [*values, *values, KEPT_BELOW],
        )
        if everything:
            cursor.execute(f"DELETE FROM scored WHERE {_MINE}", mine)
            cursor.execute("INSERT INTO scored VALUES (?, ?, ?, ?, ?, ?)", [*mine, *state, moment])
        else:
            cursor.execute(f"UPDATE scored SET shared = ?, own = ? WHERE {_MINE}", [*state[1:], *mine])
        cursor.unregister("incoming")


def _score_table(layer: Layer, since: int) -> pa.Table:
    """The scores of the chosen postings that were written after a revision; a part that is not stated is null."""
    rows = np.flatnonzero(layer.chosen & (layer.index.revision > since))
    numbers = {name: getattr(layer.scores, name)[rows] for name in ("score", "low", "high", "confidence", *PARTS)}
    columns = {name: pa.array(values, from_pandas=True) for name, values in numbers.items()}
    return pa.table({"job_id": layer.index.ids.take(pa.array(rows)), **columns})
