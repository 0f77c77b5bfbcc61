"""A person's matches among the stored postings: filtered, sorted, explained where they are shown, and remembered as numbers.

Own postings come first; only a person without any is matched with the bundled sample. Scores are kept in the warehouse (numbers and
ids, nothing personal) when the record, the postings or the weights have changed, not on every view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date
from typing import Literal

import numpy as np
import pyarrow as pa

from core.jobs import locate
from core.matching.explaining import Explanation, explain
from core.matching.index import NEEDED, Index
from core.matching.learning import Lesson, learn
from core.matching.money import rates
from core.matching.person import Candidate, candidate
from core.matching.scoring import PARTS, VERSION, Scores, Weights, score
from core.models import Match, Parts, Remote
from core.skills import taxonomy
from core.store import StoredProfile
from core.store.tables import ActionRow
from core.text import fold
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

WEIGHTS = "weights"
KEPT_FROM, KEPT_BELOW = 60.0, 500
Sort = Literal["score", "newest", "pay"]
_EPOCH = date(1970, 1, 1)
_Row = tuple[float, int, str, int, int]  # what matches are sorted by: -score, -day, id; then layer and row


@dataclass(frozen=True)
class Filters:
    """What to show: least score, workplaces, a place in words, age in days, least pay a year in the person's currency.

    `words` must all stand in title or company; `sample` None means own postings when there are any, else the sample; `only` may be
    interested, applied or hidden; `skip` and `limit` cut a page out of the order `sort`.
    """

    minimum: float = 60.0
    remote: tuple[Remote, ...] = ()
    place: str = ""
    days: int | None = None
    pay_min: float | None = None
    words: str = ""
    hidden: bool = False
    only: str = ""
    sample: bool | None = None
    sort: Sort = "score"
    skip: int = 0
    limit: int = 50


@dataclass(frozen=True)
class Listed:
    """One match to show: the numbers, the posting, what the person did with it, why; `copies` other postings of the opening."""

    match: Match
    stored: StoredPosting
    explanation: Explanation
    action: ActionRow | None = None
    copies: int = 0


@dataclass(frozen=True)
class Found:
    """The matches to show, how many there are in all, how many openings were scored, and whether they are the sample's."""

    shown: tuple[Listed, ...] = field(default=())
    total: int = 0
    scored: int = 0
    sample: bool = False

    def __iter__(self) -> Iterator[Listed]:
        return iter(self.shown)

    def __len__(self) -> int:
        return len(self.shown)


@dataclass(frozen=True)
class _Layer:
    index: Index
    scores: Scores
    chosen: np.ndarray


def matches(ws: Workspace, profile: StoredProfile, filters: Filters | None = None) -> Found:
    """The best postings for a profile, best first, one an opening; their scores are kept."""
    filters, person = filters or Filters(), _person(ws, profile)
    layers = _layers(ws, person, filters.sample)
    remember(ws, profile, layers)
    return _found(ws, person, layers, filters)


def search(ws: Workspace, person: Candidate, filters: Filters) -> Found:
    """As `matches`, for a person without a stored profile; nothing is kept."""
    return _found(ws, person, _layers(ws, person, filters.sample), filters)


def _found(ws: Workspace, person: Candidate, layers: list[_Layer], filters: Filters) -> Found:
    actions = ws.records.actions()
    rows = [
        (-float(layer.scores.score[row]), -int(layer.index.published[row]), str(layer.index.ids[int(row)]), number, int(row))
        for number, layer in enumerate(layers)
        for row in np.flatnonzero(_mask(ws, layer, filters, person, actions))
    ]
    best, copies = _once(_ordered(rows, layers, filters.sort), layers)
    top = best[filters.skip : filters.skip + filters.limit]
    stored, chosen = ws.market.postings([name for *_, name, _, _ in top]), weights(ws)
    shown = [
        _listed(person, chosen, layers[number], row, stored[name], actions.get(name), copies[name])
        for *_, name, number, row in top
        if name in stored
    ]
    scored = sum(len(np.unique(layer.index.opening[layer.chosen])) for layer in layers)
    sample = any(bool((layer.index.sample & layer.chosen).any()) for layer in layers)
    return Found(tuple(shown), len(best), scored, sample)


def lessons(ws: Workspace, profile: StoredProfile, threshold: float = 60, limit: int = 10, sample: bool | None = None) -> list[Lesson]:
    """What learning one skill more would change for this profile, over the same postings as `matches`."""
    return lessons_for(ws, _person(ws, profile), threshold, limit, sample)


def lessons_for(ws: Workspace, person: Candidate, threshold: float = 60, limit: int = 10, sample: bool | None = None) -> list[Lesson]:
    """As `lessons`, for a person without a stored profile."""
    layers = _layers(ws, person, sample)
    return learn([one.index for one in layers], person, threshold, limit, [one.chosen for one in layers], weights(ws))


def index_of(ws: Workspace, layer: str) -> Index:
    """The index of one layer's postings, kept until they or the skills that are known change."""
    return ws.warehouse.derived(layer, f"matching {id(taxonomy())}", lambda: Index.build(ws.market.tables([*NEEDED, "sample"], layer)))


def weights(ws: Workspace) -> Weights:
    """The person's own weights, or the default ones."""
    return Weights(**ws.records.setting(WEIGHTS, {}))


def set_weights(ws: Workspace, chosen: Weights) -> None:
    """Keep the person's weights."""
    ws.records.set(WEIGHTS, asdict(chosen))


def _person(ws: Workspace, profile: StoredProfile) -> Candidate:
    return candidate(profile.resume, profile.preferences, ws.now().date())


def _layers(ws: Workspace, person: Candidate, sample: bool | None) -> list[_Layer]:
    indexes = [index for layer in ws.market.layers if len(index := index_of(ws, layer))]
    if sample is None:
        sample = not any((~index.sample).any() for index in indexes)
    return [_Layer(index, score(index, person, weights(ws)), index.sample == sample) for index in indexes]


def _mask(ws: Workspace, layer: _Layer, filters: Filters, person: Candidate, actions: dict[str, ActionRow]) -> np.ndarray:
    """Which postings pass the filters."""
    index, scores = layer.index, layer.scores
    keep = layer.chosen & (scores.score >= filters.minimum) & ~(np.isnan(scores.skills) & np.isnan(scores.experience))
    if filters.remote:
        keep &= np.isin(index.column("place"), [code for code, place in enumerate(index.places) if place.remote in filters.remote])
    if filters.place.strip():
        keep &= np.isin(index.column("place"), _places_named(index, filters.place))
    if filters.days is not None:
        today = (ws.now().date() - _EPOCH).days
        newest = int(index.published[layer.chosen].max(initial=0)) if (layer.chosen & index.sample).any() else today
        keep &= index.published >= min(today, newest) - filters.days
    if filters.pay_min:
        keep &= index.column("pay_high") >= filters.pay_min * rates().get(person.currency, 1.0)
    if filters.words.strip():
        keep &= index.has(_named(ws, filters.words))
    passed: np.ndarray = keep & _acted(index, filters, actions)
    return passed


def _named(ws: Workspace, words: str) -> list[str]:
    """Ids of the postings whose title and company together hold every word."""
    each = words.casefold().split()[:20]
    holds = " AND ".join(["contains(lower(title || ' ' || company), ?)"] * len(each))
    return [job_id for (job_id,) in ws.market.query(f"SELECT id FROM visible WHERE {holds}", each)]


def _ordered(rows: list[_Row], layers: list[_Layer], sort: Sort) -> list[_Row]:
    """Best score first, or newest, or highest stated pay; the score decides between equals."""
    if sort == "newest":
        return sorted(rows, key=lambda row: (row[1], row))
    if sort == "pay":
        pay = [layer.index.column("pay_high") for layer in layers]
        return sorted(rows, key=lambda row: (-float(pay[row[3]][row[4]]), row))
    return sorted(rows)


def _acted(index: Index, filters: Filters, actions: dict[str, ActionRow]) -> np.ndarray:
    """Hidden postings drop out unless asked for; `only` keeps those with this action."""
    wanted = {job_id for job_id, row in actions.items() if filters.only and getattr(row, filters.only)}
    hidden = {job_id for job_id, row in actions.items() if row.hidden}
    if filters.only:
        return index.has(wanted)
    return np.ones(len(index), bool) if filters.hidden else ~index.has(hidden)


def _places_named(index: Index, words: str) -> list[int]:
    """Codes of the places that a person's words name: a known city or country, else any city with these letters."""
    place, plain = locate(words), fold(words.strip())
    return [
        code
        for code, spot in enumerate(index.places)
        if (place.city and spot.city == place.city)
        or (place.country and not place.city and spot.country == place.country)
        or (spot.city and plain in fold(spot.city))
    ]


def _once(rows: list[_Row], layers: list[_Layer]) -> tuple[list[_Row], dict[str, int]]:
    """The best posting of each opening, and how many more there are."""
    first: dict[tuple[int, int], str] = {}
    copies: dict[str, int] = {}
    best = []
    for one in rows:
        key = (one[3], int(layers[one[3]].index.opening[one[4]]))
        if key in first:
            copies[first[key]] += 1
        else:
            first[key], copies[one[2]] = one[2], 0
            best.append(one)
    return best, copies


def _listed(
    person: Candidate, chosen: Weights, layer: _Layer, row: int, stored: StoredPosting, action: ActionRow | None, copies: int
) -> Listed:  # fmt: skip
    explanation = explain(person, stored, chosen, layer.index.only(row))
    return Listed(match_of(layer.scores, row, explanation), stored, explanation, action, copies)


def match_of(scores: Scores, row: int, explanation: Explanation | None = None) -> Match:
    """One row of the scores as a `Match`, rounded to tenths."""
    parts = {part: float(getattr(scores, part)[row]) for part in PARTS}
    return Match(
        job_id=str(scores.ids[row]),
        score=round(float(scores.score[row]), 1),
        band=(round(float(scores.low[row]), 1), round(float(scores.high[row]), 1)),
        confidence=round(float(scores.confidence[row]), 2),
        parts=Parts(**{part: None if np.isnan(value) else round(value, 1) for part, value in parts.items()}),
        reasons=explanation.reasons if explanation else [],
        gaps=explanation.gaps if explanation else [],
        version=VERSION,
    )


# --- remembered scores ---------------------------------------------------------------------------------------------


def remember(ws: Workspace, profile: StoredProfile, layers: list[_Layer]) -> None:
    """Replace the stored scores of this profile when they are older than the record, the postings or the weights.

    Kept are scores from 60, postings acted on, and a fixed sample below 60, from which what the score misses is estimated.
    """
    version = f"{VERSION} {'-'.join(f'{value:g}' for value in asdict(weights(ws)).values())}"
    if not layers or _is_current(ws, profile, version):
        return
    table = pa.concat_tables([_score_table(layer) for layer in layers])
    moment = ws.now().astimezone(UTC).replace(tzinfo=None)
    columns = "id, score, low, high, confidence, skills, experience, location, salary, culture"
    keep = "score >= ? OR list_contains(?, id) OR id IN (SELECT id FROM incoming WHERE score < ? ORDER BY md5(id || ?), id LIMIT ?)"
    with ws.warehouse.write() as cursor:
        cursor.register("incoming", table)
        cursor.execute("DELETE FROM score WHERE owner = ? AND profile_id = ?", [ws.owner, profile.id])
        cursor.execute(
            f"INSERT INTO score SELECT DISTINCT ON (id) ?, ?, {columns}, ?, ? FROM incoming WHERE {keep}",
            [ws.owner, profile.id, version, moment, KEPT_FROM, list(ws.records.actions()), KEPT_FROM, ws.owner, KEPT_BELOW],
        )
        cursor.unregister("incoming")


def _is_current(ws: Workspace, profile: StoredProfile, version: str) -> bool:
    newest = ws.market.query("SELECT max(last_seen) FROM visible")[0]
    with ws.warehouse.read() as cursor:
        sql = "SELECT min(scored_at), min(version), max(version) FROM score WHERE owner = ? AND profile_id = ?"
        row = cursor.execute(sql, [ws.owner, profile.id]).fetchone()
    scored_at, least, most = row or (None, None, None)
    if scored_at is None or (least, most) != (version, version) or newest[0] is None:
        return False
    edited = profile.updated_at.astimezone(UTC).replace(tzinfo=None) if profile.updated_at else scored_at
    return bool(scored_at >= newest[0] and scored_at >= edited)


def _score_table(layer: _Layer) -> pa.Table:
    """The chosen postings' scores; a part that is not stated is null."""
    rows = np.flatnonzero(layer.chosen)
    numbers = {name: getattr(layer.scores, name)[rows] for name in ("score", "low", "high", "confidence", *PARTS)}
    columns = {name: pa.array(values, from_pandas=True) for name, values in numbers.items()}
    return pa.table({"id": layer.index.ids.take(pa.array(rows)), **columns})
