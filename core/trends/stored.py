"""Monthly counts of the stored postings, kept beside them and recomputed only for months that have changed.

An opening is counted once, in the month and source where it was first published, however often it was posted again. Counted is the
shared layer alone: what a visitor of a hosted instance adds never shows in everybody's trends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from core.skills import taxonomy
from core.text import fold
from core.trends.counts import ENOUGH, Counts, assemble
from core.warehouse import SHARED, Market

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from scipy.sparse import csr_matrix

Dimension = Literal["skill", "occupation", "sector", "country", "city", "remote", "level"]
MOST_TERMS = 5_000
EVERY = "all"
_YEAR = 12  # months counted at a time, which bounds the memory that it takes
_SKILLS = "list_concat(required, preferred)"  # no name stands in both, nor twice in one
_DAY = "coalesce(published, first_seen::DATE)"
_MARK = f"(hash(id, p.sample, {_DAY}, content) >> 1)::BIGINT"  # `content` holds all that is counted


@dataclass(frozen=True)
class Slice:
    """A part of the market; an empty field means no limit."""

    country: str = ""
    city: str = ""
    sector: str = ""
    occupation: str = ""
    remote: str = ""
    level: str = ""

    def condition(self) -> tuple[str, list[object]]:
        """A condition on postings and its values."""
        told = [(field.name, getattr(self, field.name)) for field in fields(self) if getattr(self, field.name)]
        return " AND ".join(["true", *(f"{name} = ?" for name, _ in told)]), [value for _, value in told]


def refresh(market: Market) -> int:
    """Bring the kept counts up to date; returns how many months were recomputed."""
    with market.warehouse.read() as cursor:
        row = cursor.execute("SELECT max(revision) FROM posting WHERE layer = ?", [SHARED]).fetchone()
        newest = row[0] if row else None
        kept = cursor.execute("SELECT revision FROM monthly_state WHERE layer = ?", [SHARED]).fetchone()
        touched = _touched(cursor, kept[0] if kept else None)
        fresh = _first_postings(cursor, touched)
        months = _changed_months(cursor, touched is None)
        blocks = [_count(cursor, months[at : at + _YEAR], touched is None) for at in range(0, len(months), _YEAR)]
    if months or (newest is not None and (kept is None or kept[0] != newest)):
        _keep(market, touched, fresh, months, blocks, newest)
    return len(months)


def _keep(market: Market, touched: pa.Table | None, fresh: pa.Table, months: list[str], blocks: list[pa.Table], newest: Any) -> None:
    """Replace what was counted of the touched openings and the changed months."""
    with market.warehouse.write() as cursor:
        cursor.register("fresh", fresh)
        if touched is None:
            cursor.execute("DELETE FROM counted_opening WHERE layer = ?", [SHARED])
            cursor.execute("DELETE FROM monthly_count WHERE layer = ?", [SHARED])
        else:
            cursor.register("touched", touched)
            cursor.execute("DELETE FROM counted_opening WHERE layer = ? AND opening IN (SELECT opening FROM touched)", [SHARED])
        cursor.execute("INSERT INTO counted_opening SELECT ?, sample, opening, posting, month, source, mark FROM fresh", [SHARED])
        cursor.execute("DELETE FROM monthly_count WHERE layer = ? AND list_contains(?, month)", [SHARED, months])
        for counted in blocks:
            cursor.register("counted", counted)
            cursor.execute("INSERT INTO monthly_count SELECT ?, sample, dimension, term, month, source, openings FROM counted", [SHARED])
        cursor.execute("DELETE FROM monthly_state WHERE layer = ?", [SHARED])
        if newest is not None:
            cursor.execute("INSERT INTO monthly_state VALUES (?, ?)", [SHARED, newest])


def _touched(cursor: DuckDBPyConnection, since: Any) -> pa.Table | None:
    """Openings with a posting changed since the last time, and those whose counted posting is gone; None = all, the first time."""
    if since is None:
        return None
    return cursor.execute(
        "SELECT DISTINCT opening FROM posting WHERE layer = ? AND revision > ? "
        "UNION SELECT c.opening FROM counted_opening c ANTI JOIN posting p ON p.layer = c.layer AND p.id = c.posting WHERE c.layer = ?",
        [SHARED, since, SHARED],
    ).to_arrow_table()


def _first_postings(cursor: DuckDBPyConnection, touched: pa.Table | None) -> pa.Table:
    """The posting that each touched opening is counted by: the first one, the smallest id among those of one day."""
    if touched is not None:
        cursor.register("touched", touched)
    only = "SEMI JOIN touched USING (opening)" if touched is not None else ""
    fresh = cursor.execute(
        f"WITH first AS (SELECT sample, min({_DAY}::VARCHAR || id) AS key FROM posting {only} WHERE layer = ? GROUP BY opening, sample) "
        f"SELECT p.sample, opening, id AS posting, left(key, 7) AS month, source, {_MARK} AS mark "
        "FROM first JOIN posting p ON p.id = substr(key, 11) AND p.sample = first.sample WHERE layer = ?",
        [SHARED, SHARED],
    ).to_arrow_table()
    cursor.register("fresh", fresh)
    return fresh


def _changed_months(cursor: DuckDBPyConnection, everything: bool) -> list[str]:
    """Months in which an opening came, went or changed."""
    kept = "(SELECT month, mark FROM counted_opening SEMI JOIN touched USING (opening) WHERE layer = ?)"
    changed = f"SELECT month FROM fresh ANTI JOIN {kept} k USING (mark) UNION SELECT month FROM {kept} k ANTI JOIN fresh USING (mark)"
    sql, values = ("SELECT DISTINCT month FROM fresh", []) if everything else (changed, [SHARED, SHARED])
    return sorted(month for (month,) in cursor.execute(sql, values).fetchall())


def _count(cursor: DuckDBPyConnection, months: list[str], everything: bool) -> pa.Table:
    """The counts of these months, by dimension, term and source."""
    others = "SELECT posting FROM counted_opening ANTI JOIN touched USING (opening) WHERE layer = ? AND list_contains(?, month) UNION ALL "
    current = f"{'' if everything else others}SELECT posting FROM fresh WHERE list_contains(?, month)"
    told = (
        f"told AS (SELECT sample, left({_DAY}::VARCHAR, 7) AS month, source, occupation, sector, country, city, remote, level, required, "
        f"preferred FROM posting WHERE layer = ? AND list_contains(?, date_trunc('month', {_DAY})::DATE) AND id IN ({current}))"
    )
    keys, n = "sample, '{0}' AS dimension, {1} AS term, month, source", "sum(n)::INTEGER AS openings"
    facts = ("occupation", "sector", "country", "city", "remote", "level")
    parts = [
        f"SELECT sample, 'skill' AS dimension, term, month, source, count(*)::INTEGER AS openings "
        f"FROM (SELECT sample, month, source, unnest({_SKILLS}) AS term FROM told) GROUP BY ALL",
        f"SELECT {keys.format(EVERY, repr(''))}, {n} FROM cube GROUP BY ALL",
        *(f"SELECT {keys.format(one, one)}, {n} FROM cube WHERE {one} <> '' GROUP BY ALL" for one in facts),
    ]
    cube = f"cube AS MATERIALIZED (SELECT sample, month, source, {', '.join(facts)}, count(*) AS n FROM told GROUP BY ALL)"
    firsts = [date.fromisoformat(f"{month}-01") for month in months]
    values = [SHARED, firsts, *([] if everything else [SHARED, months]), months]
    return cursor.execute(f"WITH {told}, {cube} {' UNION ALL '.join(parts)}", values).to_arrow_table()


def stored_counts(
    market: Market, dimension: Dimension = "skill", sample: bool = False, terms: Sequence[str] | None = None, least: int = ENOUGH
) -> Counts:
    """Counts of the terms of a dimension that at least `least` openings hold, or of the `terms` named (0 where there is none).

    Skills are those that the taxonomy knows (`candidates` gives the others); a named one that it does not know is looked up in the texts.
    """
    market.warehouse.derived(SHARED, "monthly counts", lambda: refresh(market))
    with market.warehouse.read() as cursor:
        kept = "FROM monthly_count WHERE layer = ? AND sample = ? AND dimension = ?"
        totals = cursor.execute(f"SELECT month, source, openings {kept}", [SHARED, sample, EVERY]).to_arrow_table()
        names = _names(cursor, dimension, sample, terms, least)
        cursor.register("wanted", names)
        sql = f"SELECT number, month, source, openings {kept.replace('monthly_count', 'monthly_count JOIN wanted USING (term)')}"
        cells = cursor.execute(sql, [SHARED, sample, dimension]).to_arrow_table()
        cursor.unregister("wanted")
    counts = _assembled(names["term"].to_pylist(), totals, cells, _repeats(market, sample))
    return counts if terms is None else _as_asked(market, counts, dimension, sample, terms)


def candidates(market: Market, sample: bool = False, least: int = ENOUGH) -> list[tuple[str, int]]:
    """What postings ask for and the taxonomy does not know yet, with the openings that do, the most frequent first."""
    market.warehouse.derived(SHARED, "monthly counts", lambda: refresh(market))
    sql = (
        "SELECT term, sum(openings)::INTEGER AS n FROM monthly_count WHERE layer = ? AND sample = ? AND dimension = 'skill' "
        "GROUP BY term HAVING n >= ? ORDER BY n DESC, term LIMIT ?"
    )
    with market.warehouse.read() as cursor:
        rows = cursor.execute(sql, [SHARED, sample, least, 4 * MOST_TERMS]).fetchall()
    return [(term, n) for term, n in rows if taxonomy().find(term) is None and _like_a_name(term)]


def _like_a_name(term: str) -> bool:
    """Whether a phrase may be the name of something: no single word in small letters, nothing that is the usual talk of postings."""
    from core.terms import common

    words = [fold(word) for word in term.split()]
    usual = common()["small"] | common()["talk"]
    return not usual.issuperset(words) and (len(words) > 1 or term != term.lower()) and words[0] not in usual and words[-1] not in usual


def _names(cursor: DuckDBPyConnection, dimension: str, sample: bool, terms: Sequence[str] | None, least: int) -> pa.Table:
    """The terms to count, numbered."""
    import pyarrow as pa

    if terms is not None:
        found = list(dict.fromkeys(_stored_name(term, dimension) for term in terms))
    else:
        sql = (
            "SELECT term FROM monthly_count WHERE layer = ? AND sample = ? AND dimension = ? "
            "GROUP BY term HAVING sum(openings) >= ? ORDER BY sum(openings) DESC, term LIMIT ?"
        )
        found = [term for (term,) in cursor.execute(sql, [SHARED, sample, dimension, least, 4 * MOST_TERMS]).fetchall()]
        found = [term for term in found if dimension != "skill" or term in taxonomy()][:MOST_TERMS]
    return pa.table({"term": pa.array(found, pa.string()), "number": np.arange(len(found))})


def _stored_name(term: str, dimension: str) -> str:
    return taxonomy().canonical(term) if dimension == "skill" else term


def _assembled(terms: Sequence[str], totals: pa.Table, cells: pa.Table, repeats: int) -> Counts:
    every = (totals["month"], totals["source"], totals["openings"].to_numpy().astype(float))
    told = (cells["number"].to_numpy(), cells["month"], cells["source"], cells["openings"].to_numpy().astype(float))
    return assemble(terms, every, told, repeats)


def _repeats(market: Market, sample: bool) -> int:
    """Postings that were left out as repeats of an opening."""
    with market.warehouse.read() as cursor:
        postings = cursor.execute("SELECT count(*) FROM posting WHERE layer = ? AND sample = ?", [SHARED, sample]).fetchone()
        openings = cursor.execute("SELECT count(*) FROM counted_opening WHERE layer = ? AND sample = ?", [SHARED, sample]).fetchone()
    return max(int((postings or (0,))[0]) - int((openings or (0,))[0]), 0)


def _as_asked(market: Market, counts: Counts, dimension: str, sample: bool, terms: Sequence[str]) -> Counts:
    """The rows under the names that were asked for; names that the stored skills do not know are counted in the texts."""
    place = {term: number for number, term in enumerate(counts.terms)}
    n = counts.n[[place[_stored_name(term, dimension)] for term in terms]]
    unknown = [term for term in terms if dimension == "skill" and taxonomy().find(term) is None]
    if unknown and counts.openings:
        told = _in_texts(market, unknown, sample)
        for number, term in enumerate(unknown):
            n[list(terms).index(term)] = np.maximum(n[list(terms).index(term)], told.n[number])
    return Counts(tuple(terms), counts.months, counts.sources, n, counts.totals, counts.repeats)


def _in_texts(market: Market, terms: Sequence[str], sample: bool) -> Counts:
    """Counts of names in the texts of the counted postings."""
    from core.trends.texts import presence

    sql = (
        "SELECT c.month, c.source, title || '\n' || description AS text FROM counted_opening c "
        "JOIN posting p ON p.layer = c.layer AND p.id = c.posting WHERE c.layer = ? AND c.sample = ? LIMIT ?"
    )
    with market.warehouse.read() as cursor:
        table = cursor.execute(sql, [SHARED, sample, market.limit]).to_arrow_table()
    row, term = presence(table["text"].combine_chunks(), terms)
    month, source = table["month"], table["source"]
    return assemble(terms, (month, source, np.ones(len(month))), (term, month.take(row), source.take(row), np.ones(len(row))))


def totals(market: Market, part: Slice | None = None, sample: bool = False) -> Counts:
    """All openings of a part of the market by month and source, without any term."""
    market.warehouse.derived(SHARED, "monthly counts", lambda: refresh(market))
    where, values = (part or Slice()).condition()
    sql = (
        "SELECT c.month, c.source, count(*) AS openings FROM counted_opening c "
        f"JOIN (SELECT id FROM posting WHERE layer = ? AND {where}) p ON p.id = c.posting "
        "WHERE c.layer = ? AND c.sample = ? GROUP BY ALL ORDER BY ALL"
    )
    with market.warehouse.read() as cursor:
        table = cursor.execute(sql, [SHARED, *values, SHARED, sample]).to_arrow_table()
    nothing = (np.zeros(0, int), table["month"].slice(0, 0), table["source"].slice(0, 0), np.zeros(0))
    every = (table["month"], table["source"], table["openings"].to_numpy().astype(float))
    return assemble([], every, nothing, _repeats(market, sample))


def sliced_counts(market: Market, part: Slice, dimension: Dimension = "skill", sample: bool = False, least: int = ENOUGH) -> Counts:
    """As `stored_counts`, for a part of the market: counted anew from the openings in it."""
    market.warehouse.derived(SHARED, "monthly counts", lambda: refresh(market))
    where, values = part.condition()
    term = f"unnest({_SKILLS})" if dimension == "skill" else dimension
    told = (
        f"told AS (SELECT p.*, c.month AS in_month FROM counted_opening c JOIN (SELECT * FROM posting WHERE layer = ? AND {where}) p "
        "ON p.id = c.posting WHERE c.layer = ? AND c.sample = ?)"
    )
    bound = [SHARED, *values, SHARED, sample]
    with market.warehouse.read() as cursor:
        totals = cursor.execute(
            f"WITH {told} SELECT in_month AS month, source, count(*) AS openings FROM told GROUP BY ALL ORDER BY ALL", bound
        ).to_arrow_table()
        cells = cursor.execute(
            f"WITH {told}, named AS (SELECT {term} AS term, in_month AS month, source FROM told), "
            "often AS (SELECT term, row_number() OVER (ORDER BY count(*) DESC, term) - 1 AS number FROM named WHERE term <> '' "
            "AND (? OR list_contains(?, term)) GROUP BY term HAVING count(*) >= ? ORDER BY number LIMIT ?) "
            "SELECT number, term, month, source, count(*) AS openings FROM named JOIN often USING (term) GROUP BY ALL",
            [*bound, dimension != "skill", list(taxonomy().ids), least, MOST_TERMS],
        ).to_arrow_table()
    names = dict(zip(cells["number"].to_pylist(), cells["term"].to_pylist(), strict=True))
    return _assembled([names[number] for number in sorted(names)], totals, cells, _repeats(market, sample))


def openings(market: Market, columns: Sequence[str], part: Slice | None = None, sample: bool = False) -> pa.Table:
    """The counted openings, newest first, with columns of their posting, `skills`, `month`, `source`; as many as fit in memory."""
    market.warehouse.derived(SHARED, "monthly counts", lambda: refresh(market))
    where, values = (part or Slice()).condition()
    chosen = ", ".join(f"p.{name}" for name in columns)
    sql = (
        f"SELECT {chosen + ',' if chosen else ''} {_SKILLS} AS skills, c.month, c.source FROM counted_opening c "
        f"JOIN (SELECT * FROM posting WHERE layer = ? AND {where}) p ON p.id = c.posting "
        "WHERE c.layer = ? AND c.sample = ? ORDER BY c.month DESC, c.posting LIMIT ?"
    )
    with market.warehouse.read() as cursor:
        return cursor.execute(sql, [SHARED, *values, SHARED, sample, market.limit]).to_arrow_table()


def skill_matrix(table: pa.Table, least: int = ENOUGH) -> tuple[list[str], csr_matrix]:
    """Which opening asks for which skill: names of the known skills that `least` openings ask for, and 0/1 of shape (openings, skills)."""
    import pyarrow.compute as pc
    from scipy.sparse import csr_matrix

    lists = table["skills"].combine_chunks()
    coded = lists.flatten().dictionary_encode()
    row = np.repeat(np.arange(len(lists)), pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False))
    code = coded.indices.to_numpy(zero_copy_only=False)
    known = np.array([name in taxonomy() for name in coded.dictionary.to_pylist()], bool)
    often = np.flatnonzero((np.bincount(code, minlength=len(known)) >= least) & known)
    matrix = csr_matrix((np.ones(len(row)), (row, code)), shape=(len(lists), len(known)))[:, often]
    return coded.dictionary.take(often).to_pylist(), matrix.tocsr()
