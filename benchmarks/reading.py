"""Reading and parsing a resume beside a plain pypdf extraction of the same files; memory of the command."""

from __future__ import annotations

import html
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.browsing import browser
from benchmarks.figures import Figure, seconds
from core.sample import resumes

TODAY = date(2026, 11, 2)


def run() -> list[Figure]:
    """Warm ratios for resumes printed by a browser (embedded fonts, as most are) and for bare PDFs; memory of a fresh `parse`."""
    files = [person.path for person in resumes() if person.kind == "pdf"]
    against = "plain pypdf text extraction of the same files"
    return [
        Figure("a PDF resume printed by a browser: read and parsed", ratio(printed()), "x", 4, against),
        Figure(
            "a bare PDF resume without fonts of its own: read and parsed", ratio([file.read_bytes() for file in files]), "x", None, against
        ),
        Figure("memory of `parse`, largest process", command_mb(files), "MB", 250),
    ]


def printed() -> list[bytes]:
    """The text resumes of the sample people as a browser prints them."""
    texts = [person.path.read_text(encoding="utf-8") for person in resumes() if person.kind in ("txt", "md")]
    with browser() as chromium:
        page = chromium.new_page()
        return [_print(page, text) for text in texts]


def _print(page: Any, text: str) -> bytes:
    lines = "".join(f"<{'h2' if line.isupper() or line.startswith('#') else 'p'}>{html.escape(line)}" for line in text.splitlines() if line)
    page.set_content(f"<body style='font:11pt serif'>{lines}")
    return bytes(page.pdf(format="A4"))


def ratio(data: list[bytes]) -> float:
    """Median time of reading and parsing over that of pypdf's text extraction."""
    from pypdf import PdfReader

    from core.resume import read_file

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
