"""How well scores agree with what a person did: liked and put away by score, and what the threshold misses.

Liked is marked interested or applied, put away is hidden. What is missed is estimated from a fixed random sample of the postings below
the threshold alone, because postings that a person went looking for would tell more than there is. Shares carry 95 % intervals
(Wilson), and nothing is said from too few marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.matching.comparing import scored
from core.matching.listing import Filters, matches
from core.matching.person import candidate
from core.store import StoredProfile
from core.store.tables import ActionRow
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

THRESHOLD = 60.0
BANDS = ((0.0, 45.0), (45.0, 60.0), (60.0, 70.0), (70.0, 80.0), (80.0, 100.1))
ENOUGH, EACH = 10, 5  # marks for a share; marks of each kind for a comparison
SAMPLE, ROUND, MOST = 50, 10, 500


@dataclass(frozen=True)
class Share:
    """So many of n with a 95 % interval; value and interval are None below `ENOUGH`."""

    hits: int
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Mean:
    """The mean score of n postings with a 95 % interval; None below `EACH`."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Response:
    """Marks on postings whose score lies in [`low`, `high`)."""

    low: float
    high: float
    liked: Share


@dataclass(frozen=True)
class Quality:
    """What a person's marks say about the scores.

    `false_positives`: put away among the marked ones from the threshold on. `false_negatives`: liked among the rated ones of the random
    sample below it; `missed` is what that makes of the `below` openings. `agreement` is the chance that a liked posting scores higher than
    one that was put away (.5 = no better than chance); `average` is over all marked ones.
    """

    marked: int
    responses: tuple[Response, ...]
    average: Mean
    liked: Mean
    put_away: Mean
    agreement: tuple[float, float, float] | None
    false_positives: Share
    false_negatives: Share
    below: int
    missed: tuple[int, int] | None


def quality(ws: Workspace, profile: StoredProfile) -> Quality:
    """How the marks of a person agree with the scores of this profile; the newest 500 marks count."""
    found = matches(ws, profile, Filters(minimum=0, hidden=True, limit=0))
    below = found.total - matches(ws, profile, Filters(minimum=THRESHOLD, hidden=True, limit=0)).total
    judged = _judged(ws, found.sample)
    person = candidate(profile.resume, profile.preferences, ws.now().date())
    numbers = scored(ws, person, [stored for stored, _ in judged])
    score = np.array([numbers[stored.id].score for stored, _ in judged])
    liked = np.array([is_liked for _, is_liked in judged], bool)
    drawn = set(sample(ws, profile))
    rated = np.array([stored.id in drawn for stored, _ in judged], bool) & (score < THRESHOLD)
    missing = share(int((rated & liked).sum()), int(rated.sum()))
    high = score >= THRESHOLD
    return Quality(
        marked=len(judged),
        responses=tuple(Response(low, up, _share_of(liked, (score >= low) & (score < up))) for low, up in BANDS),
        average=mean(score),
        liked=mean(score[liked]),
        put_away=mean(score[~liked]),
        agreement=agreement(score[liked], score[~liked]),
        false_positives=_share_of(~liked, high),
        false_negatives=missing,
        below=below,
        missed=None if missing.low is None or missing.high is None else (round(missing.low * below), round(missing.high * below)),
    )


def sample(ws: Workspace, profile: StoredProfile) -> list[str]:
    """Ids of the fixed random sample below the threshold: the same for this person as long as the postings are the same."""
    sql = "SELECT job_id FROM score WHERE owner = ? AND profile_id = ? AND score < ? ORDER BY md5(job_id || owner), job_id LIMIT ?"
    with ws.warehouse.read() as cursor:
        return [str(job_id) for (job_id,) in cursor.execute(sql, [ws.owner, profile.id, THRESHOLD, SAMPLE]).fetchall()]


def to_rate(ws: Workspace, profile: StoredProfile, limit: int = ROUND) -> list[StoredPosting]:
    """The next postings of the sample that the person has not marked yet, in its order."""
    drawn = sample(ws, profile)
    done = {job_id for job_id, action in ws.records.actions(drawn).items() if _mark(action) is not None}
    stored = ws.market.postings(drawn)
    return [stored[job_id] for job_id in drawn if job_id not in done and job_id in stored][:limit]


def share(hits: int, n: int) -> Share:
    """A share with its Wilson interval; without them below `ENOUGH`."""
    if n < ENOUGH:
        return Share(hits, n)
    from scipy.stats import binomtest

    interval = binomtest(hits, n).proportion_ci(method="wilson")
    return Share(hits, n, hits / n, float(interval.low), float(interval.high))


def mean(scores: np.ndarray) -> Mean:
    """The mean with the interval of its standard error, kept on the scale."""
    if len(scores) < EACH:
        return Mean(len(scores))
    middle, half = float(scores.mean()), 1.96 * float(scores.std(ddof=1)) / len(scores) ** 0.5
    return Mean(len(scores), middle, max(0.0, middle - half), min(100.0, middle + half))


def agreement(liked: np.ndarray, put_away: np.ndarray) -> tuple[float, float, float] | None:
    """The chance that a liked posting scores higher than one put away, with a 95 % interval (Hanley and McNeil, 1982)."""
    n, m = len(liked), len(put_away)
    if min(n, m) < EACH:
        return None
    difference = liked[:, None] - put_away[None, :]
    chance = float((difference > 0).mean() + (difference == 0).mean() / 2)
    one, two = chance / (2 - chance), 2 * chance**2 / (1 + chance)
    variance = (chance * (1 - chance) + (n - 1) * (one - chance**2) + (m - 1) * (two - chance**2)) / (n * m)
    half = 1.96 * max(variance, 0.0) ** 0.5
    return chance, max(0.0, chance - half), min(1.0, chance + half)


def _share_of(flags: np.ndarray, among: np.ndarray) -> Share:
    return share(int((flags & among).sum()), int(among.sum()))


def _judged(ws: Workspace, of_sample: bool) -> Sequence[tuple[StoredPosting, bool]]:
    """The visible postings that were liked (True) or put away (False), the last marked first."""
    marks = {job_id: mark for job_id, action in _newest(ws.records.actions()) if (mark := _mark(action)) is not None}
    stored = ws.market.postings(list(marks)[:MOST])
    return [(stored[job_id], mark) for job_id, mark in marks.items() if job_id in stored and stored[job_id].sample == of_sample]


def _newest(actions: dict[str, ActionRow]) -> list[tuple[str, ActionRow]]:
    return sorted(actions.items(), key=lambda one: (one[1].updated_at, one[0]), reverse=True)


def _mark(action: ActionRow) -> bool | None:
    """True for liked, False for put away, None for neither."""
    return True if action.interested or action.applied else False if action.hidden else None
