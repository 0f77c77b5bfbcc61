"""Interview: set up in three clicks, asked, answered, judged, kept; two tabs, reloads, hostile words."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core import matching, profiles
from core.errors import UserError
from core.interview import sessions
from core.interview.choosing import Setup
from core.interview.sessions import Interview
from core.interview.shapes import Contradiction, Evidence, Feedback, FollowUp, Stock
from core.process import Process
from core.settings import ROOT
from core.store import InterviewRecords
from core.workspace import Workspace
from pages.ui import curves, judged
from pages.ui.navigation import path
from tests.conftest import NOW
from tests.interview.making import ANSWER, HOSTILE, Judge, Killed, killed, use
from tests.pages.test_matches_page import active
from tests.pages.visiting import Open, said


def press(tab: AppTest, label: str) -> AppTest:
    """Press a button by its name."""
    return next(button for button in tab.button if button.label == label).click().run()


def write(tab: AppTest, text: str) -> AppTest:
    """Type an answer and leave the field."""
    return tab.text_area[0].set_value(text).run()


def begun(here: Workspace, **wishes: object) -> Interview:
    """An interview for a nurse."""
    return sessions.start(here, Setup.model_validate({"role": "Registered nurse", "round": "behavioural", "length": 2, **wishes}))


def at(visit: Open, interview: Interview) -> AppTest:
    """A tab on an interview, as after a reload."""
    tab = visit("interview")
    tab.query_params["session"] = interview.id
    return tab.run()


def test_a_free_session_needs_no_profile(visit: Open) -> None:
    tab = visit("interview")
    assert "There is no profile yet" in said(tab)
    tab.text_input(key="interview_role").set_value("Electrician")
    press(tab, "Start the interview")
    assert not tab.error and tab.query_params["session"] and "Electrician" in said(tab)
    assert tab.text_area and "## " in said(tab)


def test_a_match_is_practised_in_three_clicks(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    wanted = matching.matches(here, profile, matching.Filters(limit=5)).shown[3].stored
    tab = visit("interview")
    tab.query_params["job"] = wanted.id
    tab.run()
    assert tab.selectbox[0].value == wanted.id and "Sample posting" in said(tab)
    press(tab, "Start the interview")
    (stored,) = here.records.interviews.all()
    assert stored.job_id == wanted.id and stored.profile_id == profile.id and "job" not in tab.query_params


def test_an_answer_is_judged_and_leads_on(here: Workspace, visit: Open) -> None:
    interview = begun(here)
    tab = press(write(at(visit, interview), ANSWER), "Send the answer")
    assert not tab.error and "of 100" in said(tab) and "The story" in said(tab) and tab.query_params["shown"] == interview.items[0].id
    assert here.records.interviews.answers(interview.id)[0].text == ANSWER
    reloaded = at(visit, interview)
    assert not reloaded.error and reloaded.text_area
    onward = [name for name in ("Next question", "Answer the follow-up") if any(button.label == name for button in tab.button)]
    press(tab, onward[0])
    assert "shown" not in tab.query_params and tab.text_area and tab.text_area[0].value == ""


def test_what_is_typed_survives_a_reload(here: Workspace, visit: Open) -> None:
    interview = begun(here)
    write(at(visit, interview), "As far as I got")
    assert at(visit, interview).text_area[0].value == "As far as I got"


def test_an_empty_answer_is_one_sentence(here: Workspace, visit: Open) -> None:
    tab = press(at(visit, begun(here)), "Send the answer")
    assert len(tab.error) == 1 and "empty" in tab.error[0].value and tab.text_area


def test_two_tabs_that_type_choose(here: Workspace, visit: Open) -> None:
    interview = begun(here)
    first, second = at(visit, interview), at(visit, interview)
    write(first, "The first tab's words")
    write(second, "The second tab's words")
    assert "also typed in another tab" in said(second) and "The first tab" in said(second)
    assert second.text_area[0].value == "The second tab's words"
    press(second, "Take the other one")
    assert second.text_area[0].value == "The first tab's words" and "another tab" not in said(second)
    write(first, "The first tab again")
    write(second, "The second tab at last")
    press(second, "Go on with mine")
    assert here.records.interviews.questions(interview.id)[0].draft == "The second tab at last"


def test_two_tabs_that_answer_keep_both(here: Workspace, visit: Open) -> None:
    interview = begun(here)
    first, second = at(visit, interview), at(visit, interview)
    press(write(first, "The first tab says I called the doctor."), "Send the answer")
    press(write(second, "The second tab says I asked the sister."), "Send the answer")
    assert "both answers are kept" in said(second) and not second.exception
    assert len(here.records.interviews.answers(interview.id)) == 2


def test_killed_between_answer_and_feedback(here: Workspace, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = begun(here)
    with monkeypatch.context() as patched:
        use(patched, killed)
        with pytest.raises(Killed):
            sessions.answer(here, interview, interview.items[0], ANSWER)
    tab = visit("interview")
    tab.query_params["session"], tab.query_params["shown"] = interview.id, interview.items[0].id
    tab.run()
    assert "of 100" in said(tab) and not tab.exception


def test_skip_hint_pause_and_finish(here: Workspace, visit: Open) -> None:
    interview = begun(here)
    tab = press(at(visit, interview), "Hint")
    assert "A good answer" in said(tab)
    press(tab, "Pause")
    assert "Paused" in said(tab) and not tab.text_area
    press(tab, "Go on")
    press(tab, "Skip")
    assert "Question 2 of 2" in str(tab.get("progress")[0].proto.text)
    press(tab, "Finish here")
    assert "No question was answered" in said(tab)
    assert sessions.opened(here, interview.id).stored.state == "finished"


def test_the_end_looks_back_and_leads_on(here: Workspace, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Judge(72))
    interview = begun(here)
    for item in interview.items:
        interview = sessions.answer(here, interview, item, ANSWER)
    tab = at(visit, interview)
    assert "72 of 100, strong" in said(tab)
    tab.text_area(key=f"interview_notes_{interview.id}").set_value("Breathe first").run()
    assert sessions.opened(here, interview.id).notes == "Breathe first"
    press(tab, "Practise once more")
    assert len(here.records.interviews.all()) == 2 and tab.text_area


def test_deleting_names_what_is_lost(here: Workspace, visit: Open) -> None:
    interview = begun(here)
    interview = sessions.finish(here, sessions.answer(here, interview, interview.items[0], ANSWER))
    tab = press(at(visit, interview), "Delete")
    assert "1 answered question" in said(tab) and here.records.interviews.all()
    tab.button(key="interview_delete_yes").click()
    press(tab, "Delete")
    assert not here.records.interviews.all() and "session" not in tab.query_params
    gone = at(visit, interview)
    assert "no longer there" in said(gone) and not gone.error


def test_progress_shows_curves_search_and_list(here: Workspace, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = visit("interview")
    tab.session_state["view"] = "Progress"
    assert "not practised yet" in said(tab.run())
    use(monkeypatch, Judge(40, 80))
    interview = begun(here, length=1)
    interview = sessions.answer(here, interview, interview.items[0], ANSWER)
    tab.run()
    assert "Not enough data for a curve" in said(tab) and "Registered nurse" in said(tab)
    interview = sessions.again(here, interview, interview.items[0])
    sessions.answer(here, interview, interview.items[0], "Better.")
    tab.run()
    assert "rose from 40 to 80 over 2 answers" in said(tab) and tab.get("plotly_chart") and "n = 2 answers" in said(tab)
    tab.text_input(key="find").set_value("zweiback").run()
    assert "0 interviews found" in said(tab)


def test_what_is_due_waits_on_home(here: Workspace, visit: Open, monkeypatch: pytest.MonkeyPatch, running: Process) -> None:
    profiles.try_sample(here)
    use(monkeypatch, Judge(30))
    interview = begun(here)
    sessions.answer(here, interview, interview.items[0], "Hm.")
    assert "You have begun" in said(visit("home")) and "Due for practice" not in said(visit("home"))
    monkeypatch.setattr(running, "now", lambda: NOW.astimezone() + timedelta(days=9_000))
    assert "Due for practice" in said(visit("home"))
    tab = press(visit("interview"), "Practise what is due")
    assert not tab.error and tab.query_params["session"] != interview.id


def test_outside_words_stay_words(here: Workspace, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = sessions.start(here, Setup(role=f"Nurse {HOSTILE}", company=HOSTILE, length=1, round="pay"))
    start, end = HOSTILE.index("<img"), HOSTILE.index("<img") + 12
    told = Feedback(
        score=50,
        evidence=[Evidence(quote=HOSTILE[start:end], start=start, end=end, part="evidence", effect=HOSTILE, points=3)],
        contradictions=[Contradiction(quote=HOSTILE, start=0, end=9, kind="number", record=HOSTILE, sentence=HOSTILE)],
        stock=[Stock(quote=HOSTILE, start=3, end=9)],
        follow_up=FollowUp(text=HOSTILE, why=HOSTILE, kind="number"),
        version="t",
        note=HOSTILE,
    )
    use(monkeypatch, lambda **_: told)
    tab = press(write(at(visit, interview), HOSTILE), "Send the answer")
    shown = "\n".join(
        str(block.value)
        for kind in (tab.markdown, tab.caption, tab.info, tab.warning)
        for block in kind
        if "docs/INTERVIEW.md" not in str(block.value)
    )
    assert "evil" in shown
    assert not [mark for mark in active(shown) if mark not in ("\n# ", ":red[")], active(shown)


def test_the_marked_answer_is_the_answer() -> None:
    import re
    from html import unescape

    feedback = Feedback(
        score=1,
        evidence=[
            Evidence(quote="", start=0, end=5, part="action", effect="", points=2),
            Evidence(quote="", start=3, end=900, part="clarity", effect="", points=-2),
        ],
        follow_up=FollowUp(text=""),
        version="t",
    )
    html = judged.marked(HOSTILE, feedback)
    inner = re.fullmatch(r"<div [^>]*>(.*)</div>", html, re.S)
    assert inner and unescape(re.sub(r'</?mark(?: style="[^"]*")?>', "", inner[1])) == HOSTILE and "<img" not in html
    assert "goes on" in judged.marked("x" * 30_000, feedback)


def test_a_failing_recording_loses_no_word(here: Workspace, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = begun(here)
    tab = write(at(visit, interview), "Typed already")

    def full(*_: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(InterviewRecords, "speak", full)
    from pages.ui import questioning

    assert questioning.size(1_500) == "2 kB" and questioning.size(2_500_000) == "2.5 MB" and questioning.minutes(83) == "1:20"
    assert tab.run().text_area[0].value == "Typed already"
    assert here.records.interviews.questions(interview.id)[0].draft == "Typed already"


def test_curves_say_their_message() -> None:
    from core.interview.repetition import Attempt

    found = {"planning": [Attempt("planning", 70, NOW), Attempt("planning", 40, NOW)], "safety": [Attempt("safety", 50, NOW)]}
    assert curves.message(found) == "Planning fell from 70 to 40 over 2 answers" or "fell from 70 to 40" in curves.message(found)
    assert curves.as_csv(found).count("\r\n") == 4 and "70, 40" in curves.told(found)


def test_the_interview_page_is_where_links_lead() -> None:
    assert path("interview").endswith("interview.py")


def test_home_needs_no_heavy_library_for_what_is_due() -> None:
    found = "import sys, pages.ui.today; print([name for name in ('numpy', 'scipy', 'pyarrow') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", found], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
