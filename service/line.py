"""Passages in the order of the most that they may reach, looked at closer before they are read.

A text is cheaper to read than a clause with its facts, and tells most of what an outline leaves
open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import islice

from indexer.index import Index
from service.sieve import ROUNDING, Sifted

#: So many texts are read at a time.
_BLOCK = 32


class Line:
    """Places in the order of the most that each may reach, looked at closer before they are taken.

    ``places``: minus that and the place. ``closer``: the most on a closer look, not more than that.
    """

    def __init__(self, places: list[tuple[float, int]], closer: Callable[[int], float]) -> None:
        self._far = [(most, place, False) for most, place in places]
        heapify(self._far)
        self._closer = closer

    def take(self, size: int, least: float, before: int) -> list[int]:
        """The next ``size``, fewer where no more may reach ``least``.

        Of those that reach just that, the ones ``before`` a place: others come after it.
        """
        line = self._far
        out: list[int] = []
        while line and len(out) < size and -line[0][0] >= least - ROUNDING:
            most, place, is_sure = heappop(line)
            if place > before and -most <= least + ROUNDING:
                continue
            if is_sure:
                out.append(place)
            else:
                heappush(line, (-self._closer(place), place, True))
        return out


class Looks:
    """What the texts of passages tell, by place: they are read some at a time, in this order."""

    def __init__(
        self, index: Index, rows: Sequence[int], told: Sifted, order: Iterable[int]
    ) -> None:
        self._index, self._rows, self._told, self._order = index, rows, told, iter(order)
        self.texts: dict[int, str] = {}
        #: See ``Features``.
        self.near: dict[int, float] = {}

    def at(self, place: int) -> None:
        """Have the text of this one read."""
        if place in self.texts:
            return
        places = {place, *islice(self._order, _BLOCK)}
        read = self._index.texts([self._rows[p] for p in places])
        texts = {p: read[self._rows[p]] for p in places}
        self.texts |= texts
        self.near.update(zip(texts, self._told.near(texts), strict=True))
