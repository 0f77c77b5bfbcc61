"""A person's matches among the stored postings: filtered, sorted, explained where they are shown, and remembered as numbers.

Own postings come first; only a person without any is matched with the bundled sample. Scores are kept in the warehouse (numbers and
ids, nothing personal) when the record, the postings or the weights have changed, not on every view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import pyarrow as pa

from core.jobs import locate
from core.matching.columns import LEVELS
from core.matching.companies import of_hidden_companies
from core.matching.explaining import Explanation, explain_all
from core.matching.index import Index
from core.matching.learning import Lesson, learn
from core.matching.meaning import Meaning, version
from core.matching.money import rates
from core.matching.ordering import page
from core.matching.person import Candidate, candidate
from core.matching.remembering import remember
from core.matching.scoring import PARTS, VERSION, Scores, Weights
from core.matching.stored import Layer, left_out, scored
from core.models import Level, Match, Parts, Remote
from core.store import StoredProfile
from core.store.tables import ActionRow
from core.text import fold
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

WEIGHTS = "weights"
Sort = Literal["score", "newest", "pay"]
Permit = Literal["", "offered", "not refused"]
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Filters:
    """What to show: least score, workplaces, a place in words, age in days, least pay a year in the person's currency.

    `words` must all stand in title or company; `levels` and `contracts` as stated, `permit`: help with a work permit is offered, or
    at least not refused; `sample` None means own postings when there are any, else the sample; `only` may be
    interested, applied or hidden; `skip` and `limit` cut a page out of the order `sort`.
    """

    minimum: float = 60.0
    remote: tuple[Remote, ...] = ()
    place: str = ""
    days: int | None = None
    pay_min: float | None = None
    words: str = ""
    levels: tuple[Level, ...] = ()
    contracts: tuple[str, ...] = ()
    permit: Permit = ""
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
    """The matches to show, how many there are in all, how many openings were scored, and whether they are the sample's.

    `meaning` tells of the model that compared it, None without one.
    `left_out` postings, the oldest, were not looked at, because there are more than the settings hold in memory.
    """

    shown: tuple[Listed, ...] = field(default=())
    total: int = 0
    scored: int = 0
    sample: bool = False
    left_out: int = 0
    meaning: Meaning | None = None

    def __iter__(self) -> Iterator[Listed]:
        return iter(self.shown)

    def __len__(self) -> int:
        return len(self.shown)


def matches(ws: Workspace, profile: StoredProfile, filters: Filters | None = None) -> Found:
    """The best postings for a profile, best first, one an opening; their scores are kept."""
    filters, person, chosen = filters or Filters(), _person(ws, profile), weights(ws)
    layers = scored(ws, person, chosen, filters.sample)
    remember(ws, profile, layers, chosen)
    return _found(ws, person, layers, filters, chosen)


def search(ws: Workspace, person: Candidate, filters: Filters) -> Found:
    """As `matches`, for a person without a stored profile; nothing is kept."""
    return _found(ws, person, scored(ws, person, weights(ws), filters.sample), filters, weights(ws))


def _found(ws: Workspace, person: Candidate, layers: list[Layer], filters: Filters, chosen: Weights) -> Found:
    if not layers:
        return Found()
    actions = ws.records.actions()
    passed = [np.flatnonzero(_mask(ws, layer, filters, person, actions)) for layer in layers]
    names = _names(layers, passed)
    best = page(_keys(layers, passed, filters.sort), names, _openings(layers, passed), filters.skip, filters.limit)
    number = np.repeat(np.arange(len(layers)), [len(rows) for rows in passed])[best.rows]
    rows = np.concatenate(passed)[best.rows]
    spots = [(layers[n], row) for n, row in zip(number.tolist(), rows.tolist(), strict=True)]
    return Found(
        shown=tuple(_listed(ws, person, chosen, spots, best.copies.tolist(), actions)),
        total=best.total,
        scored=sum(_distinct(layer.index, layer.chosen) for layer in layers),
        sample=layers[0].sample and any(layer.chosen.any() for layer in layers),
        left_out=sum(left_out(ws, layer.name, layer.index) for layer in layers),
        meaning=_meaning(ws, layers),
    )


def _meaning(ws: Workspace, layers: list[Layer]) -> Meaning | None:
    """What to tell of the model that compares meaning, when there is one."""
    if ws.embeddings is None:
        return None
    compared = [int(np.count_nonzero(~np.isnan(layer.meaning) & layer.chosen)) for layer in layers if layer.meaning is not None]
    return Meaning(ws.embeddings.embedder.model, sum(compared), layers[0].failure)


def _keys(layers: list[Layer], passed: list[np.ndarray], sort: Sort) -> list[np.ndarray]:
    """What the rows that passed are ordered by, ascending: best score first, or newest, or highest stated pay; then the others."""

    def joined(column: Callable[[Layer], np.ndarray]) -> np.ndarray:
        return np.concatenate([-column(layer)[rows] for layer, rows in zip(layers, passed, strict=True)])

    best, day = joined(lambda layer: layer.scores.score), joined(lambda layer: layer.index.published)
    if sort == "pay":
        return [joined(lambda layer: layer.index.column("pay_high")), best, day]
    return [day, best] if sort == "newest" else [best, day]


def _names(layers: list[Layer], passed: list[np.ndarray]) -> Callable[[np.ndarray], pa.Array]:
    """What gives the ids of some of the rows that passed."""
    ids = pa.chunked_array([chunk for layer in layers for chunk in layer.index.ids.chunks], pa.string())
    first = np.cumsum([0, *(len(layer.index) for layer in layers)])
    row = np.concatenate([rows + at for rows, at in zip(passed, first, strict=False)])
    return lambda chosen: ids.take(pa.array(row[chosen])).combine_chunks()


def _openings(layers: list[Layer], passed: list[np.ndarray]) -> np.ndarray:
    """The opening of each row that passed; an opening of another layer is another one."""
    first = np.cumsum([0, *(layer.index.openings for layer in layers)])
    return np.concatenate([layer.index.opening[rows] + at for layer, rows, at in zip(layers, passed, first, strict=False)])


def _distinct(index: Index, chosen: np.ndarray) -> int:
    """How many openings the chosen postings are."""
    there = np.zeros(index.openings, bool)
    there[index.opening[chosen]] = True
    return int(np.count_nonzero(there))


def lessons(ws: Workspace, profile: StoredProfile, threshold: float = 60, limit: int = 10, sample: bool | None = None) -> list[Lesson]:
    """What learning one skill more would change for this profile, over the same postings as `matches`."""
    return lessons_for(ws, _person(ws, profile), threshold, limit, sample)


def lessons_for(ws: Workspace, person: Candidate, threshold: float = 60, limit: int = 10, sample: bool | None = None) -> list[Lesson]:
    """As `lessons`, for a person without a stored profile."""
    layers = scored(ws, person, weights(ws), sample)
    counted = [one.chosen & ~of_hidden_companies(ws, one.index) for one in layers]
    return learn([one.index for one in layers], person, threshold, limit, counted, weights(ws), scores=[one.scores.score for one in layers])


def weights(ws: Workspace) -> Weights:
    """The person's own weights, or the default ones."""
    return Weights(**ws.records.setting(WEIGHTS, {}))


def set_weights(ws: Workspace, chosen: Weights) -> None:
    """Keep the person's weights."""
    ws.records.set(WEIGHTS, asdict(chosen))


def _person(ws: Workspace, profile: StoredProfile) -> Candidate:
    return candidate(profile.resume, profile.preferences, ws.now().date())


def _mask(ws: Workspace, layer: Layer, filters: Filters, person: Candidate, actions: dict[str, ActionRow]) -> np.ndarray:
    """Which postings pass the filters."""
    index, scores = layer.index, layer.scores
    keep = layer.chosen & (scores.score >= filters.minimum) & ~(np.isnan(scores.skills) & np.isnan(scores.experience))
    if filters.remote:
        keep &= _at(index, [code for code, place in enumerate(index.places) if place.remote in filters.remote])
    if filters.place.strip():
        keep &= _at(index, _places_named(index, filters.place))
    if filters.days is not None:
        today = (ws.now().date() - _EPOCH).days
        newest = int(index.published[layer.chosen].max(initial=0)) if (layer.chosen & index.sample).any() else today
        keep &= index.published >= min(today, newest) - filters.days
    if filters.pay_min:
        keep &= index.column("pay_high") >= filters.pay_min * rates().get(person.currency, 1.0)
    if filters.levels:
        keep &= np.isin(index.column("level"), [LEVELS.index(level) + 1 for level in filters.levels])
    if filters.contracts:
        keep &= np.isin(index.column("contract"), [code for code, kind in enumerate(index.contracts) if kind in filters.contracts])
    if filters.permit:
        keep &= _permit(ws, index, filters.permit)
    if filters.words.strip():
        keep &= index.has(_named(ws, filters.words))
    keep &= ~of_hidden_companies(ws, index)
    passed: np.ndarray = keep & _acted(index, filters, actions)
    return passed


def _at(index: Index, codes: list[int]) -> np.ndarray:
    """Which postings are at one of these places."""
    wanted = np.zeros(len(index.places), bool)
    wanted[codes] = True
    return wanted.take(index.column("place"))


def _permit(ws: Workspace, index: Index, wanted: Permit) -> np.ndarray:
    """Which postings offer help with a work permit, or do not refuse it."""
    told = index.has([job_id for (job_id,) in ws.market.query("SELECT id FROM visible WHERE sponsorship = ?", [wanted == "offered"])])
    return told if wanted == "offered" else ~told


def _named(ws: Workspace, words: str) -> list[str]:
    """Ids of the postings whose title and company together hold every word."""
    each = words.casefold().split()[:20]
    holds = " AND ".join(["contains(lower(title || ' ' || company), ?)"] * len(each))
    return [job_id for (job_id,) in ws.market.query(f"SELECT id FROM visible WHERE {holds}", each)]


def _acted(index: Index, filters: Filters, actions: dict[str, ActionRow]) -> np.ndarray:
    """Hidden postings drop out unless asked for; `only` keeps those with this action."""
    wanted = {job_id for job_id, row in actions.items() if filters.only and getattr(row, filters.only)}
    if filters.only:
        return index.has(wanted)
    hidden = {job_id for job_id, row in actions.items() if row.hidden}
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


def _listed(
    ws: Workspace, person: Candidate, chosen: Weights, spots: list[tuple[Layer, int]], copies: list[int], actions: dict[str, ActionRow]
) -> Iterator[Listed]:  # fmt: skip
    """The matches with their postings and explanations; a posting that is gone meanwhile is left out."""
    stored = ws.market.postings([str(layer.index.ids[row]) for layer, row in spots])
    found = [(layer, row, stored.get(str(layer.index.ids[row])), more) for (layer, row), more in zip(spots, copies, strict=True)]
    there = [(layer, row, one, more) for layer, row, one, more in found if one]
    near = [np.nan if layer.meaning is None else float(layer.meaning[row]) for layer, row, _, _ in there]
    explained = explain_all(person, [one for _, _, one, _ in there], chosen, near)
    for (layer, row, one, more), explanation in zip(there, explained, strict=True):
        yield Listed(match_of(layer.scores, row, explanation, version(layer.model)), one, explanation, actions.get(one.id), more)


def match_of(scores: Scores, row: int, explanation: Explanation | None = None, version: str = VERSION) -> Match:
    """One row of the scores as a `Match`, rounded to tenths."""
    told = scores.row(row)
    return Match(
        job_id=str(scores.ids[row]),
        score=round(told["score"], 1),
        band=(round(told["low"], 1), round(told["high"], 1)),
        confidence=round(told["confidence"], 2),
        parts=Parts(**{part: None if np.isnan(told[part]) else round(told[part], 1) for part in PARTS}),
        reasons=explanation.reasons if explanation else [],
        gaps=explanation.gaps if explanation else [],
        version=version,
    )
