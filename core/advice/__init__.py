"""What the market means for one role and place, or for one person: a page for a client meeting, its handout, roles near, a cohort."""

from core.advice.handout import handout
from core.advice.meeting import Demand, Lever, Meeting, Pay, meeting
from core.advice.people import FEWEST_PEOPLE, Cohort, cohort, roles_near, skills_of

__all__ = [
    "FEWEST_PEOPLE",
    "Cohort",
    "Demand",
    "Lever",
    "Meeting",
    "Pay",
    "cohort",
    "handout",
    "meeting",
    "roles_near",
    "skills_of",
]
