"""Owners, versions, encryption, keys, damaged files."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlmodel import SQLModel

from core.errors import Conflict, UserError
from core.models import Basics, Document, Preferences, Resume
from core.process import Process
from core.settings import Settings
from core.store import load_cipher
from core.store.cipher import KEY_FILE
from core.workspace import Workspace

RESUME = Resume(basics=Basics(name="Ada Example", email="ada@sample.invalid"))
TEXT = Document(kind="txt", sha256="a" * 64, text="Ada Example, welder")


def test_what_is_stored_comes_back(ws: Workspace) -> None:
    saved = ws.records.add_profile("Main", RESUME, [TEXT], Preferences(desired_roles=["Welder"]))
    read = ws.records.profile(saved.id)
    assert read == saved and read.resume == RESUME and read.preferences.desired_roles == ["Welder"]
    assert ws.records.documents(saved.id)[0].text == TEXT.text
    assert ws.records.profile_with_document(TEXT.sha256) == saved.id


def test_owners_see_nothing_of_each_other(workspaces: Callable[[str], Workspace]) -> None:
    mine, other = workspaces("one").records, workspaces("two").records
    profile = mine.add_profile("Mine", RESUME, [TEXT])
    mine.act("job", {"interested": True})
    mine.set("choice", 1)
    assert other.profiles() == [] and other.profile(profile.id) is None and other.documents(profile.id) == []
    assert other.profile_with_document(TEXT.sha256) is None and other.actions() == {} and other.setting("choice") is None
    with pytest.raises(Conflict):
        other.save_profile(profile)
    other.delete_profile(profile.id)
    other.erase()
    assert mine.profile(profile.id) == profile and mine.setting("choice") == 1


def test_two_tabs_lose_no_edit(ws: Workspace) -> None:
    first = ws.records.add_profile("Main", RESUME)
    second = ws.records.profile(first.id)
    assert second
    ws.records.save_profile(first.edited(title="From the first tab"))
    with pytest.raises(Conflict) as caught:
        ws.records.save_profile(second.edited(title="From the second tab"))
    assert caught.value.current.title == "From the first tab"  # type: ignore[attr-defined]
    ws.records.save_profile(caught.value.current.edited(title="Both"))  # type: ignore[attr-defined]
    assert [p.title for p in ws.records.profiles()] == ["Both"]


def test_actions_of_many_threads_all_arrive(ws: Workspace) -> None:
    threads = [threading.Thread(target=ws.records.act, args=("job", {field: True})) for field in ("interested", "applied", "hidden")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    action = ws.records.actions(["job"])["job"]
    assert (action.interested, action.applied, action.hidden, action.version) == (True, True, True, 3)


def test_personal_values_are_not_readable_on_disk(ws: Workspace, home: Path) -> None:
    ws.records.add_profile("Private title", RESUME, [TEXT])
    ws.records.set("place", "Elsewhere")
    raw = b"".join(path.read_bytes() for path in home.glob("records.sqlite*"))
    assert not [word for word in (b"Ada", b"welder", b"Private title", b"Elsewhere") if word in raw]


def test_a_file_is_kept_only_when_asked_for_and_only_for_its_owner(workspaces: Callable[[str], Workspace], home: Path) -> None:
    mine, other = workspaces("one").records, workspaces("two").records
    profile = mine.add_profile("Main", RESUME, [TEXT])
    assert mine.kept_files(profile.id) == [] and mine.kept_file(profile.id, TEXT.sha256) is None
    mine.keep_file(profile.id, TEXT.sha256, b"PDF bytes of a resume")
    assert mine.kept_file(profile.id, TEXT.sha256) == b"PDF bytes of a resume"
    assert [d.sha256 for d in mine.kept_files(profile.id)] == [TEXT.sha256]
    other.keep_file(profile.id, TEXT.sha256, None)
    assert other.kept_file(profile.id, TEXT.sha256) is None and mine.kept_file(profile.id, TEXT.sha256)
    assert b"PDF bytes" not in b"".join(path.read_bytes() for path in home.glob("records.sqlite*"))
    mine.keep_file(profile.id, TEXT.sha256, None)
    assert mine.kept_file(profile.id, TEXT.sha256) is None and mine.documents(profile.id)


def test_erase_leaves_nothing(ws: Workspace, home: Path) -> None:
    profile = ws.records.add_profile("Main", RESUME, [TEXT])
    ws.records.act("job", {"applied": True})
    ws.erase()
    assert ws.records.profiles() == [] and ws.records.documents(profile.id) == [] and ws.records.actions() == {}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_key_file_is_for_its_owner_alone(opened: Process, home: Path) -> None:
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600


def test_keys_rotate(home: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    process = Process(Settings(home=home, keys=(old,))).open()
    process.workspace("local").records.set("choice", "kept")
    process.close()
    process = Process(Settings(home=home, keys=(new, old))).open()
    assert process.workspace("local").records.setting("choice") == "kept"
    process.close()


def test_a_wrong_key_is_one_sentence_and_changes_nothing(home: Path) -> None:
    Process(Settings(home=home, keys=(Fernet.generate_key().decode(),))).open().close()
    with pytest.raises(UserError, match="another key"):
        Process(Settings(home=home, keys=(Fernet.generate_key().decode(),))).open()
    with pytest.raises(UserError, match="not a Fernet key"):
        load_cipher(Settings(home=home, keys=("short",)))


def test_migrations_make_what_the_tables_say(opened: Process) -> None:
    with opened.store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert [d for d in compare_metadata(context, SQLModel.metadata) if d[0] != "remove_index"] == []
