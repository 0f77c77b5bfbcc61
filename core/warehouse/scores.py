"""Taking out kept scores that nobody will look at again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from core.warehouse.warehouse import Warehouse


def clean(warehouse: Warehouse, profiles: Collection[tuple[str, str]], acted: Collection[tuple[str, str]], before: datetime) -> int:
    """Delete scores of profiles not in `profiles`, of postings that are gone, and old ones; returns how many.

    Pairs are (owner, profile id) and (owner, posting id); a score of a posting that was acted on is never too old.
    """
    import pyarrow as pa

    with warehouse.write() as cursor:
        for name, pairs in (("kept_profile", profiles), ("acted", acted)):
            owners, ids = zip(*pairs, strict=True) if pairs else ((), ())
            cursor.register(name, pa.table({"owner": pa.array(owners, pa.string()), "id": pa.array(ids, pa.string())}))
        deleted = cursor.execute(
            "DELETE FROM score WHERE (owner, profile_id) NOT IN (SELECT (owner, id) FROM kept_profile) "
            "OR NOT EXISTS (SELECT 1 FROM posting WHERE posting.id = score.job_id AND posting.layer IN ('', score.owner)) "
            "OR (scored_at < ? AND (owner, job_id) NOT IN (SELECT (owner, id) FROM acted))",
            [before.astimezone(UTC).replace(tzinfo=None)],
        ).fetchone()
        stale = "DELETE FROM scored WHERE scored_at < ? OR (owner, profile_id) NOT IN (SELECT (owner, id) FROM kept_profile)"
        cursor.execute(stale, [before.astimezone(UTC).replace(tzinfo=None)])
        cursor.unregister("kept_profile")
        cursor.unregister("acted")
    return int(deleted[0]) if deleted else 0
