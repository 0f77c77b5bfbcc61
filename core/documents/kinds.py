"""What a file is, decided by its content: a name may lie, and a refusal should say what to do."""

from __future__ import annotations

import re

from core.documents.archive import Archive
from core.errors import UserError

READS = "PDF, DOCX, DOC, ODT, RTF, TXT, Markdown, HTML or JSON Resume"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}WEBP|.{4}ftyp(?:heic|heix|mif1|avif)", re.S)
_JSON = re.compile(r'\{\s*["}]|\[\s*[{\["\]]')
_MARKS = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HTML = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|div|p|h[1-6]|table|ul|meta|style|section)[\s>])",
    re.I | re.S,
)
_MARKDOWN = re.compile(r"^#{1,4} \S|^\s*[-*] \[|\*\*\S[^*\n]*\*\*|^```|\[[^\]\n]+\]\(\S+\)", re.M)
_WORD = "The file looks like a Word document, but holds no text part; open it in your editor and save it as PDF or DOCX."


def kind_of(data: bytes, name: str = "") -> str:
    """`pdf`, `docx`, `doc`, `odt`, `rtf`, `html`, `json`, `md` or `txt`; a UserError names what the file is instead."""
    head = data[:1024].lstrip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_ZIP):
        return _zipped(data)
    if data.startswith(_OLE):
        return _compound(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if _PICTURE.match(data):
        raise UserError("The file is a picture, and pictures have no text to read; save the resume as PDF or DOCX, or paste its text.")
    return _textual(data, name)


def _zipped(data: bytes) -> str:
    """Which office format the zip holds."""
    archive = Archive(data)
    if any(name.endswith("word/document.xml") or re.fullmatch(r"word/document\d*\.xml", name) for name in archive.names):
        return "docx"
    if "content.xml" in archive.names and "mimetype" in archive.names:
        if b"opendocument.text" in archive.read("mimetype"):
            return "odt"
        raise UserError(f"The file is an office file, but not a text document; save the resume as one of {READS}.")
    if "word/styles.xml" in archive.names:
        raise UserError(_WORD)
    raise UserError(f"The file is a ZIP archive, not a resume; unpack it and choose a file that is {READS}.")


def _compound(data: bytes) -> str:
    """Old Office formats share one container: only Word's is a document, and an encrypted DOCX hides in it too."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UserError("The file is protected by a password; save it without one and try again.")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise UserError(f"The file is an old Office file, but not a Word document; save the resume as one of {READS}.")


def _textual(data: bytes, name: str) -> str:
    """Which text format this is; bytes that are no text are refused."""
    text = decode(data[:20_000])[0]
    if not is_text(text):
        raise UserError(f"The file is of a kind that Shortlist cannot read; save the resume as one of {READS}.")
    start = text.lstrip("\ufeff \t\r\n")
    if _JSON.match(start):
        return "json"
    if _HTML.match(start):
        return "html"
    return "md" if name.lower().endswith((".md", ".markdown")) or len(_MARKDOWN.findall(text)) >= 3 else "txt"


def is_text(text: str) -> bool:
    """True when nearly no character is a control character."""
    odd = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v\x1a") or c in "\x7f\ufffd")
    return odd <= len(text) * 0.02


def decode(data: bytes) -> tuple[str, bool]:
    """Text of the bytes and whether the encoding is certain: UTF-8, UTF-16 and UTF-32 are, Western European is a guess."""
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    if marked:
        return data.decode(marked, "replace"), True
    sample = data[:2_000]
    if sample.count(0) > len(sample) // 4:
        return data.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", "replace"), True
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:  # a sample may end inside a character
            return data.decode("utf-8-sig", "ignore"), True
    return data.decode("cp1252", "replace"), False
