"""Words to rows: what stands on one line of the page, left to right."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.layout.model import Word
from indexer.text import collapse, nfc

#: A gap wider than this many letter sizes parts two columns; justified spaces are narrower.
COLUMN_GAP = 1.6
_UNIT = re.compile(r"(?:^|[\d\s/])(?:k|c|d|m)?m$")
_REFERENCE = re.compile(r"\[?\(?\d{1,2}\)?\]?$")


@dataclass(slots=True)
class Row:
    """One line of the page. ``words`` from left to right."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The size of its letters."""
        return statistics.median(word.size for word in self.words)

    @property
    def top(self) -> float:
        """Of its usual letters: a tall one does not count."""
        return statistics.median(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The foot of its usual letters."""
        return statistics.median(word.bottom for word in self.words)

    @property
    def bold(self) -> bool:
        """Nearly all letters are bold."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) >= 0.9 * max(1, letters)

    @property
    def text(self) -> str:
        """Words with single spaces; raised references to footnotes left out."""
        out, previous = "", None
        size = self.size
        for word in self.words:
            raised = is_raised(word, self, size)
            if raised and previous is not None and not _UNIT.search(out):
                previous = word
                continue
            glued = previous is not None and _is_glued(previous, word, size)
            out += word.text if glued or not out else f" {word.text}"
            previous = word
        return nfc(collapse(out))

    def pieces(self, gap: float = COLUMN_GAP) -> list[Row]:
        """The row cut where a gap is wide enough to part columns."""
        out: list[list[Word]] = [[self.words[0]]]
        limit = gap * self.size
        for word in self.words[1:]:
            if word.x0 - max(w.x1 for w in out[-1]) > limit:
                out.append([word])
            else:
                out[-1].append(word)
        return [Row(words) for words in out]


def _is_glued(before: Word, word: Word, size: float) -> bool:
    """Letters of another size touch: "m" + "3" + "/s" is one word."""
    small = min(before.size, word.size) < 0.9 * size or max(before.size, word.size) > 1.1 * size
    return small and word.x0 - before.x1 < 0.12 * size and not word.line


def is_raised(word: Word, row: Row, size: float) -> bool:
    """A small figure above the line: it points to a footnote, or is a power."""
    small = word.size < 0.8 * size and not word.line
    return small and word.bottom < row.bottom - 0.12 * size and bool(_REFERENCE.match(word.text))


def rows(words: Sequence[Word]) -> list[Row]:
    """Words grouped to rows from top to bottom."""
    groups = _given(words) if any(word.line for word in words) else _grouped(words)
    found = [Row(sorted(group, key=lambda w: w.x0)) for group in groups]
    return sorted(found, key=lambda row: row.top)


def _grouped(words: Sequence[Word]) -> list[list[Word]]:
    """By vertical overlap with the row's largest word, so that rows do not grow together."""
    out: list[list[Word]] = []
    anchors: list[Word] = []
    for word in sorted(words, key=lambda w: (-round(w.size), w.bottom, w.x0)):
        best = _nearest(anchors, word)
        if best is None:
            anchors.append(word)
            out.append([word])
        else:
            out[best].append(word)
    return out


def _nearest(anchors: Sequence[Word], word: Word) -> int | None:
    best, most = None, 0.5 * word.height
    # The newest rows are the likeliest: words come sorted by place.
    for i in range(len(anchors) - 1, -1, -1):
        anchor = anchors[i]
        if word.size > 0.85 * anchor.size and abs(word.bottom - anchor.bottom) > 0.35 * word.size:
            continue  # as large, on another line: only small letters stand raised
        overlap = min(anchor.bottom, word.bottom) - max(anchor.top, word.top)
        if overlap > most:
            best, most = i, overlap
            if overlap > 0.9 * word.height:
                break
    return best


def _given(words: Sequence[Word]) -> list[list[Word]]:
    """The lines an OCR tool found, joined where two stand side by side."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    out: list[list[Word]] = []
    for line in sorted(lines.values(), key=lambda ws: min(w.x0 for w in ws)):
        host = next((group for group in out if _beside(group, line)), None)
        if host is None:
            out.append(list(line))
        else:
            host.extend(line)
    return out


def _beside(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """``right`` goes on at the height where ``left`` ends, and begins after it."""
    end = max(left, key=lambda w: w.x1)
    start = min(right, key=lambda w: w.x0)
    if start.x0 < end.x1 - 0.5 * end.size:
        return False
    overlap = min(end.bottom, start.bottom) - max(end.top, start.top)
    return overlap > 0.5 * min(end.height, start.height)
