"""The `salary` commands: how good the model is on a table of pay, and what it says about a job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.console import emit
from core.errors import UserError

if TYPE_CHECKING:
    from core.salary import Job, SalaryModel
    from core.workspace import Workspace

salary = typer.Typer(no_args_is_help=True, help="What jobs pay: backtests and estimates.")
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines and nothing else on stdout.")]
Maps = Annotated[list[str] | None, typer.Option("--map", help="Which column a field is: --map title=Rolle.")]


@salary.command()
def backtest(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet with a row for each job.")],
    target: Annotated[str, typer.Option(help="The column with the pay.")],
    split: Annotated[str, typer.Option(help="The column that says train or test.")],
    out: Annotated[Path | None, typer.Option(help="Where the predictions of the test rows go (CSV).")] = None,
    mapping: Maps = None,
    as_json: AsJson = False,
) -> None:
    """Train on a table's train rows, predict its test rows. Example: python -m core salary backtest pay.csv --target pay --split part"""
    from core.salary import backtesting, files

    table = files.read(file)
    if split not in table.columns:
        raise UserError(f"The table has no column {split}; name the one that says train or test.")
    rows = files.rows(table, _pairs(mapping), target)
    named = next((name for name in ("row_id", "id") if name in table.columns), None)
    rows["row_id"] = table[named] if named else table.index
    done = backtesting.backtest(*backtesting.trained_and_tested(rows, table[split]), compare=False)
    if out:
        done.rows[["row_id", "pred", "lo80", "hi80", "lo90", "hi90"]].to_csv(out, index=False)
    emit([done.summary()])


@salary.command()
def estimate(
    context: typer.Context,
    title: Annotated[str, typer.Option(help="The job title.")],
    location: Annotated[str, typer.Option(help="City, country or both.")] = "",
    skill: Annotated[list[str] | None, typer.Option(help="A skill; may be given several times.")] = None,
    level: Annotated[str, typer.Option(help="intern, junior, mid, senior, lead or executive.")] = "",
    years: Annotated[float | None, typer.Option(min=0, max=70, help="Years of experience.")] = None,
    currency: Annotated[str, typer.Option(help="Default: that of the country.")] = "",
    as_json: AsJson = False,
) -> None:
    """What a job pays. Example: python -m core salary estimate --title "Data Engineer" --location Berlin --skill SQL --json"""
    from core.salary import estimating

    try:
        wanted = _job(title, location, skill, level, years)
        found = estimating.estimate(_model(context.obj), wanted, currency.upper())
    except UserError as error:
        emit([{"ok": False, "error": str(error)}])
        raise
    coverage = round(found.quality.coverage80, 3) if found.quality else None
    row = {name: getattr(found, name) for name in ("median", "lo80", "hi80", "lo90", "hi90", "currency", "n")}
    emit([{**row, "coverage80": coverage, "group": found.group}])


@salary.command()
def offer(
    context: typer.Context,
    title: Annotated[str, typer.Option(help="The job title.")],
    base: Annotated[float, typer.Option(min=0, help="The base pay for each period.")],
    currency: Annotated[str, typer.Option(help="Its currency, three letters.")],
    period: Annotated[str, typer.Option(help="year, month, week, day or hour.")] = "year",
    bonus: Annotated[float, typer.Option(min=0, help="A year.")] = 0.0,
    equity: Annotated[float, typer.Option(min=0, help="A year.")] = 0.0,
    benefits: Annotated[float, typer.Option(min=0, help="A year.")] = 0.0,
    location: Annotated[str, typer.Option(help="City, country or both.")] = "",
    skill: Annotated[list[str] | None, typer.Option(help="A skill; may be given several times.")] = None,
    level: Annotated[str, typer.Option(help="intern, junior, mid, senior, lead or executive.")] = "",
    years: Annotated[float | None, typer.Option(min=0, max=70, help="Years of experience.")] = None,
    resume: Annotated[Path | None, typer.Option(help="A resume file; its facts may justify the upper half.")] = None,
    as_json: AsJson = False,
) -> None:
    """Where an offer stands. Example: python -m core salary offer --title Nurse --location Germany --base 48000 --currency EUR"""
    from core.cli.matching import read_record
    from core.money import PER_YEAR
    from core.salary import Offer, offer_card

    if period not in PER_YEAR:
        raise UserError(f"The period {period} is not known; give one of {', '.join(PER_YEAR)}.")
    made = Offer(base, currency.upper(), period, bonus, equity, benefits)  # type: ignore[arg-type]
    record = read_record(resume) if resume else None
    card = offer_card(_model(context.obj), _job(title, location, skill, level, years), made, record, made.period)
    found = {name: getattr(card.estimate, name) for name in ("median", "lo80", "hi80", "lo90", "hi90", "currency", "n")}
    emit([{"base": card.base, "total": card.total, "place": round(card.place, 3), **found, "notes": card.notes}])


@salary.command()
def refit(
    context: typer.Context,
    file: Annotated[Path | None, typer.Option(help="A table of pay to take in first (CSV or Parquet).")] = None,
    name: Annotated[str, typer.Option(help="What the table is called.")] = "",
    weight: Annotated[float, typer.Option(help="What a row counts against a posting's 1.")] = 1.0,
    mapping: Maps = None,
    as_json: AsJson = False,
) -> None:
    """Fit the salary model again on all stated pay. Example: python -m core salary refit --file survey.csv --weight 0.5"""
    from core.cli.handover import store
    from core.salary import paytables, storing
    from core.settings import Settings

    home = Settings.from_env().home
    if file:
        paytables.add(home, file, name, weight, _pairs(mapping))

    def here(_ws: Workspace) -> dict[str, Any]:
        from core import process
        from core.api.results import task_run

        return task_run(process.current(), "refit_salary", None, {})

    done = store(context.obj, here, lambda server: server.errand("/tasks/refit_salary/run", {"everyone": True}))
    emit([{"sentence": done["sentence"], "version": max(storing.versions(home), default=None)}])


@salary.command()
def revert(as_json: AsJson = False) -> None:
    """Go back to the salary model before the current one. Example: python -m core salary revert"""
    from core.salary import storing
    from core.settings import Settings

    emit([{"version": storing.revert(Settings.from_env().home)}])


def _model(owner: str) -> SalaryModel:
    """The stored model; a file alone, so there is no need to wait for a running app. Without one it is fitted."""
    from core.cli.handover import workspace
    from core.salary import refitting, storing
    from core.settings import Settings

    found = storing.load(Settings.from_env().home)
    if found is None:
        with workspace(owner) as ws:
            found = refitting.current(ws)
    return found


def _job(title: str, location: str, skills: list[str] | None, level: str, years: float | None) -> Job:
    from core.salary import estimating

    wanted = estimating.job(title, location, skills or (), level, years)
    if location and not wanted.country:
        raise UserError(f"{location} is no place that is known; name the country too.")
    return wanted


def _pairs(mapping: list[str] | None) -> dict[str, str]:
    pairs = [one.partition("=") for one in mapping or ()]
    if any(not sign for _, sign, _ in pairs):
        raise UserError("--map wants NAME=COLUMN.")
    return {name.strip(): column.strip() for name, _, column in pairs}
