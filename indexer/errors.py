"""What can go wrong while reading, building or opening, each with a message that says what to do.

Messages are Vietnamese first, then English.
"""

from __future__ import annotations


class TracuuError(Exception):
    """Any error a user can act on."""


class UnreadableDocument(TracuuError):
    """A file that cannot be indexed; the build quarantines it with this reason."""


class IndexMissing(TracuuError):
    """There is no complete index where one was asked for."""


class IndexCorrupt(TracuuError):
    """A generation whose files do not match its manifest."""


class IndexOutdated(IndexCorrupt):
    """An undamaged generation in the format of another release: to be built anew."""


class IndexElsewhere(TracuuError):
    """An index that was copied or moved: the plans it remembers may be those of another."""


class NotFound(TracuuError):
    """An unknown document, clause or locality. ``field`` names the parameter at fault."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class BadQuestion(TracuuError):
    """Input a service call cannot use. ``field`` names the parameter at fault."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field
