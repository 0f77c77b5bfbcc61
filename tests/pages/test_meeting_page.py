"""The client meeting page: any role without a profile, filters that say where a figure is from, a group only from five people on."""

from __future__ import annotations

from core import profiles
from core.models import Resume
from core.store import StoredProfile
from core.workspace import Workspace
from tests.pages.visiting import Open, said


def test_it_opens_without_a_profile_and_answers_for_a_role(visit: Open) -> None:
    tab = visit("meeting")
    told = said(tab)
    assert "Sample data" in told and "1 in" in told and "openings from" in told
    assert [one.value for one in tab.header] == ["Demand", "Pay", "Three best levers"]
    assert "Handout as PDF" in str(tab.get("download_button")[-1].proto)
    assert "as often as elsewhere" in told and "a year" in "".join(one.value for one in tab.subheader)


def test_another_place_says_where_its_figures_come_from(visit: Open) -> None:
    tab = visit("meeting")
    tab.selectbox(key="role").set_value("nurse")
    tab.selectbox(key="country").set_value("DE").run()
    told = said(tab)
    assert not tab.exception and "Germany" in told and "because too few" in told


def test_levers_for_a_profile_leave_out_what_it_has(own: StoredProfile, visit: Open) -> None:
    tab = visit("meeting")
    tab.selectbox(key="role").set_value("data-analyst").run()
    before = [one.value for one in tab.subheader if one.value[:2] in ("1.", "2.", "3.")]
    tab.selectbox(key="whose").set_value("yours").run()
    after = [one.value for one in tab.subheader if one.value[:2] in ("1.", "2.", "3.")]
    assert any("SQL" in one for one in before) and not any("SQL" in one for one in after)


def test_a_group_shows_from_five_people_on_and_names_nobody(here: Workspace, visit: Open) -> None:
    for number in range(4):
        here.records.add_profile(f"Client {number}", Resume.model_validate({"skills": [{"name": "SQL"}]}))
    assert not any("group" in one.label for one in visit("meeting").expander)
    here.records.add_profile("Client 5", Resume.model_validate({"skills": [{"name": "Python"}]}))
    profiles.try_sample(here, "Dario Velmonte")
    tab = visit("meeting")
    (shown,) = [one for one in tab.expander if "group" in one.label]
    assert shown.label == "Your group of 5 people"
    words = " ".join(str(one.value) for one in shown.markdown)
    assert "of 5" in words and "Client" not in words
