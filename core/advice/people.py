"""Where a person, or a group of people, stands against the market's roles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from core import occupations, trends
from core.matching import candidate
from core.store import StoredProfile
from core.trends import AdjacentRole, Slice
from core.trends.adjacent import COVERED, covered_names
from core.trends.stored import openings
from core.workspace import Workspace

FEWEST_PEOPLE = 5  # below it a figure about a group would be about somebody


@dataclass(frozen=True)
class Cohort:
    """Of `people`, how many cover a role to 70 % or more, and which of its usual skills are missing most often."""

    people: int
    ready: int
    missing: tuple[tuple[str, int], ...]


def skills_of(ws: Workspace, profile: StoredProfile) -> frozenset[str]:
    """The skills of a profile by their taxonomy names."""
    return frozenset(candidate(profile.resume, profile.preferences, ws.now().date()).skills)


def roles_near(
    ws: Workspace, profile: StoredProfile, part: Slice | None = None, sample: bool = False, least: float = COVERED
) -> list[AdjacentRole]:
    """Better-paid roles that a profile covers to `least` (70 %), the best covered first."""
    titles = candidate(profile.resume, profile.preferences, ws.now().date()).titles
    found = next((match for title, _ in titles if (match := occupations.find(title))), None)
    return trends.adjacent(ws.market, skills_of(ws, profile), found.id if found else None, part, sample, least=least)


def cohort(ws: Workspace, role: str, place: Slice, sample: bool) -> Cohort | None:
    """The owner's own profiles against a role; None below five people, or where too few openings say what the role asks for."""
    people = [skills_of(ws, profile) for profile in ws.records.profiles() if not profile.sample]
    if len(people) < FEWEST_PEOPLE:
        return None
    usual = trends.usual_skills(openings(ws.market, ["occupation"], place, sample), role)
    usual = usual or trends.usual_skills(openings(ws.market, ["occupation"], None, sample), role)
    if not usual:
        return None
    has = [covered_names(list(usual), skills) for skills in people]
    missing = Counter(name for covered in has for name, there in zip(usual, covered, strict=True) if not there)
    ready = sum(float(np.mean(covered)) >= COVERED for covered in has)
    return Cohort(len(people), ready, tuple(missing.most_common(5)))
