"""Two readings of the same lines: of each the one with more confidence."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.readers.layout.rows import Row

#: What was read with less confidence than this (of 100) may be no writing at all.
DIRT = 45.0


def confidence(row: Row) -> float:
    """Mean confidence by letters."""
    letters = sum(len(word.text) for word in row.words)
    return sum((word.confidence or 0.0) * len(word.text) for word in row.words) / max(1, letters)


def letters(row: Row) -> int:
    """How many letters it has."""
    return sum(c.isalpha() for word in row.words for c in word.text)


def better(first: Sequence[Row], second: Sequence[Row]) -> list[Row]:
    """Of each line the reading with more confidence; lines that only one reading has."""
    out = []
    taken: set[int] = set()
    for row in first:
        match = next(
            (i for i, other in enumerate(second) if i not in taken and _same(row, other)), None
        )
        if match is None:
            out.append(row)
            continue
        taken.add(match)
        other = second[match]
        whole = letters(other) > 0.85 * letters(row)
        out.append(other if whole and confidence(other) > confidence(row) else row)
    for i, row in enumerate(second):
        new = letters(row) >= 4 and not any(
            _touches(row, other) for other in first if letters(other) and confidence(other) > DIRT
        )
        if i not in taken and new:
            out.append(row)
    return out


def _overlap(a: Row, b: Row) -> tuple[float, float]:
    """Shares of the shorter one, across and down."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    shorter = max(1.0, min(a.x1 - a.x0, b.x1 - b.x0))
    return across / shorter, down / max(1.0, min(a.bottom - a.top, b.bottom - b.top))


def _same(a: Row, b: Row) -> bool:
    across, down = _overlap(a, b)
    alike = min(a.x1 - a.x0, b.x1 - b.x0) > 0.7 * max(a.x1 - a.x0, b.x1 - b.x0)
    return across > 0.7 and down > 0.5 and alike


def _touches(a: Row, b: Row) -> bool:
    across, down = _overlap(a, b)
    return across > 0.1 and down > 0.3
