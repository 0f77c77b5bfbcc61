"""The `skills` commands: texts in, skills out; the taxonomy checked and extended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from core.errors import UserError


def rows(lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One `{id, skills}` for each `{id, text}`; a line without text becomes `{id, ok: false, error}`."""
    from core.skills import extract

    for line in lines:
        text = line.get("text")
        if not isinstance(text, str):
            yield {"id": line.get("id"), "ok": False, "error": 'The line has no text; write {"id": ..., "text": "..."}.'}
            continue
        found = [m.model_dump(include={"name", "text", "start", "end", "category"}) for m in extract(text)]
        yield {"id": line.get("id"), "skills": found}


def import_skills(
    source: Annotated[Path, typer.Argument(help="ESCO skills_en.csv, or O*NET Technology Skills.txt, Skills.txt, Knowledge.txt.")],
    out: Annotated[Path | None, typer.Option(help="Where to write (default: the skills folder of the data folder).")] = None,
) -> None:
    """Add the skills of an ESCO or O*NET file to your own taxonomy. Example: python -m core import-skills skills_en.csv"""
    from core.skills import importers, taxonomy
    from core.skills.catalogue import own_folder

    skills = importers.import_skills(source, taxonomy())
    target = out or own_folder() / f"{source.stem}.tsv"
    importers.write_skills(skills, target)
    print(f"{len(skills):,} skills written to {target}.")


def check_skills(
    files: Annotated[list[Path] | None, typer.Argument(help="Own skill files, checked together with ours.")] = None,
) -> None:
    """Check skill files for double names and unknown parents. Example: python -m core check-skills my-skills.tsv"""
    from core.skills.catalogue import shipped_files
    from core.skills.checking import problems

    found = problems([*shipped_files(), *(files or [])])
    for sentence in found:
        print(sentence)
    if found:
        raise UserError(f"{len(found):,} problems; correct the lines named above.")
    print("The skill files are sound.")
