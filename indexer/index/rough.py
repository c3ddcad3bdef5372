"""A rough copy of vectors, a quarter of their size: which of many are worth reading themselves.

A row is a signed byte for each dimension and the number, float32, that they all are times.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

#: Scores are .0006 wrong by this (standard deviation at 352 dimensions), .0044 at most of nine
#: million: what may be among the best by exact scores is kept.
_MARGIN = 0.005
_BLOCK = 16_384  # rows at a time: as float32 they take four times the memory
_AT_ONCE = 2_048  # rows held against a query at a time: as floats they stay in the cache


def kind(dim: int) -> np.dtype[Any]:
    """Of a row."""
    return np.dtype([("said", np.int8, (dim,)), ("times", "<f4")])


def write(path: Path, array: NDArray[np.float32]) -> None:
    """Of ``float32[rows, dim]``."""
    with path.open("wb") as file:
        for start in range(0, len(array), _BLOCK):
            block = np.asarray(array[start : start + _BLOCK])
            made = np.empty(len(block), kind(block.shape[1]))
            made["times"] = np.maximum(np.abs(block).max(axis=1), np.float32(1e-9)) / 127
            made["said"] = np.rint(block / made["times"][:, None])
            made.tofile(file)


class Copy:
    """The file mapped read-only."""

    def __init__(self, path: Path, dim: int) -> None:
        # A plain array of it: each step with a memmap runs some Python more.
        there = path.stat().st_size
        self._rows = np.asarray(np.memmap(path, kind(dim), "r") if there else [], kind(dim))

    def scores(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """About what the vectors of these rows score against a query."""
        scores = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _AT_ONCE):
            found = self._rows.take(rows[start : start + _AT_ONCE])  # indexing takes four times
            said: NDArray[np.float32] = found["said"].astype(np.float32) @ query
            scores[start : start + len(found)] = said * found["times"]
        return scores


class ByRow(Protocol):
    """Rough copies: a file, or many that look like one."""

    def scores(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """About what the vectors of these rows score against a query."""


def best(scores: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """The places in order among which the ``limit`` best surely are, by these scores of a copy.

    Plans copy one another: of rows that score the very same, which have the same vector, no more
    than the first so many are needed.
    """
    if len(scores) <= limit:
        return np.arange(len(scores))
    near = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit] - _MARGIN)
    falling = near[np.argsort(-scores[near], kind="stable")]
    kept = np.ones(len(falling), np.bool_)
    kept[limit:] = scores[falling[limit:]] != scores[falling[:-limit]]
    return np.sort(falling[kept])
