"""Which known source a list of records is written like, and where its fields stand: one table in `data/jobs/dialects.toml`.

A path expression names places in a record: `a.b` goes down, `x & y` joins, `x | y` takes the first that is filled,
`=word` is a constant. Lists on the way are followed to each of their members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any, NamedTuple

from core.jobs.markup import Record, folded_key
from core.jobs.wording import table

_SETTINGS = ("label", "kind", "items", "needs", "board")
_MAX_VALUES = 12

Steps = tuple[str, ...]


class Place(NamedTuple):
    """Where a field stands: alternatives, each of parts that are joined; a part is a path, or a constant after "="."""

    alternatives: tuple[tuple[Steps, ...], ...]

    def values(self, record: Record, join: str = ", ") -> list[str]:
        """The values of the first alternative that is filled; parts are joined, repeated values stay apart."""
        for parts in self.alternatives:
            found = [_unique(_texts(record, part)) for part in parts]
            if len(parts) == 1 and found[0]:
                return found[0]
            if joined := join.join(_unique(value for values in found for value in values)):
                return [joined]
        return []

    def every(self, record: Record) -> list[str]:
        """The values of all alternatives, the first alternative's first."""
        return [value for parts in self.alternatives for value in Place((parts,)).values(record)]

    def stands_in(self, record: Record) -> bool:
        """Whether the record has the field: a key of its own may be empty, a deeper one must be filled."""
        return any(
            all(path[0] in record and (len(path) == 1 or any(_texts(record, path))) for path in parts) for parts in self.alternatives
        )

    def narrowed(self, keys: Set[str]) -> Place:
        """Without the alternatives that no record with these keys can fill."""
        return Place(tuple(parts for parts in self.alternatives if any(path[0] == "=" or path[0] in keys for path in parts)))


class Dialect(NamedTuple):
    """One source: how it is recognised, what it is called, where its fields stand."""

    name: str
    label: str
    kind: str
    items: str
    needs: tuple[Place, ...]
    board: str
    fields: dict[str, Place]

    def fits(self, records: Sequence[Record]) -> bool:
        """Whether every needed field is there in one of the first records, be it empty."""
        return all(any(place.stands_in(record) for record in records[:5]) for place in self.needs)

    def narrowed(self, records: Sequence[Record]) -> Dialect:
        """The same dialect with only the places that these records have, which makes reading them several times faster."""
        keys = set().union(*records)
        return self._replace(fields={field: place.narrowed(keys) for field, place in self.fields.items()})


def place(expression: str) -> Place:
    """The place that a path expression names."""
    alternatives = [one for one in expression.split("|") if one.strip()]
    return Place(tuple(tuple(_path(part) for part in one.split("&")) for one in alternatives))


@cache
def dialects() -> tuple[Dialect, ...]:
    """All known sources, in the order in which they are tried; the last one fits everything."""
    rows = table("dialects")
    common = {field: place(expression) for field, expression in rows["fields"].items()}
    known = [_dialect(name, row, common) for name, row in rows.items() if name != "fields"]
    return (*known, Dialect("", "", "", "", (), "", common))


def recognised(kind: str, records: Sequence[Record], mapping: Mapping[str, str] | None = None) -> Dialect:
    """The first source that the records fit; `mapping` (field to column or path) wins over its fields."""
    found = next(dialect for dialect in dialects() if dialect.kind in ("", kind) and dialect.fits(records))
    if not mapping:
        return found
    chosen = {field: place(_escaped(column)) for field, column in mapping.items()}
    return found._replace(fields=found.fields | chosen)


def _dialect(name: str, row: dict[str, Any], common: dict[str, Place]) -> Dialect:
    own = {field: place(expression) for field, expression in row.items() if field not in _SETTINGS}
    needs = tuple(place(expression) for expression in row["needs"])
    return Dialect(name, row.get("label", ""), row["kind"], row.get("items", ""), needs, row.get("board", ""), common | own)


def _escaped(column: str) -> str:
    """A column name as a path: a dot goes down, all other marks are folded away."""
    return ".".join(folded_key(step) for step in column.split("."))


def _path(part: str) -> Steps:
    part = part.strip()
    return ("=", part[1:]) if part.startswith("=") else tuple(part.split("."))


def _texts(value: Any, path: Steps) -> Iterator[str]:
    if path and path[0] == "=":
        yield path[1]
    elif isinstance(value, list):
        for one in value[:50]:
            yield from _texts(one, path)
    elif isinstance(value, dict):
        if path:
            yield from _texts(value.get(path[0]), path[1:])
    elif not path and value is not None and not isinstance(value, bool):
        if text := str(value).strip():
            yield text
    elif not path and value is True:
        yield "true"


def _unique(values: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(values))[:_MAX_VALUES]
