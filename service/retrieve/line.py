"""Passages in the order of the most that they may reach, looked at closer before they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

from service.retrieve.sieve import ROUNDING

#: So many are looked at at a time.
_BLOCK = 32


class Line:
    """Places in the order of the most that each may reach, looked at closer before they are taken.

    ``places``: in that order, each with minus that before it. ``closer``: the most of each on a
    closer look, not more than that.
    """

    def __init__(
        self,
        places: Sequence[tuple[float, int]],
        closer: Callable[[Sequence[int]], Sequence[float]],
    ) -> None:
        self._far = list(reversed(places))
        self._near: list[tuple[float, int]] = []
        self._closer = closer

    def take(self, size: int, least: float, before: int) -> list[int]:
        """The next ``size``, fewer where no more may reach ``least``, which never falls.

        Of those that reach just that, the ones ``before`` a place: others come after it.
        """
        far, near = self._far, self._near
        out: list[int] = []
        while len(out) < size and (far or near):
            is_far = bool(far) and (not near or far[-1] < near[0])
            most, place = far[-1] if is_far else near[0]
            if -most < least - ROUNDING:
                break
            if is_far:
                self._look(least, before)
            else:
                heappop(near)
                out += [place] if _may(most, place, least, before) else []
        return out

    def _look(self, least: float, before: int) -> None:
        """At the next that may be taken."""
        block: list[int] = []
        while self._far and len(block) < _BLOCK:
            most, place = self._far.pop()
            block += [place] if _may(most, place, least, before) else []
        for most, place in zip(self._closer(block) if block else (), block, strict=True):
            heappush(self._near, (-most, place))


def _may(most: float, place: int, least: float, before: int) -> bool:
    """Whether it may be among the best, of which the last reaches ``least`` at ``before``."""
    return -most > least + ROUNDING or (place <= before and -most >= least - ROUNDING)
