"""The vectors of a generation: exact inner-product search with FAISS over a plain float32 file.

The file is rows × dim little-endian floats and nothing else; its shape stands in the manifest.
There is no FAISS file: its reader trusts what it reads, and adding the rows at opening is quick.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

faiss: Any = _faiss  # its own stubs do not know what its Python wrapper accepts
_FLOAT = np.dtype("<f4")
_THREADS = 1  # per search: requests run side by side, and OpenMP teams that compete are slower


def create(path: Path, rows: int, dim: int) -> NDArray[np.float32]:
    """A zero-filled file of this shape, writable; ``flush`` it when done (see ``flush``).

    Its room on the disk is taken first: writing to a mapped file that finds the disk full ends the
    process, and nothing could say why. Raises ``OSError``.
    """
    with path.open("wb") as file:
        if rows * dim == 0:
            return np.zeros((rows, dim), _FLOAT)
        _take_room(file, rows * dim * _FLOAT.itemsize)
    return np.memmap(path, _FLOAT, "r+", shape=(rows, dim))


def _take_room(file: BinaryIO, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
        return
    blank = bytes(min(size, 1 << 20))  # macOS has no such call
    for start in range(0, size, len(blank)):
        file.write(blank[: size - start])


def flush(array: NDArray[np.float32]) -> None:
    """Write what ``create`` gave back to its file."""
    if isinstance(array, np.memmap):
        array.flush()


def attach(path: Path, rows: int, dim: int) -> NDArray[np.float32]:
    """The file mapped read-only."""
    if rows * dim == 0:
        return np.zeros((rows, dim), _FLOAT)
    return np.memmap(path, _FLOAT, "r", shape=(rows, dim))


class Vectors:
    """Read-only and safe to use from many threads."""

    def __init__(self, array: NDArray[np.float32]) -> None:
        self._array = array
        self._flat = faiss.IndexFlatIP(array.shape[1])
        self._flat.add(np.ascontiguousarray(array))

    @classmethod
    def open(cls, path: Path, rows: int, dim: int) -> Self:
        """Open a file that ``create`` made."""
        return cls(attach(path, rows, dim))

    def search(
        self,
        vector: NDArray[np.float32],
        limit: int,
        ranges: Iterable[tuple[int, int]] | None,
    ) -> list[tuple[int, float]]:
        """``(row, cosine)``, best first, among rows in any of ``ranges`` (None: all)."""
        size, dim = self._array.shape
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        if query.shape[1] != dim:
            raise ValueError(f"a vector of {query.shape[1]} dimensions; the index has {dim}")
        if limit <= 0 or size == 0:
            return []
        faiss.omp_set_num_threads(_THREADS)  # the setting belongs to the calling thread
        params = None if ranges is None else faiss.SearchParameters(sel=_selector(ranges, size))
        scores, rows = self._flat.search(query, min(limit, size), params=params)
        found = [(int(r), float(s)) for r, s in zip(rows[0], scores[0], strict=True) if r >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def take(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of ``rows``, in that order (a copy)."""
        return np.array(self._array[np.asarray(rows, dtype=np.int64)], dtype=np.float32)


def _selector(ranges: Iterable[tuple[int, int]], size: int) -> Any:
    allowed = np.zeros(size, dtype=np.uint8)
    for start, end in ranges:
        allowed[start:end] = 1
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
