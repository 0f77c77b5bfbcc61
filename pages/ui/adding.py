"""Adding postings from files, with progress and a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from core import postings
from core.errors import UserError
from core.postings import Summary
from core.workspace import Workspace
from pages.ui import words
from pages.ui.navigation import path
from pages.ui.safe import plain

JOB_TYPES = ["rss", "atom", "xml", "json", "csv", "tsv", "txt", "parquet", "html", "gz"]


class File(Protocol):
    """A file that a person chose."""

    name: str

    def getvalue(self) -> bytes:
        """Its content."""


def from_files(ws: Workspace) -> None:
    """A form for feeds and tables; what was stored before a failure stays."""
    with st.form("feeds_files", clear_on_submit=True, border=False):
        chosen = st.file_uploader(
            "Feeds or tables of jobs", type=JOB_TYPES, accept_multiple_files=True, key="feeds_file",
            help="RSS, Atom, job XML, JSON, CSV or Parquet, up to 50 MB each. A table needs a header line.",
        )  # fmt: skip
        asked = st.form_submit_button("Add postings", type="primary", icon=":material/add:")
    if asked and not chosen:
        st.info("Choose a file first: a feed that you saved, or a table with one job a line.")
    elif asked:
        read_files(ws, chosen)


def read_files(ws: Workspace, files: Sequence[File]) -> None:
    """Read and store each file; one that cannot be read is one sentence and does not stop the others."""
    place, results, failures = st.empty(), [], []
    with place.status(f"Reading {words.count(len(files), 'file')}", expanded=True):
        for file in files:
            bar = st.progress(0.0, text=f"{plain(file.name, 80)}: reading")
            try:
                results.append((file.name, postings.add_file(ws, file.getvalue(), file.name, _shown_on(bar, file.name))))
            except UserError as error:
                failures.append((file.name, str(error)))
    place.empty()
    for name, summary in results:
        st.success(f"{plain(name, 80)}: {told(summary)}", icon=":material/check:")
    for name, sentence in failures:
        st.error(f"{plain(name, 80)}: {plain(sentence)}", icon=":material/error:")
    if any(summary.added for _, summary in results):
        st.page_link(path("matches"), label="See which of them fit you", icon=":material/checklist:")


def told(summary: Summary) -> str:
    """The result of one file as a sentence."""
    if not summary.read:
        return "it holds no postings; nothing was stored."
    known = summary.updated + summary.duplicates
    parts = [f"{summary.read:,} read", f"{summary.added:,} new", f"{known:,} known already"]
    return ", ".join(parts) + (f", {summary.rejected:,} left out because they have no title." if summary.rejected else ".")


class _Bar(Protocol):
    def progress(self, value: float, text: str) -> object: ...


def _shown_on(bar: _Bar, name: str) -> postings.Progress:
    def show(done: int, of: int) -> None:
        bar.progress(done / max(of, 1), text=f"{plain(name, 80)}: {done:,} of {of:,} postings stored")

    return show
