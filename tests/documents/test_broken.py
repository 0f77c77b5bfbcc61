"""More than 300 broken, hostile and mislabelled files: each gives a document or one sentence, within the limits.

The files are made here, from small sound ones. All go through the child process, so a crash or a hang shows as its sentence.
"""

from __future__ import annotations

import io
import json
import random
import zlib
from collections.abc import Callable, Iterator

import pypdf
import pytest

from core import documents
from core.documents import worker
from core.errors import UserError
from core.models import Document
from tests.documents.making import (
    RESUME,
    assembled,
    odt_of,
    pdf_of,
    pdf_page,
    resume_docx,
    resume_pdf,
    word97,
    word_xml,
    zipped,
)

SECONDS = 20.0
SOUND: dict[str, bytes] = {
    "pdf": resume_pdf(),
    "links": pdf_of([pdf_page(*RESUME)] * 2, ["mailto:nora.feld@example.org"]),
    "docx": resume_docx(),
    "odt": odt_of("<text:h>Experience</text:h><text:p>Nurse since 2019</text:p>"),
    "rtf": rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Nora Feld\par {\b Experience}\par Nurse\'e9\par}",
    "doc": word97("Nora Feld\nExperience\nNurse since 2019\n"),
    "html": b"<!doctype html><html><body><h1>Nora Feld</h1><ul><li>Nurse</ul><table><tr><td>a<td>b</table></body></html>",
    "md": b"# Nora Feld\n\n## Experience\n- **Nurse** at [Clinic](https://example.org)\n\n| a | b |\n|---|---|\n",
    "json": json.dumps({"basics": {"name": "Nora Feld"}, "work": [{"position": "Nurse"}]}).encode(),
    "txt": "Nora Müller\nExperience\nNurse 2019 - 2024\n".encode(),
}
SENTENCES_OF_LAST_RESORT = [worker.TOO_SLOW, worker.CRASHED]


@pytest.fixture(scope="module")
def read() -> Iterator[Callable[[bytes], Document | str]]:
    """Reads in a child; gives the document or the sentence."""
    child = worker.Child()

    def one(data: bytes) -> Document | str:
        try:
            return child.run(documents.read, (data, "cv.pdf"), SECONDS, worker.MEMORY_MB)  # type: ignore[no-any-return]
        except UserError as error:
            return str(error)

    yield one
    child.close()


def truncated() -> Iterator[bytes]:
    for data in SOUND.values():
        yield from (data[: len(data) * part // 14] for part in range(1, 14))


def flipped() -> Iterator[bytes]:
    chance = random.Random(7)
    for data in SOUND.values():
        for number in range(16):
            changed = bytearray(data)
            for _ in range(1 + number * 2):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            yield bytes(changed)


def nulls_and_noise() -> Iterator[bytes]:
    chance = random.Random(8)
    for data in SOUND.values():
        middle = len(data) // 2
        yield data[:middle] + b"\x00" * 64 + data[middle:]
        yield data[:middle] + chance.randbytes(64) + data[middle + 64 :]
        yield data.replace(b" ", b"\x00")
    for size in (1, 2, 10, 1_000, 100_000):
        yield chance.randbytes(size)
        yield b"\x00" * size


def mislabelled() -> Iterator[bytes]:
    for mark in (b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1 ", b"\x89PNG\r\n", b"<html>", b"\xff\xfe"):
        yield from (mark + data for data in SOUND.values())


def structures() -> Iterator[bytes]:
    """PDF files whose objects lie, loop or miss."""
    page = "<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {contents} /Resources {resources} >>"
    root = "<< /Type /Catalog /Pages 2 0 R >>"
    stream = "<< /Length 44 >>\nstream\nBT /F1 12 Tf 72 700 Td (Nora Feld) Tj ET /X Do\nendstream"
    box, fonts = "[0 0 612 792]", "<< >>"
    pages = "<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    for kids, count in (("2 0 R", 1), ("3 0 R 2 0 R", 9), ("3 0 R", -1), ("3 0 R", 2**31), ("99 0 R", 1), ("", 0), ("1 0 R", 1)):
        yield assembled([root, pages.format(kids=kids, count=count), page.format(box=box, contents="4 0 R", resources=fonts), stream])
    for odd_box in ("[0 0 0 0]", "[0 0 -9 -9]", "[0 0 1e38 1e38]", "[9 9]", "null", "3 0 R", "[0 0 14400 14400]"):
        yield assembled([root, pages.format(kids="3 0 R", count=1), page.format(box=odd_box, contents="4 0 R", resources=fonts), stream])
    for contents in ("3 0 R", "[4 0 R 4 0 R [4 0 R]]", "(text)", "99 0 R"):
        yield assembled([root, pages.format(kids="3 0 R", count=1), page.format(box=box, contents=contents, resources="3 0 R"), stream])
    form = stream.replace("<<", "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")
    loop = page.format(box=box, contents="4 0 R", resources="<< /XObject << /X 5 0 R >> >>")
    yield assembled([root, pages.format(kids="3 0 R", count=1), loop, stream, form])
    yield assembled(["1 0 R"])
    yield resume_pdf().replace(b"startxref", b"startxref\n0\n%%EOF startxref")
    yield pdf_of([pdf_page(*RESUME)], trailer="/Prev 9")
    yield pdf_of([pdf_page(*RESUME)], trailer="/Encrypt << /Filter /Standard /V 99 >>")


def bombs() -> Iterator[bytes]:
    """Small files that unfold, nest or repeat without end."""
    yield pdf_of([""] * 1_000)
    yield _packed_page(b"(a) Tj " * 1_000_000)
    yield _packed_page(b"BT /F1 9 Tf " + b"(word) Tj 1 0 Td " * 100_000 + b"ET")
    yield _packed_page(b"q " * 2_000_000)
    yield _packed_page(b"[" * 2_000_000)
    yield word_xml("x" * 30_000_000)
    yield word_xml("<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 200_000)
    yield word_xml("<w:tbl><w:tr><w:tc>" * 4_000 + "</w:tc></w:tr></w:tbl>" * 4_000)
    yield word_xml("<w:sdt>" * 200 + "<w:p><w:r><w:t>word</w:t></w:r></w:p>" + "</w:sdt>" * 200)
    yield word_xml("<w:p>" + "<w:ins>" * 200 + "<w:r><w:t>word</w:t></w:r>" + "</w:ins>" * 200 + "</w:p>")
    yield zipped({f"word/header{number}.xml": "<a/>" for number in range(3_000)} | {"word/document.xml": "<a/>"})
    yield zipped({"word/document.xml": zipped({"a": b"0" * 20_000_000})})
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for name in ("word/document.xml", "content.xml"):
        yield zipped({"mimetype": "application/vnd.oasis.opendocument.text", name: f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]><a>&a11;</a>'})
    yield odt_of("<text:p>" * 3_000 + "</text:p>" * 3_000)
    yield odt_of("<text:p>word</text:p>" * 300_000)
    yield b"<html>" + b"<div>" * 200_000
    yield b"<html><body>" + b"<p>word " * 300_000
    yield b"<html>" + b"<a href='http://a'" * 50_000
    yield b'{"basics":' + b"[" * 500_000
    yield b'{"basics":' + b"[" * 900 + b"]" * 900 + b"}"
    yield b'{"basics": ' + b"9" * 100_000 + b"}"
    yield b"{\\rtf1" + b"{" * 500_000
    yield b"{\\rtf1" + b"\\par word" * 100_000 + b"}"
    yield b"word " * 1_900_000
    yield b"a\n" * 4_000_000
    yield b"# a\n" + b"*" * 1_000_000
    yield b"# a\n**b**\n[c](d)\n" + b"[" * 500_000 + b"<" * 500_000
    yield b"# a\n" + b"**a" * 300_000 + b"\n" + b"| " * 300_000


def _packed_page(content: bytes) -> bytes:
    """A PDF page with a compressed content stream."""
    packed = zlib.compress(content, 9).decode("latin-1")
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    return assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{packed}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


FAMILIES = (truncated, flipped, nulls_and_noise, mislabelled, structures, bombs)


def is_one_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and "\n" not in text and len(text) < 220 and "Traceback" not in text


def check(answer: Document | str) -> None:
    if isinstance(answer, str):
        assert is_one_sentence(answer), answer
    else:
        assert answer.text and len(answer.text) <= 400_000
        assert all("\x00" not in answer.text[line.start : line.end] for line in answer.lines)
        answer.model_dump_json()


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_broken_files_give_a_document_or_a_sentence(family: Callable[[], Iterator[bytes]], read: Callable[[bytes], Document | str]) -> None:
    for number, data in enumerate(family()):
        answer = read(data)
        check(answer)
        assert answer not in SENTENCES_OF_LAST_RESORT, f"file {number} was only stopped by the worker: {answer}"


def test_the_corpus_is_large() -> None:
    assert sum(sum(1 for _ in family()) for family in FAMILIES[:-1]) + 28 >= 300


def test_a_protected_pdf_asks_for_one_without_a_password() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(resume_pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(UserError, match="password"):
        documents.read(buffer.getvalue())
