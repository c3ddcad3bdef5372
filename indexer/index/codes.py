"""Short codes of many vectors: they find candidates, whose exact scores then decide.

Each pair of dimensions becomes four bits (product quantisation, scanned by FAISS's FastScan): 88
bytes a row instead of 1,408 at 352 dimensions, and most of a scan's time is reading memory.
Codebooks are learned from the rows themselves, so that plans which copy one another are still told
apart (signs of the dimensions, at half the bytes, need five times the candidates for less).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

faiss: Any = _faiss
#: Up to so many rows an exact scan takes under ten milliseconds, and nothing else is needed.
EXACT = 100_000
_BITS = 4
_SAMPLE = 65_536  # rows the codebooks are learned from
_BLOCK = 65_536  # rows encoded at a time


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


def write(path: Path, array: NDArray[np.float32]) -> None:
    """Learn the codebooks of these vectors, ``float32[rows, dim]``, and keep every row's code."""
    rows, dim = array.shape
    plain = _quantiser(dim)
    chosen = np.random.default_rng(0).choice(rows, min(rows, _SAMPLE), replace=False)
    plain.train(np.ascontiguousarray(array[np.sort(chosen)]))
    for start in range(0, rows, _BLOCK):
        plain.add(np.ascontiguousarray(array[start : start + _BLOCK]))
    codes = faiss.vector_to_array(plain.codes).reshape(rows, -1)
    with path.open("wb") as file:
        np.savez(file, codebooks=faiss.vector_to_array(plain.pq.centroids), codes=codes)


def _quantiser(dim: int) -> Any:
    parts = dim // 2 if dim <= 512 else dim // 4
    return faiss.IndexPQ(dim, parts, _BITS, faiss.METRIC_INNER_PRODUCT)


def suits(rows: int, dim: int) -> bool:
    """Whether so many rows are better scanned by codes."""
    return rows > EXACT and dim % (2 if dim <= 512 else 4) == 0
