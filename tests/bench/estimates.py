"""Estimates: a straight line through two sizes, and how many figures of it are worth telling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Line:
    """``at`` clauses cost ``fixed + each × clauses``: a straight line through two sizes."""

    fixed: float
    each: float

    @classmethod
    def through(cls, small: int, low: float, large: int, high: float) -> Self:
        """The line through ``(small, low)`` and ``(large, high)``."""
        each = (high - low) / (large - small)
        return cls(low - each * small, each)

    def reaches(self, limit: float) -> int:
        """How many clauses cost ``limit``; 0 when even none is too many."""
        return max(0, math.floor((limit - self.fixed) / self.each))


def about(number: float, figures: int = 2) -> str:
    """Two figures of a number, or ``figures``: no more of an estimate is known.

    >>> about(35_168_714), about(429_210), about(33_357), about(126.8), about(4.63)
    ('35 million', '430,000', '33,000', '130', '4.6')
    """
    rounded = float(f"{number:.{figures - 1}e}")
    if rounded >= 1e6:
        return f"{rounded / 1e6:,.{0 if rounded >= 1e7 else 1}f} million"
    return f"{rounded:,.{0 if rounded >= 10 else 1}f}"
