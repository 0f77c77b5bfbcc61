"""`python -m core.sample` writes the bundled market again, after a change of its facts, of the taxonomy or of the analysis."""

from core.sample.bundle import write

print(f"{write()} postings written")
