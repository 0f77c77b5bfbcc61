"""What a posting's words say: a fact or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.jobs import analyse, analyse_many, from_text, locate
from core.jobs.analysis import language
from core.models import Pay, Posting

NURSE = """Fjord Clinic is hiring a Night Nurse
Oslo, Norway

We run a small clinic by the sea. You look after twelve beds at night.

Requirements:
- At least 3 years of experience in elderly care
- Bachelor's degree in nursing or a completed apprenticeship
- Spoken Norwegian
Our company has over 40 years of history. We offer hybrid shifts, full-time, $31 - $36 per hour.
We cannot offer visa sponsorship.
"""


def facts(text: str, **fields: object):
    return analyse(Posting(**{"title": "Clerk", "description": text, **fields}))


def test_pasted_description() -> None:
    posting = from_text(NURSE)
    assert (posting.title, posting.company, posting.location) == ("Night Nurse", "Fjord Clinic", "Oslo, Norway")
    assert posting.pay == Pay(min=31, max=36, currency="USD", period="hour")
    found = analyse(posting)
    assert (found.years, found.education, found.employment, found.remote, found.sponsorship) == (
        3,
        "vocational",
        "full-time",
        "hybrid",
        False,
    )
    assert (found.city, found.country, found.language, found.pay) == ("Oslo", "NO", "en", posting.pay)


def test_labels_win_over_the_first_line() -> None:
    posting = from_text(
        "Great chance!\nPosition: Harbour Cook\nEmployer: Alder & Sons\nLocation: Bergen\n\n" + "You cook for the crew every day. " * 6
    )
    assert (posting.title, posting.company, posting.location) == ("Harbour Cook", "Alder & Sons", "Bergen")


def test_nothing_clear_stays_empty() -> None:
    posting = from_text("We have many things to do here and there is always something going on with us. " * 3)
    assert (posting.title, posting.company, posting.location, posting.link) == ("", "", "", "")


@pytest.mark.parametrize("text", ["", "Cook wanted.", "x" * 60_000, "word " * 30_000])
def test_what_is_no_description(text: str) -> None:
    with pytest.raises(UserError):
        from_text(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5+ years of experience with boilers", 5),
        ("3-5 years' experience in sales", 3),
        ("Minimum of seven years professional experience", 7),
        ("mindestens 4 Jahre Berufserfahrung", 4),
        ("3 ans d'expérience minimum", 3),
        ("2 años de experiencia", 2),
        ("2 years of experience in care\n4 years of experience as a nurse", 4),
        ("8 years of experience preferred", None),
        ("You are at least 18 years old", None),
        ("Our team has 25 years of experience", None),
        ("a 2 years contract", None),
        ("", None),
    ],
)
def test_years_asked_for(text: str, years: float | None) -> None:
    assert facts(text).years == years


@pytest.mark.parametrize(
    ("title", "text", "level"),
    [
        ("Senior Cook", "", "senior"),
        ("Cook", "This is an entry-level role", "junior"),
        ("Cook", "6 years of experience", "senior"),
        ("Cook", "You work as an intern? No: this internship position lasts 3 months", "intern"),
        ("Cook", "", None),
    ],
)
def test_level(title: str, text: str, level: str | None) -> None:
    assert facts(text, title=title).level == level


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("remote", "This role is fully remote.", "remote"),
        ("remote", "Three days a week in the office, two from home", "hybrid"),
        ("remote", "This role is on-site in our yard", "onsite"),
        ("remote", "You control the remote sensors", None),
        ("education", "PhD in physics", "doctorate"),
        ("education", "Bachelor's or Master's degree", "bachelor"),
        ("education", "MSc required", "master"),
        ("education", "You are a Scrum Master", None),
        ("employment", "Unbefristete Stelle in Vollzeit", "full-time"),
        ("employment", "part-time, 20 hours", "part-time"),
        ("employment", "We run an internship program for schools", None),
        ("sponsorship", "We offer visa sponsorship and relocation", True),
        ("sponsorship", "You must already be authorized to work here", False),
        ("sponsorship", "We sponsor a local football club", None),
    ],
)
def test_single_facts(fact: str, text: str, value: object) -> None:
    assert getattr(facts(text), fact) == value


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("Salary: $62,000 - $70,000 a year", Pay(min=62_000, max=70_000, currency="USD", period="year")),
        ("We raised $30,000,000 last year", Pay()),
        ("A learning budget of €1,500 per year", Pay()),
        ("You manage a portfolio of $2M", Pay()),
        ("Gehalt: 3.100 € brutto im Monat", Pay(min=3_100, max=3_100, currency="EUR", period="month")),
    ],
)
def test_pay_in_the_text(text: str, pay: Pay) -> None:
    assert facts(text).pay == pay


@pytest.mark.parametrize(
    ("title", "location", "way"),
    [
        ("Cook (remote)", "", "remote"),
        ("Cook", "Hybrid - Oslo", "hybrid"),
        ("Cook | ONSITE", "", "onsite"),
        ("Remote Sensing Engineer", "", None),
        ("Office Manager", "", None),
    ],
)
def test_way_of_working_in_the_heading(title: str, location: str, way: str | None) -> None:
    assert facts("", title=title, location=location).remote == way


def test_stated_pay_wins() -> None:
    stated = Pay(min=50_000, currency="EUR", period="year")
    assert facts("Salary: $62,000 a year", pay=stated).pay == stated


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wir suchen eine Köchin für unsere Küche in der Stadt und auf dem Land", "de"),
        ("Nous cherchons une personne pour notre équipe dans la ville avec des projets", "fr"),
        ("Buscamos una persona para nuestro equipo con experiencia en el sector y los clientes", "es"),
        ("Cerchiamo una persona per il nostro team con esperienza nella gestione della cucina", "it"),
        ("Procuramos uma pessoa para a nossa equipa com experiência em cozinha e gestão dos turnos", "pt"),
        ("Wij zoeken een kok voor onze keuken en je werkt met het team van de stad", "nl"),
        ("Szukamy osoby do pracy w kuchni oraz na sali, dla nas ważna jest praca z ludźmi", "pl"),
        ("We are looking for a cook who will work with our team in the city", "en"),
        ("", "en"),
    ],
)
def test_language(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("Berlin, Germany", "Berlin", "DE"),
        ("Berlin, DE", "Berlin", "DE"),
        ("München", "Munich", "DE"),
        ("Boise, ID 83702", "Boise", "US"),
        ("Cambridge, MA", "Cambridge", "US"),
        ("Cambridge", "Cambridge", "GB"),
        ("London, ON", "London", "CA"),
        ("Toronto, ON, CA", "Toronto", "CA"),
        ("Portland, OR (hybrid)", "Portland", "US"),
        ("Remote - Österreich", None, "AT"),
        ("USA or Canada", None, None),
        ("Anywhere in the World", None, None),
        ("", None, None),
    ],
)
def test_places(text: str, city: str | None, country: str | None) -> None:
    assert locate(text) == (city, country)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=300))
def test_any_posting_can_be_analysed(title: str, location: str, text: str) -> None:
    posting = Posting(title=title, location=location, description=text)
    assert list(analyse_many([posting, posting])) == [analyse(posting)] * 2
