"""Short codes of many vectors: they find candidates, whose exact scores then decide.

Most of a scan's time is reading memory, and codes (see ``quantiser``) are a sixteenth of their
vectors. They are learned from the rows themselves, so that plans which copy one another are still
told apart (signs of the dimensions, at half the bytes, need five times the candidates for less).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from indexer.index.quantiser import Quantiser, Scan, together

#: Up to so many rows an exact scan takes under ten milliseconds, and nothing else is needed.
EXACT = 100_000
SAMPLE = 65_536  # rows that a quantiser is learned from
_BLOCK = 65_536  # rows encoded at a time
_GROWTH = 2  # times as many rows as it was learned from make it be learned again


class ByRow(Protocol):
    """Vectors, ``float32[rows, dim]``: an array, or many files that look like one."""

    @property
    def shape(self) -> tuple[int, ...]:
        """How many there are, of how many dimensions."""

    def __getitem__(self, rows: NDArray[np.int64], /) -> NDArray[np.float32]:
        """Those of these rows."""


class Codes:
    """Read-only and safe to use from many threads."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open what ``write`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(Quantiser.of(arrays).scan(arrays["codes"]))

    def nearest(
        self, query: NDArray[np.float32], limit: int, best: int | None = None
    ) -> NDArray[np.int64]:
        """Rows in the order of the file; the best ``limit`` by the codes' rough scores.

        All rows, where that is as many. ``best``: see ``Scan.nearest``.
        """
        if limit >= self._scan.size:
            return np.arange(self._scan.size)
        return np.sort(self._scan.nearest(query, limit, best))

    def within(
        self, query: NDArray[np.float32], limit: int, selector: Any, allowed: int
    ) -> NDArray[np.int64]:
        """As ``nearest``, of rows that a FAISS selector lets through, which are ``allowed``."""
        return np.sort(self._scan.within(query, limit, selector, allowed))


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier file of codes, and which row of it each row has been (-1: it is new)."""

    path: Path
    rows: NDArray[np.int64]


def write(path: Path, array: ByRow, former: Former | None = None) -> None:
    """Keep the code of every row, by a quantiser learned from these vectors.

    Codes of a former file are kept as they are, and new rows coded by its quantiser, until the rows
    are twice as many as it was learned from.
    """
    size = array.shape[0]
    rows, learned = np.full(size, -1, np.int64), size
    quantiser: Quantiser | None = None
    if former is not None:
        with np.load(former.path, allow_pickle=False) as old:
            if size <= _GROWTH * int(old["learned"]):
                rows, learned = former.rows, int(old["learned"])
                quantiser, kept = Quantiser.of(old), old["codes"]
    if quantiser is None:
        quantiser, kept = _learned(array), np.zeros((0, 1), np.uint8)
    codes = np.zeros((size, quantiser.width), np.uint8)
    codes[rows >= 0] = kept[rows[rows >= 0]]
    new = np.flatnonzero(rows < 0)
    for start in range(0, len(new), _BLOCK):
        block = new[start : start + _BLOCK]
        codes[block] = quantiser.codes(array[block])
    arrays: dict[str, Any] = {"codes": codes, "learned": np.int64(learned), **quantiser.arrays()}
    with path.open("wb") as file:
        np.savez(file, **arrays)


def _learned(array: ByRow) -> Quantiser:
    size = array.shape[0]
    chosen = np.random.default_rng(0).choice(size, min(size, SAMPLE), replace=False)
    return Quantiser.learned(array[np.sort(chosen)], size)


def suits(rows: int, dim: int) -> bool:
    """Whether so many rows are better scanned by codes."""
    return rows > EXACT and dim % together(dim) == 0
