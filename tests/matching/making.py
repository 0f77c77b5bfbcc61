"""Invented postings and people for the tests of matching."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from core.matching import Candidate, Index
from core.models import JobFacts, Pay, Posting, Preferences, Resume
from core.skills import taxonomy
from core.warehouse.market import StoredPosting, posting_table

DAY = datetime(2026, 11, 1, tzinfo=UTC)
SKILLS = [
    "Python",
    "SQL",
    "Docker",
    "Kubernetes",
    "Java",
    "Accounting",
    "Welding",
    "Communication",
    "Microsoft Excel",
    "Project management",
]
DEVELOPER = Candidate(
    skills={"Python": 11.0, "SQL": 7.0, "Docker": 7.0},
    titles=(("Software Developer", 1.0),),
    text="Software Developer\nBuilt a booking service in Python and SQL for 40 hotels",
    years=6.0,
    level="senior",
    cities=frozenset({"Berlin"}),
    area=frozenset({"DE"}),
    pay_min=60_000.0,
    contracts=frozenset({"full-time"}),
)


def known(names: list[str]) -> list[str]:
    """The names that the taxonomy has; the tests need most of them."""
    return [name for name in names if name in taxonomy()]


def stored(job_id: str = "a", **facts: Any) -> StoredPosting:
    """A posting with these facts; `title`, `description`, `location`, `pay` and `published` go to the posting itself."""
    plain = {name: facts.pop(name) for name in ("title", "company", "description", "location", "published", "source") if name in facts}
    pay = facts.pop("pay", Pay())
    posting = Posting(
        **{"title": "Software Developer", "description": "We build booking software.", "published": DAY.date(), **plain}, pay=pay
    )
    return StoredPosting(job_id, posting, JobFacts(pay=pay, **facts), False, facts.get("opening", job_id), DAY, DAY)


def table(*postings: StoredPosting) -> pa.Table:
    """The postings as the warehouse gives them."""
    return posting_table([(one.id, one.opening, one.posting, one.facts) for one in postings])


def index(*postings: StoredPosting) -> Index:
    """The postings ready to be scored."""
    return Index.build(table(*postings))


def full(job_id: str = "full") -> StoredPosting:
    """A posting that states everything."""
    return stored(
        job_id,
        description="You know Python and Kubernetes. At least 4 years of experience with booking software. SQL is a plus.",
        location="Berlin, Germany",
        required=["Python", "Kubernetes"],
        preferred=["SQL"],
        years=4.0,
        level="senior",
        occupation="software-developer",
        remote="hybrid",
        city="Berlin",
        country="DE",
        employment="full-time",
        pay=Pay(min=65_000, max=80_000, currency="EUR", period="year"),
    )


def resume() -> Resume:
    """A short record of a developer."""
    return Resume.model_validate(
        {
            "basics": {"label": "Software Developer", "location": {"city": "Berlin", "countryCode": "DE"}},
            "work": [
                {
                    "position": "Software Developer",
                    "startDate": "2020-01",
                    "highlights": ["Built a booking service in Python and SQL for 40 hotels", "Moved 12 services to Docker"],
                },
                {"position": "Barista", "startDate": "2016", "endDate": "2017", "highlights": ["Made coffee for guests"]},
            ],
            "skills": [{"name": "Python"}, {"name": "SQL"}, {"name": "Docker"}],
            "meta": {"shortlist": {"years": 6.0, "level": "senior", "confidence": 0.9}},
        }
    )


def wishes() -> Preferences:
    """What the developer wants."""
    return Preferences(desired_roles=["Software Developer"], locations=["Berlin"], salary_min=60_000, currency="EUR")


TODAY = date(2026, 11, 2)
