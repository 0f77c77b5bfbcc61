"""DOCX, ODT, RTF, HTML, Markdown, plain text and JSON Resume: everything that is shown, nothing that is not."""

from __future__ import annotations

import json
import sys

import docx
import pytest

from core import documents
from core.documents import kinds
from core.errors import UserError
from tests.documents.making import odt_of, resume_docx, resume_pdf, saved, word97, word_xml, zipped


def lines(data: bytes, name: str = "") -> list[str]:
    return [line for line in documents.read(data, name).text.split("\n") if line]


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_file_gives_header_headings_bullets_and_table_rows() -> None:
    document = documents.read(resume_docx(), "cv.pdf")
    assert document.kind == "docx"
    assert lines(resume_docx()) == [
        "Nora Feld", "Experience", "Nurse, Clinic North", "• Trained 6 juniors.", "German\tnative", "English\tfluent",
    ]  # fmt: skip
    heading = document.lines[1]
    assert (heading.bold, heading.size) == (True, 14.0)


def test_text_boxes_are_read_once_although_word_stores_them_twice() -> None:
    box = f"<w:txbxContent>{paragraph('nora.feld@example.org')}</w:txbxContent>"
    body = f"""<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>
        <w:r><w:t>Nora Feld</w:t></w:r></w:p>"""
    assert lines(word_xml(body)) == ["Nora Feld", "nora.feld@example.org"]


def test_hidden_and_deleted_words_are_left_out() -> None:
    body = f"""{paragraph("Nora Feld")}{paragraph("secret words", "<w:vanish/>")}{paragraph("tiny words", '<w:sz w:val="2"/>')}
        <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>Berlin</w:t></w:r></w:p>"""
    document = documents.read(word_xml(body))
    assert document.text.split() == ["Nora", "Feld", "Berlin"]
    assert document.warnings == ["Hidden text was left out."]


def test_links_controls_and_layout_tables_are_read() -> None:
    relations = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Type="http://x/hyperlink" Target="mailto:nora.feld@example.org" TargetMode="External"/></Relationships>"""
    cells = "".join(f"<w:tc>{paragraph(a)}{paragraph(b)}</w:tc>" for a, b in (("Skills", "Triage"), ("Experience", "Nurse")))
    body = f"<w:sdt><w:sdtContent>{paragraph('Nora Feld')}</w:sdtContent></w:sdt><w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    data = word_xml(body, word___rels__document_xml__rels=relations)
    data = zipped({"word/document.xml": _part(data, "word/document.xml"), "word/_rels/document.xml.rels": relations})
    assert lines(data) == ["Nora Feld", "Skills", "Triage", "Experience", "Nurse", "nora.feld@example.org"]


def _part(data: bytes, name: str) -> bytes:
    from core.documents.archive import Archive

    return Archive(data).read(name)


def test_xml_entities_reach_nothing() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "lolo">]>'
    xml = word_xml(paragraph("Nora &amp; Co &x;"))
    data = zipped({"word/document.xml": _part(xml, "word/document.xml").replace(b'<?xml version="1.0"?>', bomb.encode())})
    assert lines(data) == ["Nora & Co"]


def test_an_open_document_gives_paragraphs_lists_tables_and_links() -> None:
    body = """<text:h>Experience</text:h><text:p>Nurse<text:tab/>2019</text:p>
        <text:list><text:list-item><text:p>Trained juniors</text:p></text:list-item></text:list>
        <table:table><table:table-row><table:table-cell><text:p>German</text:p></table:table-cell>
        <table:table-cell><text:p>native</text:p></table:table-cell></table:table-row></table:table>
        <text:p><text:a xlink:href="https://example.org/nora">Website</text:a></text:p>"""
    assert documents.read(odt_of(body)).kind == "odt"
    assert lines(odt_of(body)) == [
        "Experience",
        "Nurse\t2019",
        "• Trained juniors",
        "German\tnative",
        "Website",
        "https://example.org/nora",
    ]


def test_rich_text_is_read() -> None:
    pytest.importorskip("kreuzberg")
    text = lines(rb"{\rtf1\ansi Nora Feld\par {\b Experience}\par caf\'e9 nurse\par}")
    assert text == ["Nora Feld", "Experience", "café nurse"]


def test_an_old_word_file_is_read() -> None:
    pytest.importorskip("kreuzberg")
    data = word97("Nora Feld\nExperience\nNurse, café\n")
    assert documents.read(data).kind == "doc"
    assert lines(data) == ["Nora Feld", "Experience", "Nurse, café"]


def test_without_the_library_rich_text_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kreuzberg", None)
    with pytest.raises(UserError, match="save the resume as PDF or DOCX"):
        documents.read(rb"{\rtf1\ansi Nora\par}")


def test_a_web_page_gives_what_a_browser_shows() -> None:
    page = b"""<!doctype html><html><head><title>x</title><style>p{}</style></head><body><h1>Nora Feld</h1><p>Nurse in
        <b>Berlin</b><br>since 2019<p style="display: none">secret<ul><li>Triage<li>First aid</ul><script>alert(1)</script>
        <table><tr><td>German<td>native</table><a href="mailto:nora.feld@example.org">Write</a></body></html>"""
    document = documents.read(page)
    assert [line for line in document.text.split("\n") if line] == [
        "Nora Feld", "Nurse in Berlin", "since 2019", "• Triage", "• First aid", "German\tnative", "Write", "nora.feld@example.org",
    ]  # fmt: skip
    assert document.warnings == ["Hidden text was left out."]


def test_markdown_loses_its_marks() -> None:
    text = b"# Nora Feld\n\n## **Experience**\n* Nurse at [Clinic](https://example.org)\n"
    text += b"| German | native |\n|---|---|\n```\n`code` *it*\n```\n"
    assert lines(text, "cv.md") == ["Nora Feld", "Experience", "• Nurse at Clinic https://example.org", "German\tnative", "code it"]


def test_a_json_resume_keeps_its_data_and_gives_text() -> None:
    record = {"basics": {"name": "Nora Feld"}, "work": [{"position": "Nurse", "startDate": "2019"}], "meta": {"x": 1}}
    document = documents.read(json.dumps(record).encode())
    assert document.data == record
    assert [line for line in document.text.split("\n") if line] == ["Basics", "Nora Feld", "Work", "Nurse", "2019"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_files_in_common_encodings(encoding: str) -> None:
    document = documents.read("Nora Müller\r\nBerlin, café".encode(encoding))
    assert document.text == "Nora Müller\nBerlin, café"
    assert bool(document.warnings) == (encoding == "cp1252")


def test_characters_that_hide_are_dropped_and_spelling_ones_kept() -> None:
    document = documents.read_text(
        "No\u200bra \u202eFeld\u202c \U000e0041 \uf0b7 e\ufb03cient\n\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n\u0000"
    )
    assert document.text == "Nora Feld • efficient\n\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"


def test_pasted_text_keeps_gaps_and_tabs() -> None:
    document = documents.read_text("\n\nNora Feld\n\n\n\nExperience\t \t2019\n")
    assert document.text == "Nora Feld\n\nExperience\t2019"
    assert [document.text[line.start : line.end] for line in document.lines] == ["Nora Feld", "", "Experience\t2019"]


def test_the_kind_is_decided_by_content() -> None:
    assert kinds.kind_of(resume_pdf(), "cv.docx") == "pdf"
    assert kinds.kind_of(resume_docx(), "cv.txt") == "docx"
    for text in (b"Nora Feld, nurse", b"PK Sharma, nurse", b"BMW, Munich: engineer", b'[Nora Feld] "nurse"', b"Wrote <html> by hand"):
        assert kinds.kind_of(text, "cv.pdf") == "txt"
    assert documents.read(resume_pdf(), "a").sha256 == documents.read(resume_pdf(), "b").sha256


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"   \n ", "no text"),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "picture"),
        (zipped({"a.txt": "x"}), "ZIP archive"),
        (zipped({"xl/workbook.xml": "x"}), "not a resume"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not a Word document"),
        (b"\x7fELF" + bytes(range(256)) * 9, "cannot read"),
        (b'{"name": "x"}', "not a JSON Resume"),
        (b'{"basics": ', "damaged"),
        (odt_of("<text:p>x</text:p>", "<m:encryption-data/>"), "password"),
        (saved(docx.Document()), "no text"),
        (b"%PDF-1.4\nnothing", "damaged"),
    ],
)
def test_each_refusal_says_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says):
        documents.read(data)


def test_a_resume_in_one_endless_line_is_broken_at_blanks_and_nothing_is_lost() -> None:
    document = documents.read_text("nurse since 2019 " * 1_000)
    assert document.text.split() == ["nurse", "since", "2019"] * 1_000
    assert all(line.end - line.start <= 2_000 for line in document.lines)
