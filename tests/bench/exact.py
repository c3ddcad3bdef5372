"""What search is held against, in a process of its own: the exact scan, and the bare libraries.

FAISS Flat holds every vector in memory (1.4 GB of a million): beside the index it would count as
the index's. It is asked in turn with it, and times itself.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np

import indexer.index
from indexer import generation
from tests.bench.libraries import Libraries, Terms
from tests.bench.timing import Cost, cost

_BLOCK = 16_384
_flat: faiss.IndexFlatIP
_libraries: Libraries


class Exact:
    """Asks the process that scans."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def scan(self, vectors: np.ndarray, count: int) -> tuple[Cost, np.ndarray]:
        """What scanning for ``float32[n, dim]`` costs, and the best ``count`` scores of each."""
        return self._pool.submit(_scan, vectors, count).result()

    def libraries(self, text: str, terms: Terms, count: int) -> tuple[Cost, np.ndarray]:
        """What ``libraries`` cost for one question, and the best ``count`` scores."""
        return self._pool.submit(_bare, text, terms, count).result()


@contextmanager
def exact(path: Path) -> Iterator[Exact]:
    """Over the vectors of the index at ``path``."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, initializer=_load, initargs=(path,)) as pool:
        yield Exact(pool)


def _load(path: Path) -> None:
    global _flat, _libraries
    with indexer.index.open(path, verify=False) as index:
        _flat = faiss.IndexFlatIP(index.encoder.dim)
        for start in range(0, index.size(), _BLOCK):
            _flat.add(index.vectors(range(start, min(start + _BLOCK, index.size()))))
        folder = path / index.generation
        _libraries = Libraries(folder, generation.verify(folder, hashes=False), _flat)
    faiss.omp_set_num_threads(1)


def _scan(vectors: np.ndarray, count: int) -> tuple[Cost, np.ndarray]:
    found: list[np.ndarray] = []
    taken = cost(lambda: found.append(_flat.search(vectors, count)[0]))
    return taken, found[0]


def _bare(text: str, terms: Terms, count: int) -> tuple[Cost, np.ndarray]:
    found: list[np.ndarray] = []
    taken = cost(lambda: found.append(_libraries.search(text, terms, count)))
    return taken, found[0]
