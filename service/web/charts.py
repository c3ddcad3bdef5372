"""Figures of one unit drawn beside each other, which a column of numbers does not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: ``share`` of the scale in percent, and the figure as its plan writes it."""

    share: float
    said: str


def bars(figures: Sequence[tuple[float, str]], unit: str) -> list[Bar]:
    """A bar for each ``(value, as written)``; none where there is nothing to compare.

    Percentages are drawn to a hundred, other units to the largest figure.

    >>> [bar.share for bar in bars([(70, "ít nhất 70%"), (100, "100%")], "%")]
    [70.0, 100.0]
    >>> bars([(3, "3 lớp")], "lớp")
    []
    """
    most = max((value for value, _ in figures), default=0.0)
    full = max(100.0, most) if unit == "%" else most
    if len(figures) < 2 or full <= 0:
        return []
    return [Bar(round(100 * max(0.0, value) / full, 1), said) for value, said in figures]
