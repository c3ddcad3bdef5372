"""Where the passages of a generation lie, and how they are numbered.

The documents of a generation lie in *volumes*, immutable folders that the next generation takes
over as they are. A *place* is a passage's volume and its number there, in one integer; it stays as
long as the volume does. A *row* numbers the passages of one generation by document id and reading
order, whichever volumes they lie in: a generation that grew step by step is numbered, and so
ordered among equals, like one built at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_BITS = 32


@dataclass(frozen=True, slots=True)
class Held:
    """The passages ``[start, end)`` of a volume, those of one document."""

    volume: int
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many they are."""
        return self.end - self.start


def place(volume: int, number: int) -> int:
    """Both in one; 64 bits, not negative."""
    return volume << _BITS | number


def apart(places: Numbers) -> tuple[Numbers, Numbers]:
    """Inverse of ``place``, of many."""
    return places >> _BITS, places & ((1 << _BITS) - 1)


class Rows:
    """The numbering of one generation, from its documents by id."""

    def __init__(self, documents: Mapping[str, Held]) -> None:
        held = [(name, documents[name]) for name in sorted(documents)]
        ends = np.cumsum([0, *(h.size for _, h in held)]).tolist()
        #: The rows of each document, as ``[start, end)``.
        self.ranges: dict[str, tuple[int, int]] = {
            name: (ends[i], ends[i + 1]) for i, (name, _) in enumerate(held)
        }
        self.size: int = ends[-1]
        filled = [(place(h.volume, h.start), ends[i]) for i, (_, h) in enumerate(held) if h.size]
        table = np.array(filled, np.int64).reshape(-1, 2)
        self._names = [name for name, h in held if h.size]
        self._places, self._firsts = table[:, 0], table[:, 1]
        order = np.argsort(self._places)
        self._by_place, self._first_at = self._places[order], self._firsts[order]

    def places(self, rows: Sequence[int] | Numbers) -> Numbers:
        """The places of rows that there are."""
        wanted = np.asarray(rows, np.int64)
        at = np.searchsorted(self._firsts, wanted, "right") - 1
        return self._places[at] + (wanted - self._firsts[at])

    def documents(self, rows: Sequence[int] | Numbers) -> list[str]:
        """The documents of rows that there are."""
        at = np.searchsorted(self._firsts, np.asarray(rows, np.int64), "right") - 1
        return [self._names[place] for place in at.tolist()]

    def rows(self, places: Sequence[int] | Numbers) -> Numbers:
        """Inverse of ``places``."""
        wanted = np.asarray(places, np.int64)
        at = np.searchsorted(self._by_place, wanted, "right") - 1
        return self._first_at[at] + (wanted - self._by_place[at])
