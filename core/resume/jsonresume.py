"""JSON Resume files read leniently: what has the right shape is taken, what has not is left out, nothing crashes."""

from __future__ import annotations

import re
from typing import Any

from core import text as outside
from core.models import Document
from core.resume.pieces import Piece

Tree = dict[str, Any]
_LONGEST, _MOST = 5_000, 300
_TEXTS = {
    "work": ("name", "position", "location", "url", "startDate", "endDate", "summary"),
    "volunteer": ("organization", "position", "startDate", "endDate", "summary"),
    "education": ("institution", "studyType", "area", "startDate", "endDate", "score"),
    "awards": ("title", "date", "awarder", "summary"),
    "certificates": ("name", "date", "issuer", "url"),
    "publications": ("name", "publisher", "releaseDate", "url", "summary"),
    "skills": ("name", "level"),
    "languages": ("language", "fluency"),
    "projects": ("name", "description", "startDate", "endDate", "url"),
}
_LISTS = {"work": "highlights", "volunteer": "highlights", "education": "courses", "skills": "keywords", "projects": "highlights"}
_OLDER = {
    "company": "name",
    "website": "url",
    "degree": "studyType",
    "school": "institution",
    "gpa": "score",
    "title": "position",
    "org": "organization",
}


def tree(document: Document) -> Tree:
    """The tree of a JSON Resume document; a value's source is where it stands in the document's text, if it does."""
    data = document.data if isinstance(document.data, dict) else {}
    reader = _Reader(document)
    whole: Tree = {"basics": reader.basics(data.get("basics"))}
    for part, names in _TEXTS.items():
        whole[part] = [entry for entry in reader.entries(data.get(part), part, names) if any(entry.values())]
    for role in whole["work"]:
        role["current"] = "endDate" not in role and "startDate" in role
    whole["evidence"] = _evidence(whole["skills"])
    return whole


class _Reader:
    """Turns JSON values into pieces, looking each one up in the text from where the last one stood."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.at = 0

    def basics(self, value: object) -> Tree:
        """The `basics` block; a location may be a text or an object."""
        said = value if isinstance(value, dict) else {}
        basics = self.texts(said, ("name", "label", "email", "phone", "url", "summary"))
        spot = said.get("location")
        names = ("address", "postalCode", "city", "region", "countryCode")
        basics["location"] = self.texts(spot, names) if isinstance(spot, dict) else self.texts({"city": spot}, ("city",))
        profiles = said.get("profiles")
        listed = profiles if isinstance(profiles, list) else []
        basics["profiles"] = [self.texts(p, ("network", "username", "url")) for p in listed[:_MOST] if isinstance(p, dict)]
        return basics

    def entries(self, value: object, part: str, names: tuple[str, ...]) -> list[Tree]:
        """The objects of a list; a bare text is taken for the first name."""
        found: list[Tree] = []
        for item in value[:_MOST] if isinstance(value, list) else []:
            if isinstance(item, str):
                item = {names[0]: item}
            if isinstance(item, dict):
                entry = self.texts(item, names)
                if part in _LISTS:
                    entry[_LISTS[part]] = self.list(item.get(_LISTS[part]))
                found.append(entry)
        return found

    def texts(self, item: dict[str, Any], names: tuple[str, ...]) -> Tree:
        """The named texts of an object, older names included."""
        said = {_OLDER[key]: value for key, value in item.items() if key in _OLDER and _OLDER[key] in names}
        pieces = {name: self.piece(item.get(name, said.get(name)), name) for name in names}
        return {name: piece for name, piece in pieces.items() if piece}

    def list(self, value: object) -> list[Piece]:
        """The texts of a list, or of a value that should have been one."""
        items = value if isinstance(value, list) else [value]
        return [piece for item in items[:_MOST] if (piece := self.piece(item, ""))]

    def piece(self, value: object, name: str) -> Piece | None:
        """A text or number as a piece; other types are nothing."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        said = " ".join(outside.clean(str(value), _LONGEST).split())
        if name.endswith(("Date", "date")):
            iso = re.match(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?(?:-\d\d)?", said)
            return self.found(iso[0][:7], iso[0]) if iso else None
        return self.found(said, said) if said else None

    def found(self, value: str, written: str) -> Piece:
        """A value with the place where it is written, from the last one on."""
        text = self.document.text
        start = text.find(written, self.at)
        start = text.find(written) if start < 0 else start
        if start < 0:
            return Piece(value, 0, 0, 0, 0.5)
        self.at = start
        return Piece(value, start, start + len(written), text.count("\n", 0, start), 1.0)


def _evidence(skills: list[Tree]) -> list[Tree]:
    from core.skills import extract

    found: dict[str, Tree] = {}
    for skill in skills:
        for piece in [skill.get("name"), *skill.get("keywords", [])]:
            if piece:
                known = next((m for m in extract(piece.value, "resume") if m.known and m.text == piece.value), None)
                name = known.name if known else piece.value
                found.setdefault(
                    name,
                    {"name": name, "category": known.category if known else "domain", "evidence": "listed", "mentions": 1, "last_used": ""},
                )
    return list(found.values())
