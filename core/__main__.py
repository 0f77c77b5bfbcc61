"""`python -m core` runs the command line."""

from core.cli import app

app()
