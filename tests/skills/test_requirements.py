"""Required against preferred skills, in several languages."""

from __future__ import annotations

import pytest

from core.skills import requirements


def asked(text: str) -> dict[str, bool | None]:
    return {mention.name: mention.required for mention in requirements(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Requirements:\n- Java\nNice to have:\n- Docker",
        "Anforderungen\n• Java\nVon Vorteil\n• Docker",
        "Exigences\n- Java\nLes plus\n- Docker",
        "Requisitos\n- Java\nSe valorará\n- Docker",
        "Requisiti\n- Java\nRequisiti preferenziali\n- Docker",
        "Requisitos obrigatórios\n- Java\nDiferenciais\n- Docker",
        "Functie-eisen\n- Java\nPluspunten\n- Docker",
        "Wymagania\n- Java\nMile widziane\n- Docker",
    ],
)
def test_headings_decide(text: str) -> None:
    assert asked(text) == {"Java": True, "Docker": False}


@pytest.mark.parametrize(
    "text",
    [
        "Java is required, Docker is a plus.",
        "Must have Java, nice to have Docker.",
        "Java ist zwingend. Docker von Vorteil.",
        "Java est indispensable; Docker serait un plus.",
        "Java imprescindible. Docker es un plus.",
        "Java è richiesto. Docker è gradito.",
        "Java is vereist. Docker is een pré.",
        "Java wymagana. Docker mile widziany.",
    ],
)
def test_words_in_the_sentence_decide(text: str) -> None:
    assert asked(text) == {"Java": True, "Docker": False}


def test_a_sentence_outweighs_its_heading() -> None:
    assert asked("Requirements\n- Java\n- Docker is a plus")["Docker"] is False


def test_what_is_not_said_stays_open() -> None:
    assert asked("We work with Java.\nThe team sits in an old mill by the river.") == {"Java": None}


def test_the_offer_asks_for_nothing() -> None:
    assert asked("Requirements\n- Java\nWhat we offer\n- English lessons\n- Yoga") == {"Java": True}


def test_a_label_with_its_value_is_no_section() -> None:
    asked = requirements("Data Analyst\nCompany: Quorin Labs\nYou need Python and SQL.\n\nAbout us\nWe sell Tableau licences.")
    assert [one.name for one in asked] == ["Python", "SQL"]
