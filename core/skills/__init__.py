"""Skills: the taxonomy of what people can do, and reading skills out of resumes and postings."""

from core.skills.catalogue import KnownSkill, Taxonomy, taxonomy
from core.skills.extraction import extract
from core.skills.requirements import requirements

__all__ = ["KnownSkill", "Taxonomy", "extract", "requirements", "taxonomy"]
