"""What an index over a layer's postings reads: rows by the revision that last changed them, and their words, kept beside them.

Every row that is written gets the number of its write, so that an index which knows all rows up to a number asks for the later ones
alone. A row whose words were made by another recipe, or never, is handed out to have them made, and gets a new number with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.warehouse.market import WORDS, Market

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 5_000
_STALE = f"({WORDS[1]} IS NULL OR {WORDS[1]} <> ?)"


def stored(market: Market, layer: str) -> int:
    """How many postings a visible layer has, more than `market.limit` of them included."""
    with market.warehouse.read() as cursor:
        row = cursor.execute("SELECT count(*) FROM posting WHERE layer = ?", [_visible(market, layer)]).fetchone()
    return int(row[0]) if row else 0


def rows(market: Market, columns: Sequence[str], layer: str, recipe: str, size: int) -> Iterator[pa.Table]:
    """The layer's rows whose words were made by `recipe`, the newest that the settings hold in memory, in pieces of `size`.

    All pieces are of one moment; there is at least one, which may be empty.
    """
    chosen, values = _chosen(market, layer)
    return _pieces(market, columns, f"{WORDS[1]} = ? AND {chosen}", [recipe, *values], size)


def later_rows(market: Market, columns: Sequence[str], layer: str, recipe: str, since: int, size: int) -> Iterator[pa.Table]:
    """As `rows`, all that were written after revision `since`."""
    values = [recipe, since, _visible(market, layer)]
    return _pieces(market, columns, f"{WORDS[1]} = ? AND revision > ? AND layer = ?", values, size)


def without_words(market: Market, layer: str, recipe: str, since: int = -1) -> int:
    """How many rows after revision `since` wait for their words."""
    where, values = _waiting(market, layer, recipe, since)
    with market.warehouse.read() as cursor:
        row = cursor.execute(f"SELECT count(*) FROM posting WHERE {where}", values).fetchone()
    return int(row[0]) if row else 0


def texts(market: Market, layer: str, recipe: str, since: int = -1) -> pa.Table:
    """Id, title and description of some of the rows that wait for their words."""
    where, values = _waiting(market, layer, recipe, since)
    with market.warehouse.read() as cursor:
        return cursor.execute(f"SELECT id, title, description FROM posting WHERE {where} LIMIT {CHUNK}", values).to_arrow_table()


def keep_words(market: Market, layer: str, table: pa.Table) -> None:
    """Store words: a table of `id`, `title`, `description` and `WORDS`; a posting that got another text meanwhile is left waiting."""
    given = ", ".join(f"{name} = made.{name}" for name in WORDS)
    with market.warehouse.write() as cursor:
        cursor.register("made", table)
        cursor.execute("UPDATE revision SET last = last + 1")
        cursor.execute(
            f"UPDATE posting SET {given}, revision = (SELECT last FROM revision) FROM made WHERE layer = ? AND posting.id = made.id "
            "AND posting.title = made.title AND posting.description = made.description",
            [_visible(market, layer)],
        )
        cursor.unregister("made")


def _pieces(market: Market, columns: Sequence[str], where: str, values: Sequence[object], size: int) -> Iterator[pa.Table]:
    import pyarrow as pa

    with market.warehouse.read() as cursor:
        reader = cursor.execute(f"SELECT {', '.join(columns)} FROM posting WHERE {where}", values).to_arrow_reader(size)
        yield reader.schema.empty_table()
        for batch in reader:
            yield pa.Table.from_batches([batch])


def _waiting(market: Market, layer: str, recipe: str, since: int) -> tuple[str, list[object]]:
    """The condition on rows that wait for their words, and its values; among all rows, only those held in memory matter."""
    chosen, values = ("layer = ?", [_visible(market, layer)]) if since >= 0 else _chosen(market, layer)
    return f"{_STALE} AND revision > ? AND {chosen}", [recipe, since, *values]


def _chosen(market: Market, layer: str) -> tuple[str, list[object]]:
    """The condition on the layer's postings that are held in memory, and its values."""
    if stored(market, layer) <= market.limit:
        return "layer = ?", [layer]
    newest = "SELECT id FROM posting WHERE layer = ? ORDER BY published DESC NULLS LAST, id LIMIT ?"
    return f"layer = ? AND id IN ({newest})", [layer, layer, market.limit]


def _visible(market: Market, layer: str) -> str:
    if layer not in market.layers:
        raise ValueError("not a layer of this owner")
    return layer
