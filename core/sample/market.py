"""The sample market: about 5,000 invented postings over 24 months, drawn from the facts the same way every time."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from core.models import Pay, Period, Posting, Remote
from core.sample import wording
from core.sample.facts import Country, Occupation, Place, Share, last_day, market, occupations, places, skill_forms
from core.sample.wording import Vacancy

MONTHS = 24
_FEWEST_SKILLS, _MOST_SKILLS, _MOST_EXTRAS = 3, 9, 4
_STEADINESS = 0.3  # how strongly a skill makes up for what chance took
_WORKPLACES: tuple[Remote, ...] = ("remote", "hybrid", "onsite")
_STEPS: dict[str, dict[Period, float]] = {
    "INR": {"year": 10_000, "month": 1_000, "hour": 10},
    "": {"year": 500, "month": 50, "hour": 0.25},
}


def market_date() -> date:
    """The data date: the last day of the sample market as it is written down."""
    return last_day()


def postings(end: date | None = None) -> list[Posting]:
    """The sample market, newest first, its last day moved to `end` (default: the data date); equal on every call."""
    move = (end or last_day()) - last_day()
    return [_moved(posting, move) for posting in _drawn()] if move else [posting.model_copy(deep=True) for posting in _drawn()]


def _moved(posting: Posting, move: timedelta) -> Posting:
    dates = {"published": posting.published and posting.published + move, "expires": posting.expires and posting.expires + move}
    return posting.model_copy(update=dates, deep=True)


@dataclass(frozen=True)
class _Month:
    """A month of the market: its first day, how much of the time has passed (0-1), its share of vacancies, occupation weights."""

    first: date
    progress: float
    weight: float
    occupations: list[float]


@cache
def _drawn() -> tuple[Posting, ...]:
    rng = Random(market()["seed"])
    months = _months()
    cities = list(accumulate(_city_weights()))
    made: list[Posting] = []
    owed: defaultdict[tuple[str, str], float] = defaultdict(float)
    drawn_months = rng.choices(months, [month.weight for month in months], k=market()["vacancies"])
    for month in sorted(drawn_months, key=lambda month: month.first):
        occupation = rng.choices(occupations(), cum_weights=month.occupations)[0]
        place = rng.choices(places(), cum_weights=cities)[0]
        day = month.first + timedelta(rng.randrange(monthrange(month.first.year, month.first.month)[1]))
        made += _published(_vacancy(occupation, place, month.progress, owed, rng), day, len(made), rng)
    made.sort(key=lambda posting: (posting.published or date.min, posting.link), reverse=True)
    return tuple(made)


def _months() -> list[_Month]:
    end, found = last_day(), []
    for number in range(MONTHS):
        index = end.year * 12 + end.month - MONTHS + number
        progress = number / (MONTHS - 1)
        weights = list(accumulate(each.weight * each.growth**progress for each in occupations()))
        found.append(_Month(date(index // 12, index % 12 + 1, 1), progress, market()["season"][index % 12], weights))
    return found


def _city_weights() -> list[float]:
    """A city's share: its country's, split by the weights of the country's cities."""
    totals: dict[str, float] = {}
    for place in places():
        totals[place.country.code] = totals.get(place.country.code, 0) + place.weight
    return [place.country.weight * place.weight / totals[place.country.code] for place in places()]


# --- one vacancy ---------------------------------------------------------------------------------------------------


def _vacancy(occupation: Occupation, place: Place, progress: float, owed: dict[tuple[str, str], float], rng: Random) -> Vacancy:
    language = "en" if place.language == "en" or rng.random() < place.country.english else place.language
    titles = [title for title, bound in occupation.wording[language].titles if not bound or place.country.code in bound]
    level = rng.choices(list(market()["levels"]), occupation.levels)[0]
    due, extra = (_due(shares, place.country.code, progress) for shares in (occupation.required, occupation.preferred))
    required = _skills(due, owed, occupation.id, rng)
    usual = [name for name in due if occupation.required[name].flat and name not in required]
    return Vacancy(
        occupation=occupation,
        place=place,
        language=language,
        company=rng.choice(occupation.sector.companies["de" if place.language == "de" else "en"]),
        role=rng.choice(titles),
        level=level,
        remote=rng.choices(_WORKPLACES, occupation.workplace)[0],
        required=[*required, *usual[: max(0, _FEWEST_SKILLS - len(required))]][:_MOST_SKILLS],
        preferred=_skills(extra, owed, occupation.id, rng)[:_MOST_EXTRAS],
        years=_years(level, rng),
        pay=_pay(occupation, place, level, progress, rng) if rng.random() < place.country.stated else Pay(),
    )


def _due(shares: dict[str, Share], country: str, progress: float) -> dict[str, float]:
    """The shares of this moment, of the skills that the country knows."""
    return {name: share.at(progress) for name, share in shares.items() if _known_in(name, country)}


def _skills(shares: dict[str, float], owed: dict[tuple[str, str], float], occupation: str, rng: Random) -> list[str]:
    """A draw of skills in chance order; what chance left behind is `owed` later, so that small occupations keep their trends."""
    drawn: list[str] = []
    for name, share in shares.items():
        if rng.random() < share + _STEADINESS * owed[occupation, name]:
            drawn.append(name)
        owed[occupation, name] += share - (name in drawn)
    rng.shuffle(drawn)
    return drawn


def _known_in(skill: str, country: str) -> bool:
    bound = skill_forms().get(skill, {}).get("countries", "")
    return not bound or country in bound.split()


def _years(level: str, rng: Random) -> tuple[int, int] | None:
    least, most = market()["levels"][level]["years"]
    if rng.random() > market()["noise"]["years_stated"]:
        return None
    years = rng.randint(least, most)
    return years, years + rng.randint(1, 3)


def _pay(occupation: Occupation, place: Place, level: str, progress: float, rng: Random) -> Pay:
    """Stated pay: the occupation's middle, moved by level, city, date and chance, in the country's habit of stating it."""
    country = place.country
    middle = occupation.pay[country.code] * place.cost * market()["levels"][level]["pay"]
    middle *= (1 + country.growth) ** ((progress - 0.5) * MONTHS / 12) * rng.lognormvariate(0, 0.07)
    half = rng.uniform(0.04, 0.13)
    period = _period(occupation, country, rng)
    middle = max(middle, country.floor / (1 - half)) / {"year": 1, "month": country.months, "hour": country.hours}[period]
    step = _STEPS.get(country.currency, _STEPS[""])[period]
    low, high = (round(middle * factor / step) * step for factor in (1 - half, 1 + half))
    return Pay(min=low, max=None if rng.random() < country.only_min else high, currency=country.currency, period=period)


def _period(occupation: Occupation, country: Country, rng: Random) -> Period:
    hourly = occupation.hourly if country.monthly == 0 else occupation.hourly * 0.1
    if rng.random() < hourly:
        return "hour"
    return "month" if rng.random() < country.monthly else "year"


# --- its postings --------------------------------------------------------------------------------------------------


def _published(vacancy: Vacancy, day: date, number: int, rng: Random) -> list[Posting]:
    """The vacancy's postings: one, its copies on other boards, and perhaps a later repost; none after the last day."""
    noise = market()["noise"]
    shown = rng.random() < noise["pay_in_text"]
    text = wording.description(vacancy, shown, rng)
    boards = _boards(rng)
    chance = rng.random()
    copies = 2 if chance < noise["copied_twice"] else 1 if chance < noise["copied"] else 0
    days = [day, *(day + timedelta(rng.randint(0, 4)) for _ in range(copies))]
    found = list(zip(boards, days, strict=False))
    if rng.random() < noise["reposted"]:
        found.append((boards[0], day + timedelta(rng.randint(30, 90))))
    kept = [(board, when) for board, when in found if when <= last_day()]
    return [_posting(vacancy, text, board, when, number + at, rng) for at, (board, when) in enumerate(kept, start=1)]


def _boards(rng: Random) -> list[dict[str, Any]]:
    """All boards in a drawn order, the larger ones more often first."""
    return sorted(market()["boards"], key=lambda board: rng.random() ** (1 / board["share"]), reverse=True)


def _posting(vacancy: Vacancy, text: str, board: dict[str, Any], day: date, number: int, rng: Random) -> Posting:
    noise = market()["noise"]
    return Posting(
        title=wording.title(vacancy, rng),
        company=vacancy.company,
        location=wording.location(vacancy, rng),
        remote=vacancy.remote if rng.random() < noise["remote_field"][vacancy.remote] else None,
        link=f"https://sample.invalid/{board['slug']}/jobs/{number:05d}",
        published=day,
        expires=day + timedelta(rng.choice([30, 45, 60])) if rng.random() < noise["expires"] else None,
        pay=vacancy.pay,
        description=text,
        source=f"{market()['source']}: {board['name']}",
    )
