"""Documents into a resume: sections read into trees of pieces, merged, and turned into values with their sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from core.models import Document, DocumentInfo, Resume, Source
from core.resume import contact, jsonresume, lists, merging, schooling, signs, skilled, standing
from core.resume.pieces import Piece, Row, rows
from core.resume.roles import headline, roles
from core.resume.sections import Section, headed_by, is_noise, sections

Tree = dict[str, Any]
_PARTS: dict[str, tuple[str, Callable[[Sequence[Row]], list[Tree]]]] = {
    "education": ("education", schooling.education),
    "certificates": ("certificates", lists.certificates),
    "languages": ("languages", lists.languages),
    "awards": ("awards", lists.awards),
    "publications": ("publications", lists.publications),
    "projects": ("projects", lists.projects),
    "volunteer": ("volunteer", lists.volunteer),
}


def parse(documents: Document | Sequence[Document], today: date) -> Resume:
    """The resume that the documents of one person tell, every value with its source; the same input gives the same resume."""
    several = [documents] if isinstance(documents, Document) else list(documents)
    trees = [_numbered(_tree(document), number) for number, document in enumerate(several)]
    tree = merging.merged(trees)
    resume, sources = _resume(tree)
    shortlist = resume.meta.shortlist
    shortlist.sources = sources
    shortlist.documents = [DocumentInfo(name=d.name, kind=d.kind, sha256=d.sha256) for d in several]
    standing.judge(resume, several, tree, today)
    return resume


def _tree(document: Document) -> Tree:
    if document.data is not None:
        return jsonresume.tree(document)
    lines = rows(document)
    found = sections(lines)
    named = contact.person(found, lines)
    found = headed_by(found, named.line) if named else found
    by_kind: dict[str, list[Row]] = {}
    for part in found:
        by_kind.setdefault(part.kind, []).extend(part.rows)
    tree: Tree = {"basics": contact.basics(found, lines, named)}
    tree["work"] = _work(found)
    for kind, (key, read) in _PARTS.items():
        tree[key] = read(by_kind.get(kind, []))
    tree["education"] = tree["education"] or _loose_education(found)
    _add_courses(tree, by_kind.get("courses", []))
    tree["skills"], tree["evidence"] = skilled.skills(document, found, [*tree["work"], *tree["projects"], *tree["volunteer"]])
    tree["seen"] = [row for part in found if part.heading for row in [part.heading]]
    return tree


def _work(found: Sequence[Section]) -> list[Tree]:
    """Roles of the work sections, or of everything that no heading claims."""
    told = [tree for part in found if part.kind == "work" for tree in roles(part.rows)]
    if told:
        return [*_headline_role(found[0].rows, told), *told]
    loose = [
        row for part in found if part.kind in ("", "summary", "other", "work") for row in part.rows if row.spans or not is_noise(row.text)
    ]
    return [tree for tree in roles(loose) if tree.get("startDate") and tree.get("position", tree.get("name")) and not _is_study(tree)]


def _add_courses(tree: Tree, rows: Sequence[Row]) -> None:
    """Courses belong to the first study; with dates of their own, or without a study, they are certificates."""
    if any(row.spans for row in rows) or not tree["education"]:
        tree["certificates"] = [*tree["certificates"], *lists.certificates(rows)]
    else:
        tree["education"][0].setdefault("courses", []).extend(piece for row in rows for piece in row.pieces)


def _headline_role(head: Sequence[Row], told: Sequence[Tree]) -> list[Tree]:
    """The present role that only the headline states ("Analyst - Globex Ltd"), when no role names that employer."""
    for row in head[:6]:
        role = headline(row)
        if role and not any(signs.alike(role["name"].value, tree["name"].value) for tree in told if "name" in tree):
            return [role]
    return []


def _is_study(tree: Tree) -> bool:
    named = [tree[key].value for key in ("name", "position") if key in tree]
    study = max(signs.degree(text) for text in named)
    return study > 0.9 or (study > 0.7 and not any(signs.title(text) >= 0.9 for text in named))


def _loose_education(found: Sequence[Section]) -> list[Tree]:
    """Studies that stand under no heading of their own."""
    loose = [
        row
        for part in found
        if part.kind in ("", "other", "summary")
        for row in part.rows
        if not signs.prose(row.text) and len(row.text) < 120
    ]
    kept = [row for row in loose if signs.degree(row.text) > 0.7 or signs.institution(row.text) > 0.7 or (not row.pieces and row.spans)]
    return [tree for tree in schooling.education(kept) if "studyType" in tree and "institution" in tree]


# --- trees into values -----------------------------------------------------------------------------------------------


def _resume(tree: Tree) -> tuple[Resume, dict[str, Source]]:
    sources: dict[str, Source] = {}
    plain = {
        key: _plain(tree.get(key), key, sources)
        for key in ("basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages", "projects")
    }
    return Resume.model_validate({key: value for key, value in plain.items() if value is not None}), sources


def _plain(node: Any, pointer: str, sources: dict[str, Source]) -> Any:
    """A tree without its pieces; what each piece knew goes to `sources`."""
    if isinstance(node, Piece):
        if node.start < node.end:
            place = {"document": node.document, "line": node.line, "start": node.start, "end": node.end}
            sources[pointer] = Source(**place, confidence=round(node.confidence, 2))
        return node.value
    if isinstance(node, dict):
        return {key: _plain(value, f"{pointer}/{key}", sources) for key, value in node.items() if value is not None}
    if isinstance(node, list):
        return [_plain(value, f"{pointer}/{at}", sources) for at, value in enumerate(node)]
    return node


def _numbered(node: Any, number: int) -> Any:
    if isinstance(node, Piece):
        return replace(node, document=number)
    if isinstance(node, dict):
        return {key: _numbered(value, number) for key, value in node.items()}
    return [_numbered(value, number) for value in node] if isinstance(node, list) else node
