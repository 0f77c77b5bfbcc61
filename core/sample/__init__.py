"""The sample: an invented job market and six invented people, for a first look without own data.

Hides how the market is made: drawn once from hand-written facts in `data/sample`, the same on every machine.
Everything says that it is a sample: a posting by its `source` and its `.invalid` link, a resume by a line in the file.
"""

from core.sample.market import market_date, postings
from core.sample.people import SampleResume, resumes

__all__ = ["SampleResume", "market_date", "postings", "resumes"]
