"""Many resume files read in bounded child processes; one bad file never stops the rest."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from core.errors import UserError
from core.models import Resume


class Outcome(NamedTuple):
    """What became of one file: the resume and the seconds it took, or the sentence that says why not."""

    file: Path
    resume: Resume | None
    seconds: float
    error: str = ""


def read_many(files: Sequence[Path], jobs: int, today: date) -> Iterator[Outcome]:
    """An outcome for each file, in order, on `jobs` children (0 = one a core)."""
    from core.documents.worker import run_many

    answers = run_many(timed, ((file, today) for file in map(str, files)), jobs)
    for file, answer in zip(files, answers, strict=True):
        if isinstance(answer, UserError):
            yield Outcome(file, None, 0.0, str(answer))
        else:
            yield Outcome(file, *answer)


def timed(file: str, today: date) -> tuple[Resume, float]:
    """The resume in a file and the seconds spent on it; runs in the child."""
    from core.documents import MAX_BYTES, read
    from core.resume.record import parse

    begun = time.perf_counter()
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(f"The file cannot be opened ({error.strerror}); check its name and permissions.") from error
    resume = parse(read(data, Path(file).name), today)
    return resume, round(time.perf_counter() - begun, 3)
