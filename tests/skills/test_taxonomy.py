"""The taxonomy: its files are sound, its lookups agree, a person's own files join in."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from core.errors import UserError
from core.skills import taxonomy
from core.skills.catalogue import build, shipped_files
from core.skills.checking import problems

HEAD = "name\tcategory\tsector\tparent\taliases\trelated\n"


def write(folder: Path, text: str, name: str = "own.tsv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def test_shipped_files_are_sound() -> None:
    assert problems(shipped_files()) == []


def test_every_kind_of_work_is_there() -> None:
    sectors = Counter(skill.sector for skill in taxonomy().skills)
    assert len(taxonomy()) >= 4000
    for sector in (
        "software",
        "health",
        "engineering",
        "science",
        "data",
        "finance",
        "law",
        "trades",
        "hospitality",
        "education",
        "logistics",
    ):
        assert sectors[sector] >= 100, sector


def test_every_name_is_found() -> None:
    known = taxonomy()
    lost = [(name, skill.name) for skill in known.skills for name, _ in skill.names if known.find(name) != skill]
    assert lost == []


def test_a_short_form_in_brackets_does_not_hide_a_name() -> None:
    known = taxonomy()
    assert known.canonical("Large Language Models (LLM)") == "Large language models"
    assert known.canonical("Sprachkompetenz der Maschinen (NLP)") == "Natural language processing"
    assert known.find("Unheard of (made up)") is None


def test_a_doubtful_name_is_no_word_with_an_accent() -> None:
    assert taxonomy().canonical("informatica") == "Informatica"
    assert taxonomy().find("Informática") is None


def test_columns_follow_ids() -> None:
    known = taxonomy()
    assert list(known.ids) == sorted(known.ids, key=lambda name: (name.casefold(), name))
    assert [known.columns[name] for name in known.ids] == list(range(len(known)))


def test_similarity(tmp_path: Path) -> None:
    text = (
        "Cooking\tdomain\tfood\nBaking\tmethod\tfood\tCooking\t\tRowing\nBread\tmethod\tfood\tBaking\n"
        "Cake\tmethod\tfood\tBaking\nRowing\tmethod\tsport\n"
    )
    known = build([write(tmp_path, text)])
    pairs = {("Bread", "Bread"): 1.0, ("Bread", "Baking"): 0.7, ("Bread", "Cooking"): 0.5, ("Bread", "Cake"): 0.4, ("Bread", "Rowing"): 0.0}
    for (one, other), expected in pairs.items():
        assert known.similarity(one, other) == known.similarity(other, one) == expected
    assert known.similarity("Rowing", "Baking") == 0.6
    assert known.ancestors("Bread") == ["Baking", "Cooking"]
    assert known.group("Bread") == "Baking"
    assert known.group("Cooking") == "Cooking"
    assert known.similarity("unheard of", "unheard of") == 1.0
    assert known.similarity("unheard of", "Bread") == 0.0


def test_own_files_join_and_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path))
    assert "Lute making" not in taxonomy()
    file = write(tmp_path / "skills", "Lute making\tmethod\tcrafts\t\tluthiery of lutes\n")
    assert taxonomy().canonical("Luthiery of Lutes") == "Lute making"
    write(tmp_path / "skills", "Lute repair\tmethod\tcrafts\n")
    os.utime(file, (1, 1))
    assert "Lute repair" in taxonomy()


@pytest.mark.parametrize("text", ["Lute making\tcraft\tcrafts\n", "\tmethod\tcrafts\n", "Lute making\n", "a\tmethod\tb\tc\td\te\tf\n"])
def test_a_line_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="line 2"):
        build([write(tmp_path, text)])


def test_problems_are_named(tmp_path: Path) -> None:
    text = (
        "Lute making\tmethod\tcrafts\tMusic\tlute-making|Lutes\n"
        "Lute repair\tmethod\tcrafts\t\tlute\n"
        "One\tmethod\tcrafts\tTwo\nTwo\tmethod\tcrafts\tOne\n"
        "Three\tmethod\tMy crafts\n"
    )
    found = "\n".join(problems([write(tmp_path, text)]))
    for part in ("names Music", "'lute' of Lute repair", "One is its own ancestor", "Three has no sector"):
        assert part in found
    assert len(problems([write(tmp_path, "Lute making\tmethod\tcrafts\n")])) == 0
