"""ESCO and O*NET files become skill files of our format."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.errors import UserError
from core.skills import taxonomy
from core.skills.catalogue import build
from core.skills.importers import import_skills, write_skills

ESCO = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,description\n"
    'KnowledgeSkillCompetence,u/1,skill/competence,sector-specific,carve lutes,"shape lutes\nform lutes",x\n'
    "KnowledgeSkillCompetence,u/2,knowledge,occupation-specific,lute acoustics (instruments),,x\n"
    "KnowledgeSkillCompetence,u/3,knowledge,cross-sector,Python,,x\n"
    "KnowledgeSkillCompetence,u/4,skill/competence,transversal,stay merry,Python,x\n"
)
TOOLS = "O*NET-SOC Code\tExample\tCommodity Title\n11-1.00\tLutePlanner 3\tMusic software\n11-1.00\tGo\tX\n"
ELEMENTS = "O*NET-SOC Code\tElement ID\tElement Name\n11-1.00\t2.C.1\tLute history\n12-1.00\t2.C.1\tLute history\n"


def given(folder: Path, text: str, name: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_esco(tmp_path: Path) -> None:
    found = {skill.name: skill for skill in import_skills(given(tmp_path, ESCO, "skills_en.csv"), taxonomy())}
    assert set(found) == {"carve lutes", "lute acoustics", "stay merry"}
    assert found["carve lutes"].aliases == ("shape lutes", "form lutes")
    assert [found[name].category for name in found] == ["method", "domain", "soft"]
    assert found["stay merry"].aliases == ()


def test_onet(tmp_path: Path) -> None:
    assert [s.name for s in import_skills(given(tmp_path, TOOLS, "Technology Skills.txt"), taxonomy())] == ["LutePlanner 3"]
    (element,) = import_skills(given(tmp_path, ELEMENTS, "Knowledge.txt"), taxonomy())
    assert (element.name, element.category) == ("Lute history", "domain")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    skills = import_skills(given(tmp_path, ESCO, "skills_en.csv"), taxonomy())
    write_skills(skills, tmp_path / "out" / "esco.tsv")
    assert sorted(build([tmp_path / "out" / "esco.tsv"]).skills) == sorted(skills)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00\x01", b""])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.csv"
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"other\.csv"):
        import_skills(file, taxonomy())


def test_hostile_labels_stay_one_line(tmp_path: Path) -> None:
    text = 'preferredLabel,altLabels,skillType\n"lute\ttuning\nin haste","=cmd()|x"\n'
    write_skills(import_skills(given(tmp_path, text, "skills_en.csv"), taxonomy()), tmp_path / "o.tsv")
    assert [skill.name for skill in build([tmp_path / "o.tsv"]).skills] == ["lute tuning in haste"]


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path))
    run = CliRunner().invoke(app, ["import-skills", str(given(tmp_path, ESCO, "skills_en.csv"))])
    assert run.exit_code == 0, run.output
    assert "carve lutes" in taxonomy()
    checked = CliRunner().invoke(app, ["check-skills", str(tmp_path / "skills" / "skills_en.tsv")])
    assert "sound" in checked.output
    lines = CliRunner().invoke(app, ["skills", "--json"], input='{"id": 1, "text": "carve lutes"}\n{"id": 2}\n')
    assert '"name": "carve lutes"' in lines.output
    assert '"ok": false' in lines.output
