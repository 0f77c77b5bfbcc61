"""Names for the places of a record: `work/0/startDate` is said as `Roles 1, start`."""

from __future__ import annotations

from functools import cache

from pydantic.alias_generators import to_camel

from pages.ui.tables import TABLES

CONTACT, WISHES = "contact", "wishes"
PARTS = {
    CONTACT: "Contact", "work": "Roles", "education": "Education", "skills": "Skills", "languages": "Languages", "projects": "Projects",
    "certificates": "Certificates", "volunteer": "Volunteering", "awards": "Awards", "publications": "Publications", "links": "Links",
    WISHES: "Wishes",
}  # fmt: skip
BASICS = (
    ("name", "Name", "default"), ("label", "Professional title", "default"), ("email", "E-mail", "default"), ("phone", "Phone", "phone"),
    ("url", "Website", "default"),
)  # fmt: skip
PLACE = (("city", "City"), ("region", "Region"), ("country_code", "Country code"), ("postal_code", "Postal code"), ("address", "Address"))


def part_of(pointer: str) -> str:
    """The part of the record that a value belongs to."""
    if pointer.startswith("basics/profiles"):
        return "links"
    first = pointer.split("/", 1)[0]
    return CONTACT if first == "basics" else WISHES if first == "preferences" else first


def label(pointer: str) -> str:
    """The place in words."""
    part, steps = part_of(pointer), [step for step in pointer.split("/")[1:] if step != "profiles"]
    number = f" {int(steps[0]) + 1}" if steps and steps[0].isdigit() else ""
    names = [step for step in steps if not step.isdigit() and step != "location"]
    field = _fields().get((part, names[0]), names[0].replace("_", " ")) if names else ""
    return f"{PARTS.get(part, part.capitalize())}{number}{', ' if field else ''}{field.lower()}"


@cache
def _fields() -> dict[tuple[str, str], str]:
    named = {(part, to_camel(column.field)): column.label for part, table in TABLES.items() for column in table.columns}
    named |= {(part, "highlights"): "Bullets" for part, table in TABLES.items() if table.bullets}
    return named | {(CONTACT, to_camel(name)): told for name, told, *_ in (*BASICS, *PLACE)}
