"""The sample market and the sample people: what they promise, and that their facts are sound."""

from __future__ import annotations

import importlib.util
import json
import re
import statistics
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

import pytest

from core.models import Posting, Resume
from core.sample import SampleResume, facts, market, market_date, postings, resumes

PLAUSIBLE = {  # least and most that any sample pay may be, a year
    "USD": (24_000, 300_000),
    "GBP": (18_000, 150_000),
    "CAD": (26_000, 240_000),
    "AUD": (38_000, 290_000),
    "EUR": (22_000, 170_000),
    "CHF": (42_000, 280_000),
    "INR": (140_000, 4_000_000),
}


@pytest.fixture(scope="module")
def sample() -> list[Posting]:
    return postings()


def own_titles(occupation: facts.Occupation) -> list[str]:
    return [title for wording in occupation.wording.values() for title, _ in wording.titles]


def month(posting: Posting) -> str:
    assert posting.published
    return posting.published.isoformat()[:7]


# --- the market ----------------------------------------------------------------------------------------------------


def test_size_months_and_order(sample: list[Posting]) -> None:
    assert 4_500 <= len(sample) <= 5_500
    per_month = Counter(map(month, sample))
    assert len(per_month) == 24
    assert min(per_month.values()) >= 100
    assert max(per_month) == market_date().isoformat()[:7]
    assert all(a.published >= b.published for a, b in pairwise(sample))  # type: ignore[operator]
    assert all(posting.published and posting.published <= market_date() for posting in sample)


def test_breadth_of_the_facts(sample: list[Posting]) -> None:
    assert len(facts.occupations()) >= 38
    assert len({occupation.sector.name for occupation in facts.occupations()}) >= 12
    assert len(facts.places()) == 40
    assert len({place.country.code for place in facts.places()}) == 8
    assert len({posting.pay.currency for posting in sample} - {None}) >= 4
    companies = {name for occupation in facts.occupations() for names in occupation.sector.companies.values() for name in names}
    assert {posting.company for posting in sample} == companies


def test_every_occupation_and_city_has_postings(sample: list[Posting]) -> None:
    for occupation in facts.occupations():
        assert sum(any(title in posting.title for title in own_titles(occupation)) for posting in sample) >= 30, occupation.id
    for place in facts.places():
        assert sum(place.city in posting.location or place.local in posting.location for posting in sample) >= 20, place.city


def test_the_same_market_every_time(sample: list[Posting]) -> None:
    market._drawn.cache_clear()
    assert postings() == sample


def test_a_caller_cannot_change_the_market(sample: list[Posting]) -> None:
    postings()[0].pay.min = 1.0
    assert postings()[0] == sample[0]


@pytest.mark.parametrize("end", [date(2026, 11, 21), date(2024, 2, 29)])
def test_another_last_day_moves_the_dates_alone(sample: list[Posting], end: date) -> None:
    moved = postings(end)
    shift = end - market_date()
    keep = {"published", "expires"}
    assert [p.model_dump(exclude=keep) for p in moved] == [p.model_dump(exclude=keep) for p in sample]
    assert all(b.published and a.published and b.published - a.published == shift for a, b in zip(sample, moved, strict=True))
    assert moved[0].published and timedelta(0) <= end - moved[0].published <= timedelta(2)


def test_every_posting_says_that_it_is_a_sample(sample: list[Posting]) -> None:
    assert all(posting.source.startswith("Sample market (invented): ") for posting in sample)
    assert all(posting.link.startswith("https://sample.invalid/") for posting in sample)
    assert len({posting.link for posting in sample}) == len(sample)


def test_boards_differ_in_size_and_share_vacancies(sample: list[Posting]) -> None:
    sizes = sorted(Counter(posting.source for posting in sample).values())
    assert len(sizes) == 3
    assert sizes[2] > 2 * sizes[0]
    boards, days = defaultdict(set), defaultdict(set)
    for posting in sample:
        boards[posting.description].add(posting.source)
        days[posting.description, posting.source].add(posting.published)
    assert sum(len(found) > 1 for found in boards.values()) > 200
    assert sum(len(found) > 1 for found in days.values()) > 100


def test_texts_are_of_real_length_and_vary(sample: list[Posting]) -> None:
    words = [len(posting.description.split()) for posting in sample]
    assert 150 <= statistics.median(words) <= 250
    assert min(words) >= 90
    assert max(words) <= 340
    assert len({posting.description for posting in sample}) > 4_000
    assert not [posting.title for posting in sample if re.search(r"[{}]", posting.title + posting.description + posting.location)]
    assert not [
        posting.description for posting in sample if re.search(r"\ba [AEIO]\w+ (?:Engineer|Officer|Assistant)", posting.description)
    ]


def test_german_places_have_mostly_german_postings(sample: list[Posting]) -> None:
    german = [
        posting for posting in sample if re.search(r"Deutschland|Österreich|Schweiz|\((?:m/w/d|w/m/d)\)", posting.title + posting.location)
    ]
    assert 0.15 < len(german) / len(sample) < 0.4
    assert sum(" und " in posting.description for posting in german) > 0.75 * len(german)


# --- pay -----------------------------------------------------------------------------------------------------------


def test_pay_is_missing_from_about_half(sample: list[Posting]) -> None:
    missing = sum(posting.pay.min is None for posting in sample) / len(sample)
    assert 0.5 <= missing <= 0.6
    assert all(posting.pay.currency is None and posting.pay.period is None for posting in sample if posting.pay.min is None)


def test_pay_is_plausible_for_its_period(sample: list[Posting]) -> None:
    for posting in sample:
        pay = posting.pay
        if pay.min is None:
            continue
        times = {"year": 1, "month": 13, "hour": 1_950}[pay.period or ""]
        least, most = PLAUSIBLE[pay.currency or ""]
        assert least <= pay.min * times <= most, posting
        assert pay.max is None or pay.min < pay.max < pay.min * 1.5


def test_senior_roles_pay_more_and_pay_rises(sample: list[Posting]) -> None:
    middle = {title: each.pay["US"] for each in facts.occupations() for title, _ in each.wording["en"].titles}
    level, year = defaultdict(list), defaultdict(list)
    for posting in sample:
        if posting.pay.currency == "USD" and posting.pay.period == "year" and posting.pay.min:
            relative = posting.pay.min / next(pay for title, pay in middle.items() if title in posting.title)
            level[(re.findall("Senior|Junior|Entry", posting.title) or ["other"])[0]].append(relative)
            year[month(posting) > "2025-10"].append(relative)
    assert statistics.mean(level["Senior"]) > 1.2 * statistics.mean(level["Junior"])
    assert statistics.mean(level["Senior"]) > 1.2 * statistics.mean(level["Entry"])
    assert statistics.mean(year[True]) > statistics.mean(year[False])


def test_pay_in_the_text_is_the_pay_of_the_posting(sample: list[Posting]) -> None:
    shown = [posting for posting in sample if posting.pay.currency == "GBP" and posting.pay.period == "year" and "£" in posting.description]
    assert len(shown) > 100
    assert all(f"£{posting.pay.min:,.0f}" in posting.description for posting in shown)


# --- skills and their trends ---------------------------------------------------------------------------------------


def planted() -> Iterator[tuple[str, str, facts.Share]]:
    for occupation in facts.occupations():
        for skills in (occupation.required, occupation.preferred):
            for skill, share in skills.items():
                if not share.flat:
                    yield occupation.id, skill, share


def names(posting: Posting, skill: str) -> bool:
    form = facts.skill_forms().get(skill, {"en": skill, "de": skill})
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", posting.description, re.I) for word in (form["en"], form["de"]))


@pytest.mark.parametrize(("occupation_id", "skill", "share"), list(planted()))
def test_planted_skills_rise_and_fall(sample: list[Posting], occupation_id: str, skill: str, share: facts.Share) -> None:
    occupation = next(each for each in facts.occupations() if each.id == occupation_id)
    own = [posting for posting in sample if any(title in posting.title for title in own_titles(occupation))]
    months = sorted({month(posting) for posting in sample})
    early = [names(posting, skill) for posting in own if month(posting) in months[:9]]
    late = [names(posting, skill) for posting in own if month(posting) in months[-9:]]
    change = statistics.mean(late) - statistics.mean(early)
    assert change * (share.last - share.first) > 0


def test_most_skills_are_flat_and_some_rise_and_fall() -> None:
    moving = [share.last - share.first for _, _, share in planted()]
    everything = sum(len(each.required) + len(each.preferred) for each in facts.occupations())
    assert sum(change > 0 for change in moving) >= 8
    assert sum(change < 0 for change in moving) >= 4
    assert len(moving) < 0.2 * everything


# --- facts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("occupation", facts.occupations(), ids=lambda occupation: occupation.id)
def test_an_occupation_is_complete(occupation: facts.Occupation) -> None:
    assert sum(occupation.levels) == pytest.approx(1)
    assert len(occupation.levels) == len(facts.market()["levels"])
    assert min(occupation.workplace) >= 0
    shares = [*occupation.required.values(), *occupation.preferred.values()]
    assert all(0 < edge < 1 for share in shares for edge in (share.first, share.last))
    assert not occupation.required.keys() & occupation.preferred.keys()
    assert set(occupation.pay) == {place.country.code for place in facts.places()}
    for wording in occupation.wording.values():
        assert len(wording.duties) >= 5
        assert wording.education and wording.needs
        for country in occupation.pay:
            assert any(not bound or country in bound for _, bound in wording.titles)


def test_names_are_unique() -> None:
    ids = [occupation.id for occupation in facts.occupations()]
    cities = [place.city for place in facts.places()]
    assert len(set(ids)) == len(ids)
    assert len(set(cities)) == len(cities)
    titles = Counter(title for each in facts.occupations() for title in set(own_titles(each)))
    assert [title for title, count in titles.items() if count > 1] == []


def test_tables_name_only_what_exists() -> None:
    used = {skill for each in facts.occupations() for skill in (*each.required, *each.preferred)}
    codes = {place.country.code for place in facts.places()}
    assert set(facts.skill_forms()) <= used
    assert all(form["en"] and form["de"] and set(form["countries"].split()) <= codes for form in facts.skill_forms().values())
    assert sum(board["share"] for board in facts.market()["boards"]) == pytest.approx(1)
    assert len(facts.market()["season"]) == 12


# --- people --------------------------------------------------------------------------------------------------------


def test_six_people_in_different_fields_and_formats() -> None:
    people = resumes()
    assert len(people) == len({person.name for person in people}) == len({person.field for person in people}) == 6
    assert {person.kind for person in people} == {"pdf", "docx", "txt", "md", "json"}
    assert {person.language for person in people} == {"en", "de"}


@pytest.mark.parametrize("person", resumes(), ids=lambda person: person.field)
def test_a_resume_file_is_what_it_says(person: SampleResume) -> None:
    start = {"pdf": b"%PDF-1.", "docx": b"PK\x03\x04", "json": b"{", "md": b"# ", "txt": b""}[person.kind]
    content = person.content()
    assert person.path.suffix == f".{person.kind}"
    assert content.startswith(start)
    text = shown_text(person)
    assert "Sample person, invented" in text
    assert person.name.casefold() in text.casefold()
    assert re.search(r"@example\.(?:com|org)", text)


def shown_text(person: SampleResume) -> str:
    if person.kind == "docx":
        with zipfile.ZipFile(person.path) as archive:
            return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())
    return person.content().decode("cp1252" if person.kind == "pdf" else "utf-8")


def test_the_json_resume_is_one() -> None:
    person = next(person for person in resumes() if person.kind == "json")
    resume = Resume.model_validate(json.loads(person.content()))
    assert resume.basics.name == person.name
    assert len(resume.work) == 2
    assert resume.skills


@pytest.mark.parametrize("person", resumes(), ids=lambda person: person.field)
def test_the_market_has_work_for_each_person(sample: list[Posting], person: SampleResume) -> None:
    wanted = person.preferences
    roles = [posting for posting in sample if any(role in posting.title for role in wanted.desired_roles)]
    spots = [place for place in facts.places() if place.city in wanted.locations or place.country.name in wanted.locations]
    spellings = {word for place in spots for word in (place.city, place.local, place.country.name, place.country.local)}
    near = [posting for posting in roles if any(word in posting.location for word in spellings)]
    assert len({posting.description for posting in near}) >= 10


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_resumes", facts.FOLDER / "build_resumes.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["software-developer", "logistics-manager"])
def test_the_pdf_files_are_what_the_builder_makes(name: str) -> None:
    made = builder()
    source = (made.SOURCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert made.pdf_bytes(source) == (made.FOLDER / f"{name}.pdf").read_bytes()


def test_the_docx_file_holds_its_source() -> None:
    made = builder()
    source = (made.SOURCES / "nurse.txt").read_text(encoding="utf-8")
    lines = [re.sub(r"^(#+|-) ", "", line) for line in source.splitlines()]
    person = next(person for person in resumes() if person.kind == "docx")
    assert all(line in shown_text(person).replace("&amp;", "&") for line in lines)
    assert made.docx_bytes(source.splitlines()) == made.docx_bytes(source.splitlines())
