"""Matches: the list, its filters in the address, marks, empty states, and that outside text stays text."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from core import feeds, matching, profiles, salary
from core.jobs import Statement
from core.matching import Compared, Explanation, Fact, Lesson, Listed, Phrase, Proof
from core.models import JobFacts, Match, Parts, Pay, Posting, Resume
from core.notes import Note
from core.openings import Copy, Repost
from core.process import Process
from core.store import CheckedPosting, StoredProfile
from core.trends.lint import Finding
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from pages.ui import cards, comparing, details, found, lessons, posting
from pages.ui.marked import marked
from pages.ui.navigation import path
from pages.ui.safe import plain
from tests.conftest import NOW
from tests.pages.visiting import Open, said

HOSTILE = "![x](https://evil.example/p.png) <img src=x> [a](javascript:alert(1)) $x$ :red[y] `z`"


def shown(tab: AppTest) -> list[str]:
    """The titles of the cards."""
    return [block.value.split("\n")[0].removeprefix("## ") for block in tab.markdown if block.value.startswith("## ")]


def active(text: str) -> list[str]:
    """Signs of markup from outside that would take effect."""
    unescaped = re.sub(r"\\.", "", text)
    return [mark for mark in ("![", "<img", "](", "$", ":red[", "`", "\n# ") if mark in unescaped]


def listed(**changes: object) -> Listed:
    """One match, made by hand."""
    job = Posting(title="Welder", company="Ironleaf", location="Leeds", published=date(2026, 10, 30), source="a.csv")
    job = job.model_copy(update={"link": "https://jobs.example/1", **changes})
    stored = StoredPosting("a" * 16, job, JobFacts(), False, "welder", NOW, NOW)
    match = Match(job_id=stored.id, score=78.4, band=(70.2, 84.0), confidence=0.8, parts=Parts(skills=80, location=100))
    return Listed(match, stored, Explanation(["“MIG” is asked for."], ["“TIG” is required."], [Fact("the pay", "posting", 4.2, 1.0)], []))


def test_the_sample_shows_ten_cards_and_what_to_learn(here: Workspace, visit: Open) -> None:
    profiles.try_sample(here)
    tab = visit("matches")
    assert len(shown(tab)) == 10 and "Sample postings" in said(tab) and "not looked at" not in said(tab)
    assert any("Learn " in block.value and "match" in block.value for block in tab.markdown)


def test_postings_that_are_not_held_in_memory_are_told(running: Process, visit: Open) -> None:
    running.settings = replace(running.settings, max_postings=1_000)
    here = running.workspace("local")
    profiles.try_sample(here)
    assert f"{here.market.count() - 1_000:,} oldest postings were not looked at: at most 1,000" in said(visit("matches"))


def test_filters_change_the_list(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    wanted = matching.matches(here, profile, matching.Filters(minimum=75, place="London", sort="newest", limit=10))
    tab = visit("matches")
    tab.number_input(key="score").set_value(75)
    tab.text_input(key="place").set_value("London")
    tab.selectbox(key="sort").set_value("newest").run()
    assert shown(tab) == [plain(one.stored.posting.title) for one in wanted] and 0 < wanted.total < 100


def test_nothing_above_the_least_score_leads_to_what_there_is(here: Workspace, visit: Open) -> None:
    profiles.try_sample(here)
    tab = visit("matches")
    tab.number_input(key="score").set_value(100).run()
    assert not shown(tab) and "the best score is" in said(tab) and "Sample postings" in said(tab)
    next(button for button in tab.button if button.label.startswith("Show scores from")).click().run()
    assert shown(tab) and tab.number_input(key="score").value < 100


def test_a_page_that_is_not_there_shows_the_last_one(here: Workspace, visit: Open) -> None:
    profiles.try_sample(here)
    tab = visit("matches")
    tab.query_params["page"] = "9999"
    tab.run()
    assert not tab.exception and not tab.error and shown(tab)


def test_what_was_hidden_stays_away(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    best = next(iter(matching.matches(here, profile, matching.Filters(limit=1))))
    here.records.act(best.stored.id, {"hidden": True})
    tab = visit("matches")
    assert len(shown(tab)) == 10 and best.stored.id not in str([group.key for group in tab.get("button_group")])


def test_own_postings_take_the_samples_place(here: Workspace, own: StoredProfile, visit: Open) -> None:
    job = Posting(title=f"Nurse {HOSTILE}", company=HOSTILE, source=HOSTILE, description=f"You need nursing. {HOSTILE}")
    here.market.add([("b" * 16, "b", job, JobFacts(required=["Nursing"], occupation="registered-nurse"))], NOW)
    tab = visit("matches")
    tab.number_input(key="score").set_value(0).run()
    assert "Sample postings" not in said(tab)
    assert [title for title in shown(tab) if "Nurse" in title]
    assert not active("\n".join(block.value for block in tab.markdown))


def test_a_card_says_score_parts_reasons_and_source() -> None:
    text = cards.summary(listed(), Note(), NOW.date())
    assert "**78** strong, 70 to 84" in text and "Skills 80 · Experience not stated · Location 100 · Pay not stated" in text
    assert (
        "pay not stated" in text and "a.csv, 3 days ago, last seen today" in text and "[Open the posting](<https://jobs.example/1>)" in text
    )
    assert "“MIG” is asked for" in text and "“TIG” is required" in text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https://a b", "https://x/>)[y](z", ""])
def test_only_web_addresses_become_links(link: str) -> None:
    assert posting.link(listed(link=link).stored) == ""


def test_hostile_text_is_inert_everywhere_on_a_card() -> None:
    hostile = listed(title=HOSTILE, company=HOSTILE, location=HOSTILE, source=HOSTILE, description=f"# {HOSTILE}\n\n- {HOSTILE}", link="")
    phrase = Phrase(0, 5, HOSTILE[:5], HOSTILE, 1.0, True)
    hostile = replace(hostile, explanation=replace(hostile.explanation, phrases=[phrase]))
    note = Note(
        (Finding("remote contradicted", HOSTILE, HOSTILE),), None, HOSTILE, (Copy("b", HOSTILE, "javascript:x", None, NOW, NOW),),
        Repost(2, 2, NOW.date(), NOW.date()), CheckedPosting("a", "gone", HOSTILE, NOW),
    )  # fmt: skip
    record = Resume.model_validate({"work": [{"position": HOSTILE, "name": HOSTILE}]})
    texts = [cards.summary(hostile, note, NOW.date()), cards.hidden(hostile), details.about(hostile, note), details.own_words(hostile)]
    texts += [
        details.roles(record, hostile),
        details.provenance(hostile, note, NOW.date()),
        details.proof(Proof(HOSTILE, HOSTILE, "work/0/name")),
    ]
    assert note.checked
    for text in (*texts, details.standing(note.checked, NOW.date())):
        assert not active(text)


def test_a_moving_fact_is_a_sentence() -> None:
    assert details.moves(Fact("the pay", "posting", 4.2, 1.0)) == "The posting does not state the pay: up to 4 lower or 1 higher."
    assert details.moves(Fact("your level", "you", 0.1, 6.0)) == "Your profile does not say your level: up to 6 higher."


def test_a_lesson_names_what_it_rests_on() -> None:
    lesson = Lesson(("Rust",), 8, 0, -700.0, 63, "GBP", 4_394)
    assert lessons.told(lesson) == r"**Learn Rust: +8 matches**, median pay −£700 a year (n = 63)"
    assert "4,394 openings" in lessons.basis(lesson, 60) and "none of them" in lessons.basis(lesson, 60)
    assert "pay" not in lessons.told(Lesson(("Go", "Rust"), 1, 1, None, 3, "EUR", 50))


def test_pay_keeps_its_period() -> None:
    paid = listed(pay=Pay(min=15.5, max=None, currency="GBP", period="hour"))
    assert "from £15.50 an hour" in posting.facts_line(paid.stored)


def test_no_cell_of_a_table_is_a_formula() -> None:
    row = posting.row(listed(title="=1+1", company="@x", location="-2+3", source="+4+5").stored, NOW.date())
    assert [row[name] for name in ("Title", "Company", "Place", "Source")] == ["'=1+1", "'@x", "'-2+3", "'+4+5"]


# --- side by side ------------------------------------------------------------------------------------------------------


def mark(tab: AppTest, nth: int, *marks: str) -> AppTest:
    """Set the marks of the nth card."""
    cards_of = [group for group in tab.button_group if str(group.key).startswith("matches_marks_")]
    return cards_of[nth].set_value(list(marks)).run()


def compared_table(tab: AppTest) -> str:
    return "\n".join(table.value.to_csv() for table in tab.table)


def test_chosen_cards_stand_side_by_side_and_in_the_address(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    best = [one.stored for one in matching.matches(here, profile, matching.Filters(limit=6))]
    tab = visit("matches")
    tab.segmented_control(key="view").set_value("Compare").run()
    assert "No posting is chosen yet" in said(tab) and not tab.table
    tab.segmented_control(key="view").set_value("Cards").run()
    for number in range(5):
        mark(tab, number, "compare")
    assert tab.query_params["compare"] == ",".join(one.id for one in best[:4])
    tab.segmented_control(key="view").set_value("Compare").run()
    assert "scores highest" in said(tab) and len(tab.table[0].value.columns) == 5
    assert all(plain(one.posting.company, 60) in compared_table(tab) for one in best[:4])
    tab.multiselect[0].set_value([best[0].id]).run()
    assert tab.query_params["compare"] == best[0].id and "Choose one to three more" in said(tab)


def test_an_address_with_a_comparison_opens_it(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    best = [one.stored for one in matching.matches(here, profile, matching.Filters(limit=2))]
    tab = visit("matches")
    tab.query_params["compare"] = f"{best[0].id},{best[1].id},{'0' * 16},<script>"
    tab.segmented_control(key="view").set_value("Compare").run()
    assert not tab.exception and len(tab.table[0].value.columns) == 3
    tab.switch_page(str(path("profile"))).run()
    tab.switch_page(str(path("matches"))).run()
    assert tab.query_params["compare"]


def test_ticked_rows_of_the_table_are_compared() -> None:
    def page() -> None:
        import streamlit as st

        from pages.ui import comparing

        comparing.keep(["a" * 16, "b" * 16])
        comparing.from_rows(["b" * 16, "c" * 16], ["c" * 16])
        st.text(",".join(comparing.chosen()))
        comparing.from_rows(["d" * 16, "e" * 16, "f" * 16], ["d" * 16, "e" * 16, "f" * 16])
        st.text(",".join(comparing.chosen()))

    tab = AppTest.from_function(page).run()
    assert [text.value for text in tab.text] == [f"{'a' * 16},{'c' * 16}", ",".join(letter * 16 for letter in "acde")]


def test_a_comparison_is_inert_and_its_file_holds_no_formula() -> None:
    hostile = listed(title=f"=1+1 {HOSTILE}", company=HOSTILE, location=HOSTILE)
    one = Compared(1, hostile.match, hostile.stored, None, (HOSTILE,), (HOSTILE,), ())
    made = comparing.cells([one], NOW.date())
    assert not active("\n".join([*made, *(cell for column in made.values() for cell in column)]))
    header = next(csv.reader(io.StringIO(comparing.to_csv([one], NOW.date()).lstrip("\ufeff"))))
    assert header[1].startswith("'=1+1")


# --- details, warnings, companies --------------------------------------------------------------------------------------


def open_details(tab: AppTest, nth: int = 0) -> AppTest:
    """Open the details of the nth card."""
    keys = [group.key for group in tab.button_group if str(group.key).startswith("matches_marks_")]
    tab.session_state[str(keys[nth]).replace("_marks_", "_more_")] = True
    return tab.run()


def test_details_mark_the_words_and_say_where_they_stand_in_the_record(here: Workspace, visit: Open) -> None:
    profiles.try_sample(here)
    told = said(open_details(visit("matches")))
    assert ":green-background[✓ " in told and ":blue-badge[years: " in told
    for heading in ("Read from the posting", "The posting's own words", "Where your record says it", "Your roles beside it", "comes from"):
        assert heading in told
    assert re.search(r"\*\*\d+\*\* of 100", told) and "First seen: " in told


def test_words_are_marked_by_sign_and_colour_and_stay_as_they_are() -> None:
    text = "You know *Go* and Rust.\n\nFull-time, 3 years."
    phrases = [Phrase(9, 13, "*Go*", "Go", 1.0, True), Phrase(10, 12, "Go", "Go", 1.0, True), Phrase(18, 22, "Rust", "Rust", 0.0, True)]
    told = [Statement("years", "3", "text", 0.8, "3 years", 36, 43), Statement("level", "mid", "derived", 0.4, "3 years")]
    assert marked(text, phrases, told) == (
        "You know :green-background[✓ \\*Go\\*] and :orange-background[– Rust].\n\nFull\\-time, 3 years. :blue-badge[years: 3]"
    )
    assert marked("\ue000a\ue0030\ue003", [], []) == "a0" and marked("", phrases, told) == ""


def test_where_pay_is_not_stated_it_is_estimated_and_says_so(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    silent = next(at for at, one in enumerate(matching.matches(here, profile)) if one.stored.posting.pay.min is None)
    assert "no salary model yet" in said(open_details(visit("matches"), silent))
    salary.refit(here)
    told = said(visit("matches"))
    assert "pay not stated, perhaps £" in told and "Estimated" in told


def test_a_card_warns_of_what_is_odd() -> None:
    note = Note(
        (Finding("pay missing", "No pay."), Finding("very long list", "It asks for 40 skills.")),
        repost=Repost(3, 4, NOW.date(), NOW.date()),
    )
    text = cards.summary(listed(), note, NOW.date())
    assert "Advertised 3 times since 2 November 2026" in text and "40 skills" in text and "No pay." not in text
    gone = Note(checked=CheckedPosting("a", "gone", "Its page is no longer there.", NOW))
    assert "no longer there" in cards.summary(listed(), gone, NOW.date())
    there = Note(checked=CheckedPosting("a", "alive", "Its page answers.", NOW), copies=(Copy("b", "b", "", None, NOW, NOW),))
    assert "still there today" in cards.summary(listed(), there, NOW.date()) and "posted 2 times" in cards.summary(
        listed(), there, NOW.date()
    )
    assert "40 skills" in details.about(listed(), note) and "perhaps hard to fill" in details.about(listed(), note)


def test_the_list_does_not_wait_for_its_notes(here: Workspace, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles.try_sample(here)
    begun, may_end = threading.Event(), threading.Event()

    def slow(ws: Workspace, shown: Sequence[StoredPosting], model: object) -> dict[str, Note]:
        begun.set()
        may_end.wait(20)
        return {one.id: Note((Finding("very long list", "It asks for 40 skills."),)) for one in shown}

    monkeypatch.setattr(found, "about", slow)
    monkeypatch.setattr(found, "PATIENCE", 0.05)
    tab = visit("matches")
    assert begun.wait(5) and len(shown(tab)) == 10 and "Looking for odd things" in said(tab) and "40 skills" not in said(tab)
    may_end.set()
    monkeypatch.setattr(found, "PATIENCE", 20.0)
    told = said(tab.run())
    assert "40 skills" in told and "Looking for odd things" not in told


def test_copies_are_named_with_their_links() -> None:
    note = Note(copies=(Copy("b", "Yard Jobs", "https://yard.example/1", date(2026, 10, 1), NOW, NOW),))
    assert "Yard Jobs, 1 October 2026 · [open it](<https://yard.example/1>)" in details.provenance(listed(), note, NOW.date())


def test_a_page_is_asked_on_demand_and_the_answer_shown(
    here: Workspace, own: StoredProfile, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Posting(title="Analyst", company="Heron", link="https://jobs.example/1", source="a.csv", description="You know SQL and Python.")
    here.market.add([("b" * 16, "b", job, JobFacts(required=["SQL", "Python"]))], NOW)
    asked: list[str] = []

    def ask(ws: Workspace, stored: StoredPosting) -> CheckedPosting:
        asked.append(stored.id)
        return ws.records.checks.keep(stored.id, "gone", "Its page is no longer there (the site answers 404).")

    monkeypatch.setattr(feeds, "check", ask)
    tab = visit("matches")
    tab.number_input(key="score").set_value(0).run()
    tab = open_details(tab)
    assert "has not been asked yet" in said(tab)
    tab.button(key=f"matches_ask_{'b' * 16}").click().run()
    assert asked == ["b" * 16] and "the site answers 404" in said(tab)
    assert tab.run().button(key=f"matches_ask_{'b' * 16}").disabled


def only_hidden(tab: AppTest) -> AppTest:
    """Show what was put away; a test draws the whole page after a click, from which a hidden card is gone."""
    return tab.selectbox(key="marked").set_value("hidden").run()


def test_a_company_is_hidden_with_undo_and_listed(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    best = matching.matches(here, profile, matching.Filters(limit=1)).shown[0].stored
    tab = only_hidden(mark(visit("matches"), 0, "hidden"))
    tab.button(key=f"matches_company_hidden_{best.id}").click().run()
    tab.button(key="matches_clear").click().run()
    assert matching.hidden_companies(here) == (best.posting.company,) and "are hidden from now on" in said(tab)
    assert best.posting.company not in "".join(block.value for block in tab.markdown if block.value.startswith("## "))
    tab.button(key="matches_company_undo").click().run()
    assert matching.hidden_companies(here) == () and "are hidden from now on" not in said(tab)
    matching.hide_company(here, best.posting.company)
    tab = visit("matches")
    next(one for one in tab.multiselect if one.label == "Hidden companies").set_value([]).run()
    assert matching.hidden_companies(here) == ()


def test_why_a_posting_was_put_away_is_kept(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    best = matching.matches(here, profile, matching.Filters(limit=1)).shown[0].stored
    tab = only_hidden(mark(visit("matches"), 0, "hidden"))
    next(group for group in tab.button_group if group.key == f"matches_why_{best.id}").set_value("wrong place").run()
    action = here.records.actions([best.id])[best.id]
    assert action.hidden and action.feedback == "wrong place" and all(len(why) <= 20 for why in cards.WHY)


def test_filters_on_level_contract_and_permit(here: Workspace, own: StoredProfile, visit: Open) -> None:
    for number, facts in enumerate([{"level": "senior", "sponsorship": True}, {"level": "junior", "employment": "part-time"}]):
        job = Posting(title=f"Analyst {number}", company="Heron", source="a.csv", description="You know SQL.")
        here.market.add([(f"{number:016x}", f"heron|{number}|", job, JobFacts.model_validate({"required": ["SQL"], **facts}))], NOW)
    tab = visit("matches")
    tab.number_input(key="score").set_value(0).run()
    assert len(shown(tab)) == 2
    next(group for group in tab.button_group if group.key == "level").set_value(["senior"]).run()
    assert shown(tab) == ["Analyst 0"] and "level senior" in said(tab)
    tab.selectbox(key="permit").set_value("offered").run()
    assert shown(tab) == ["Analyst 0"] and "work permit, help is offered" in said(tab)
    tab.button(key="matches_clear").click().run()
    next(group for group in tab.button_group if group.key == "contract").set_value(["part-time"]).run()
    assert "Analyst 0" not in shown(tab)


# --- how well scores fit -----------------------------------------------------------------------------------------------


def open_quality(tab: AppTest) -> AppTest:
    tab.session_state["matches_quality"] = True
    return tab.run()


def test_scores_stand_beside_the_persons_marks(here: Workspace, visit: Open) -> None:
    profile = profiles.try_sample(here)
    assert "You have marked 0 postings; with 10 more" in said(open_quality(visit("matches")))
    for number, one in enumerate(matching.matches(here, profile, matching.Filters(limit=16))):
        here.records.act(one.stored.id, {"interested": True} if number % 2 else {"hidden": True})
    tab = open_quality(visit("matches"))
    told = said(tab)
    assert "chance alone gives 50%" in told and "Average score: **" in told and "you put away 8: 50%" in told and "n = 16" in told
    assert "What low scores miss: not known yet, 0 of at least 10 marks" in told


def test_ten_postings_below_the_threshold_are_rated_without_their_score(here: Workspace, visit: Open) -> None:
    profiles.try_sample(here)
    tab = open_quality(visit("matches"))
    tab.button(key="matches_rate").click().run()
    rated = [group for group in tab.button_group if str(group.key).startswith("matches_rate_")]
    assert len(rated) == 10 and "Would you want these" in said(tab)
    for number in range(10):
        tab = (
            [group for group in tab.button_group if str(group.key).startswith("matches_rate_")][number]
            .set_value("interested" if number == 0 else "hidden")
            .run()
        )
    assert sorted((row.interested, row.hidden) for row in here.records.actions().values()) == [(False, True)] * 9 + [(True, False)]
    told = said(tab)
    assert "Of 10 rated postings of the random sample below 60 you like 1: 10%" in told and "openings below, that would be" in told
    assert tab.button(key="matches_rate").label == "Rate ten more"
