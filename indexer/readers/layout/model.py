"""A page as tools give it: words with places, ruled lines, pictures. Origin top left, any unit."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.readers.lines import Box


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``line``: the line an OCR tool put it on (from 1), 0 when nobody said.

    ``font``: the place of its font in the sheet's ``fonts``, where the tool knows fonts.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    line: int = 0
    confidence: float | None = None
    font: int = 0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: ``y0 == y1`` (across) or ``x0 == x1`` (down)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Sheet:
    """One page before layout. ``pictures``: the share of the page that images cover.

    ``drawn``: how many paths are neither rules nor boxes. ``aside``: what was left out on reading.
    ``skew``: degrees by which the page's picture falls to the right; words are placed as if it did
    not, boxes are where the picture has them.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    drawn: int = 0
    fonts: tuple[str, ...] = ()
    obtained: str = "pdf-text"
    confidence: float | None = None
    problem: str | None = None
    aside: tuple[str, ...] = ()
    skew: float = 0.0

    @property
    def text(self) -> str:
        """All words, in no particular order: for counting."""
        return " ".join(word.text for word in self.words)

    @property
    def em(self) -> float:
        """The usual size of a letter here."""
        return statistics.median(w.size for w in self.words) if self.words else self.height / 60

    def box(self, words: Sequence[Word]) -> Box | None:
        """The rectangle around ``words``, in percent of the page."""
        if not words:
            return None
        x0, y0 = min(w.x0 for w in words), min(w.top for w in words)
        x1, y1 = max(w.x1 for w in words), max(w.bottom for w in words)
        if self.skew:
            corners = [self._askew(x, y) for x in (x0, x1) for y in (y0, y1)]
            (x0, *_, x1), (y0, *_, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
        across, down = 100 / (self.width or 1), 100 / (self.height or 1)
        return Box(
            round(max(0.0, x0 * across), 2),
            round(max(0.0, y0 * down), 2),
            round(min(100.0, x1 * across), 2),
            round(min(100.0, y1 * down), 2),
        )

    def _askew(self, x: float, y: float) -> tuple[float, float]:
        """Where the picture has the point: turned about the middle of the page."""
        sin, cos = math.sin(math.radians(self.skew)), math.cos(math.radians(self.skew))
        x, y = x - self.width / 2, y - self.height / 2
        return self.width / 2 + x * cos - y * sin, self.height / 2 + x * sin + y * cos
