"""Skills: the taxonomy of what people can do, and reading skills out of resumes and postings."""

from core.skills.extraction import extract
from core.skills.catalogue import KnownSkill, Taxonomy, taxonomy

__all__ = ["KnownSkill", "Taxonomy", "extract", "taxonomy"]
