"""Salary models on disk: plain arrays and JSON in one file a version, written whole or not at all, the previous one kept.

No code is stored: a model from elsewhere can at worst be wrong. Hides the folder `salary` of the data folder.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.salary.design import Design
from core.salary.model import Quality, SalaryModel

FOLDER, CURRENT, FORMAT = "salary", "current.json", 2
KEPT = 2  # versions: the current one and the one before
LARGEST = 200_000_000  # bytes
_ARRAYS = ("coef_", "spread_coef_", "quantiles_", "groups_", "factor_")
_NUMBERS = ("intercept_", "spread_intercept_", "noise_")


def save(model: SalaryModel, home: Path) -> int:
    """Store a model as the current version; returns its number."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    number = max([0, *versions(home)]) + 1
    write(model, _file(home, number))
    _point(home, number)
    for old in versions(home)[:-KEPT]:
        _file(home, old).unlink(missing_ok=True)
    return number


def load(home: Path) -> SalaryModel | None:
    """The current model, read once for each version; None when there is none."""
    try:
        number = json.loads((home / FOLDER / CURRENT).read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"The salary model's {CURRENT} cannot be read ({error}); fit the model again.") from None
    file = _file(home, int(number))
    try:
        return _read_once(file, file.stat().st_mtime_ns)
    except OSError as error:
        raise UserError(f"The salary model {file.name} cannot be read ({error}); fit it again.") from None


@lru_cache(maxsize=1)
def _read_once(file: Path, written: int) -> SalaryModel:
    return read(file)


def versions(home: Path) -> list[int]:
    """The stored versions, oldest first."""
    return sorted(int(file.stem.removeprefix("model-")) for file in (home / FOLDER).glob("model-*.npz") if file.stem[6:].isdigit())


def revert(home: Path) -> int:
    """Make the version before the current one the current one again; returns its number."""
    stored = versions(home)
    if len(stored) < KEPT:
        raise UserError("There is no earlier salary model to go back to.")
    _file(home, stored[-1]).unlink()
    _point(home, stored[-2])
    return stored[-2]


def write(model: SalaryModel, file: Path) -> None:
    """Write a model into a file, whole or not at all."""
    fitted = model.regressor
    told = {
        "format": FORMAT,
        "columns": model.design.columns,
        "shares": model.design.shares,
        "parameters": fitted.get_params(),
        "numbers": {name: getattr(fitted, name) for name in _NUMBERS},
        "counts": dict(model.counts),
        "sources": dict(model.sources),
        "quality": {name: asdict(one) for name, one in model.quality.items()},
        "until": model.until,
        "currency": model.currency,
        "rates": dict(model.rates),
    }
    arrays = {name: getattr(fitted, name) for name in _ARRAYS if name != "factor_"}
    text = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
    unfinished = file.with_suffix(".part")
    with unfinished.open("wb") as stream:
        np.savez_compressed(stream, model=text, average=model.average, factor_=fitted.factor_.astype(np.float32), **arrays)
    unfinished.replace(file)


def read(file: Path) -> SalaryModel:
    """The model of a file; `UserError` when it is damaged or of another version of Shortlist."""
    from core.salary.regressor import PayRegressor

    try:
        if file.stat().st_size > LARGEST:
            raise ValueError("too large")
        with np.load(file, allow_pickle=False) as stored:
            told: dict[str, Any] = json.loads(stored["model"].tobytes())
            if told["format"] != FORMAT:
                raise ValueError("another version")
            fitted = PayRegressor(**told["parameters"])
            for name in _ARRAYS:
                setattr(fitted, name, stored[name])
            average = stored["average"]
        for name in _NUMBERS:
            setattr(fitted, name, float(told["numbers"][name]))
        fitted.n_features_in_ = len(fitted.coef_)
        design = Design(tuple((field, token) for field, token in told["columns"]), tuple(told["shares"]))
        quality = {name: Quality(**one) for name, one in told["quality"].items()}
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise UserError(f"The salary model {file.name} cannot be read ({error}); fit it again.") from None
    return SalaryModel(design, fitted, told["counts"], told["sources"], quality, average, told["until"], told["currency"], told["rates"])


def _point(home: Path, number: int) -> None:
    pointer = home / FOLDER / CURRENT
    unfinished = pointer.with_suffix(".part")
    unfinished.write_text(json.dumps({"version": number}), encoding="utf-8")
    unfinished.replace(pointer)


def _file(home: Path, number: int) -> Path:
    return home / FOLDER / f"model-{number}.npz"
