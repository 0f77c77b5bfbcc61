"""Reading and parsing a resume beside a plain pypdf extraction of the same files; memory of the command."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, seconds
from core.sample import resumes

TODAY = date(2026, 11, 2)


def run() -> list[Figure]:
    """Warm ratio over the sample people's PDF files; peak memory of a fresh `parse` command and its children."""
    files = [person.path for person in resumes() if person.kind == "pdf"]
    return [
        Figure("a PDF resume: read and parsed", ratio(files), "x", 4, "plain pypdf text extraction of the same files"),
        Figure("memory of `parse`, largest process", command_mb(files), "MB", 250),
    ]


def ratio(files: list[Path]) -> float:
    """Median time of reading and parsing over that of pypdf's text extraction."""
    from pypdf import PdfReader

    from core.resume import read_file

    data = [file.read_bytes() for file in files]
    plain = seconds(lambda: [[page.extract_text() for page in PdfReader(io.BytesIO(d)).pages] for d in data], rounds=9)
    ours = seconds(lambda: [read_file(d, "x.pdf", TODAY) for d in data], rounds=9)
    return ours / plain


def command_mb(files: list[Path]) -> float:
    """Peak resident memory of the command line, or of its largest child, in MB."""
    code = (
        "import json, resource, subprocess, sys; subprocess.run([sys.executable, '-m', 'core', 'parse', '--json', *sys.argv[1:]], "
        "stdout=subprocess.DEVNULL, check=True); print(json.dumps(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(str, files * 10)], capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)) * (1 if sys.platform == "darwin" else 1024) / 1_000_000


