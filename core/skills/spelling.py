"""One comparable form for a written word, so that case, accents, plurals and British or American spelling make no difference.

The form is a key for comparison, not a word to show: the same rules are applied to the taxonomy and to the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from core.text import fold

_RULES = (
    (r"ae", "e"),
    (r"oed", "ed"),
    (r"is(e|es|ed|er|ers|ing|ation|ations|able)$", r"iz\1"),
    (r"ys(e|es|ed|er|ers|ing)$", r"yz\1"),
    (r"(?<=\w{3})our(s|ed|ing|al|ally|ful)?$", r"or\1"),
    (r"(?<=\w{3})ogue(s)?$", r"og\1"),
    (r"(?<=\w{3})tre(s)?$", r"ter\1"),
    (r"(?<=\w{4})ll(ing|ed|er|ers|or|ors)$", r"l\1"),
    (r"(?<=[aeiou][fl])ence(s)?$", r"ense\1"),
    (r"^licence", "license"),
    (r"^programme(s)?$", r"program\1"),
    (r"^aluminium$", "aluminum"),
    (r"^jewellery$", "jewelry"),
    (r"^artefact", "artifact"),
    (r"^enrol(?=[^l]|$)", "enroll"),
    (r"^fulfil(?=[^l]|$)", "fulfill"),
    (r"^skilful", "skillful"),
    (r"^tyre", "tire"),
)
_COMPILED = tuple((re.compile(pattern), to) for pattern, to in _RULES)
_MAY_DIFFER = re.compile(r"ae|oed|[iy]s(?:e|ing|a)|our|ogue|tre|ll|ence|^(?:licen|progr|alum|jewe|arte|enro|fulf|skil|tyre)")
_COUNTED = frozenset(["metrics", "topics", "clinics", "fabrics", "basics", "critics", "graphics", "mechanics"])


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """The comparable form of one word: `Organisations` and `organization` give the same key."""
    key = word.lower()
    if not (key.isascii() and key.isalnum()):
        key = fold(word).replace("’", "'")
        if key.startswith(". net"):
            return ".net"
    if len(key) > 4 and _MAY_DIFFER.search(key):
        for pattern, to in _COMPILED:
            key = pattern.sub(to, key)
    return _singular(key, word)


def _singular(key: str, word: str) -> str:
    """Drop a plural ending where that is safe: short names and words in -ss, -us, -is, -ics keep it."""
    size = len(key)
    if size < 4 or key[-1] != "s" or word.isupper() or key.endswith(("ss", "us", "is")) or (key.endswith("ics") and key not in _COUNTED):
        return key
    if size == 4:
        return key[:-1] if key[-2] not in "aeiou" or word[:3].isupper() else key
    if key.endswith("ies"):
        return key[:-3] + "y"
    if key.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return key[:-2]
    return key[:-1]
