"""Encryption of personal fields: JSON sealed with MultiFernet; the first key seals, all of them open."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.errors import UserError
from core.settings import Settings

KEY_FILE = "secret.key"


class Cipher:
    """Seals and opens values; a wrong key is a `UserError`, never wrong data."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise UserError(
                "A key in SHORTLIST_KEYS is not a Fernet key (44 characters of URL-safe base64); correct it and start again."
            ) from error

    def seal(self, value: Any) -> bytes:
        """Encrypt a JSON-serialisable value."""
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def open(self, sealed: bytes) -> Any:
        """Decrypt what `seal` made."""
        try:
            return json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise UserError(
                "These records were encrypted with another key; give that key in SHORTLIST_KEYS. Nothing was changed."
            ) from error


def load_cipher(settings: Settings) -> Cipher:
    """The cipher of the given keys, else of the key file in the data folder, made on first use with mode 0600."""
    if settings.keys:
        return Cipher(settings.keys)
    path = settings.home / KEY_FILE
    if not path.exists():
        _write_key(path)
    return Cipher(tuple(path.read_text(encoding="ascii").split()))


def _write_key(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key())
