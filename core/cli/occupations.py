"""The `import-occupations` command: the table of occupations extended."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def import_occupations(
    source: Annotated[Path, typer.Argument(help="ESCO occupations_en.csv, or O*NET Occupation Data.txt, Alternate Titles.txt.")],
    out: Annotated[Path | None, typer.Option(help="Where to write (default: the occupations folder of the data folder).")] = None,
) -> None:
    """Add the titles of an ESCO or O*NET file to your own table. Example: python -m core import-occupations occupations_en.csv"""
    from core.occupations import imports, table
    from core.occupations.table import own_folder, write

    found = imports.import_occupations(source, table())
    target = out or own_folder() / f"occupations-{source.stem.lower().replace(' ', '-')}.tsv"
    write(found, target)
    print(f"{len(found):,} occupations with {sum(len(one.titles) - 1 for one in found):,} more titles written to {target}.")
