"""What a market report holds: figures alone, each with its n, so that two of them can be compared."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from core import occupations
from core.resume.signs import country_name
from core.trends import Direction, Pair, Premium

Kind = Literal["skill", "occupation", "sector", "country", "remote", "level"]


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Line(_Figures):
    """A term: its openings over the range, its share of the last three months with a 95 % band, its direction, change and q."""

    kind: Kind
    term: str
    n: int
    recent: int
    share: float
    lo: float
    hi: float
    direction: Direction
    change: float | None
    change_lo: float | None
    change_hi: float | None
    q: float


class SourceLine(_Figures):
    """A source of openings and its share."""

    name: str
    n: int
    share: float


class Report(_Figures):
    """The market as it was counted at one time; `first`, `last` and `recent` are months (YYYY-MM)."""

    id: str = ""
    made_at: datetime
    sample: bool
    openings: int
    repeats: int
    first: str
    last: str
    recent: tuple[str, ...]
    recent_openings: int
    sources: tuple[SourceLine, ...]
    basis: str
    dominant: str
    lines: tuple[Line, ...]
    paying: tuple[Premium, ...]
    pairs: tuple[Pair, ...]

    def of(self, kind: Kind, direction: Direction | None = None) -> list[Line]:
        """The lines of a kind (and a direction), those named most first."""
        return [line for line in self.lines if line.kind == kind and (direction is None or line.direction == direction)]


def name_of(line: Line) -> str:
    """A term as it is said."""
    if line.kind == "country":
        return country_name(line.term)
    known = occupations.table().by_id.get(line.term) if line.kind == "occupation" else None
    return known.name if known else "On site" if line.term == "onsite" else line.term[:1].upper() + line.term[1:]
