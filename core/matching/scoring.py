"""The score: five parts from what both sides state, joined by weights, with a band for what is not stated.

Which pieces are stated is one small number a posting (`Index`), so joining, redistributing weights and widening the band are lookups
in tables of 512 rows, worked out once a person. One posting and a million take the same path.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
from scipy.sparse import csc_matrix

from core.matching.columns import BIT, EVIDENCE, LEVELS, MOST_YEARS
from core.matching.index import Block, Index
from core.matching.person import Candidate
from core.matching.places import place_values
from core.matching.vocabulary import closeness, credit

VERSION = "1.0"
PARTS = ("skills", "experience", "location", "salary", "culture")
NUMBERS = ("score", "low", "high", "confidence", *PARTS)
PIECES: dict[str, tuple[str, float]] = {  # piece of evidence: its part and share of it
    "skills": ("skills", 1.0),
    "role": ("experience", 0.4),
    "years": ("experience", 0.15),
    "level": ("experience", 0.1),
    "text": ("experience", 0.35),
    "place": ("location", 1.0),
    "pay": ("salary", 1.0),
    "contract": ("culture", 1.0),
}
MEASURED = ("skills", "role", "text", "place", "pay")  # the others follow from a posting's kind
LIKELY = {  # what an unstated piece may plausibly turn out to be; beyond 0-1 where its part is judged by little else
    "skills": (0.0, 0.9),
    "role": (-0.3, 1.2),
    "years": (0.0, 1.2),
    "level": (0.3, 1.0),
    "text": (0.0, 0.9),
    "place": (0.0, 1.0),
    "pay": (0.2, 1.0),
    "contract": (0.3, 1.0),
}
BASE, UNSURE, FEW = 1.5, 6.0, 4.0  # points that the band always has: for rough rules, a doubtful record, few skills asked for
FEW_NUMBERS = 10_000  # in a matrix; picking columns out of it would take longer than reading them all
ALIKE = 0.3  # words of two texts on the same work are about this alike
MEANING = 0.5  # share of the piece "text" that meaning has, where it is known; words have the rest
BELOW, ABOVE = 0.3, 0.12  # lost for each level that the person stands below or above the posting's
OTHER_CONTRACT = 0.3
SHORT = 0.35  # pay that falls short of the wish by this share is worth nothing


@dataclass(frozen=True)
class Weights:
    """How much each part counts; only their proportions matter."""

    skills: float = 40.0
    experience: float = 30.0
    location: float = 20.0
    salary: float = 10.0
    culture: float = 0.0


@dataclass(frozen=True)
class Scores:
    """One entry a posting, in the index's order: scores and parts 0-100 (a part is NaN when not stated), confidence 0-1.

    What follows from the score and the kind of posting alone is worked out when it is asked for: all of it, or one row by `row`.
    """

    ids: pa.ChunkedArray
    score: np.ndarray
    skills: np.ndarray
    experience: np.ndarray
    location: np.ndarray
    salary: np.ndarray
    index: Index
    kinds: Kinds

    @cached_property
    def low(self) -> np.ndarray:
        """Where each score's band begins."""
        return self._band[0]

    @cached_property
    def high(self) -> np.ndarray:
        """Where each score's band ends."""
        return self._band[1]

    @cached_property
    def confidence(self) -> np.ndarray:
        """How much of what decides is known, 0-1."""
        confidence: np.ndarray = self.kinds.confidence.take(self.index.column("kind"))
        return confidence

    @cached_property
    def culture(self) -> np.ndarray:
        """The part that a kind alone decides."""
        culture: np.ndarray = self.kinds.culture.take(self.index.column("kind"))
        return culture

    def row(self, row: int) -> dict[str, float]:
        """All numbers of one row by their names."""
        one, block = slice(row, row + 1), self.index.block_of(row)
        kind = int(block.kind[row - block.start])
        low, high = band(self.kinds, self.score[one], np.array([kind]))
        parts = {part: getattr(self, part)[row] for part in PARTS if part != "culture"}
        told = {"score": self.score[row], "low": low[0], "high": high[0], "confidence": self.kinds.confidence[kind], **parts}
        return {name: float(value) for name, value in (told | {"culture": self.kinds.culture[kind]}).items()}

    @cached_property
    def _band(self) -> tuple[np.ndarray, np.ndarray]:
        return band(self.kinds, self.score, self.index.column("kind"))


@dataclass(frozen=True)
class Wanted:
    """The person as vectors and lookup tables, made once for one index: by skill and word, by code of role and place, by kind."""

    skills: np.ndarray
    terms: np.ndarray
    role: np.ndarray
    place: np.ndarray
    pay: float
    stated: int
    kinds: Kinds
    joined: Joined
    meaning: np.ndarray | None = None  # of the postings of the block at hand, as `score` is given it


@dataclass(frozen=True)
class Kinds:
    """Tables by kind of posting, in points of 100: what kinds alone decide (`fixed`), and what each piece of evidence counts.

    `total` is for the score, `part` for the parts that are shown; `value` holds the pieces 0-1 that a kind alone decides.
    """

    value: dict[str, np.ndarray]
    total: dict[str, np.ndarray]
    total_fixed: np.ndarray
    part: dict[str, np.ndarray]
    experience_fixed: np.ndarray
    culture: np.ndarray
    confidence: np.ndarray
    square: np.ndarray
    below: np.ndarray
    above: np.ndarray


def score(index: Index, candidate: Candidate, weights: Weights | None = None, meaning: np.ndarray | None = None) -> Scores:
    """Score every posting of the index for one person; the same input always gives the same numbers.

    `meaning` is how near each text is in meaning, 0-1, NaN where that is not known; without it words alone are compared.
    """
    wanted = prepare(index, candidate, weights or Weights())
    out = {name: np.empty(len(index), np.float32) for name in ("score", "skills", "experience", "location", "salary")}
    for block in index.blocks:
        rows = slice(block.start, block.start + len(block))
        here = wanted if meaning is None else replace(wanted, meaning=meaning[rows])
        for name, values in score_block(block, here).items():
            out[name][rows] = values
    return Scores(ids=index.ids, index=index, kinds=wanted.kinds, **out)


def prepare(index: Index, candidate: Candidate, weights: Weights) -> Wanted:
    """What scoring needs of a person."""
    stated, joined = _stated(candidate), join(weights, candidate.confidence)
    return Wanted(
        skills=credit(index.known, candidate.skills),
        terms=candidate.words,
        role=(index.role_shares @ closeness(candidate.titles)).astype(np.float32),
        place=place_values(candidate, index),
        pay=candidate.pay_min or 1.0,
        stated=stated,
        kinds=_kinds(index, candidate, stated, joined),
        joined=joined,
    )


def _kinds(index: Index, candidate: Candidate, stated: int, joined: Joined) -> Kinds:
    """The tables by kind for one person."""
    state = index.kind_part("stated") & stated
    contracts = np.array([1.0 if kind in candidate.contracts else OTHER_CONTRACT for kind in index.contracts] or [0], np.float32)
    value = {
        "years": _years_table(candidate)[index.kind_part("years")],
        "level": _level_table(candidate)[index.kind_part("level")],
        "contract": contracts[index.kind_part("contract")],
    }
    share = {piece: joined.share[piece][state] for piece in PIECES}
    total = {piece: joined.weight[part][state] * share[piece] * 100 for piece, (part, _) in PIECES.items()}
    shown = {part: joined.shown[part][state] for part in PARTS}
    return Kinds(
        value=value,
        total={piece: total[piece] for piece in MEASURED},
        total_fixed=sum((total[piece] * value[piece] for piece in value), np.zeros(len(state), np.float32)),
        part={piece: shown[PIECES[piece][0]] * share[piece] for piece in MEASURED},
        experience_fixed=shown["experience"] * (share["years"] * value["years"] + share["level"] * value["level"]),
        culture=shown["culture"] * value["contract"],
        confidence=joined.confidence[state],
        square=joined.square[state],
        below=joined.below[:, state],
        above=joined.above[:, state],
    )


def pieces(block: Block, wanted: Wanted) -> dict[str, np.ndarray]:
    """The value 0-1 of every piece of evidence; a number that says nothing where it is not stated."""
    return measured(block, wanted) | {piece: value.take(block.kind) for piece, value in wanted.kinds.value.items()}


def measured(block: Block, wanted: Wanted) -> dict[str, np.ndarray]:
    """The value 0-1 of the pieces that more than a posting's kind decides."""
    words = np.minimum(product(block.terms, wanted.terms) * np.float32(1 / ALIKE), 1)
    return {
        "skills": skill_part(product(block.skills, wanted.skills)),
        "role": wanted.role.take(block.role),
        "text": words if wanted.meaning is None else mixed(words, wanted.meaning),
        "place": wanted.place.take(block.place),
        "pay": _pay_value(block.pay_low, block.pay_high, np.float32(wanted.pay)),
    }


def mixed(words: np.ndarray, meaning: np.ndarray) -> np.ndarray:
    """Words and meaning as one value; words have all of the weight where the meaning is not known."""
    value: np.ndarray = np.where(np.isnan(meaning), words, words + np.float32(MEANING) * (meaning - words)).astype(np.float32)
    return value


def product(columns: csc_matrix, vector: np.ndarray) -> np.ndarray:
    """Matrix times vector; only the columns that the person has are read, about one number in twenty."""
    if columns.nnz < FEW_NUMBERS:
        all_read: np.ndarray = columns @ vector
        return all_read
    used = np.flatnonzero(vector)
    value: np.ndarray = columns[:, used] @ vector[used]
    return value


def skill_part(coverage: np.ndarray) -> np.ndarray:
    """Coverage of what is asked for as a value: the first skills in common tell most."""
    value: np.ndarray = (coverage + np.sqrt(coverage)) * np.float32(0.5)
    np.minimum(value, 1, out=value)
    return value


def coverage_for(part: np.ndarray) -> np.ndarray:
    """The coverage that `skill_part` gives this value for, where it is at most 1."""
    root = (np.sqrt(1 + 8 * np.maximum(part, 0)) - 1) / 2
    coverage: np.ndarray = root * root
    return coverage


def score_block(block: Block, wanted: Wanted) -> dict[str, np.ndarray]:
    """Score and measured parts of one block's postings, as in `Scores`."""
    kinds, kind, found = wanted.kinds, block.kind, measured(block, wanted)
    total = kinds.total_fixed.take(kind)
    for piece, value in found.items():
        total += kinds.total[piece].take(kind) * value
    np.minimum(total, 100, out=total)
    shown = {piece: kinds.part[piece].take(kind) * value for piece, value in found.items()}
    experience = kinds.experience_fixed.take(kind) + shown["role"]
    experience += shown["text"]
    return {"score": total, "skills": shown["skills"], "experience": experience, "location": shown["place"], "salary": shown["pay"]}


def band(kinds: Kinds, total: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where scores (0-100) of postings of these kinds may lie."""
    square = kinds.square.take(kind)
    low, high = _spread(square, kinds.below, total, kind), _spread(square, kinds.above, total, kind)
    np.subtract(total, low, out=low)
    high += total
    return np.maximum(low, 0, out=low), np.minimum(high, 100, out=high)


def _spread(square: np.ndarray, table: np.ndarray, total: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Root of the summed squares of weight x (likely end - score) over what is not stated, as a square polynomial of the score."""
    spread: np.ndarray = square * total
    spread -= table[0].take(kind)
    spread *= total
    spread += table[1].take(kind)
    np.sqrt(np.maximum(spread, 0, out=spread), out=spread)
    return spread


def _pay_value(low: np.ndarray, high: np.ndarray, wish: np.float32) -> np.ndarray:
    """1 when the stated pay begins at the wish, .7 when it only reaches it, less below."""
    reached = high * (1 / (wish * np.float32(SHORT))) + np.float32(1 - 1 / SHORT)
    above = (high - wish) / np.maximum(high - low, 1)
    value: np.ndarray = np.float32(0.7) * np.clip(reached, 0, 1, out=reached) + np.float32(0.3) * np.clip(above, 0, 1, out=above)
    return value


def _years_table(candidate: Candidate) -> np.ndarray:
    """Value by the posting's code for years (half years from 1 on, 0 = not stated)."""
    asked = np.arange(MOST_YEARS * 2 + 2) / 2 - 0.5
    has = candidate.years or 0.0
    return np.where(has >= asked, 1.0, np.maximum(0, 1 - (asked - has) / np.maximum(asked, 2.0))).astype(np.float32)


def _level_table(candidate: Candidate) -> np.ndarray:
    """Value by the posting's code for the level (from 1 on, 0 = not stated)."""
    own = LEVELS.index(candidate.level) if candidate.level else 0
    steps = np.arange(len(LEVELS) + 1) - 1 - own
    value: np.ndarray = np.clip(1 - np.where(steps > 0, BELOW * steps, -ABOVE * steps), 0, 1).astype(np.float32)
    return value


def _stated(candidate: Candidate) -> int:
    """The bits of what the person states; no skills at all counts as none, so that adding one never costs points."""
    known = {
        "skills": True,
        "many": len(candidate.skills) > 2,
        "role": bool(candidate.titles),
        "years": candidate.years is not None,
        "level": candidate.level is not None,
        "text": bool(candidate.words.any()),
        "place": bool(candidate.area or candidate.cities or candidate.countries),
        "pay": candidate.pay_min is not None,
        "contract": bool(candidate.contracts),
    }
    return sum(BIT[name] for name, flag in known.items() if flag)


@dataclass(frozen=True)
class Joined:
    """Tables by the number that says what is stated: shares and weights after redistribution, band, confidence."""

    share: dict[str, np.ndarray]
    weight: dict[str, np.ndarray]
    shown: dict[str, np.ndarray]
    confidence: np.ndarray
    square: np.ndarray
    below: np.ndarray
    above: np.ndarray


@lru_cache(maxsize=64)
def join(weights: Weights, confidence: float) -> Joined:
    """The tables for these weights and a record read with this confidence (0-1)."""
    state = np.arange(1 << len(EVIDENCE))
    has = {name: (state & BIT[name]) > 0 for name in EVIDENCE}
    full = {part: max(0.0, float(getattr(weights, part))) for part in PARTS}
    known = {part: sum(share * has[piece] for piece, (of, share) in PIECES.items() if of == part) for part in PARTS}
    share = {piece: np.where(has[piece], part_share / np.maximum(known[of], 1e-9), 0) for piece, (of, part_share) in PIECES.items()}
    weight = {part: full[part] * (known[part] > 0) for part in PARTS}
    sum_stated, everything = sum(weight.values()), sum(full.values()) or 1.0
    told = sum(full[part] * known[part] for part in PARTS) / everything
    steady = BASE + UNSURE * (1 - confidence) + FEW * ~has["many"]
    return Joined(
        share={piece: values.astype(np.float32) for piece, values in share.items()},
        weight={part: (values / np.where(sum_stated > 0, sum_stated, 1)).astype(np.float32) for part, values in weight.items()},
        shown={part: np.where(known[part] > 0, 100, np.nan).astype(np.float32) for part in PARTS},
        confidence=(told * (0.4 + 0.6 * confidence) * np.where(has["many"], 1, 0.9)).astype(np.float32),
        square=_polynomial(0, full, has, everything, steady)[0],
        below=_polynomial(0, full, has, everything, steady)[1:],
        above=_polynomial(1, full, has, everything, steady)[1:],
    )


def _polynomial(end: int, full: dict[str, float], has: dict[str, np.ndarray], everything: float, steady: np.ndarray) -> np.ndarray:
    """Coefficients (square, linear, constant) of the squared spread in points towards the lower (0) or upper (1) likely end, by state."""
    out = np.zeros((3, len(steady)))
    for piece, (part, share) in PIECES.items():
        weight = np.where(has[piece], 0, full[part] * share / everything)
        likely = 100 * LIKELY[piece][end]
        out += np.array([weight**2, 2 * weight**2 * likely, weight**2 * likely**2])
    out[2] += steady**2
    return out.astype(np.float32)
