"""Several documents of one person made into one tree: the same fact once, from the document that says it first or says more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.lexicon import plain
from core.resume.pieces import Piece

Tree = dict[str, Any]
_KEYS = {
    "work": ("name", "position"), "volunteer": ("organization", "position"), "education": ("institution", "studyType"),
    "awards": ("title",), "certificates": ("name",), "publications": ("name",), "skills": ("name",), "languages": ("language",),
    "projects": ("name",), "evidence": ("name",),
}  # fmt: skip


def merged(trees: Sequence[Tree]) -> Tree:
    """One tree; entries are the same when their naming fields are equal and their start dates do not differ."""
    if len(trees) == 1:
        return trees[0]
    whole: Tree = {"basics": {}, "seen": []}
    for tree in trees:
        for key, value in tree.get("basics", {}).items():
            if not whole["basics"].get(key):
                whole["basics"][key] = value
        for key, names in _KEYS.items():
            entries = whole.setdefault(key, [])
            for entry in tree.get(key, []):
                _add(entries, entry, names)
    return whole


def _add(entries: list[Tree], entry: Tree, names: Sequence[str]) -> None:
    same = next((known for known in entries if _same(known, entry, names)), None)
    if same is None:
        entries.append(dict(entry))
        return
    for key, value in entry.items():
        if key == "mentions":
            same[key] += value
        elif not same.get(key):
            same[key] = value
        elif isinstance(value, list):
            said = {_folded(piece) for piece in same[key]}
            same[key] = same[key] + [piece for piece in value if _folded(piece) not in said]


def _same(one: Tree, two: Tree, names: Sequence[str]) -> bool:
    if not any(one.get(name) and two.get(name) for name in names):
        return False
    alike = all(not one.get(n) or not two.get(n) or _folded(one[n]) == _folded(two[n]) for n in names)
    starts = [_folded(tree["startDate"]) for tree in (one, two) if tree.get("startDate")]
    return alike and (len(starts) < 2 or starts[0].startswith(starts[1]) or starts[1].startswith(starts[0]))


def _folded(value: Any) -> str:
    return " ".join(plain(value.value if isinstance(value, Piece) else str(value)).replace(",", " ").replace(".", "").split())
