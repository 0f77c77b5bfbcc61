"""PDF from templates: every script gets through, outside text stays text, pages are tagged and bounded."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import typesetting
from core.documents.typesetting import TEMPLATES, pdf, typeset
from core.errors import UserError


def document(*blocks: dict[str, object], **more: object) -> dict[str, object]:
    return {"title": "Notes for Nora", "blocks": list(blocks), **more}


def paragraph(text: str) -> dict[str, object]:
    return {"kind": "text", "text": text}


def reading(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reading(data).pages).split())


def test_every_kind_of_block_can_be_read_back() -> None:
    table = {"kind": "table", "header": ["Skill", "Share"], "rows": [["Triage", "12 %"], ["Wound care", "9 %"]]}
    blocks = (
        {"kind": "heading", "text": "Demand"},
        paragraph("One line\nand another"),
        {"kind": "list", "items": ["first", "second"]},
        table,
    )
    text = words(pdf("plain", document(*blocks, {"kind": "note", "text": "n = 812"}, subtitle="Lyon")))
    for part in ("Notes for Nora", "Lyon", "Demand", "One line and another", "• first • second", "Skill Share Triage 12 %", "n = 812"):
        assert part in text


def test_pages_are_tagged_titled_and_in_a_language() -> None:
    read = reading(pdf("plain", document(paragraph("x"), language="fr", date=[2026, 3, 1])))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "fr"
    assert read.metadata is not None and read.metadata.title == "Notes for Nora"
    assert read.metadata.creation_date is not None and read.metadata.creation_date.date().isoformat() == "2026-03-01"


def test_a_dated_document_is_the_same_every_time() -> None:
    assert pdf("plain", document(paragraph("x"), date=[2026, 3, 1])) == pdf("plain", document(paragraph("x"), date=[2026, 3, 1]))


@pytest.mark.parametrize(
    "hostile", ['#read("/etc/passwd")', '#import "@preview/cetz:0.3.4"', '#eval("1+1")', "$x^2$ *b* _i_ `c` <label> @ref \\ // c"]
)
def test_outside_text_stays_text(hostile: str) -> None:
    data = document({"kind": "heading", "text": hostile}, paragraph(hostile), {"kind": "list", "items": [hostile]}, title=hostile)
    text = words(pdf("plain", data))
    assert text.count(re.sub(" +", " ", hostile)) == 4
    assert "root:" not in text


@pytest.mark.parametrize("text", ["Zoë Čapek, Łódź", "Ελένη Παππά", "Наталия Шевчук", "שרה כהן"])
def test_scripts_with_letters_of_their_own_need_no_font(text: str) -> None:
    made = typeset("plain", document(paragraph(text)))
    assert not made.missing
    assert sorted(text.replace(" ", "")) == sorted(words(made.data).removeprefix("Notes for Nora").replace(" ", ""))


def test_letters_that_no_font_here_can_draw_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    monkeypatch.setattr(typesetting, "_fonts", lambda: typst.Fonts(include_system_fonts=False))
    made = typeset("plain", document(paragraph("日本語 Nora 日")))
    assert made.missing == "日本語"
    assert "Nora" in words(made.data)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_no_text_breaks_a_page(text: str) -> None:
    blocks = ({"kind": "heading", "text": text}, paragraph(text), {"kind": "table", "header": [text], "rows": [[text]]})
    assert len(reading(pdf("plain", document(*blocks, title=text or "x"))).pages) >= 1


def test_empty_parts_make_no_fault() -> None:
    empty = ({"kind": "list", "items": []}, {"kind": "table", "header": ["a"], "rows": []}, {"kind": "heading", "text": ""}, paragraph(""))
    assert words(pdf("plain", document(*empty))) == "Notes for Nora a"
    assert words(pdf("plain", document())) == "Notes for Nora"


def test_a_document_without_end_is_refused() -> None:
    with pytest.raises(UserError, match="shorten it"):
        pdf("plain", document(*[paragraph("word " * 1000)] * 90))


def test_a_file_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MAX_BYTES", 1000)
    with pytest.raises(UserError, match="20 MB"):
        pdf("plain", document(paragraph("x")))


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.typ")), ids=lambda p: p.name)
def test_templates_evaluate_nothing_and_fetch_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\beval\s*\(|@preview|@local|\bread\s*\(|\bplugin\s*\(", source)
    assert set(re.findall(r'(?:import|include)\s+"([^"]+)"', source)) <= {file.name for file in TEMPLATES.glob("*.typ")}
