"""What to know about postings before one spends time on them: what is odd, what they may pay, where else they stand, whether they live.

Made for the few postings that a page shows, in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import openings
from core.openings import Copy, Repost
from core.salary import ENOUGH, Estimate, SalaryModel, estimates, of_posting
from core.salary.estimating import basis
from core.store import CheckedPosting
from core.trends.lint import Finding, Norms, lint, norms_in
from core.warehouse.market import StoredPosting
from core.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

NEWEST = 20_000  # postings that tell what is usual: enough for every comparison, and read in a moment
NO_MODEL = "There is no salary model yet; the Salary page fits one."


@dataclass(frozen=True)
class Note:
    """About one posting.

    `estimate` is there only where no pay is stated and the model does not refuse, in which case `refusal` says why; `copies` are the
    other postings of the opening; `checked` is what its page said when it was asked.
    """

    findings: tuple[Finding, ...] = ()
    estimate: Estimate | None = None
    refusal: str = ""
    copies: tuple[Copy, ...] = ()
    repost: Repost | None = None
    checked: CheckedPosting | None = None


def notes(ws: Workspace, postings: Sequence[StoredPosting], model: SalaryModel | None = None) -> dict[str, Note]:
    """A note for each posting by its id; without a model no pay is estimated."""
    if not postings:
        return {}
    usual = {sample: _usual(ws, sample) for sample in {one.sample for one in postings}}
    paid, again = _paid(model, postings), openings.copies(ws, {one.opening for one in postings})
    checked, today = ws.records.checks.of([one.id for one in postings]), ws.now().date()
    made = {}
    for one in postings:
        same = again.get(one.opening, [])
        estimate, refusal = paid.get(one.id, (None, ""))
        made[one.id] = Note(
            findings=tuple(lint(one.posting, one.facts, usual[one.sample], today)),
            estimate=estimate,
            refusal=refusal,
            copies=tuple(copy for copy in same if copy.id != one.id),
            repost=openings.repost(one.opening, same),
            checked=checked.get(one.id),
        )
    return made


def states_pay(stored: StoredPosting) -> bool:
    """Whether a posting says what it pays, in a field or in its text."""
    return any((stored.posting.pay.min, stored.posting.pay.max, stored.facts.pay.min, stored.facts.pay.max))


def _paid(model: SalaryModel | None, postings: Sequence[StoredPosting]) -> dict[str, tuple[Estimate | None, str]]:
    """Estimates and refusals for the postings that do not state their pay."""
    silent = [one for one in postings if not states_pay(one)]
    if model is None:
        return {one.id: (None, NO_MODEL) for one in silent}
    wanted = [of_posting(one) for one in silent]
    told: dict[str, tuple[Estimate | None, str]] = {}
    for one, job, found in zip(silent, wanted, estimates(model, wanted), strict=True):
        told[one.id] = (found, "")
        if found is None:
            n, group = basis(model, job)
            told[one.id] = (None, f"Only {n:,} paid rows of {group}; an estimate needs at least {ENOUGH}.")
    return told


def _usual(ws: Workspace, sample: bool) -> Norms:
    """What is usual in the market, kept until its postings change."""
    kept: dict[tuple[object, ...], Norms] = ws.warehouse.derived(ws.market.layer, "usual in postings", dict)
    key = (sample, *ws.market.state)
    if key not in kept:
        usual = norms_in(_newest(ws, sample))
        for old in [one for one in kept if one[1:] != key[1:]]:
            kept.pop(old, None)
        kept[key] = usual
    return kept[key]


def _newest(ws: Workspace, sample: bool) -> pa.Table:
    """The newest openings that the owner sees, each once, with what is compared."""
    where, values = ws.market.visible(sample)
    columns = "pay_min, pay_max, currency, period, occupation, sector, country, level, list_concat(required, preferred) AS skills"
    newest = f"SELECT opening, id, {columns} FROM posting WHERE {where} ORDER BY published DESC NULLS LAST, id LIMIT ?"
    sql = f"SELECT DISTINCT ON (opening) * EXCLUDE (opening, id) FROM ({newest}) ORDER BY opening, id"
    with ws.warehouse.read() as cursor:
        return cursor.execute(sql, [*values, NEWEST]).to_arrow_table()
