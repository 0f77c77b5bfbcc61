"""Interviews in the store: sealed, of one owner, nothing overwritten, everything gone when erased."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core import profiles
from core.errors import Conflict, UserError
from core.process import Process
from core.settings import Settings
from core.store import InterviewRecords, StoredInterview, StoredQuestion
from core.store import interviews as stored
from core.workspace import Workspace
from tests.conftest import NOW

SECRET = "Zyxwort the otter keeper"


def kept(ws: Workspace, interview_id: str = "i1") -> InterviewRecords:
    """One interview with two questions."""
    questions = [
        StoredQuestion(f"{interview_id}q{n}", {"text": f"{SECRET} {n}?"}, position=10 * n, source=f"s{n}", competency="judgement")
        for n in (1, 2)
    ]
    ws.records.interviews.add(StoredInterview(interview_id, {"role": SECRET}, profile_id="p", job_id="j"), questions)
    return ws.records.interviews


def test_what_goes_in_comes_out(ws: Workspace) -> None:
    records = kept(ws)
    (interview,), questions = records.all(), records.questions("i1")
    assert interview == records.find("i1") and interview.body == {"role": SECRET} and interview.started_at == NOW
    assert [one.body["text"] for one in questions] == [f"{SECRET} 1?", f"{SECRET} 2?"] and questions[0].state == "open"
    answer, clash = records.add_answer("i1", questions[0], f"{SECRET} answered", 0)
    assert not clash and records.answers("i1") == [answer] and answer.feedback is None
    records.judged(answer.id, 62.5, {"score": 62.5, "said": SECRET})
    assert records.answers("i1")[0].score == 62.5 and records.answers("i1")[0].feedback == {"score": 62.5, "said": SECRET}
    assert [(one.competency, one.score, one.question_id) for one in records.results()] == [("judgement", 62.5, "i1q1")]
    assert records.asked_since(NOW) == {"s1"} and records.asked_since(NOW + timedelta(days=1)) == set()


def test_nothing_personal_is_readable_on_the_disk(ws: Workspace, opened: Process) -> None:
    records = kept(ws)
    question = records.draft(records.questions("i1")[0], f"{SECRET} typed")
    answer, _ = records.add_answer("i1", question, f"{SECRET} said", 0)
    records.judged(answer.id, 50, {"quote": SECRET})
    records.speak("i1", "i1q2", SECRET.encode(), "audio/wav")
    raw = b"".join(path.read_bytes() for path in opened.settings.home.glob("records.sqlite*"))
    assert b"Zyxwort" not in raw and len(raw) > 10_000


def test_another_owner_sees_and_changes_nothing(ws: Workspace, workspaces: Callable[[str], Workspace]) -> None:
    mine, other = kept(ws), workspaces("other").records.interviews
    audio = mine.speak("i1", "i1q1", b"sound", "audio/wav")
    answer, _ = mine.add_answer("i1", mine.questions("i1")[0], "said", 0)
    assert other.all() == [] and other.find("i1") is None and other.questions("i1") == [] and other.answers("i1") == []
    assert other.spoken("i1") == [] and other.sound(audio.id) is None and other.results() == [] and other.asked_since(NOW) == set()
    other.delete("i1")
    other.set_state("i1q2", "skipped")
    other.judged(answer.id, 1, {})
    assert other.tick("i1q2") == 0 and not other.add_question("i1", StoredQuestion("x", {"text": "?"}, position=99))
    with pytest.raises(Conflict):
        other.draft(mine.questions("i1")[1], "taken over")
    with pytest.raises(Conflict):
        other.save(mine.all()[0])
    assert len(mine.questions("i1")) == 2 and mine.questions("i1")[1].state == "open" and mine.answers("i1")[0].score is None


def test_two_tabs_that_answer_keep_both(ws: Workspace) -> None:
    records = kept(ws)
    question = records.questions("i1")[0]
    assert not records.add_answer("i1", question, "first tab", 0)[1]
    second, clash = records.add_answer("i1", question, "second tab", 0)
    assert clash and second.number == 2 and [one.text for one in records.answers("i1")] == ["first tab", "second tab"]


def test_two_tabs_that_type_meet(ws: Workspace) -> None:
    records = kept(ws)
    question = records.questions("i1")[0]
    newer = records.draft(question, "here")
    with pytest.raises(Conflict) as met:
        records.draft(question, "there")
    assert isinstance(met.value.current, StoredQuestion) and met.value.current.draft == "here"
    assert records.draft(newer, "on").draft == "on" and records.questions("i1")[0].draft == "on"


def test_one_place_holds_one_question(ws: Workspace) -> None:
    records = kept(ws)
    assert records.add_question("i1", StoredQuestion("f1", {"text": "And?"}, position=11, follows="i1q1"))
    assert not records.add_question("i1", StoredQuestion("f2", {"text": "And?"}, position=11, follows="i1q1"))
    assert [one.id for one in records.questions("i1")] == ["i1q1", "f1", "i1q2"]


def test_time_counts_only_while_there_are_signs_of_life(home: Path) -> None:
    clock = [NOW]
    process = Process(Settings(home=home), now=lambda: clock[0]).open()
    records = kept(process.workspace("local"))
    seconds = [_later(clock, records, wait) for wait in (0, 5, 5, 3_600, 5)]
    assert seconds == [0, 5, 10, 10, 15]
    records.rest("i1q1")
    assert _later(clock, records, 9) == 15 and _later(clock, records, 4) == 19
    process.close()


def _later(clock: list[datetime], records: InterviewRecords, seconds: float) -> float:
    clock[0] += timedelta(seconds=seconds)
    return records.tick("i1q1")


def test_a_recording_waits_for_its_answer(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    records = kept(ws)
    records.speak("i1", "i1q1", b"first try", "audio/wav")
    audio = records.speak("i1", "i1q1", b"second try", "audio/webm")
    answer, _ = records.add_answer("i1", records.questions("i1")[0], "said", 0)
    assert [(one.id, one.answer_id, one.size) for one in records.spoken("i1")] == [(audio.id, answer.id, 10)]
    assert records.sound(audio.id) == b"second try" and records.sound("none") is None
    monkeypatch.setattr(stored, "MAX_AUDIO", 20)
    with pytest.raises(UserError, match="larger than 10 MB"):
        records.speak("i1", "i1q2", b"x" * 21, "audio/wav")
    monkeypatch.setattr(stored, "MAX_AUDIO_IN_ALL", 25)
    with pytest.raises(UserError, match="200 MB"):
        records.speak("i1", "i1q2", b"x" * 16, "audio/wav")
    assert len(records.spoken("i1")) == 1


def test_state_and_notes_are_saved_against_their_version(ws: Workspace) -> None:
    from dataclasses import replace

    records = kept(ws)
    read = records.all()[0]
    saved = records.save(replace(read, state="finished", finished_at=NOW, body={**read.body, "notes": "breathe"}))
    assert records.find("i1") == saved and saved.version == 2
    with pytest.raises(Conflict) as met:
        records.save(replace(read, body={"notes": "lost?"}))
    assert met.value.current == saved


def test_deleting_and_erasing_leave_nothing(ws: Workspace, workspaces: Callable[[str], Workspace], opened: Process) -> None:
    records, others = kept(ws), kept(workspaces("other"), "i2")
    records.add_answer("i1", records.questions("i1")[0], "said", 0)
    records.speak("i1", "i1q1", b"sound", "audio/wav")
    records.delete("i1")
    assert _rows(opened) == {"interview": 1, "interview_question": 2, "interview_answer": 0, "interview_audio": 0}
    with pytest.raises(UserError, match="deleted in another tab"):
        records.add_answer("i1", StoredQuestion("i1q1", {}), "typed meanwhile", 0)
    kept(ws)
    records.add_answer("i1", records.questions("i1")[0], "said", 0)
    records.speak("i1", "i1q2", b"sound", "audio/wav")
    ws.erase()
    assert records.all() == [] and len(others.all()) == 1
    assert _rows(opened) == {"interview": 1, "interview_question": 2, "interview_answer": 0, "interview_audio": 0}


def _rows(opened: Process) -> dict[str, int]:
    names = ("interview", "interview_question", "interview_answer", "interview_audio")
    with opened.store.engine.connect() as connection:
        return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names}


def test_interviews_are_bounded(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MAX_INTERVIEWS", 1)
    kept(ws)
    with pytest.raises(UserError, match="delete some"):
        kept(ws, "i2")


def test_everything_goes_along_in_the_one_file(ws: Workspace) -> None:
    records = kept(ws)
    records.speak("i1", "i1q1", b"sound", "audio/wav")
    answer, _ = records.add_answer("i1", records.questions("i1")[0], "said", 0)
    records.judged(answer.id, 40, {"score": 40})
    records.draft(records.questions("i1")[1], "half a sentence")
    (told,) = json.loads(profiles.export_all(ws))["interviews"]
    assert told["role"] == SECRET and told["state"] == "open"
    first, second = told["questions"]
    assert first["answers"] == [{"text": "said", "score": 40.0, "feedback": {"score": 40}}]
    assert base64.b64decode(first["recordings"][0]["data"]) == b"sound" and second["draft"] == "half a sentence"
