"""A page as tools give it: words with places, ruled lines, pictures. Origin top left, any unit."""

from __future__ import annotations

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
        across, down = 100 / (self.width or 1), 100 / (self.height or 1)
        return Box(
            round(max(0.0, min(w.x0 for w in words) * across), 2),
            round(max(0.0, min(w.top for w in words) * down), 2),
            round(min(100.0, max(w.x1 for w in words) * across), 2),
            round(min(100.0, max(w.bottom for w in words) * down), 2),
        )
