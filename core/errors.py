"""The three families of errors; everything else is a bug."""


class UserError(Exception):
    """The input is at fault; the message is shown as it is: what is wrong, what was kept, what to do."""


class Conflict(UserError):
    """A record was changed elsewhere since it was read; `current` holds what is stored now."""

    def __init__(self, message: str, current: object = None) -> None:
        super().__init__(message)
        self.current = current


class ProviderError(Exception):
    """An AI provider failed; caught in `ask`, which falls back to the local function."""
