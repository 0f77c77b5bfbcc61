"""What a person's own record shows about itself: strengths, what is missing, time that nothing explains, what would read better.

Worked out by rule from the record alone, so every line names its evidence and the same record gives the same lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.ask import Recipe
from core.models import Preferences, Project, Resume, SkillEvidence, Volunteer, Work

Kind = Literal["strength", "missing", "time", "improve"]
GAP_MONTHS = 6
STALE_YEARS = 5
LONG_BULLET_WORDS = 40
FEW_SKILLS = 5
STUDY_YEARS = 4  # a course of study with its end alone explains the years before it
_MOST = 6
_DUTY = re.compile(
    r"(?i)(?:was |were )?(?:responsible for|in charge of|tasked with|duties included|worked on|helped (?:with|to)|involved in|"
    r"verantwortlich für|zuständig für|responsable de|responsabile di|odpowiedzialn\w+ za)\b"
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True)
class Insight:
    """One finding in a sentence, and what in the record it rests on (a quotation, names, dates)."""

    kind: Kind
    text: str
    evidence: str = ""


def insights(resume: Resume, preferences: Preferences, today: date) -> list[Insight]:
    """All findings, the most useful of each kind first."""
    return [*strengths(resume), *missing(resume, preferences), *unexplained(resume, today), *improvements(resume, today)]


def summary(resume: Resume) -> str:
    """The record in one sentence; empty when it says too little."""
    facts = resume.meta.shortlist
    latest = resume.work[0] if resume.work else Work()
    title = resume.basics.label or latest.position
    parts = [title, f"{facts.years:g} years in dated roles" if facts.years else "", resume.basics.location.city]
    strong = [skill.name for skill in _proven(facts.skills)[:3]]
    said = ", ".join(part for part in parts if part)
    return f"{said}; best supported: {', '.join(strong)}." if said and strong else f"{said}." if said else ""


SUMMARY = Recipe("profile_summary", str, summary)


def _proven(skills: Sequence[SkillEvidence]) -> list[SkillEvidence]:
    """Skills that stand in a sentence with a number, most recent and most named first."""
    proven = [skill for skill in skills if skill.evidence == "achieved" and skill.category != "spoken"]
    return sorted(proven, key=lambda skill: (skill.last_used, skill.mentions, skill.name), reverse=True)


# --- strengths -------------------------------------------------------------------------------------------------------


def strengths(resume: Resume) -> Iterator[Insight]:
    """What the record proves well."""
    facts = resume.meta.shortlist
    proven = _proven(facts.skills)
    if proven:
        names = ", ".join(skill.name for skill in proven[:_MOST])
        yield Insight("strength", f"{_counted(len(proven), 'skill stands', 'skills stand')} in results with a number.", names)
    in_roles = [one for one in facts.achievements if one.pointer.startswith("work/")]
    bullets = sum(len(role.highlights) for role in resume.work)
    if in_roles and len(in_roles) * 3 >= bullets:
        best = max(in_roles, key=lambda one: len(one.numbers))
        yield Insight("strength", f"{len(in_roles)} of {_counted(bullets, 'bullet')} say how much.", best.text)
    longest = max(((_months_of(role), role) for role in resume.work), key=lambda pair: pair[0], default=(0, Work()))
    if longest[0] >= 36:
        said = " at ".join(part for part in (longest[1].position, longest[1].name) if part)
        yield Insight("strength", f"You stayed {_length(longest[0])} in one role.", said)
    if len(resume.languages) >= 2:
        names = ", ".join(" ".join(filter(None, (one.language, one.fluency and f"({one.fluency})"))) for one in resume.languages)
        yield Insight("strength", f"You name {len(resume.languages)} languages.", names)


def _months_of(role: Work) -> int:
    span = _span(role.start_date, role.end_date, 0)
    return span[1] - span[0] if span and role.end_date else 0


# --- what is missing ---------------------------------------------------------------------------------------------------


def missing(resume: Resume, preferences: Preferences) -> Iterator[Insight]:
    """Facts that employers and the matching look for and the record does not hold."""
    basics = resume.basics
    absent = [
        name
        for name, value in {
            "name": basics.name, "e-mail address": basics.email, "phone number": basics.phone,
            "place": basics.location.city or basics.location.region, "summary": basics.summary, "education": resume.education,
        }.items()
        if not value
    ]  # fmt: skip
    if absent:
        yield Insight("missing", f"The record holds no {_either(absent)}.")
    for what, roles in _incomplete(resume):
        yield Insight("missing", f"{_counted(len(roles), 'role has', 'roles have')} no {what}.", "; ".join(roles[:_MOST]))
    if len(resume.skills) < FEW_SKILLS:
        yield Insight("missing", f"The record lists {_counted(len(resume.skills), 'skill')}; matching works better from {FEW_SKILLS} on.")
    titles = list(dict.fromkeys(title for title in (basics.label, *(role.position for role in resume.work)) if title))
    if not preferences.desired_roles and titles:
        yield Insight("missing", "You name no desired roles, so your past titles stand in for them.", ", ".join(titles[:3]))


def _incomplete(resume: Resume) -> Iterator[tuple[str, list[str]]]:
    lacks: dict[str, Callable[[Work], bool]] = {
        "start date": lambda role: not role.start_date,
        "title": lambda role: not role.position,
        "employer": lambda role: not role.name,
        "bullets": lambda role: not role.highlights and not role.summary,
    }
    for what, lacking in lacks.items():
        roles = [role.position or role.name or "untitled" for role in resume.work if lacking(role)]
        if roles:
            yield what, roles


# --- time --------------------------------------------------------------------------------------------------------------


def unexplained(resume: Resume, today: date) -> Iterator[Insight]:
    """Stretches of half a year or more, after the first dated role, that no role, study or project covers."""
    now = today.year * 12 + today.month - 1
    roles: list[Work | Volunteer | Project] = [*resume.work, *resume.volunteer, *resume.projects]
    worked = [_span(role.start_date, role.end_date, now) for role in roles]
    studied = [_study(one.start_date, one.end_date, now) for one in resume.education]
    first = min((span[0] for role in resume.work if (span := _span(role.start_date, role.end_date, now))), default=now)
    reach = first
    for start, end in [*sorted(span for span in (*worked, *studied) if span), (now, now)]:
        if start - reach >= GAP_MONTHS:
            until = "now" if start == now else _month(start - 1)
            yield Insight("time", f"Nothing is said about {_month(reach)} to {until} ({_length(start - reach)}).", "")
        reach = max(reach, end)


def _span(start: str, end: str, now: int) -> tuple[int, int] | None:
    """Months since year 0, the end exclusive; a year alone counts whole, so that no gap is claimed that may not be one."""
    if not start[:4].isdigit():
        return None
    begun = int(start[:4]) * 12 + (int(start[5:7]) - 1 if len(start) >= 7 else 0)
    if not end[:4].isdigit():
        return begun, max(begun, now)
    return begun, int(end[:4]) * 12 + (int(end[5:7]) if len(end) >= 7 else 12)


def _study(start: str, end: str, now: int) -> tuple[int, int] | None:
    return _span(start or (f"{int(end[:4]) - STUDY_YEARS}" if end[:4].isdigit() else ""), end, now)


# --- what would read better ----------------------------------------------------------------------------------------------


def improvements(resume: Resume, today: date) -> Iterator[Insight]:
    """Sentences and skills that would do more with a small change."""
    bullets = [text for role in resume.work for text in role.highlights]
    duties = [text for text in bullets if _DUTY.match(text)]
    if duties:
        text = f"{_counted(len(duties), 'bullet opens', 'bullets open')} with a duty; begin with what you did."
        yield Insight("improve", text, duties[0])
    newest = next((role for role in resume.work if role.highlights), None)
    if newest and not any(re.search(r"\d", text) for text in newest.highlights):
        yield Insight("improve", "No bullet of the newest role says how much or how many.", newest.highlights[0])
    long = [text for text in bullets if len(text.split()) > LONG_BULLET_WORDS]
    if long:
        text = f"{_counted(len(long), 'bullet holds', 'bullets hold')} more than {LONG_BULLET_WORDS} words; split such a bullet."
        yield Insight("improve", text, long[0])
    yield from _skill_improvements(resume, today)


def _skill_improvements(resume: Resume, today: date) -> Iterator[Insight]:
    evidence = {skill.name: skill for skill in resume.meta.shortlist.skills}
    listed = [evidence[skill.name] for skill in resume.skills if skill.name in evidence]
    idle = [skill.name for skill in listed if skill.evidence == "listed" and skill.category in ("tool", "language", "method")]
    if idle and resume.work:
        names = ", ".join(idle[:_MOST]) + (f" and {len(idle) - _MOST} more" if len(idle) > _MOST else "")
        text = f"{_counted(len(idle), 'listed skill appears', 'listed skills appear')} in no role; say where you used them."
        yield Insight("improve", text, names)
    stale = [skill for skill in listed if skill.last_used and int(skill.last_used[:4]) <= today.year - STALE_YEARS]
    if stale:
        names = ", ".join(f"{skill.name} ({skill.last_used[:4]})" for skill in stale[:_MOST])
        text = f"{_counted(len(stale), 'listed skill was', 'listed skills were')} last used {STALE_YEARS} or more years ago."
        yield Insight("improve", text, names)


# --- words -----------------------------------------------------------------------------------------------------------


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _month(months: int) -> str:
    return f"{_MONTHS[months % 12]} {months // 12}"


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    said = [_counted(years, "year")] if years else []
    return " ".join(said + ([_counted(rest, "month")] if rest else []))
