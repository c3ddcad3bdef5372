"""The libraries under a search, called bare: sentence-transformers, FAISS and tantivy, no more.

With the parameters of ours: the same model, the same codes and as many of them held against the
vectors themselves, the same weighted terms, as many hits. What ours adds to save time (which lists
are looked through, which rows and terms are left out) is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np
import tantivy
from numpy.typing import NDArray

from indexer.index.codes import Codes
from indexer.index.lexical import Lexical
from indexer.index.local import CODES
from indexer.index.quantiser import Floats, Scan
from indexer.index.vectors import _CANDIDATES, _MORE, _ONE_OF
from indexer.index.volume import Volume, numbers
from indexer.manifest import Manifest
from models.names import BUNDLED, DEFAULT

faiss: Any = _faiss

Terms = Sequence[tuple[str, float]]


class Libraries:
    """Over a generation, and the vectors of it in memory (``faiss.IndexFlatIP``)."""

    def __init__(self, generation: Path, manifest: Manifest, flat: Any) -> None:
        from sentence_transformers import SentenceTransformer

        folders = [
            Volume(generation, number).lexical
            for number in numbers(file.name for file in manifest.files)
        ]
        self._encoder = SentenceTransformer(str(BUNDLED / DEFAULT), device="cpu")
        self._words = Lexical.open(folders)
        coded = generation / CODES
        self._near = _Refined(Codes.open(coded)._scan, flat) if coded.exists() else flat

    def search(self, text: str, terms: Terms, count: int) -> Floats:
        """The cosines of the nearest; as many hits of words are found beside."""
        vector = self._encoder.encode([text], normalize_embeddings=True, show_progress_bar=False)
        scores, _ = self._near.search(vector, count)
        self._hits(terms, count)
        return scores

    def _hits(self, terms: Terms, count: int) -> list[Any]:
        total: defaultdict[str, float] = defaultdict(float)
        for term, weight in terms:
            total[term] += weight
        parts = [
            (tantivy.Occur.Should, self._words._term(term, weight))
            for term, weight in total.items()
            if weight > 0
        ]
        searcher = self._words._searcher
        hits = searcher.search(tantivy.Query.boolean_query(parts), count, count=False).hits
        return searcher.fast_field_values("row", [address for _, address in hits])


class _Refined:
    """Codes and then the vectors, as FAISS itself does both."""

    def __init__(self, scan: Scan, flat: Any) -> None:
        order = faiss.RemapDimensionsTransform(flat.d, flat.d, False)
        faiss.copy_array_to_vector(scan._order.astype(np.int32), order.map)
        base = faiss.IndexPreTransform(order, scan._packed)
        self._held = (scan, order, base, flat)  # FAISS knows them by their addresses
        self._index = faiss.IndexRefine(base, flat)
        self._probed = faiss.SearchParametersIVF(nprobe=scan.most)

    def search(self, vector: Floats, count: int) -> tuple[Floats, NDArray[np.int64]]:
        named = max(_CANDIDATES, _MORE * count, self._index.ntotal // _ONE_OF)
        lists = faiss.SearchParametersPreTransform(index_params=self._probed)
        params = faiss.IndexRefineSearchParameters(k_factor=named / count, base_index_params=lists)
        found: tuple[Floats, NDArray[np.int64]] = self._index.search(vector, count, params=params)
        return found
