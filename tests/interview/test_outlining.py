"""An outline of a better answer holds nothing that the record does not."""

from __future__ import annotations

import re

from core.interview import outline
from tests.interview.sets import TODAY, statements

RECORD = statements()["records"]["warehouse"]


def test_the_outline_rests_on_the_line_that_fits() -> None:
    steps = outline("Tell me about a time you improved the quality of work.", RECORD, today=TODAY).steps
    assert [step.part for step in steps] == ["situation", "task", "action", "result"]
    assert "Cut picking errors from 2.4% to 0.9%" in steps[2].text and steps[2].pointer.startswith("work/0/highlights/")
    assert "Pelican Cold Stores" in steps[0].text and "2.4%, 0.9%" in steps[3].text


def test_helping_stays_helping() -> None:
    steps = outline("How did you take part in a stock count?", RECORD, today=TODAY).steps
    assert "annual stock count" in steps[2].text and "you helped" in steps[2].text


def test_every_number_and_name_is_the_record_s() -> None:
    for record in statements()["records"].values():
        for step in outline("Tell me about a difficult week.", record, today=TODAY).steps:
            assert all(number in record for number in re.findall(r"\d[\d.,]*\d|\d", step.text))


def test_without_work_there_is_no_outline() -> None:
    assert outline("Tell me about yourself.", "").steps == []
    assert outline("Tell me about yourself.", "Hobbies: chess").steps == []
