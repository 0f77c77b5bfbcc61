"""Practice interviews from outside: a whole one, two callers at once, taking along, what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core import process
from core.api.interviews import MOST_ANSWER
from core.interview import history, sessions
from core.interview.choosing import Setup
from core.interview.sessions import LONGEST_ANSWER
from tests.api.conftest import Owner
from tests.interview.making import ANSWER, HOSTILE


def test_a_whole_interview(someone: Owner) -> None:
    started = someone(
        "POST",
        "/interviews",
        json={"role": "Registered nurse", "round": "behavioural", "length": 2, "profile_id": someone.ids["profile_id"]},
    )
    assert started.status_code == 201, started.text
    told = started.json()
    assert started.headers["location"] == f"/api/v1/interviews/{told['id']}" and told["score"] is None and len(told["questions"]) == 2
    assert told["next_question"] == told["questions"][0]["id"]
    for _ in range(2 * 3):
        if told["next_question"]:
            told = someone("POST", f"/interviews/{told['id']}/answers", json={"text": ANSWER}).json()
    assert told["next_question"] is None and 0 < told["score"] <= 100
    feedback = told["questions"][0]["answers"][0]["feedback"]
    assert feedback["score"] == told["questions"][0]["answers"][0]["feedback"]["score"] and set(feedback["parts"]) >= {
        "situation",
        "clarity",
    }
    assert all(one["quote"] == ANSWER[one["start"] : one["end"]] for one in feedback["evidence"])
    nothing = someone("POST", f"/interviews/{told['id']}/answers", json={"text": ANSWER})
    assert nothing.status_code == 422 and "answered" in nothing.json()["detail"]
    ended = someone("POST", f"/interviews/{told['id']}/finish").json()
    assert ended["state"] == "finished" and ended == someone("POST", f"/interviews/{told['id']}/finish").json()
    assert someone("GET", f"/interviews/{told['id']}").json() == ended


def test_an_interview_for_a_job_of_ones_own(someone: Owner, other: Owner) -> None:
    body = {"job_id": someone.ids["job_id"], "length": 3}
    told = someone("POST", "/interviews", json=body).json()
    assert told["title"] == "Theatre nurse at Ward Nine" and told["questions"]
    assert other("POST", "/interviews", json=body).status_code == 422
    assert other("POST", "/interviews", json={"role": "Nurse", "profile_id": someone.ids["profile_id"]}).status_code == 422


def test_two_callers_answer_the_same_question(someone: Owner) -> None:
    told = someone("POST", "/interviews", json={"role": "Electrician", "length": 1}).json()
    path, question = f"/interviews/{told['id']}/answers", told["next_question"]
    assert someone("POST", path, json={"text": "I was first.", "question_id": question, "seen": 0}).status_code == 200
    met = someone("POST", path, json={"text": "I was second.", "question_id": question, "seen": 0})
    assert met.status_code == 409 and "both answers are kept" in met.json()["detail"]
    assert [one["text"] for one in met.json()["current"]["questions"][0]["answers"]] == ["I was first.", "I was second."]
    assert someone("POST", path, json={"text": "x", "question_id": "0" * 32}).status_code == 404


def test_answers_are_bounded_and_hostile_ones_are_text(someone: Owner) -> None:
    told = someone("POST", "/interviews", json={"role": "Electrician", "length": 2}).json()
    path = f"/interviews/{told['id']}/answers"
    assert someone("POST", path, json={"text": "x" * (LONGEST_ANSWER + 1)}).status_code == 422
    assert someone("POST", path, content=b'{"text": "' + b"x" * MOST_ANSWER + b'"}').status_code == 413
    assert "empty" in someone("POST", path, json={"text": " \u200b "}).json()["detail"]
    long = someone("POST", path, json={"text": ("I checked every cable. " * 2_200)[:50_000]})
    assert long.status_code == 200 and len(long.json()["questions"][0]["answers"][0]["text"]) > 49_000
    assert "evil.example" in someone("POST", path, json={"text": HOSTILE}).text


def test_the_list_the_search_the_files_and_the_end(someone: Owner) -> None:
    told = someone("POST", "/interviews", json={"role": "Baker of rye", "length": 1}).json()
    someone("POST", f"/interviews/{told['id']}/answers", json={"text": "I baked a hundred zweiback loaves in one night."})
    found = someone("GET", "/interviews", params={"words": "zweiback"}).json()
    assert [(one["id"], one["answered"]) for one in found] == [(told["id"], 1)]
    assert len(someone("GET", "/interviews").json()) > 1
    markdown = someone("GET", f"/interviews/{told['id']}/export")
    assert "zweiback" in markdown.text and markdown.headers["content-type"].startswith("text/markdown")
    pdf = someone("GET", f"/interviews/{told['id']}/export", params={"kind": "pdf"})
    assert pdf.content.startswith(b"%PDF") and pdf.headers["content-disposition"].endswith('.pdf"')
    assert someone("DELETE", f"/interviews/{told['id']}").status_code == 204
    assert someone("GET", f"/interviews/{told['id']}").status_code == 404
    assert someone("GET", "/interviews", params={"words": "zweiback"}).json() == []


def test_what_is_due_is_named(other: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert other("GET", "/interviews/due").json() == []
    here = process.current()
    past = here.now() - timedelta(days=40)
    monkeypatch.setattr(here.store, "_now", lambda: past)
    ws = replace(here.workspace("other"), now=lambda: past)
    interview = sessions.start(ws, Setup(role="Electrician", length=1))
    assert interview.current
    sessions.answer(ws, interview, interview.current, "Hm.")
    (due,) = other("GET", "/interviews/due").json()
    assert due["competency"] == interview.questions[0].ask.competency and due["name"] == history.named(due["competency"])
    assert due["box"] == 0 and due["attempts"] == 1
    assert other("DELETE", f"/interviews/{interview.id}").status_code == 204
