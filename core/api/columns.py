"""A profile as one flat row, with the column names that other tools use for user profiles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel

from core import insights
from core.models import Remote, Resume
from core.skills import taxonomy
from core.store import StoredProfile
from core.workspace import Workspace

BUILT_WITH = {"Web development", "Mobile development", "Machine learning", "Data science", "Programming"}


class UserProfile(BaseModel):
    """The row; unknown is empty or null."""

    user_id: str
    full_name: str
    email: str
    phone: str
    location: str
    work_authorization: str
    years_of_experience: float
    career_level: str | None
    professional_summary: str
    programming_languages: list[str]
    frameworks_libraries: list[str]
    tools_platforms: list[str]
    soft_skills: list[str]
    job_titles: list[str]
    companies: list[str]
    industries: list[str]
    experience_descriptions: list[str]
    degrees: list[str]
    institutions: list[str]
    graduation_years: list[str]
    relevant_coursework: list[str]
    desired_roles: list[str]
    preferred_locations: list[str]
    remote_preference: list[Remote]
    salary_range_min: float | None
    salary_range_max: float | None
    job_types: list[str]
    company_size_preference: str
    ai_profile_summary: str
    ai_strengths: list[str]
    ai_improvement_areas: list[str]
    ai_career_advice: list[str]
    updated_at: datetime | None
    last_resume_upload: datetime | None


def columns(ws: Workspace, profile: StoredProfile) -> UserProfile:
    """The row of one profile."""
    resume, wishes = profile.resume, profile.preferences
    place = resume.basics.location
    return UserProfile(
        user_id=ws.owner,
        full_name=resume.basics.name,
        email=resume.basics.email,
        phone=resume.basics.phone,
        location=", ".join(part for part in (place.city, place.region, place.country_code) if part),
        work_authorization=wishes.work_authorization,
        years_of_experience=resume.meta.shortlist.years or 0.0,
        career_level=resume.meta.shortlist.level,
        professional_summary=resume.basics.summary,
        desired_roles=wishes.desired_roles,
        preferred_locations=wishes.locations,
        remote_preference=wishes.remote,
        salary_range_min=wishes.salary_min,
        salary_range_max=wishes.salary_max,
        job_types=wishes.job_types,
        company_size_preference=wishes.company_size,
        updated_at=profile.updated_at,
        last_resume_upload=profile.last_upload,
        **_career(resume),
        **_skills(resume),
        **_told(ws, profile),
    )


def _career(resume: Resume) -> dict[str, list[str]]:
    """What was done and studied."""
    known = taxonomy()
    sectors = [known[skill.name].sector for skill in resume.skills if skill.name in known]
    return {
        "job_titles": _each(role.position for role in resume.work),
        "companies": _each(role.name for role in resume.work),
        "industries": [sector for sector in _each(sectors) if sectors.count(sector) >= 3],
        "experience_descriptions": _each("\n".join(filter(None, [role.summary, *role.highlights])) for role in resume.work),
        "degrees": _each(" ".join(filter(None, [study.study_type, study.area])) for study in resume.education),
        "institutions": _each(study.institution for study in resume.education),
        "graduation_years": _each(study.end_date[:4] for study in resume.education),
        "relevant_coursework": _each(course for study in resume.education for course in study.courses),
    }


def _skills(resume: Resume) -> dict[str, list[str]]:
    """Skills by kind; a tool that programs are built with counts as a framework."""
    found = [(skill.name, skill.category) for skill in resume.meta.shortlist.skills]
    built = {name for name, category in found if category == "tool" and BUILT_WITH & set(taxonomy().ancestors(name))}
    return {
        "programming_languages": [name for name, category in found if category == "language"],
        "frameworks_libraries": [name for name, _ in found if name in built],
        "tools_platforms": [name for name, category in found if category == "tool" and name not in built],
        "soft_skills": [name for name, category in found if category == "soft"],
    }


def _told(ws: Workspace, profile: StoredProfile) -> dict[str, str | list[str]]:
    """What the record shows about itself."""
    found = insights.insights(profile.resume, profile.preferences, ws.now().date())
    kinds = {"ai_strengths": ("strength",), "ai_improvement_areas": ("missing", "time"), "ai_career_advice": ("improve",)}
    told: dict[str, str | list[str]] = {name: [one.text for one in found if one.kind in which] for name, which in kinds.items()}
    return {**told, "ai_profile_summary": insights.summary(profile.resume)}


def _each(values: Iterable[str]) -> list[str]:
    """Every value once, in order, without the empty ones."""
    return [value for value in dict.fromkeys(values) if value]
