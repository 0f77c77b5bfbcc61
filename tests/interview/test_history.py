"""Looking back: the list, the search, what is due, the curves, the files to take along."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest

from core.interview import history, keepsake, sessions
from core.interview.choosing import Setup
from core.interview.sessions import Interview
from core.interview.shapes import Contradiction, Feedback, Stock
from core.workspace import Workspace
from tests.interview.making import ANSWER, HOSTILE, Judge, use


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """An engine that says 60 of everything."""
    found = Judge()
    use(monkeypatch, found)
    return found


def practised(ws: Workspace, text: str = ANSWER, role: str = "Electrician", answers: int = 2) -> Interview:
    """An interview of two questions, so many of them answered."""
    interview = sessions.start(ws, Setup(role=role, company="Ironlea", length=2))
    for item in interview.items[:answers]:
        interview = sessions.answer(ws, interview, item, text)
    return interview


def test_a_line_says_what_and_how_far(ws: Workspace) -> None:
    assert history.lines(ws) == [] and history.unfinished(ws) is None and history.last_role(ws) == ""
    practised(ws, answers=1)
    (line,) = history.lines(ws)
    assert (line.title, line.questions, line.answered, line.score) == ("Electrician at Ironlea", 2, 1, 60.0)
    assert history.unfinished(ws) == line and history.last_role(ws) == "Electrician"
    sessions.finish(ws, sessions.opened(ws, line.id))
    assert history.unfinished(ws) is None


@pytest.mark.parametrize("words", ["Ironlea", "ROTA gaps", "breathe", "électrician"])
def test_every_word_is_found_wherever_it_stands(ws: Workspace, workspaces: Callable[[str], Workspace], words: str) -> None:
    mine = sessions.note(ws, practised(ws), "Breathe first")
    practised(ws, "Something about pipes.", role="Plumber")
    practised(workspaces("other"))
    found = [line.id for line in history.lines(ws, words)]
    assert mine.id in found and (len(found) == 1 or words == "Ironlea")
    assert history.lines(ws, f"{words} zyxwort") == []


def test_what_is_due_makes_a_session(ws: Workspace, judge: Judge) -> None:
    judge.scores = [20.0]
    first = practised(ws)
    assert history.due(ws) == []
    tomorrow = replace(ws, now=lambda: ws.now() + timedelta(days=1))
    due = history.due(tomorrow)
    assert {one.competency for one in due} == {item.ask.competency for item in first.questions}
    setup = history.due_setup(due, history.last_role(ws))
    assert setup.focus == [one.competency for one in due][:3] and setup.role == "Electrician"
    again = sessions.start(tomorrow, setup)
    assert again.questions[0].ask.competency in setup.focus


def test_curves_hold_every_attempt_once(ws: Workspace, judge: Judge) -> None:
    judge.scores = [20.0, 40.0, 60.0, 80.0, 80.0]
    interview = practised(ws)
    interview = sessions.again(ws, interview, interview.questions[0])
    sessions.answer(ws, interview, interview.questions[0], ANSWER)
    curves = history.curves(ws)
    competency = interview.questions[0].ask.competency
    assert sum(map(len, curves.values())) == 3
    scores = [one.score for one in curves[competency]]
    assert scores[0] == 20 and 60 in scores
    assert history.named("problem-solving") != "problem-solving" and history.named("new-thing") == "New thing"


def full(ws: Workspace) -> Interview:
    """An interview with hostile texts everywhere."""
    interview = sessions.note(ws, practised(ws, f"{HOSTILE}\n# heading", role=f"Electrician {HOSTILE}"), f"{HOSTILE} notes")
    found = Feedback.model_validate({**Judge()(question="q", answer=HOSTILE).model_dump(), "score": 12})
    found.contradictions = [Contradiction(quote="five years", start=0, end=3, kind="duration", record="2 years | #read(1)")]
    found.stock = [Stock(quote="team player", start=0, end=3)]
    answer = interview.questions[0].attempts[0].stored
    ws.records.interviews.judged(answer.id, 12, found.model_dump(mode="json"))
    return sessions.opened(ws, interview.id)


def test_markdown_holds_everything_and_runs_nothing(ws: Workspace) -> None:
    interview = full(ws)
    text = keepsake.markdown(interview)
    for item in interview.questions:
        assert item.ask.text.split(" ")[0] in text
    assert "Score 12" in text and "five years" in text and "team player" in text and "invented person" in text and "notes" in text
    assert (
        "](" not in text.replace("\\](", "").replace("\\]\\(", "")
        and "<img" not in text.replace("\\<img", "")
        and "\n# heading" not in text
    )


def test_the_pdf_can_be_read_back(ws: Workspace) -> None:
    interview = full(ws)
    told = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(keepsake.pdf(interview))).pages).split())
    assert "Practice interview" in told and "five years" in told and "#read(1)" in told and "{{7*7}}" in told and "invented person" in told
    assert interview.questions[1].ask.text.split(" ")[1] in told


def test_an_interview_without_answers_makes_files_too(ws: Workspace) -> None:
    interview = sessions.start(ws, Setup(role="", length=2))
    interview = sessions.skip(ws, interview, interview.questions[0])
    text = keepsake.markdown(interview)
    assert "Skipped." in text and "Not answered." in text and "not judged" in text
    assert keepsake.pdf(interview).startswith(b"%PDF")
    assert keepsake.file_name(interview, "pdf") == "interview-practice-2026-11-02.pdf"
    assert keepsake.file_name(full(ws), "md").isascii()


def test_a_very_long_answer_fits_a_pdf(ws: Workspace) -> None:
    interview = practised(ws, "I planned the rota and told everybody. " * 1_280)
    assert keepsake.pdf(interview).startswith(b"%PDF")
    assert "I planned the rota" in keepsake.markdown(interview)
