"""PDF pages are read in the order a person reads them, without what nobody can see."""

from __future__ import annotations

import pytest

from core import documents
from core.errors import UserError
from tests.documents.making import RESUME, assembled, pdf_of, pdf_page, resume_pdf, text_at

LEFT = [
    "Skills", "Wound care", "Triage", "First aid", "Languages", "German", "English", "Polish",
]  # fmt: skip
RIGHT = [
    "Experience", "Head nurse at Clinic North, leading a ward", "January 2019 to Present", "Trained six juniors in wound care",
    "Nurse at Clinic South, night shifts", "March 2014 to December 2018", "Cared for thirty patients a night", "Wrote the handover guide",
]  # fmt: skip


def lines(data: bytes) -> list[str]:
    return [line for line in documents.read(data).text.split("\n") if line]


def column(x: float, texts: list[str], top: float = 120.0, step: float = 17.0) -> list[tuple[float, float, float, str]]:
    return [(x, top + step * number, 10, text) for number, text in enumerate(texts)]


def test_a_plain_page_is_read_from_top_to_bottom_with_margin_dates_on_their_lines() -> None:
    text = lines(resume_pdf())
    assert text[0] == "Nora Feld"
    assert "Nurse, Clinic North\tJan 2019 - Present" in text
    assert text.index("Experience") < text.index("Education")


def test_the_order_of_drawing_does_not_matter() -> None:
    assert lines(pdf_of([pdf_page(*reversed(RESUME))])) == lines(resume_pdf())


@pytest.mark.parametrize("step", [17.0, 15.0])
def test_two_columns_are_read_one_after_the_other(step: float) -> None:
    document = documents.read(pdf_of([pdf_page((72, 60, 20, "Nora Feld"), *column(72, LEFT), *column(230, RIGHT, step=step))]))
    text = [line for line in document.text.split("\n") if line]
    assert text == ["Nora Feld", *LEFT, *RIGHT]
    assert any("columns" in warning for warning in document.warnings)


def test_dates_in_the_left_margin_stay_with_their_roles() -> None:
    rows = [("2019 - 2024", "Head nurse, Clinic North"), ("2016 - 2019", "Nurse, Clinic South"), ("2014 - 2016", "Carer, Home Care Elm")]
    parts = [(72, 60, 13, "Experience")]
    for number, (date, role) in enumerate(rows):
        parts += [
            (72, 90 + 40 * number, 10, date),
            (180, 90 + 40 * number, 10, role),
            (180, 104 + 40 * number, 10, "Cared for patients on the ward"),
        ]
    assert [line for line in lines(pdf_of([pdf_page(*parts)])) if "\t" in line] == [f"{date}\t{role}" for date, role in rows]


def test_headings_set_beside_their_text_get_lines_of_their_own() -> None:
    parts = [(72, 60, 18, "Nora Feld")]
    for number, heading in enumerate(["Experience", "Education", "Languages"]):
        top = 100 + 90 * number
        parts += [
            (72, top, 11, heading),
            *column(200, [f"First line of part {number} of this resume", "and a second line", "and a third"], top, 16),
        ]
    text = lines(pdf_of([pdf_page(*parts)]))
    assert text[1:5] == ["Experience", "First line of part 0 of this resume", "and a second line", "and a third"]
    assert text[5] == "Education"


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("Degree", "School", "Year"),
        ("BSc Nursing", "Lakeside", "2018"),
        ("Diploma", "Hilltop", "2014"),
        ("Certificate", "Elm", "2012"),
    ]
    parts = [(72 + 150 * x, 100 + 18 * y, 10, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    assert lines(pdf_of([pdf_page(*parts)])) == ["\t".join(row) for row in rows]


def test_side_columns_of_several_pages_do_not_interrupt_the_main_text() -> None:
    first = pdf_page(*column(72, RIGHT), *column(420, LEFT))
    second = pdf_page(*column(72, ["Carer at Home Care Elm", "June 2012 to February 2014", "Visited twelve homes a day"]))
    text = lines(pdf_of([first, second]))
    assert text == [*RIGHT, "Carer at Home Care Elm", "June 2012 to February 2014", "Visited twelve homes a day", *LEFT]


def test_running_headers_and_page_numbers_are_kept_once_or_not_at_all() -> None:
    pages = [
        pdf_page((72, 30, 9, "Nora Feld - Resume"), (72, 200 + 20 * n, 11, f"Worked in ward {n}"), (300, 770, 9, f"Page {n} of 3"))
        for n in (1, 2, 3)
    ]
    text = lines(pdf_of(pages))
    assert text == ["Nora Feld - Resume", "Worked in ward 1", "Worked in ward 2", "Worked in ward 3"]


@pytest.mark.parametrize(
    "hidden",
    [
        text_at(72, 400, 11, "secret words", "1 1 1 rg"),
        text_at(72, 400, 11, "secret words", "3 Tr"),
        text_at(72, 400, 1, "secret words"),
        text_at(900, 400, 11, "secret words"),
    ],
    ids=["white", "invisible", "tiny", "off the page"],
)
def test_text_that_nobody_can_see_is_left_out_with_a_warning(hidden: str) -> None:
    document = documents.read(pdf_of([f"{pdf_page(*RESUME)}\nq {hidden} Q"]))
    assert "secret" not in document.text
    assert document.text.startswith("Nora Feld")
    assert any("idden" in warning for warning in document.warnings)


def test_white_text_on_a_dark_ground_is_kept() -> None:
    content = (
        f"0.1 0.2 0.4 rg 0 0 200 792 re f\nq {text_at(20, 300, 11, 'Welding', '1 1 1 rg')} Q\n0 g {pdf_page((230, 60, 20, 'Nora Feld'))}"
    )
    document = documents.read(pdf_of([content]))
    assert "Welding" in document.text
    assert not document.warnings


def test_an_invisible_text_layer_over_a_scan_is_all_there_is_and_is_read() -> None:
    content = "0.5 g\n" + "\n".join(f"{72} {792 - y - 2} 300 8 re f" for _, y, _, _ in RESUME) + "\n3 Tr\n" + pdf_page(*RESUME)
    assert "Clinic North" in documents.read(pdf_of([content])).text


def test_addresses_behind_links_are_added_once() -> None:
    links = ["mailto:nora.feld@example.org", "https://www.example.org/nora", "https://www.example.org/nora/", "javascript:alert(1)"]
    text = lines(pdf_of([pdf_page(*RESUME)], links))
    assert text[-1] == "https://www.example.org/nora"
    assert sum("example.org/nora" in line for line in text) == 1
    assert sum("nora.feld@example.org" in line for line in text) == 1
    assert not any("javascript" in line for line in text)


def test_words_broken_at_line_ends_are_joined() -> None:
    parts = [(72, 100, 11, "Responsible for the manage-"), (72, 115, 11, "ment of a data-"), (72, 130, 11, "driven ward.")]
    assert lines(pdf_of([pdf_page(*parts)])) == ["Responsible for the management", "of a data-driven", "ward."]


def test_letter_spaced_headings_are_closed_up() -> None:
    content = text_at(72, 100, 14, "WORK EXPERIENCE", "6 Tc") + "\n" + pdf_page(*[part for part in RESUME if part[1] > 130])
    assert lines(pdf_of([content]))[0] == "WORK EXPERIENCE"


def test_a_turned_page_reads_like_an_upright_one() -> None:
    turned = "\n".join(f"BT /F1 {size} Tf 0 1 -1 0 {y} {x} Tm ({text}) Tj ET" for x, y, size, text in RESUME)
    assert lines(pdf_of([turned], extra="/Rotate 90")) == lines(resume_pdf())


def test_text_turned_against_the_page_comes_last() -> None:
    content = pdf_page(*RESUME) + "\nBT /F1 10 Tf 0 1 -1 0 40 300 Tm (Curriculum vitae) Tj ET"
    assert lines(pdf_of([content])) == [*lines(resume_pdf()), "Curriculum vitae"]


def test_fake_bold_is_read_once() -> None:
    content = pdf_page(*RESUME) + "\n" + pdf_page((72.3, 120, 13, "Experience"))
    assert lines(pdf_of([content])) == lines(resume_pdf())


def test_lines_carry_place_and_size() -> None:
    document = documents.read(resume_pdf())
    assert all(document.text[line.start : line.end] == document.line_text(number) for number, line in enumerate(document.lines))
    assert (document.lines[0].x, document.lines[0].size, document.pages, document.kind) == (72.0, 20.0, 1, "pdf")


def test_a_page_of_pictures_is_called_a_scan() -> None:
    with pytest.raises(UserError, match="scanned"):
        documents.read(pdf_of(["0.5 g 0 0 612 792 re f"]))


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UserError, match="61 pages"):
        documents.read(pdf_of(["" for _ in range(61)]))


def test_hebrew_is_read_in_the_order_of_speech() -> None:
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff> endcodespacerange "
    )
    cmap += "1 beginbfrange <61> <7a> <05d0> endbfrange endcmap end end"
    first, second = "abcdef", "ghij"
    content = f"BT /F1 12 Tf 72 700 Td ({second[::-1]}) Tj 60 0 Td ({first[::-1]}) Tj ET"
    data = assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
            f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        ]
    )
    spoken = ["".join(chr(0x05D0 + ord(c) - 97) for c in word) for word in (first, second)]
    assert documents.read(data).text.split() == spoken


def test_filled_form_fields_are_read_where_they_stand() -> None:
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Nora Feld) /Rect [150 640 300 660] >>"
    content = pdf_page((72, 142, 11, "Name:"), (72, 170, 11, "Experience"), (72, 190, 11, "Nurse at Clinic North"))
    data = assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Annots [6 0 R] "
            "/Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            field,
        ]
    )
    assert lines(data)[0] == "Name:\tNora Feld"


def test_a_table_whose_cells_have_several_lines_keeps_label_and_text_together() -> None:
    rows = [
        (["Wound", "care"], ["Pressure sores, burns and stitches, in", "hospital and at home"]),
        (["Triage"], ["Two years in an emergency room, with", "a course in 2018"]),
        (["Machines", "and drips"], ["Pumps and ventilators of three makers", "and their upkeep"]),
        (["Records"], ["Paper and two electronic systems, with", "training for others"]),
    ]
    parts = [(72, 60, 18, "Nora Feld")]
    for number, cells in enumerate(rows):
        for x, cell in zip((72, 200), cells, strict=True):
            parts += [(x, 100 + 40 * number + 13 * line, 10, text) for line, text in enumerate(cell)]
    expected = [text for left, right in rows for text in (" ".join(left), *right)]
    assert lines(pdf_of([pdf_page(*parts)])) == ["Nora Feld", *expected]


def test_values_behind_colons_stay_beside_their_names() -> None:
    parts = [(72, 60, 13, "Personal details")]
    for number, (name, value) in enumerate(
        [("Date of birth", ": 4 May 1990"), ("Address", ": Elm Street 4"), ("Languages", ": German"), ("Hobbies", ": Rowing")]
    ):
        parts += [(72, 80 + 20 * number, 10, name), (220, 81 + 20 * number, 10, value)]
    assert lines(pdf_of([pdf_page(*parts)]))[1:3] == ["Date of birth\t: 4 May 1990", "Address\t: Elm Street 4"]
