"""Newer currency rates out of a file: two columns, a bank's wide table or XML; kept in the data folder in the place of ours.

Which way round a file states its rates is told by the rates that are known.
"""

from __future__ import annotations

import calendar
import csv
import math
import re
from dataclasses import dataclass
from datetime import date

from core import money
from core.errors import UserError

LARGEST = 1_000_000  # bytes
FARTHEST = 5.0  # times the present rate: beyond that it is another currency or unit
_CODE = re.compile(r"[A-Z]{3}")
_XML = re.compile(r"""currency=["']([A-Z]{3})["']\s+rate=["']([\d.]+)["']""")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])\b")
_WRITTEN = re.compile(rf"\b({'|'.join(calendar.month_name[1:])}) ((?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Rates:
    """Euros for one unit of each currency, and the month that they are of (`2026-11`)."""

    euros: dict[str, float]
    dated: str


def read(data: bytes, today: date) -> Rates:
    """The rates of a file for currencies that are known here; without a date in the file they count as of today's month."""
    if len(data) > LARGEST:
        raise UserError("A file of currency rates has at most 1 MB; nothing was changed.")
    text = data.decode("utf-8-sig", "replace")
    known = money.rates()
    found = {code: rate for code, rate in _pairs(text).items() if code in known and code != "EUR"}
    if not found:
        raise UserError("The file names no currency that is known here with its rate; nothing was changed.")
    if _distance({code: 1 / rate for code, rate in found.items()}) < _distance(found):
        found = {code: 1 / rate for code, rate in found.items()}
    for code, rate in found.items():
        if not 1 / FARTHEST < rate / known[code] < FARTHEST:
            raise UserError(f"The rate of {code} ({rate:.4g} euros) is far from the present one ({known[code]:.4g}); nothing was changed.")
    return Rates(found, _month(text) or f"{today:%Y-%m}")


def use(new: Rates) -> None:
    """Put rates in the place of ours, in the data folder; those that the file does not name stay."""
    file = money.own_file()
    kept = money.rates() if file.exists() else {}
    lines = [f"{code}\t{rate:.6g}\t" for code, rate in sorted((kept | new.euros).items())]
    unfinished = file.with_suffix(".part")
    unfinished.write_text("\n".join([f"# Own rates, in euros for one unit. as of {new.dated}", *lines, ""]), encoding="utf-8")
    unfinished.replace(file)
    money.forget()


def drop() -> None:
    """Go back to the rates that came with Shortlist."""
    money.own_file().unlink(missing_ok=True)
    money.forget()


def own() -> bool:
    """Whether rates of the person's own are in use."""
    return money.own_file().exists()


def _pairs(text: str) -> dict[str, float]:
    """Currencies with the number that stands for each, whichever way round."""
    if found := _XML.findall(text):
        return _numbers(found)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    separator = max("\t;,", key=lambda one: sum(line.count(one) > 0 for line in lines[:50]))
    table = [[cell.strip() for cell in row] for row in csv.reader(lines[:2_000], delimiter=separator)]
    if len(table) > 1 and sum(bool(_CODE.fullmatch(cell)) for cell in table[0]) > 1:
        return _numbers(list(zip(table[0], table[1], strict=False)))
    return _numbers([pair for row in table if (pair := _of_row(row))])


def _of_row(row: list[str]) -> tuple[str, str] | None:
    """The currency of a line, and the first number after it."""
    at = next((number for number, cell in enumerate(row) if _CODE.fullmatch(cell)), None)
    return next(((row[at], cell) for cell in row[at + 1 :] if _number(cell)), None) if at is not None else None


def _numbers(pairs: list[tuple[str, str]]) -> dict[str, float]:
    return {code: number for code, cell in pairs if _CODE.fullmatch(code) and (number := _number(cell))}


def _number(cell: str) -> float:
    """A positive number; 0 for anything else."""
    try:
        number = float(cell.replace(",", ".") if cell.count(",") == 1 and "." not in cell else cell)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0


def _distance(found: dict[str, float]) -> float:
    """How far rates lie from the present ones, in all."""
    known = money.rates()
    return sum(abs(math.log(rate / known[code])) for code, rate in found.items())


def _month(text: str) -> str:
    if found := _ISO.search(text):
        return f"{found[1]}-{found[2]}"
    found = _WRITTEN.search(text)
    return f"{found[2]}-{list(calendar.month_name).index(found[1]):02d}" if found else ""
