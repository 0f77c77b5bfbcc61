"""Matches: the list, its filters in the address, marks, empty states, and that outside text stays text."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from core import matching, profiles
from core.matching import Compared, Explanation, Fact, Lesson, Listed
from core.models import JobFacts, Match, Parts, Pay, Posting
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from pages.ui import cards, comparing, lessons, posting
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
    assert len(shown(tab)) == 10 and "Sample postings" in said(tab)
    assert any("Learn " in block.value and "match" in block.value for block in tab.markdown)


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
    text = cards.summary(listed(), NOW.date())
    assert "**78** strong, 70 to 84" in text and "Skills 80 · Experience not stated · Location 100 · Pay not stated" in text
    assert "pay not stated" in text and r"a.csv, 3 days ago" in text and "[Open the posting](<https://jobs.example/1>)" in text
    assert "“MIG” is asked for" in text and "“TIG” is required" in text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https://a b", "https://x/>)[y](z", ""])
def test_only_web_addresses_become_links(link: str) -> None:
    assert posting.link(listed(link=link).stored) == ""


def test_hostile_text_is_inert_everywhere_on_a_card() -> None:
    hostile = listed(title=HOSTILE, company=HOSTILE, location=HOSTILE, source=HOSTILE, description=f"# {HOSTILE}\n\n- {HOSTILE}", link="")
    for text in (cards.summary(hostile, NOW.date()), cards.details(hostile, NOW.date()), cards.hidden(hostile)):
        assert not active(text)


def test_a_moving_fact_is_a_sentence() -> None:
    assert cards.moves(Fact("the pay", "posting", 4.2, 1.0)) == "The posting does not state the pay: up to 4 lower or 1 higher."
    assert cards.moves(Fact("your level", "you", 0.1, 6.0)) == "Your profile does not say your level: up to 6 higher."


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
