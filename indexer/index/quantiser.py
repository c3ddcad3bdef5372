"""Makes short codes of vectors, and what finds vectors by them.

Vectors are listed by the nearest of some hundred centres. What is left of each pair of dimensions,
one that varies much with one that varies little, becomes four bits (product quantisation, scanned
by FAISS's FastScan): 90 bytes a row instead of 1,408 at 352 dimensions.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any, Self

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

faiss: Any = _faiss
#: Of a code.
BITS = 4
_CENTRED = 32_768  # rows of a sample that the centres are learned from
_ROUNDS = 8  # of k-means
_LISTS = 512  # at most
_LISTED = 128  # rows of a list, at least
_PROBED = 7 / 16  # of all lists, at most
#: Lists are looked through whose centres are, by their cosine, so near to a query as the nearest.
_NEAR = 0.24
#: Rows are left out whose score by their codes is so far behind, for each dimension that shares a
#: code, over the root of all: five standard deviations of what is wrong with it (.0105 of 352, two
#: together), three and a half of the difference of two.
_MARGIN = 0.47

Floats = NDArray[np.float32]


class Quantiser:
    """``order``: of the dimensions; ``centres`` and codebooks are of vectors in that order."""

    def __init__(self, order: NDArray[np.int64], centres: Floats, codebooks: Floats | None) -> None:
        self._order, self._centres = order, centres
        dim, nearest = len(order), faiss.IndexFlatIP(len(order))
        nearest.add(np.ascontiguousarray(centres))
        parts = dim // together(dim)
        self._plain = faiss.IndexIVFPQ(
            nearest, dim, len(centres), parts, BITS, faiss.METRIC_INNER_PRODUCT
        )
        if codebooks is not None:
            faiss.copy_array_to_vector(codebooks.ravel(), self._plain.pq.centroids)
            self._plain.is_trained = True
        self.width: int = self._plain.sa_code_size()

    @classmethod
    def learned(cls, sample: Floats, rows: int) -> Self:
        """From some vectors of so many."""
        dim = sample.shape[1]
        falling = np.argsort(-np.square(sample).mean(axis=0), kind="stable")
        folded = falling.reshape(together(dim), -1)
        folded[1::2] = folded[1::2, ::-1]
        order = folded.T.ravel()
        lists = lists_of(rows)
        means = faiss.Kmeans(
            dim,
            lists,
            niter=_ROUNDS,
            spherical=True,
            seed=1,
            min_points_per_centroid=1,
            max_points_per_centroid=max(1, _CENTRED // lists),
        )
        ordered = _taken(sample, order)
        means.train(ordered)
        made = cls(order, means.centroids, None)
        made._plain.train(ordered)
        return made

    @classmethod
    def of(cls, arrays: Any) -> Self:
        """Inverse of ``arrays``."""
        return cls(arrays["order"], arrays["centres"], arrays["codebooks"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that it is, by name."""
        codebooks = faiss.vector_to_array(self._plain.pq.centroids)
        return {"order": self._order, "centres": self._centres, "codebooks": codebooks}

    def codes(self, vectors: Floats) -> NDArray[np.uint8]:
        """``uint8[n, width]``."""
        made: NDArray[np.uint8] = self._plain.sa_encode(_taken(vectors, self._order))
        return made

    def scan(self, codes: NDArray[np.uint8]) -> Scan:
        """What finds these codes; the quantiser is used up by it."""
        self._plain.add_sa_codes(codes)
        return Scan(self._order, self._centres, self._plain)


class Scan:
    """Finds rows by their codes; safe to use from many threads.

    It looks through the lists whose centres are about as near to a query as the nearest, up to
    nearly half of all: questions are not worded as plans are, and what answers one may lie in a
    list further off.
    """

    def __init__(self, order: NDArray[np.int64], centres: Floats, plain: Any) -> None:
        self._order = order
        self._centres = centres
        self._packed = faiss.IndexIVFPQFastScan(plain)
        self._margin = _MARGIN * together(len(order)) / sqrt(len(order))
        # It keeps what it is made of, for the centres; the codes would lie there twice.
        self._nothing = faiss.ArrayInvertedLists(plain.nlist, plain.code_size)
        plain.replace_invlists(self._nothing)
        self.size: int = self._packed.ntotal
        #: Lists looked through at most, where all rows may be found.
        self.most = ceil(len(centres) * _PROBED)

    def nearest(self, query: Floats, limit: int, best: int | None) -> NDArray[np.int64]:
        """The best ``limit`` rows by their codes' rough scores, in any order; fewer if so found.

        ``best``: no more are wanted in the end, of all rows; those are left out that cannot well
        be among so many by their exact scores.
        """
        faiss.omp_set_num_threads(1)
        ordered = _taken(query, self._order)
        lists = self.most if best is None else min(self.most, self._near(ordered[0]))
        scores, rows = self._search(ordered, limit, lists)
        if len(rows) < limit and lists < self.most:
            scores, rows = self._search(ordered, limit, self.most)
        if best is not None and len(rows) > best:
            rows = rows[scores >= scores[best - 1] - self._margin]
        return rows

    def within(self, query: Floats, limit: int, selector: Any, allowed: int) -> NDArray[np.int64]:
        """As ``nearest``, of rows that ``selector`` lets through, which are ``allowed``.

        The fewer they are, the more lists hold as many of them.
        """
        faiss.omp_set_num_threads(1)
        lists = ceil(len(self._centres) * _PROBED * max(1.0, self.size / allowed))
        told = min(lists, len(self._centres))
        return self._search(_taken(query, self._order), limit, told, selector)[1]

    def _near(self, query: NDArray[np.float32]) -> int:
        alike = self._centres @ query
        return int(np.count_nonzero(alike >= alike.max() - _NEAR))

    def _search(
        self, query: Floats, limit: int, lists: int, selector: Any = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows, best first."""
        told = faiss.SearchParametersIVF(nprobe=lists, sel=selector)
        scores, rows = self._packed.search(query, limit, params=told)
        return scores[0][rows[0] >= 0], rows[0][rows[0] >= 0]


def lists_of(rows: int) -> int:
    """How many lists so many rows lie in."""
    return max(1, min(_LISTS, rows // _LISTED))


def together(dim: int) -> int:
    """How many of so many dimensions share a code."""
    return 2 if dim <= 512 else 4


def _taken(vectors: Floats, order: NDArray[np.int64]) -> Floats:
    return vectors.take(order, axis=1)  # indexing takes ten times as long
