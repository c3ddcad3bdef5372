"""The vectors of a generation: inner-product search with FAISS over plain float32 files.

A file is rows × dim little-endian floats and nothing else; a volume's store knows its rows.
There is no FAISS file: its reader trusts what it reads, and adding the rows at opening is quick.
Search is exact up to ``codes.EXACT`` rows, or within documents that have no more than
``_ONE_BY_ONE``; beyond, codes name candidates enough that the best ten are all but always among
them, and scores are exact.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from indexer.index import rough
from indexer.index.codes import ByRow, Codes
from indexer.index.rows import Rows, apart

faiss: Any = _faiss  # its own stubs do not know what its Python wrapper accepts
_FLOAT = np.dtype("<f4")
_THREADS = 1  # per search: requests run side by side, and OpenMP teams that compete are slower
_BLOCK = 16_384  # rows read at a time while opening
_CANDIDATES = 2_000  # rows that codes name at least
_MORE = 8  # and for each hit asked for
#: And one of so many rows: of a million, 2,000 hold .998 of the ten nearest, 4,000 all of them.
_ONE_OF = 250
#: Within documents that have no more rows than this each is scored: it takes no longer than to find
#: them by codes, which then are looked through whole.
_ONE_BY_ONE = 32_768
_NONE = np.zeros(0, np.int64)


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


class OnDisk:
    """The rows of a file, read when asked for.

    Mapped they would soon all be resident: with a page touched the kernel maps those around it.
    """

    def __init__(self, path: Path, dim: int) -> None:
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._width = dim * _FLOAT.itemsize
        self.shape: tuple[int, ...] = (os.fstat(self._file).st_size // self._width, dim)

    def __getitem__(self, rows: NDArray[np.int64], /) -> NDArray[np.float32]:
        starts = np.flatnonzero(np.diff(rows, prepend=-2) != 1)  # neighbours are read together
        sizes = np.diff(starts, append=len(rows)) * self._width
        places = zip(sizes.tolist(), (rows[starts] * self._width).tolist(), strict=True)
        read = b"".join([os.pread(self._file, size, at) for size, at in places])
        return np.frombuffer(read, _FLOAT).reshape(len(rows), self.shape[1])


class Scattered:
    """The rows of a generation, out of the files of its volumes: of vectors, or rough copies."""

    def __init__(self, files: Mapping[int, Any], rows: Rows, dim: int) -> None:
        self._files = files
        self._rows = rows
        self.shape: tuple[int, ...] = (rows.size, dim)

    def __getitem__(self, rows: NDArray[np.int64], /) -> NDArray[np.float32]:
        found = np.empty((len(rows), *self.shape[1:]), _FLOAT)
        for file, part, there in self._parts(rows):
            found[part] = file[there]
        return found

    def scores(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """See ``rough``."""
        found = np.empty(len(rows), _FLOAT)
        for file, part, there in self._parts(rows):
            found[part] = file.scores(there, query)
        return found

    def _parts(
        self, rows: NDArray[np.int64]
    ) -> Iterator[tuple[Any, NDArray[np.intp], NDArray[np.int64]]]:
        """Each file with the places in ``rows`` of those that it has, and their numbers there."""
        volumes, numbers = apart(self._rows.places(rows))
        order = np.argsort(volumes, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(volumes[order])) + 1):
            if len(part):
                yield self._files[int(volumes[part[0]])], part, numbers[part]


class Vectors:
    """Read-only and safe to use from many threads."""

    def __init__(
        self, array: ByRow, codes: Codes | None = None, copy: Scattered | None = None
    ) -> None:
        self._array = array
        self._codes = codes
        self._copy = copy
        self._flat: Any = None
        if codes is None:
            size, dim = array.shape
            self._flat = faiss.IndexFlatIP(dim)
            for start in range(0, size, _BLOCK):
                rows = np.arange(start, min(start + _BLOCK, size))
                self._flat.add(np.ascontiguousarray(array[rows]))

    @classmethod
    def open(cls, array: ByRow, coded: Path, copy: Scattered | None = None) -> Self:
        """With the codes in this file if it is there; ``copy``: see ``rough``."""
        return cls(array, Codes.open(coded) if coded.exists() else None, copy)

    def search(
        self,
        vector: NDArray[np.float32],
        limit: int,
        ranges: Iterable[tuple[int, int]] | None,
        only: NDArray[np.bool_] | None = None,
    ) -> list[tuple[int, float]]:
        """``(row, cosine)``, best first, among rows in any of ``ranges`` (None: all).

        ``only``: ``bool[rows]``, which of those may be found at all.
        """
        size, dim = self._array.shape
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        if query.shape[1] != dim:
            raise ValueError(f"a vector of {query.shape[1]} dimensions; the index has {dim}")
        if limit <= 0 or size == 0:
            return []
        allowed = None if ranges is None and only is None else _mask(ranges, only, size)
        if self._flat is not None:
            return _ordered(*self._exact(query, min(limit, size), allowed))
        return _ordered(*self._by_codes(query, limit, allowed))

    def _exact(
        self, query: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        faiss.omp_set_num_threads(_THREADS)  # the setting belongs to the calling thread
        params = None if allowed is None else faiss.SearchParameters(sel=_selector(allowed))
        scores, rows = self._flat.search(query, limit, params=params)
        return rows[0][rows[0] >= 0], scores[0][rows[0] >= 0]

    def _by_codes(
        self, query: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        assert self._codes is not None
        size = self._array.shape[0]
        named = max(_CANDIDATES, _MORE * limit, size // _ONE_OF)
        if allowed is None:
            return self._scored(self._codes.nearest(query, named, limit), query, limit)
        there = int(np.count_nonzero(allowed))
        rows = _NONE
        if there > max(_ONE_BY_ONE, named):
            rows = self._codes.within(query, named, _selector(allowed), there)
        if len(rows) < min(limit, there):
            rows = np.flatnonzero(allowed)
        return self._scored(rows, query, limit)

    def _scored(
        self, rows: NDArray[np.int64], query: NDArray[np.float32], limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The best of ``rows`` by their exact scores."""
        about = None
        if self._copy is not None:
            about = self._copy.scores(rows, query[0])
            near = rough.best(about, limit)
            rows, about = rows[near], about[near]
        scores = self._cosines(rows, query[0], about)
        best = np.argsort(-scores, kind="stable")[:limit]
        return rows[best], scores[best]

    def cosines(self, rows: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of ``rows``, in that order."""
        wanted = np.asarray(rows, dtype=np.int64)
        about = None if self._copy is None else self._copy.scores(wanted, vector)
        return self._cosines(wanted, vector, about)

    def _cosines(
        self,
        rows: NDArray[np.int64],
        query: NDArray[np.float32],
        about: NDArray[np.float32] | None,
    ) -> NDArray[np.float32]:
        """``about``: by their rough copies; of rows that score the same by these one is read."""
        if about is None:
            return self._array[rows] @ query
        _, first, which = np.unique(about, return_index=True, return_inverse=True)
        found: NDArray[np.float32] = (self._array[rows[first]] @ query)[which]
        return found

    def take(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of ``rows``, in that order (a copy)."""
        return self._array[np.asarray(rows, dtype=np.int64)]


def _ordered(rows: NDArray[np.int64], scores: NDArray[np.float32]) -> list[tuple[int, float]]:
    order = np.lexsort((rows, -scores))
    return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))


def _mask(
    ranges: Iterable[tuple[int, int]] | None, only: NDArray[np.bool_] | None, size: int
) -> NDArray[np.bool_]:
    if ranges is None and only is not None:
        return only
    allowed = np.zeros(size, np.bool_)
    for start, end in ranges or ():
        allowed[start:end] = True if only is None else only[start:end]
    return allowed


def _selector(allowed: NDArray[np.bool_]) -> Any:
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
