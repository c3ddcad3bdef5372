"""Short codes of many vectors: they find candidates, whose exact scores then decide.

Each pair of dimensions becomes four bits (product quantisation, scanned by FAISS's FastScan): 88
bytes a row instead of 1,408 at 352 dimensions, and most of a scan's time is reading memory.
Codebooks are learned from the rows themselves, so that plans which copy one another are still told
apart (signs of the dimensions, at half the bytes, need five times the candidates for less).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

faiss: Any = _faiss
#: Up to so many rows an exact scan takes under ten milliseconds, and nothing else is needed.
EXACT = 100_000
_BITS = 4
_SAMPLE = 65_536  # rows the codebooks are learned from
_BLOCK = 65_536  # rows encoded at a time
_GROWTH = 2  # times as many rows as the codebooks were learned from make them be learned again


class ByRow(Protocol):
    """Vectors, ``float32[rows, dim]``: an array, or many files that look like one."""

    @property
    def shape(self) -> tuple[int, ...]:
        """How many there are, of how many dimensions."""

    def __getitem__(self, rows: NDArray[np.int64], /) -> NDArray[np.float32]:
        """Those of these rows."""


class Codes:
    """Read-only and safe to use from many threads."""

    def __init__(self, codebooks: NDArray[np.float32], codes: NDArray[np.uint8], dim: int) -> None:
        plain = _quantiser(dim)
        faiss.copy_array_to_vector(codebooks.ravel(), plain.pq.centroids)
        faiss.copy_array_to_vector(codes.ravel(), plain.codes)
        plain.ntotal, plain.is_trained = len(codes), True
        self._scan = faiss.IndexPQFastScan(plain)

    @classmethod
    def open(cls, path: Path, dim: int) -> Self:
        """Open what ``write`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["codebooks"], arrays["codes"], dim)

    def nearest(self, query: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
        """Rows in the order of the file; the best ``limit`` by the codes' rough scores."""
        faiss.omp_set_num_threads(1)
        _, rows = self._scan.search(query, min(limit, self._scan.ntotal))
        found: NDArray[np.int64] = np.sort(rows[0][rows[0] >= 0])
        return found


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier file of codes, and which row of it each row has been (-1: it is new)."""

    path: Path
    rows: NDArray[np.int64]


def write(path: Path, array: ByRow, former: Former | None = None) -> None:
    """Keep the code of every row, by codebooks learned from these vectors.

    Codes of a former file are kept as they are, and new rows coded by its codebooks, until the rows
    are twice as many as they were learned from.
    """
    rows, dim = array.shape
    plain = _quantiser(dim)
    kept, learned = _kept(plain, former, rows)
    if kept is None:
        chosen = np.random.default_rng(0).choice(rows, min(rows, _SAMPLE), replace=False)
        plain.train(np.ascontiguousarray(array[np.sort(chosen)]))
        kept, learned = np.full(rows, -1, np.int64), rows
    codes = np.zeros((rows, plain.code_size), np.uint8)
    if former is not None and (known := kept >= 0).any():
        with np.load(former.path, allow_pickle=False) as arrays:
            codes[known] = arrays["codes"][kept[known]]
    new = np.flatnonzero(kept < 0)
    for start in range(0, len(new), _BLOCK):
        block = new[start : start + _BLOCK]
        codes[block] = plain.sa_encode(np.ascontiguousarray(array[block]))
    with path.open("wb") as file:
        codebooks = faiss.vector_to_array(plain.pq.centroids)
        np.savez(file, codebooks=codebooks, codes=codes, learned=np.int64(learned))


def _kept(plain: Any, former: Former | None, rows: int) -> tuple[NDArray[np.int64] | None, int]:
    """The former rows whose codes are kept, and how many their codebooks were learned from."""
    if former is None:
        return None, rows
    with np.load(former.path, allow_pickle=False) as arrays:
        learned = int(arrays["learned"])
        if rows > _GROWTH * learned:
            return None, rows
        faiss.copy_array_to_vector(arrays["codebooks"].ravel(), plain.pq.centroids)
    plain.is_trained = True
    return former.rows, learned


def _quantiser(dim: int) -> Any:
    parts = dim // 2 if dim <= 512 else dim // 4
    return faiss.IndexPQ(dim, parts, _BITS, faiss.METRIC_INNER_PRODUCT)


def suits(rows: int, dim: int) -> bool:
    """Whether so many rows are better scanned by codes."""
    return rows > EXACT and dim % (2 if dim <= 512 else 4) == 0
