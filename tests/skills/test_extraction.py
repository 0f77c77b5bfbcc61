"""Reading skills out of texts: whole words, doubtful names, exact places, phrases beyond the taxonomy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.skills import extract, taxonomy

LISTED = ["Python", "Java", "C++", "C#", ".NET", "SQL", "Docker", "Kubernetes", "Welding", "Machine learning", "Tax law"]
JOINTS = [", ", " and ", "; ", "\n", " / ", " (", ") ", ": ", " ... ", "\t", " – ", " 日本 ", "é", "\u00a0", "x"]


def names(text: str, **options: str) -> list[str]:
    return [mention.name for mention in extract(text, **options)]  # type: ignore[arg-type]


def known(text: str) -> set[str]:
    return {mention.name for mention in extract(text) if mention.known}


@given(
    st.lists(st.sampled_from([*LISTED, *JOINTS, "experience with ", "skills: ", "managed the ", "projects", "a plus"]), max_size=30).map(
        "".join
    )
)
@settings(max_examples=150, deadline=None)
def test_places_are_exact_and_do_not_overlap(text: str) -> None:
    end = 0
    for mention in extract(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for mention in extract(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.name


@given(st.sampled_from(["java", "sql", "rust", "scala", "perl", "html"]), st.text("abcdefgh", min_size=1, max_size=4))
@settings(deadline=None)
def test_no_name_inside_a_longer_word(name: str, more: str) -> None:
    found = {mention.text.lower() for mention in extract(f"He knows {name}{more}zq and q{more}{name}")}
    assert name not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JavaScript", {"JavaScript"}),
        ("Java Script and java", {"JavaScript", "Java"}),
        ("C++, C# and .NET Core", {"C++", "C#", ".NET"}),
        ("node.js, NodeJS, Node JS", {"Node.js"}),
        ("front-end development; frontend development; front end development", {"Front-end development"}),
        ("organisational optimisation of data modelling", {"Data modelling"}),
        ("data modeling", {"Data modelling"}),
        ("relational data-bases", set()),
        ("Datenbanken", {"Databases"}),
        ("CCNA, Network+ and the network", {"CCNA", "CompTIA Network+"}),
    ],
)
def test_spellings(text: str, expected: set[str]) -> None:
    assert expected <= known(text)
    if expected == set():
        assert "Relational databases" not in known(text)


@pytest.mark.parametrize(
    "text",
    [
        "Go to the office and rest well",
        "We go for a swift answer",
        "He excels: excel at work, access to all, word of mouth",
        "It was safe and within reach",
        "Vitamin C and the letter R",
        "a spark of joy, a chef and his puppet",
    ],
)
def test_common_words_are_no_skills(text: str) -> None:
    doubtful = {
        "Go",
        "R",
        "C",
        "Swift",
        "Microsoft Excel",
        "Microsoft Access",
        "Scaled Agile Framework",
        "Apache Spark",
        "Chef",
        "Puppet",
        "REST",
    }
    assert not doubtful & known(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Services written in Go", "Go"),
        ("Python, R, SQL", "R"),
        ("C/C++ under Linux", "C"),
        ("Go developer", "Go"),
        ("Swift programming for phones", "Swift"),
        ("Skills\nR\nTableau\nSwift", "R"),
    ],
)
def test_doubtful_names_count_in_context(text: str, name: str) -> None:
    assert name in known(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Managed projects for three clients", "Project management"),
        ("management of the supply chain", "Supply chain management"),
        ("You will analyse data", "Data analysis"),
    ],
)
def test_a_task_is_its_noun(text: str, name: str) -> None:
    assert name in known(text)


def test_the_object_of_a_task_must_end_there() -> None:
    assert "Product development" in known("You will develop products")
    assert "Product development" not in known("You will develop product songs")


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Experience with glass blowing, thermal lances and kiln repair", ["glass blowing", "thermal lances", "kiln repair"]),
        ("You have a good understanding of hop varieties", ["hop varieties"]),
        ("Ability to calm nervous horses", ["calm nervous horses"]),
        ("You will catalogue rare stamps", ["catalogue rare stamps"]),
    ],
)
def test_phrases_beyond_the_taxonomy(text: str, phrases: list[str]) -> None:
    found = {mention.text for mention in extract(text)}
    assert set(phrases) <= found


@pytest.mark.parametrize(
    "text",
    [
        "We offer free fruit and a gym near the lake",
        "The blue house stands beside the old river mill",
        "Please apply by Friday with your cover letter",
        "Our client was founded by two sisters in a barn",
    ],
)
def test_not_everything_is_a_skill(text: str) -> None:
    assert not [mention for mention in extract(text) if not mention.known]


def test_a_resume_is_read_by_its_list_of_skills() -> None:
    text = (
        "Jo Doe\nExperience\nSwept floors for the harbour museum\nSkills\nSQL, lute making, glass whistles\nEducation\nA school by the sea"
    )
    found = names(text, context="resume")
    assert {"SQL", "lute making", "glass whistles"} <= set(found)
    assert not any("floors" in name or "school" in name.lower() for name in found)


def test_general_words_need_a_reason_in_longer_texts() -> None:
    story = "Our house stands for research.\nEducation\nWe are a flexible company.\n" + "The bakery opens at six and closes at noon.\n" * 20
    assert not {"Research", "Education", "Flexibility"} & known(story)
    assert "Research" in known(story + "Experience in research is needed.")


def test_headings_are_no_skills() -> None:
    text = "Software\nSQL\nLanguages\nGerman\n" + "The bakery opens at six.\n" * 30
    assert all(mention.text not in ("Software", "Languages") for mention in extract(text))


def test_the_longest_name_wins() -> None:
    assert names("Microsoft SQL Server") == ["Microsoft SQL Server"]
    assert taxonomy().canonical("ms sql") == "Microsoft SQL Server"


def test_a_name_crosses_a_wrapped_line_only() -> None:
    wrapped = "We look for somebody who has worked for years and years in machine\nlearning and elsewhere"
    assert "Machine learning" in known(wrapped)
    assert "Machine learning" not in known("machine\nlearning")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Excel, Word, Outlook", {"Microsoft Excel", "Microsoft Word", "Microsoft Outlook"}),
        ("Go, Rust", {"Go", "Rust"}),
        ("Word and Excel", {"Microsoft Word", "Microsoft Excel"}),
        ("Bonds, Python", {"Fixed income", "Python"}),
        ("We Excel. Go on, in a Word", set()),
        ("You go and excel.", set()),
    ],
)
def test_doubtful_names_of_a_list_hold_each_other(text: str, expected: set[str]) -> None:
    assert known(text) == expected
