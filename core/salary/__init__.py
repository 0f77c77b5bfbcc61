"""What a job pays: a model trained on stated pay, estimates with measured intervals, offers placed, backtests.

Nothing is estimated from fewer than thirty rows, and every interval comes with the coverage that later rows showed. Hides the
formats of pay tables, currencies, the regression (`core.salary.regressor`, a scikit-learn estimator) and how models are stored.

Estimates for postings on a page: `estimate_postings(model, stored_postings, currency="") -> {posting id: Estimate}`, those that state
no pay and have enough rows like them; the model is that of `storing.load(home)` (pages: `pages.ui.fitting.stored(ws)`), None without one.
"""

from core.salary.backtesting import Backtest, backtest, rolling
from core.salary.estimating import Effect, Estimate, effects, estimate, estimate_postings, estimates, job, of_posting, of_profile, what_if
from core.salary.facts import Job
from core.salary.model import ENOUGH, Quality, SalaryModel, train
from core.salary.offers import Offer, OfferCard, SupportedFact, offer_card
from core.salary.refitting import Refit, current, refit, refit_if_enough

__all__ = [
    "ENOUGH", "Backtest", "Effect", "Estimate", "Job", "Offer", "OfferCard", "Quality", "Refit", "SalaryModel", "SupportedFact",
    "backtest", "current", "effects", "estimate", "estimate_postings", "estimates", "job", "of_posting", "of_profile", "offer_card",
    "refit", "refit_if_enough", "rolling", "train", "what_if",
]  # fmt: skip
