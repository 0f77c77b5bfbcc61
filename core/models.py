"""The nouns that every part of the product shares: resumes, postings, skills, matches.

A resume is JSON Resume 1.0; what Shortlist adds stands under `meta.shortlist`. Values stay plain and editable;
where each one came from is an overlay keyed by JSON pointer (`work/0/position`), so an edit simply drops its source.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

SkillCategory = Literal["tool", "language", "method", "domain", "soft", "certificate", "spoken"]
Evidence = Literal["listed", "used", "achieved"]
Remote = Literal["remote", "hybrid", "onsite"]
Period = Literal["year", "month", "week", "day", "hour"]
Level = Literal["intern", "junior", "mid", "senior", "lead", "executive"]


class Record(BaseModel):
    """A part of a resume: JSON Resume's camelCase outside, Python names inside; unknown keys are dropped."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


# --- documents -----------------------------------------------------------------------------------------------------


class Line(BaseModel):
    """One line of a document: `text == document.text[start:end]`; page from 0, size in points (0 = unknown)."""

    start: int
    end: int
    page: int = 0
    x: float = 0.0
    size: float = 0.0
    bold: bool = False


class Document(BaseModel):
    """The text of a file in reading order, what the file was, and what to tell the person about it."""

    kind: str
    name: str = ""
    sha256: str = ""
    text: str = ""
    lines: list[Line] = Field(default_factory=list)
    pages: int = 1
    warnings: list[str] = Field(default_factory=list)
    data: dict[str, Any] | None = None  # the parsed JSON of a JSON Resume file

    def line_text(self, number: int) -> str:
        """Text of line `number` (from 0)."""
        line = self.lines[number]
        return self.text[line.start : line.end]


# --- resumes -------------------------------------------------------------------------------------------------------


class Location(Record):
    """A place; any part may be empty."""

    address: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country_code: str = ""


class Link(Record):
    """A profile elsewhere."""

    network: str = ""
    username: str = ""
    url: str = ""


class Basics(Record):
    """Who the person is and how to reach them."""

    name: str = ""
    label: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    summary: str = ""
    location: Location = Field(default_factory=Location)
    profiles: list[Link] = Field(default_factory=list)


class Work(Record):
    """One role. Dates are ISO 8601 prefixes (`2021`, `2021-03`); an empty end date means current or unknown."""

    name: str = ""
    position: str = ""
    location: str = ""
    url: str = ""
    start_date: str = ""
    end_date: str = ""
    summary: str = ""
    highlights: list[str] = Field(default_factory=list)


class Volunteer(Record):
    """Unpaid work."""

    organization: str = ""
    position: str = ""
    start_date: str = ""
    end_date: str = ""
    summary: str = ""
    highlights: list[str] = Field(default_factory=list)


class Education(Record):
    """One course of study."""

    institution: str = ""
    study_type: str = ""
    area: str = ""
    start_date: str = ""
    end_date: str = ""
    score: str = ""
    courses: list[str] = Field(default_factory=list)


class Award(Record):
    """A distinction."""

    title: str = ""
    date: str = ""
    awarder: str = ""
    summary: str = ""


class Certificate(Record):
    """A certificate or licence."""

    name: str = ""
    date: str = ""
    issuer: str = ""
    url: str = ""


class Publication(Record):
    """Something published."""

    name: str = ""
    publisher: str = ""
    release_date: str = ""
    url: str = ""
    summary: str = ""


class Skill(Record):
    """One skill by its taxonomy name, or as written when the taxonomy has none."""

    name: str = ""
    level: str = ""
    keywords: list[str] = Field(default_factory=list)


class Language(Record):
    """A spoken language and how well."""

    language: str = ""
    fluency: str = ""


class Project(Record):
    """A project."""

    name: str = ""
    description: str = ""
    highlights: list[str] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list)
    start_date: str = ""
    end_date: str = ""
    url: str = ""


class Source(Record):
    """Where a value stands: document number, line (from 0), characters of the document's text, confidence 0-1."""

    document: int = 0
    line: int = 0
    start: int = 0
    end: int = 0
    confidence: float = 1.0


class Achievement(Record):
    """A sentence of the record that holds a number, and the numbers in it."""

    text: str
    numbers: list[str] = Field(default_factory=list)
    pointer: str = ""


class SkillEvidence(Record):
    """How well the record supports a skill: listed, used in a role, or part of an achievement."""

    name: str
    category: SkillCategory = "domain"
    evidence: Evidence = "listed"
    mentions: int = 1
    last_used: str = ""


class DocumentInfo(Record):
    """One file that the resume was read from; the file itself is not kept."""

    name: str = ""
    kind: str = ""
    sha256: str = ""


class Extension(Record):
    """What Shortlist adds to JSON Resume."""

    sources: dict[str, Source] = Field(default_factory=dict)
    skills: list[SkillEvidence] = Field(default_factory=list)
    achievements: list[Achievement] = Field(default_factory=list)
    years: float | None = None
    level: Level | None = None
    confidence: float = 0.0
    counts: dict[str, int] = Field(default_factory=dict)
    unread: list[str] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    documents: list[DocumentInfo] = Field(default_factory=list)


class Meta(Record):
    """JSON Resume's meta block."""

    version: str = "v1.0.0"
    shortlist: Extension = Field(default_factory=Extension)


class Resume(Record):
    """A person's record."""

    basics: Basics = Field(default_factory=Basics)
    work: list[Work] = Field(default_factory=list)
    volunteer: list[Volunteer] = Field(default_factory=list)
    education: list[Education] = Field(default_factory=list)
    awards: list[Award] = Field(default_factory=list)
    certificates: list[Certificate] = Field(default_factory=list)
    publications: list[Publication] = Field(default_factory=list)
    skills: list[Skill] = Field(default_factory=list)
    languages: list[Language] = Field(default_factory=list)
    projects: list[Project] = Field(default_factory=list)
    meta: Meta = Field(default_factory=Meta)

    def to_json(self) -> dict[str, Any]:
        """The public JSON Resume shape."""
        return self.model_dump(by_alias=True, mode="json")


class Preferences(BaseModel):
    """What the person wants; empty means no preference, and silence never counts against a posting."""

    desired_roles: list[str] = Field(default_factory=list)
    locations: list[str] = Field(default_factory=list)
    remote: list[Remote] = Field(default_factory=list)
    salary_min: float | None = None
    salary_max: float | None = None
    currency: str = ""
    period: Period = "year"
    job_types: list[str] = Field(default_factory=list)
    company_size: str = ""
    work_authorization: str = ""


# --- skills --------------------------------------------------------------------------------------------------------


class SkillMention(BaseModel):
    """A skill as it stands in a text: `text == source[start:end]`; `name` is the taxonomy's name or the words themselves."""

    name: str
    text: str
    start: int
    end: int
    category: SkillCategory = "domain"
    known: bool = True
    required: bool | None = None


# --- postings ------------------------------------------------------------------------------------------------------


class Pay(BaseModel):
    """Stated pay; unknown parts stay None, and 0 means unknown."""

    min: float | None = None
    max: float | None = None
    currency: str | None = None
    period: Period | None = None


class Posting(BaseModel):
    """A job posting as read: plain text only, unknown is None or empty, never guessed."""

    title: str
    company: str = ""
    location: str = ""
    remote: Remote | None = None
    link: str = ""
    published: date | None = None
    expires: date | None = None
    pay: Pay = Field(default_factory=Pay)
    description: str = ""
    source: str = ""


class JobFacts(BaseModel):
    """What a posting's text says, by rule; None = not stated."""

    required: list[str] = Field(default_factory=list)
    preferred: list[str] = Field(default_factory=list)
    years: float | None = None
    level: Level | None = None
    occupation: str | None = None
    sector: str | None = None
    remote: Remote | None = None
    city: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    pay: Pay = Field(default_factory=Pay)
    education: str | None = None
    employment: str | None = None
    sponsorship: bool | None = None  # help with permission to work: offered, refused
    language: str = "en"


# --- matches -------------------------------------------------------------------------------------------------------


class Parts(BaseModel):
    """The score's parts, each 0-100, or None when the posting or the person says nothing about it."""

    skills: float | None = None
    experience: float | None = None
    location: float | None = None
    salary: float | None = None
    culture: float | None = None


class Match(BaseModel):
    """One posting against one record: score 0-100, the band it may lie in, and why."""

    job_id: str
    score: float
    band: tuple[float, float]
    confidence: float
    parts: Parts
    reasons: list[str] = Field(default_factory=list)
    gaps: list[str] = Field(default_factory=list)
    version: str = "1.0"
