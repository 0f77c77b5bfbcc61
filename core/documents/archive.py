"""Zipped office formats opened within bounds: a small file cannot unfold into a large one, and XML cannot reach outside."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from core.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_MEMBERS = 2_000
MAX_PART = 40_000_000  # bytes of one XML part, unpacked
MAX_RATIO = 200
_SMALL = 1_000_000  # below this size the ratio says nothing: short XML of repeated tags packs very well

CORRUPT = "The file is damaged and cannot be read; open it in your editor and save it again, or send a PDF."
_TOO_LARGE = "The file unpacks to far more data than a resume needs and was not read; save it again as PDF or DOCX without large objects."


class Archive:
    """A zip file whose parts are read by name, each within the limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
            raise UserError(CORRUPT) from error
        self.names = set(self._zip.namelist())
        if len(self._zip.filelist) > MAX_MEMBERS:
            raise UserError(_TOO_LARGE)

    def read(self, name: str) -> bytes:
        """The bytes of one part; the unpacking itself is cut off, whatever the directory claims."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise UserError("The file is protected by a password; save it without one and try again.")
            limit = MAX_PART if info.compress_size * MAX_RATIO > MAX_PART else max(_SMALL, info.compress_size * MAX_RATIO)
            with self._zip.open(info) as part:
                data = part.read(limit + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError) as error:
            raise UserError(CORRUPT) from error
        if len(data) > limit:
            raise UserError(_TOO_LARGE)
        return data

    def xml(self, name: str) -> _Element:
        """The root of one XML part, parsed without entities, DTD or network."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UserError(CORRUPT) from error
        if root is None:
            raise UserError(CORRUPT)
        return root
