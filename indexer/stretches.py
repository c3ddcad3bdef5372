"""Stretches of a text: of those that overlap, the one that was taken first stays."""

from __future__ import annotations


class Taken:
    """Which characters of a text of ``size`` are taken.

    What it costs to take a stretch grows with its length, not with how many were taken before: a
    line may state thousands of dates.

    >>> taken = Taken(9)
    >>> taken.take(0, 4), taken.take(3, 6), taken.take(4, 6)
    (True, False, True)
    """

    def __init__(self, size: int) -> None:
        self._chars = bytearray(size)

    def take(self, start: int, end: int) -> bool:
        """Take ``[start, end)``, unless a character of it is taken already."""
        if any(self._chars[start:end]):
            return False
        self._chars[start:end] = b"\1" * (end - start)
        return True
