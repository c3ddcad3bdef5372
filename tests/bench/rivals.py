"""txtai, Haystack and LanceDB over the same texts and vectors, each as its documentation sets up
hybrid search: its own words, our vectors, joined its own way. Installed apart (``peers.txt``).

LanceDB folds marks itself. The others are there twice: as they come, and with texts and questions
folded for them as ours are, so that none is behind for want of that alone. The vectors are those of
the texts and questions as they are, for all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.text import fold_chars
from models import Encoder

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # it reports its use otherwise
os.environ["LANCEDB_LOG"] = "error"

Vectors = NDArray[np.float32]
Fold = Callable[[str], str]


class Rival(Protocol):
    """Finds rows."""

    def find(self, text: str, limit: int) -> list[int]:
        """Rows, best first; encoding the question is part of the work."""


class Txtai:
    """Its hybrid index: BM25 and FAISS Flat, scores normalised and averaged."""

    def __init__(
        self, texts: Sequence[str], vectors: Vectors, encoder: Encoder, _: Path, fold: Fold = str
    ) -> None:
        from txtai import Embeddings

        given = iter(vectors)

        def transform(some: Sequence[str]) -> Vectors:
            if self._asked is None:
                return np.stack([next(given) for _ in some])
            return encoder.encode_queries([self._asked])

        self._fold = fold
        self._asked: str | None = None  # nobody yet: it is being filled
        self._index = Embeddings(
            method="external",
            transform=transform,
            hybrid=True,
            content=False,
            faiss={"components": "IDMap,Flat"},
        )
        self._index.index(enumerate(map(fold, texts)))

    def find(self, text: str, limit: int) -> list[int]:
        self._asked = text
        return [int(row) for row, _ in self._index.search(self._fold(text), limit)]


class Haystack:
    """In memory: its BM25 and its embedding retriever, joined by reciprocal ranks."""

    def __init__(
        self, texts: Sequence[str], vectors: Vectors, encoder: Encoder, _: Path, fold: Fold = str
    ) -> None:
        from haystack import Document, Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._encoder, self._fold = encoder, fold
        store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        store.write_documents(
            [
                Document(id=str(row), content=fold(text), embedding=vector.tolist())
                for row, (text, vector) in enumerate(zip(texts, vectors, strict=True))
            ]
        )
        self._pipeline = Pipeline()
        self._pipeline.add_component("words", InMemoryBM25Retriever(store))
        self._pipeline.add_component("meaning", InMemoryEmbeddingRetriever(store))
        self._pipeline.add_component("joined", DocumentJoiner("reciprocal_rank_fusion"))
        self._pipeline.connect("words", "joined")
        self._pipeline.connect("meaning", "joined")

    def find(self, text: str, limit: int) -> list[int]:
        vector = self._encoder.encode_queries([text])[0].tolist()
        found = self._pipeline.run(
            {
                "words": {"query": self._fold(text), "top_k": limit},
                "meaning": {"query_embedding": vector, "top_k": limit},
                "joined": {"top_k": limit},
            }
        )
        return [int(document.id) for document in found["joined"]["documents"]]


class Lance:
    """On disk: its full-text index (marks folded, English stems off) and an exact scan, joined by
    reciprocal ranks."""

    def __init__(
        self, texts: Sequence[str], vectors: Vectors, encoder: Encoder, place: Path
    ) -> None:
        import lancedb
        import pyarrow as pa

        self._encoder = encoder
        dim = vectors.shape[1]
        table = pa.table(
            {
                "row": pa.array(range(len(texts)), pa.int64()),
                "text": pa.array(list(texts)),
                "vector": pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), dim),
            }
        )
        self._table = lancedb.connect(place / "lance").create_table("plans", table)
        self._table.create_fts_index(
            "text", stem=False, remove_stop_words=False, ascii_folding=True, replace=True
        )

    def find(self, text: str, limit: int) -> list[int]:
        vector = self._encoder.encode_queries([text])[0]
        asked = self._table.search(query_type="hybrid").vector(vector).text(text)
        return [int(r["row"]) for r in asked.limit(limit).select(["row"]).to_list()]


#: By name, as they are shown: what makes one of texts, vectors, encoder and a folder.
RIVALS: Mapping[str, Callable[[Sequence[str], Vectors, Encoder, Path], Rival]] = {
    "txtai 9.14, hybrid": Txtai,
    "txtai 9.14, hybrid, marks folded": partial(Txtai, fold=fold_chars),
    "Haystack 3.4, in memory, joined": Haystack,
    "Haystack 3.4, in memory, joined, marks folded": partial(Haystack, fold=fold_chars),
    "LanceDB 0.40, hybrid, marks folded": Lance,
}
