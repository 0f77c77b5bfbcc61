"""The sample market with its facts worked out beforehand, so that a first start need not read 5,000 texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.jobs import analyse_many, opening_key, posting_id
from core.models import Posting
from core.sample.facts import FOLDER
from core.sample.market import postings
from core.warehouse.market import posting_table

if TYPE_CHECKING:
    import pyarrow as pa

FILE = FOLDER / "market.parquet"


def table(of: Sequence[Posting]) -> pa.Table:
    """Postings as they stand in the warehouse: with ids, openings and facts."""
    rows = [(posting_id(p), opening_key(p), p, facts) for p, facts in zip(of, analyse_many(of), strict=True)]
    return posting_table(rows)


def write(file: Path = FILE) -> int:
    """Write the bundle; returns the number of postings."""
    import pyarrow.parquet as pq

    made = table(postings())
    pq.write_table(made, file, compression="zstd", compression_level=19)
    return int(made.num_rows)
