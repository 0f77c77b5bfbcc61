"""The profile page: reading back, editing, two tabs, undo, several profiles, taking along."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core import profiles
from core.store import StoredProfile
from core.workspace import Workspace
from tests.pages.visiting import OWN_RESUME, Open, said


def field(tab: AppTest, label: str) -> object:
    """An input by its label."""
    return next(one for one in (*tab.text_input, *tab.text_area) if one.label == label)


def write(tab: AppTest, label: str, value: str) -> AppTest:
    """Type into an input and leave it."""
    return field(tab, label).set_value(value).run()  # type: ignore[attr-defined]


def stored(ws: Workspace) -> StoredProfile:
    """The profile as stored now."""
    found = profiles.current(ws)
    assert found
    return found


def open_part(tab: AppTest, part: str) -> AppTest:
    """Open a part of the record."""
    return tab.button_group[0].set_value(part).run()


def html(tab: AppTest) -> str:
    """All HTML of the page."""
    return "".join(str(getattr(one.proto, "body", "")) for one in tab.get("html"))


def test_the_document_stands_beside_with_marks(own: StoredProfile, visit: Open) -> None:
    tab = visit("profile")
    assert "<mark" in html(tab) and "vela.marwick@example.com" in html(tab)
    assert "3 bullets read" in said(tab)
    assert {metric.label: metric.value for metric in tab.metric}["Roles"] == "2"


def test_a_change_is_saved_at_once_and_can_be_undone(here: Workspace, own: StoredProfile, visit: Open) -> None:
    tab = write(visit("profile"), "Name", "Vela M. Quince")
    assert stored(here).resume.basics.name == "Vela M. Quince"
    assert "basics/name" not in stored(here).resume.meta.shortlist.sources
    assert "basics/email" in stored(here).resume.meta.shortlist.sources
    tab = write(tab, "City", "Hamburg")
    tab.button(key="profile_undo").click().run()
    assert stored(here).resume.basics.location.city == "Berlin" and field(tab, "City").value == "Berlin"  # type: ignore[attr-defined]
    tab.button(key="profile_undo").click().run()
    assert stored(here).resume.basics.name == "Vela Marwick"
    assert tab.button(key="profile_undo").disabled


def test_what_cannot_be_right_is_said_and_kept_in_the_field(here: Workspace, own: StoredProfile, visit: Open) -> None:
    tab = write(visit("profile"), "E-mail", "vela at home")
    assert "vela at home" in tab.error[0].value and field(tab, "E-mail").value == "vela at home"  # type: ignore[attr-defined]
    assert stored(here).version == own.version
    tab = write(tab, "E-mail", "vela@example.org")
    assert not tab.error and stored(here).resume.basics.email == "vela@example.org"


def test_two_tabs_lose_nothing(here: Workspace, own: StoredProfile, visit: Open) -> None:
    one, two = visit("profile"), visit("profile")
    write(two, "Phone", "+49 30 23125 111")
    write(one, "Name", "Vela Q.")
    assert "changed in another tab" in said(one) and "23125" in said(one)
    assert stored(here).resume.basics.name == "Vela Marwick"
    one.button(key="profile_mine").click().run()
    assert stored(here).resume.basics.name == "Vela Q." and not one.warning
    write(two, "Name", "Third name")
    two.button(key="profile_other").click().run()
    assert field(two, "Name").value == "Vela Q." and stored(here).resume.basics.name == "Vela Q."  # type: ignore[attr-defined]


def test_a_profile_deleted_elsewhere_can_be_stored_anew(here: Workspace, own: StoredProfile, visit: Open) -> None:
    other = here.records.add_profile("Other", own.resume)
    profiles.choose(here, own.id)
    tab = visit("profile")
    here.records.delete_profile(own.id)
    tab.run()
    assert not tab.exception and stored(here).id == other.id


def test_bullets_are_edited_a_line_each(here: Workspace, own: StoredProfile, visit: Open) -> None:
    tab = open_part(visit("profile"), "work")
    area = next(one for one in tab.text_area if one.label.startswith("Bullets"))
    area.set_value("Led 3 migrations to Kubernetes\n\n• Kept the dashboards").run()
    role = stored(here).resume.work[0]
    assert role.highlights == ["Led 3 migrations to Kubernetes", "Kept the dashboards"]
    evidence = {skill.name: skill.evidence for skill in stored(here).resume.meta.shortlist.skills}
    assert evidence["Kubernetes"] == "achieved"


@pytest.mark.parametrize("part", ["work", "education", "skills", "languages", "projects", "certificates", "volunteer", "awards", "links"])
def test_opening_a_part_changes_nothing(part: str, here: Workspace, own: StoredProfile, visit: Open) -> None:
    tab = open_part(visit("profile"), part)
    assert not tab.error and not tab.exception and tab.data_editor
    assert stored(here).version == own.version


def test_wishes_are_checked_and_saved(here: Workspace, own: StoredProfile, visit: Open) -> None:
    tab = open_part(visit("profile"), "wishes")
    tab.number_input[0].set_value(60000.0).run()
    assert "no currency" in said(tab) and stored(here).preferences.salary_min is None
    next(one for one in tab.selectbox if one.label == "Currency").set_value("EUR").run()
    wishes = stored(here).preferences
    assert (wishes.salary_min, wishes.currency, wishes.period) == (60000.0, "EUR", "year")


def test_pasted_text_becomes_a_profile_and_is_known_the_second_time(here: Workspace, visit: Open) -> None:
    tab = visit("profile")
    tab.text_area[0].set_value(OWN_RESUME).run()
    tab.button(key="profile_first_read").click().run()
    assert stored(here).resume.basics.name == "Vela Marwick"
    tab = visit("profile")
    tab.text_area(key="profile_new_text_0").set_value(OWN_RESUME).run()
    tab.button(key="profile_new_read").click().run()
    assert len(here.records.profiles()) == 1


def test_an_unreadable_file_stores_nothing(here: Workspace, visit: Open) -> None:
    tab = visit("profile")
    tab.get("file_uploader")[0].upload("empty.pdf", b"", "application/pdf").run()
    assert len(tab.error) == 1 and "empty" in tab.error[0].value.lower()
    assert not here.records.profiles()


def test_a_profile_is_deleted_after_a_named_question(here: Workspace, own: StoredProfile, visit: Open) -> None:
    tab = visit("profile")
    tab.button(key="profile_delete").click().run()
    assert "Own" in said(tab) and "cannot be undone" in said(tab)
    tab.button(key="profile_delete_yes").click()
    tab.button(key="profile_delete").click().run()
    assert not here.records.profiles() and not tab.exception


def test_several_profiles_are_chosen_and_renamed(here: Workspace, own: StoredProfile, visit: Open) -> None:
    other = here.records.add_profile("Second", own.resume)
    profiles.choose(here, own.id)
    tab = visit("profile")
    next(one for one in tab.selectbox if one.label == "Profile").set_value(other.id).run()
    assert stored(here).id == other.id
    write(tab, "Name of this profile", "For Berlin")
    assert stored(here).title == "For Berlin"


def test_hostile_text_stays_text(here: Workspace, own: StoredProfile, visit: Open) -> None:
    basics = own.resume.basics.model_copy(update={"label": "<img src=x> ![a](http://evil.invalid/p.png) :red[x]", "summary": ""})
    profiles.edit(here, own, own.resume.model_copy(update={"basics": basics}))
    told = said(visit("profile"))
    assert "![a]" not in told and "<img" not in told.replace("\\<img", "")


def test_the_download_is_json_resume(own: StoredProfile) -> None:
    told = json.loads(profiles.as_json_resume(own))
    assert told["basics"]["name"] == "Vela Marwick" and told["work"][0]["startDate"] == "2021-03"
