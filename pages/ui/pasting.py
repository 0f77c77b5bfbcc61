"""The parts of the page for pasted jobs: the form, one job with its facts and their words, adding it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from core import postings
from core.errors import UserError
from core.jobs import Statement, confidence
from core.matching import unstored
from core.matching.comparing import MOST
from core.matching.unstored import Considered
from core.models import Posting
from core.store import StoredProfile
from core.text import csv_cell
from core.workspace import Workspace
from pages.ui import cards, comparing, details, posting, words
from pages.ui.adding import File
from pages.ui.navigation import path
from pages.ui.safe import label, plain

TYPES = ["pdf", "docx", "doc", "odt", "rtf", "txt", "md", "html"]
FACTS = {
    "occupation": "Occupation",
    "sector": "Sector",
    "level": "Level",
    "years": "Years asked for",
    "education": "Education",
    "qualification": "Qualifications",
    "employment": "Contract",
    "place": "Place",
    "remote": "Workplace",
    "pay": "Pay",
    "sponsorship": "Help with a work permit",
}
SKILLS = {"required": "Asks for", "preferred": "Welcomes"}
WHERE = {"field": "its field", "title": "the title", "text": "the text", "derived": "worked out"}
_READ, _DONE = "paste_read", "paste_added"
_WORKED_OUT = (
    "How sure a fact is follows from where it stands: a field, the title, a clear sentence, or worked out from others. "
    "Two places that agree make it surer."
)


def form(ws: Workspace) -> None:
    """The form; what was read stays until something else is."""
    with st.form("paste_form", border=False):
        text = st.text_area(
            "The text of one or several jobs", height=200, key="paste_text", max_chars=400_000,
            help="Put a line of three dashes (---) between two jobs; at most 20.",
        )  # fmt: skip
        files = st.file_uploader("Or job descriptions as files", type=TYPES, accept_multiple_files=True, key="paste_files")
        asked = st.form_submit_button("Read the jobs", type="primary", icon=":material/search:")
    if asked:
        with st.spinner("Reading the jobs"):
            st.session_state[_READ], failures = _jobs(text or "", files or [])
        st.session_state.pop(_DONE, None)
        for sentence in failures:
            st.error(plain(sentence), icon=":material/error:")


def read() -> list[Posting]:
    """The jobs that were read last in this visit."""
    found: list[Posting] = st.session_state.get(_READ, [])
    return found


def beside(ws: Workspace, profile: StoredProfile, considered: Sequence[Considered]) -> None:
    """The comparison of the jobs that score highest."""
    ranked = unstored.beside(ws, profile, considered)[:MOST]
    shown, number = len(ranked), len(considered)
    st.table(comparing.cells(ranked, ws.now().date()), alt=f"Table that compares {words.count(shown, 'job')}, a column each.")
    if number > shown:
        st.caption(f"The {shown} of {number} that score highest; all follow below.")


def job(ws: Workspace, one: Considered) -> None:
    """One job: score, facts with their words, why, and adding it."""
    stored = one.stored
    with st.container(border=True):
        st.header(plain(stored.posting.title, 160) or "A job without a title", anchor=False)
        st.markdown(posting.facts_line(stored) + (f"  \n{cards.score_line(one.match)}" if one.match else ""))
        if one.explanation:
            why = [*map(details.fits, one.explanation.reasons[:4]), *map(details.lacks, one.explanation.gaps[:4])]
            st.markdown("  \n".join(why or ["Nothing in the posting's words stands out."]))
        rows = list(facts(one.statements))
        told = f"Table of {words.count(len(rows), 'fact')} of this job with value, confidence, where it stands and its words."
        st.dataframe(
            rows, hide_index=True, alt=told, column_config={"How sure": st.column_config.NumberColumn(format="percent", width="small")}
        )
        st.caption(_WORKED_OUT)
        with st.expander("The text with its skills marked"):
            st.markdown(marked(stored.posting.description, one.statements))
        add(ws, one)


def facts(statements: Sequence[Statement]) -> Iterator[dict[str, object]]:
    """What was read, a row a fact; what the job leaves open is said."""
    for fact, name in FACTS.items():
        said = [one for one in statements if one.fact == fact]
        values = dict.fromkeys(one.value for one in said)
        yield _row(name, ", ".join(values) or words.UNKNOWN, confidence(said, fact), said[:1])
    for fact, name in SKILLS.items():
        said = [one for one in statements if one.fact == fact]
        for value in dict.fromkeys(one.value for one in said):
            mine = [one for one in said if one.value == value]
            yield _row(name, value, confidence(mine, fact), mine[:1])


def marked(text: str, statements: Sequence[Statement]) -> str:
    """The text as Markdown with the words that name skills and qualifications in bold."""
    spans = sorted((one.start, one.end) for one in statements if one.where == "text" and one.fact in (*SKILLS, "qualification"))
    blocks, at = [], 0
    for start, end in spans:
        if start >= at:
            blocks += [_lines(text[at:start]), f"**{plain(text[start:end])}**"]
            at = end
    return "".join([*blocks, _lines(text[at:])])


def add(ws: Workspace, one: Considered) -> None:
    """Keeps the job, under a title of the person's where it has none."""
    stored = one.stored
    if stored.id in st.session_state.get(_DONE, []) or ws.market.postings([stored.id]):
        st.success("This job is among your postings.", icon=":material/check:")
        st.page_link(path("matches"), label="See it among your matches", icon=":material/checklist:")
        return
    title = stored.posting.title or st.text_input(
        "Job title", key=f"paste_title_{stored.id}", max_chars=postings.MAX_TITLE, placeholder="The text does not say it clearly"
    )
    if st.button("Add to my postings", key=f"paste_add_{stored.id}", icon=":material/add:", help=f"Keeps {label(title or 'this job')}."):
        if not (title or "").strip():
            st.error("Write the job's title first; nothing was stored.", icon=":material/error:")
            return
        postings.add(ws, [stored.posting.model_copy(update={"title": " ".join((title or "").split())})])
        st.session_state[_DONE] = [*st.session_state.get(_DONE, []), stored.id]
        st.rerun()


def _jobs(text: str, files: Sequence[File]) -> tuple[list[Posting], list[str]]:
    """What could be read, and a sentence for each that could not; one bad file never stops the others."""
    found: list[Posting] = []
    failures = []
    if text.strip() or not files:
        try:
            found += postings.pasted(text)
        except UserError as error:
            failures.append(str(error))
    for file in files[: postings.MOST_PASTED]:
        try:
            found.append(postings.described(file.getvalue(), file.name))
        except UserError as error:
            failures.append(f"{file.name}: {error}")
    return found, failures


def _row(name: str, value: str, sure: float | None, said: Sequence[Statement]) -> dict[str, object]:
    return {
        "Fact": name,
        "Value": csv_cell(value),
        "How sure": "" if sure is None else f"{sure:.0%}",
        "Stands in": WHERE[said[0].where] if said else "",
        "Words": csv_cell(" ".join(said[0].quote.split()).lstrip("-*•· ")[:160]) if said else "",
    }


def _lines(text: str) -> str:
    """Escaped text whose line breaks stay, and whose blanks at the ends stay too."""
    lines = [plain(line, 20_000) for line in text.split("\n")]
    joined = "  \n".join(lines)
    return f"{' ' if text[:1] == ' ' else ''}{joined}{' ' if text[-1:] == ' ' and len(text) > 1 else ''}"
