"""Which postings name a term: many texts against many names at once, whole words only.

All texts become one long row of word numbers; a name is a short row of them, looked for at the places of its first word. Known
names are looked for under all their aliases, unknown ones also in the spellings that names of software take (`Node JS`, `NodeJS`,
`Node.js`). A longer name hides a shorter one within it ("React Native" is not React) unless it is a kind of it. Doubtful names (Go,
Swift) are checked by the reader of skills, in the few texts that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.skills import KnownSkill, Taxonomy, taxonomy
from core.skills.cues import cues
from core.skills.lookup import find_names
from core.skills.spelling import word_key
from core.skills.tokens import name_keys, tokenize

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST_TEXT = 30_000
MOST_WORDS = 12  # in a name
_HIDES = -1  # the number of a name that nobody asked for; below it, one that is a kind of an asked term
_BREAKS = (
    (r"\r\n?", "\n"),
    (r"(^|[^\p{L}\p{N}_])\. ?(?:NET|net|Net)\b", "\\1 \x02net "),
    (r"\n(\p{Ll})", " \\1"),  # a wrapped line goes on
    (r"\+([\p{L}\p{N}])", " \\1"),  # React+Redux
    (r"[\n,;:!?()\[\]{}<>|•●▪‣·*\"“”…\t—]|\.(?:\s|$)|\s[-–/]|[/–]\s", " \n "),
)
_BETWEEN = r"[^\p{L}\p{N}+#\n\x02]+"
_ENDINGS = ("js", "io", "net")
_JS = word_key("wordjs")[4:]  # the ending as it stands in a key
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONG = 6  # letters from which a word in capitals is no abbreviation


class Name(NamedTuple):
    """One way to write a term: its word keys, the number of the term (below 0: it only hides others), whether it needs a check."""

    keys: tuple[str, ...]
    term: int
    doubtful: bool = False


@dataclass(frozen=True)
class Words:
    """The texts as one row of word numbers: `ids` (0 = a break), the text each word stands in, and what each number means."""

    ids: np.ndarray
    row: np.ndarray
    numbers: dict[str, int]

    @classmethod
    def of(cls, texts: pa.Array) -> Words:
        """Cut texts into words, all at once."""
        import pyarrow as pa
        import pyarrow.compute as pc

        marked = pc.utf8_slice_codeunits(pc.fill_null(texts, ""), 0, LONGEST_TEXT)
        for pattern, to in _BREAKS:
            marked = pc.replace_substring_regex(marked, pattern, to)
        lists = pc.split_pattern_regex(pc.binary_join_element_wise(marked, "\n", " "), _BETWEEN)
        lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
        coded = lists.flatten().dictionary_encode()
        keys = [_key(word) for word in coded.dictionary.to_pylist()]
        numbers = {"\n": 0}
        table = np.array([-1 if not key else numbers.setdefault(key, len(numbers)) for key in keys] or [-1], np.int32)
        ids = table[coded.indices.to_numpy(zero_copy_only=False)]
        row = np.repeat(np.arange(len(lists), dtype=np.int32), pc.list_value_length(lists).to_numpy(zero_copy_only=False))
        return cls(ids[ids >= 0], row[ids >= 0], numbers)


def _key(word: str) -> str:
    """The comparable form of a word with the signs that names bear at their end (C++, C#); empty for signs alone."""
    bare = word.strip("+#")
    if word in ("\n", "\x02net") or not bare:
        return {"\n": "\n", "\x02net": ".net"}.get(word, "")
    tail = word[word.index(bare) + len(bare) :]
    if bare.isupper() and len(bare) >= _LONG:
        bare = bare.lower()
    return word_key(bare + (tail if tail in ("+", "++", "#") else ""))


def presence(texts: pa.Array, terms: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The pairs (text, term), each once, as two arrays of numbers; two terms may be names of one skill."""
    skills = [taxonomy().find(term) for term in terms]
    things = [skill.name if skill else " ".join(name_keys(term)) for term, skill in zip(terms, skills, strict=True)]
    first = {thing: number for number, thing in reversed(list(enumerate(things)))}
    row, term = _presence(texts, list(terms), skills)
    again = [(number, first[thing]) for number, thing in enumerate(things) if first[thing] != number]
    copies = [(row[term == other], np.full(np.count_nonzero(term == other), number)) for number, other in again]
    return np.concatenate([row, *(rows for rows, _ in copies)]), np.concatenate([term, *(terms_ for _, terms_ in copies)])


def _presence(texts: pa.Array, terms: Sequence[str], skills: Sequence[KnownSkill | None]) -> tuple[np.ndarray, np.ndarray]:
    words, names = Words.of(texts), list(_names(terms, skills, taxonomy()))
    start, end, which = _found(words, names)
    term = np.array([name.term for name in names] or [0])[which]
    doubtful = np.array([name.doubtful for name in names] or [False])[which]
    shown = (term >= 0) & ~_hidden(start, end, term, np.array([skill is not None for skill in skills]))
    pairs = np.stack([words.row[start], term], axis=1)
    sure, unsure = pairs[shown & ~doubtful], pairs[shown & doubtful]
    settled = sure[:, 0] * len(terms) + sure[:, 1]
    unsure = unsure[~np.isin(unsure[:, 0] * len(terms) + unsure[:, 1], settled)]
    found = np.unique(np.concatenate([sure, _confirmed(texts, np.unique(unsure[:, 0]), skills)]), axis=0)
    return found[:, 0], found[:, 1]


def _names(terms: Sequence[str], skills: Sequence[KnownSkill | None], known: Taxonomy) -> Iterator[Name]:
    """Every way to write the terms, then the longer names of other skills that hold a word of one."""
    asked: set[tuple[str, ...]] = set()
    for number, (term, skill) in enumerate(zip(terms, skills, strict=True)):
        for written, guarded in skill.names if skill else [(term, False)]:
            for keys in _spellings(written, skill is None):
                if keys and keys not in asked:
                    asked.add(keys)
                    yield Name(keys, number, guarded)
    number_of = {skill.name: number for number, skill in reversed(list(enumerate(skills))) if skill}
    heads = {keys[0] for keys in asked}
    for other in known.skills:
        keys = tuple(_apart(other.name))
        if len(keys) > 1 and other.name not in number_of and keys not in asked and not heads.isdisjoint(keys):
            kind_of = next((number_of[one] for one in known.ancestors(other.name) if one in number_of), None)
            yield Name(keys, _HIDES if kind_of is None else _HIDES - 1 - kind_of)


def _apart(name: str) -> list[str]:
    """The words of a name, a hump within a long one (`JavaScript`) taken for a gap."""
    return name_keys(_HUMP.sub(" ", name) if len(name) > _LONG and " " not in name else name)


def _spellings(written: str, unknown: bool) -> Iterator[tuple[str, ...]]:
    """The name as it stands and its humps apart; with and without a gap before js, which an unknown name of one word may also leave out."""
    keys = tuple(name_keys(written))
    yield keys
    yield tuple(_apart(written))
    if len(keys) > 1 and keys[-1] in _ENDINGS:
        yield (*keys[:-2], word_key(keys[-2] + keys[-1]))
    if len(keys) == 1:
        stem = keys[0].removesuffix(_JS)
        if stem != keys[0] and len(stem) > 2:
            yield (stem, "js")
        elif unknown and len(stem) > 3:
            yield (stem + _JS,)


def _found(words: Words, names: Sequence[Name]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First word, word after the last one, and number of the name, of every place where a name stands."""
    order = np.argsort(words.ids, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(words.ids, minlength=len(words.numbers)))])
    padded = np.concatenate([words.ids, np.zeros(MOST_WORDS, words.ids.dtype)])
    places: list[np.ndarray] = []
    for name in names:
        wanted = [words.numbers.get(key, -1) for key in name.keys]
        at = order[first[wanted[0]] : first[wanted[0] + 1]] if min(wanted) > 0 and len(wanted) <= MOST_WORDS else order[:0]
        for step, one in enumerate(wanted[1:], 1):
            at = at[padded[at + step] == one]
        places.append(at)
    which = np.repeat(np.arange(len(names)), [len(at) for at in places])
    start = np.concatenate(places) if places else order[:0]
    return start, start + np.array([len(name.keys) for name in names] or [0])[which], which


def _hidden(start: np.ndarray, end: np.ndarray, term: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether a longer name covers a place, other than one of the term's own kind; an unknown term yields to asked terms only."""
    if not len(start):
        return np.zeros(0, bool)
    order = np.lexsort((-end, start))
    start, end, term = start[order], end[order], term[order]
    reach = np.maximum.accumulate(end)
    cover = np.maximum.accumulate(np.where(np.r_[True, reach[1:] > reach[:-1]], np.arange(len(end)), 0))
    inside = (cover != np.arange(len(end))) & (end <= end[cover])
    own_kind = term[cover] == _HIDES - 1 - term
    plain = (term[cover] < 0) & ~known[np.maximum(term, 0)]
    hidden = np.empty(len(end), bool)
    hidden[order] = inside & ~own_kind & ~plain
    return hidden


def _confirmed(texts: pa.Array, rows: np.ndarray, skills: Sequence[KnownSkill | None]) -> np.ndarray:
    """The pairs that the reader of skills finds in these texts, where doubtful names need a context."""
    known, words = taxonomy(), cues()
    term = {known.columns[skill.name]: number for number, skill in reversed(list(enumerate(skills))) if skill}
    found: list[tuple[int, int]] = []
    for row in rows.tolist():
        hits = find_names(tokenize(texts[row].as_py()[:LONGEST_TEXT]), known, words)
        found += {(row, term[hit.entry.column]) for hit in hits if hit.entry.column in term}
    return np.array(found, np.int64).reshape(-1, 2)
